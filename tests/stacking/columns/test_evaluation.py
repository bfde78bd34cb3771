"""A population in columns is paid what every farm is paid by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile, LandscapeElement, Measure, Parcel
from calculator.domain.limit import LimitKind
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Condition, PaymentKind, Presence
from calculator.domain.undertaking import Undertaking
from calculator.scenarios.encoding import encoded
from calculator.scenarios.encoding.considering import considered
from calculator.scenarios.population.profiles import profiles as profiles_of
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks
from calculator.stacking.awarding import Question, award
from calculator.stacking.columns import STATUSES, Evaluation, FarmColumns, compiling, evaluate, loading
from calculator.stacking.columns.answer import Gathering
from calculator.stacking.columns.ceilings import choosing
from calculator.stacking.columns.ceilings.caps import CAPPED
from calculator.stacking.columns.ceilings.windows import TIGHT
from calculator.stacking.columns.classes import dividing, kernel, rounding, simplex
from calculator.stacking.columns.evaluation import parts
from calculator.stacking.columns.explained import forced
from calculator.stacking.columns.offered import adding
from calculator.stacking.columns.ordinary import Asked, settle_farm
from calculator.stacking.columns.planned import arranging, planning
from calculator.stacking.columns.reading import cutting
from tests.benchmarks.farms import many_farms
from tests.benchmarks.populations import population
from tests.builders import de_minimis, farm, limit, measure, parcel, payment, relation, rulebook, scheme, text
from tests.stacking.test_legal_cases import eco_farm_of_tc12

ON = date(2026, 7, 1)


def own_award(profile: FarmProfile, rules: Rulebook, years: int) -> Award:
    return award(Question(profile, rules, ON, years, "test", "sha256:test"))


def paid(found: FarmColumns, farm: int) -> dict[tuple[str, int], int]:
    at, payment_, year = found.paid.at
    mine = np.flatnonzero(at == farm).tolist()
    return {(found.payments[payment_[i]], int(year[i])): int(found.paid.value[i]) for i in mine}


def lines_of(result: Award) -> dict[tuple[str, int], int]:
    total: dict[tuple[str, int], int] = {}
    for year in result.years:
        for line in year.lines:
            total[line.claim.ref, year.year] = total.get((line.claim.ref, year.year), 0) + line.amount
    return total


def classes_of(result: Award) -> dict[int, str]:
    return {c.year: c.name for c in result.classes if c.name is not None}


def reached(found: FarmColumns, farm: int) -> dict[int, str]:
    at, _, year = found.reached.at
    mine = np.flatnonzero(at == farm).tolist()
    return {int(year[i]): found.classes[found.reached.value[i]] for i in mine}


def test_every_farm_is_paid_what_its_own_award_says_per_payment_and_year() -> None:
    rules = rulebooks.current()
    farms = [profiles.read(document, rules) for document in population(6, seed=31, rules=rules)]
    found = evaluate(rules, farms, on=ON, years=3)
    for place, profile in enumerate(farms):
        result = own_award(profile, rules, 3)
        assert paid(found, place) == lines_of(result)
        assert found.total[place] == result.total
        assert reached(found, place) == classes_of(result)
        assert STATUSES[found.status[place]] == result.certificate.status


def alone(rules: Rulebook, farms: Sequence[FarmProfile], on: date, years: int) -> FarmColumns:
    """Every farm by the ordinary engine."""
    into = Gathering(tuple(range(on.year, on.year + years)))
    for place, profile in enumerate(farms):
        settle_farm(Asked(rules, on, range(on.year, on.year + years)), profile, place, "asked", into)
    return into.finished()


def of_farm(found: FarmColumns, farm: int) -> dict[str, object]:
    """All that is said of a farm, in names."""
    at, name = found.binding.at
    bound = np.flatnonzero(at == farm).tolist()
    farms, asked = found.open.at
    return {
        "paid": paid(found, farm),
        "class": reached(found, farm),
        "binding": {found.limits[name[i]]: int(found.binding.value[i]) for i in bound},
        "open": {found.payments[code] for code in asked[farms == farm].tolist()},
        "status": STATUSES[found.status[farm]],
    }


def same(rules: Rulebook, farms: Sequence[FarmProfile], on: date = ON, years: int = 2) -> FarmColumns:
    """The columns, after they were held against the ordinary engine farm by farm.

    Where land is divided to reach a class, both round to whole square metres, each in its own way: there the totals agree
    up to the gap that the two leave to their proven bounds, and a cent a year for rounded lines.
    """
    found, own = evaluate(rules, farms, on=on, years=years), alone(rules, farms, on, years)
    for place in range(len(farms)):
        here, there = of_farm(found, place), of_farm(own, place)
        # Of the last two the engine is asked of a part alone, which it rounds by itself.
        by_itself = found.reasons[found.reason[place]] not in ("", TIGHT, CAPPED)
        if not by_itself and (found.gap[place] or own.gap[place] or here["paid"] != there["paid"]):
            cents = 2 * years
            assert here.pop("paid").keys() == there.pop("paid").keys()  # type: ignore[attr-defined]
            assert found.total[place] >= own.total[place] - found.gap[place] - cents
            assert found.total[place] <= own.total[place] + own.gap[place] + cents
            # What the ordinary engine cannot prove it has rounded too far from its bound.
            assert here.pop("status") == "optimal"
            assert there.pop("status") in ("optimal", "not_proven")
        assert here == there
    return found


def condition(kind: str, **arguments: object) -> Condition:
    return Condition(kind, arguments, Presence.ASK, text(kind), ("S1",))


@pytest.mark.parametrize("hard", [False, True], ids=["typical", "hard"])
def test_a_population_is_paid_what_the_ordinary_engine_pays(hard: bool) -> None:
    rules = rulebooks.current()
    farms = [profiles.read(document, rules) for document in population(100, 5, rules, hard=hard)]
    found = same(rules, farms)
    assert sum(found.left().values()) <= 10
    assert found.gap.max() <= 100


def test_where_money_weighs_against_a_class_the_totals_are_those_of_the_ordinary_engine() -> None:
    rules = rulebooks.current()
    farms = [profiles.read(document, rules) for document in many_farms(30, seed=3)]
    assert same(rules, farms).left() == {}


def test_under_the_rule_of_whole_parcels_too() -> None:
    rules = rulebooks.current()
    farms = [profiles.read(document, rules) for document in population(30, 9, rules)]
    same(rules, farms, on=date(2023, 7, 1))


def test_a_division_that_is_found_thirty_branches_deep_is_proven_without_the_ordinary_engine() -> None:
    early, green, strip = (
        "vroeg-oogsten-rooigewas-31-oktober",
        "groenbedekking",
        "bufferstrook-met-kruiden-langs-bouwland",
    )
    grass = ("kuikenveld-rust-3-weken", "langjarig-grasland", "rustperiode-1-apr-15-jun")
    along = replace(measure(strip, "0.1311", part=strip), width_m=Decimal(4))
    of_parcels: list[tuple[str, str, list[Measure]]] = [
        ("1.6983", "2779", [measure(green, "1.6983"), measure(early, "1.6983")]),
        ("2.1863", "2801", [along, measure(green, "2.1863"), measure("strokenteelt", "2.1863")]),
        ("0.9275", "265", [measure(code, "0.9275") for code in grass]),
        ("0.8105", "2785", [measure(green, "0.8105")]),
    ]
    land = tuple(
        Parcel(
            f"P{n}", Decimal(ha), "permanent_grassland" if crop == "265" else "arable", tuple(done), crop,
            "clay", "2", natura2000=False, glmc9=False,
        )
        for n, (ha, crop, done) in enumerate(of_parcels)
    )  # fmt: skip
    ditch = LandscapeElement("E1", "sloot", length_m=Decimal(593), width_m=Decimal(3))
    hedge = LandscapeElement(
        "E2", "houtwal", length_m=Decimal(171), width_m=Decimal(6),
        measures=(replace(measure("landschapselement-hout", "171"), unit="m"),),
    )  # fmt: skip
    facts = {
        "declared.eco_rustgewas_vorige_drie_jaar": True,
        "farm.municipality": "gouda",
        "farm.province": "zuid-holland",
        "farm.water_board": "delfland",
        "farm.collective": "midden-delfland",
        "farm.type": "horticulture",
        "farm.organic": "none",
    }
    whole = FarmProfile(2026, "", land, (ditch, hedge), facts=facts, undertaking=Undertaking(aid_received=()))
    found = evaluate(rulebooks.current(), [whole], on=date(2023, 7, 1), years=6)
    assert found.left() == {}
    assert found.total[0] == 11_299_09
    assert found.gap[0] == 0


def test_a_parcel_that_activity_and_package_share_whole_is_not_divided_between_them() -> None:
    land, rules = eco_farm_of_tc12(150)
    found = same(rules, [land], years=1)
    assert found.left() == {"a package that takes value from its whole parcel": 1}
    assert found.total[0] == 5_000_00


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_thousands_of_farms_are_paid_what_the_ordinary_engine_pays(seed: int) -> None:
    rules = rulebooks.current()
    documents = [
        *population(250, 100 + seed, rules),
        *population(250, 200 + seed, rules, hard=True),
        *many_farms(100, seed=300 + seed),
    ]
    farms = [profiles.read(document, rules) for document in documents]
    same(rules, farms, on=date(2023 + seed % 4, 7, 1), years=1 + seed % 6)


DE_MINIMIS = "de_minimis_agri_1408_2013"


def small_rules() -> Rulebook:
    return rulebook(
        scheme("province.x.grant", payment("p", figures={"rate": 30_000}), legal_basis=DE_MINIMIS),
        scheme("province.x.base", payment("p", figures={"rate": 10})),
        scheme("province.x.top-up", payment("p", figures={"rate": 5})),
        scheme("province.x.other", payment("p", figures={"rate": 7})),
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100})),
        scheme("province.x.strip", payment("p", measures=["m2"], figures={"rate": 120})),
        scheme("province.x.first", payment("p", measures=["m3"], figures={"rate": 50, "cap": 120})),
        relations=[
            relation("province.x.land", RelationType.EXCLUSIVE, "province.x.strip"),
            relation("province.x.top-up", RelationType.REQUIRES, "province.x.base"),
        ],
        limits=[
            de_minimis(),
            limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 500}, payments=("province.x.land",)),
            limit("hectares", LimitKind.QUANTITY_CAP, figures={"cap": 4}, payments=("province.x.strip",)),
        ],
    )


@pytest.mark.parametrize(
    "profile",
    [
        farm(parcel("P1", "3.1234", "m1"), parcel("P2", "1.5", "m1", "m2")),
        farm(parcel("P1", 3, "m3"), parcel("P2", "1.1", "m3"), parcel("P3", 3, "m3", measure("m1", 1, part="a"))),
        farm(parcel("P1", 6, "m1")),
        farm(parcel("P1", 5, "m2")),
        farm(parcel("P1", 2, "m1"), aid=[("2025-01-01", 25_000)]),
        farm(parcel("P1", 2, "m1"), aid=[("2025-01-01", 20_000)]),
        farm(parcel("P1", 2, "m1"), aid=[("2026-12-01", 100)]),
        farm(parcel("P1", 2, "m1"), aid=None),
        farm(parcel("P1", "0.00001", "m1")),
        farm(parcel("P1", "0.0000000001", "m1")),
        farm(parcel("P1", "9000000", "m2")),
        farm(),
    ],
    ids=[
        "choices", "bent amounts", "full cap in euros", "full cap in hectares", "refused grant", "grant that fits",
        "later aid", "unknown aid", "tiny land", "land too fine", "land too large", "no land",
    ],
)  # fmt: skip
def test_whatever_is_scarce_the_farm_is_paid_what_its_own_award_says(profile: FarmProfile) -> None:
    same(small_rules(), [profile], years=4)


def test_the_answer_says_how_many_farms_were_left_and_why() -> None:
    farms = [
        farm(parcel("P1", 2, "m1")),
        farm(parcel("P1", 6, "m1")),
        farm(parcel("P1", "0.0000000001", "m1")),
        farm(parcel("P1", 7, "m1")),
    ]
    found = evaluate(small_rules(), farms, on=ON, years=1)
    assert found.left() == {
        "a cap that is full": 2,
        "a quantity finer or larger than the columns hold": 1,
    }
    assert [found.reasons[code] for code in found.reason] == [
        "", "a cap that is full", "a quantity finer or larger than the columns hold", "a cap that is full",
    ]  # fmt: skip


def test_what_comes_to_less_than_the_least_amount_is_nothing_on_either_side_of_it() -> None:
    """65 % of 769.24 is EUR 500.006, of 769.23 EUR 499.9995; a rate per hectare reaches EUR 500 at five hectares."""
    rules = rulebook(
        scheme(
            "water_board.x.works",
            payment(
                "p", kind=PaymentKind.PERCENT_COST, unit=Unit.EUR, quantity="declared.costs",
                figures={"percent": 65, "min_amount": 500, "cap": 3_000},
            ),
        ),
        scheme(
            "province.x.land",
            payment("p", quantity="parcel_ha", unit=Unit.HECTARE, figures={"rate": 100, "min_amount": 500}),
        ),
    )  # fmt: skip
    costs = ("100", "769.23", "769.24", "770", "4000", "5000", "9000")
    farms = [
        farm(parcel("P1", area), facts={"declared.costs": Decimal(cost)})
        for cost, area in zip(costs, ("1", "4.9999", "5", "5.0001", "6", "7", "8"), strict=True)
    ]
    found = same(rules, farms, years=1)
    assert [found.total[at] for at in range(len(farms))] == [
        0, 0, 500_01 + 500_00, 500_50 + 500_01, 2_600_00 + 600_00, 3_000_00 + 700_00, 3_000_00 + 800_00,
    ]  # fmt: skip


def test_a_cap_in_percent_of_the_land_is_filled_by_each_farm_at_its_own() -> None:
    rules = rulebook(
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100})),
        scheme("province.x.grant", payment("p", quantity="parcel_ha", unit=Unit.HECTARE, figures={"rate": 10})),
        limits=[
            limit(
                "kwart", LimitKind.QUANTITY_CAP, figures={"cap": "12.5"}, payments=("province.x.land",),
                share_of="grassland_ha",
            ),
            limit(
                "helft", LimitKind.QUANTITY_CAP, figures={"cap": 50}, payments=("province.x.grant",),
                share_of="parcel_ha",
            ),
        ],
    )  # fmt: skip
    farms = [farm(parcel("P1", 2, "m1"), parcel("P2", other)) for other in ("13.9999", 14, 15, 30, "0.5")]
    found = same(rules, [*farms, farm(parcel("P1", 2, "m1", land_use="arable"))], years=2)
    assert found is not None


def test_a_cap_that_could_be_full_and_is_not_leaves_no_farm_to_the_ordinary_engine() -> None:
    rules = rulebook(
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100})),
        scheme("province.x.tree", payment("p", measures=["m3"], figures={"rate": 100})),
        scheme("province.x.strip", payment("p", measures=["m2"], figures={"rate": 120})),
        scheme("province.x.grant", payment("p", figures={"rate": 100})),
        relations=[
            relation(f"province.x.{name}", RelationType.EXCLUSIVE, "province.x.strip") for name in ("land", "tree")
        ],
        limits=[
            limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 500}, payments=("province.x.land", "province.x.grant")),
            limit("hectares", LimitKind.QUANTITY_CAP, figures={"cap": 4}, payments=("province.x.tree",)),
        ],
    )  # fmt: skip
    farms = [
        farm(parcel("P1", 6, "m1", "m2")),
        farm(parcel("P1", 6, "m3", "m2")),
        farm(
            *(parcel(m, "3.9", m) for m in ("m1", "m3")), *(parcel(f"P{m}", 1, m, "m2") for m in ("m1", "m3"))
        ),
        # Full: of euros in both, to the cent, and of hectares to the square metre.
        farm(parcel("P1", 4, "m1"), parcel("P2", 1, "m1", "m2")),
        farm(parcel("P1", "4.5", "m1"), parcel("P2", 1, "m1", "m2")),
        farm(parcel("P1", 4, "m3"), parcel("P2", 1, "m3", "m2")),
    ]
    found = same(rules, farms, years=2)
    assert [found.reasons[code] for code in found.reason] == ["", "", "", *["a cap that is full"] * 3]


def test_what_a_payment_reads_tells_farms_apart_even_where_only_a_bound_matters() -> None:
    bound = condition("fact_at_least", path="herd.grazing_hours_year", value=Decimal(720))
    rules = rulebook(
        scheme(
            "dairy.x.milk",
            payment("p", figures={"rate": 2}, quantity="herd.milk_kg_year", conditions=(bound,)),
        ),
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100}, conditions=(bound,))),
    )
    facts = [
        {"herd.grazing_hours_year": Decimal(hours), "herd.milk_kg_year": Decimal(milk)}
        for hours in (719, 720, 721)
        for milk in (0, 100, 101, 250, 251, 999, 5_000)
    ]
    farms = [
        farm(parcel("P1", 2, "m1"), facts=each) for each in (*facts, {"herd.milk_kg_year": Decimal(3)}, {})
    ]
    assert same(rules, farms).left() == {}


def test_amounts_of_a_very_large_farm_are_worked_out_with_the_others() -> None:
    rules = rulebook(scheme("dairy.x.milk", payment("p", figures={"rate": 2}, quantity="herd.milk_kg_year")))
    kilograms = [Decimal("9999999.5"), Decimal(25_000_000), Decimal("900000000.01")]
    farms = [farm(facts={"herd.milk_kg_year": kg}) for kg in kilograms]
    found = same(rules, farms)
    assert found.left() == {}
    assert found.total.tolist() == [400 * int(kg) for kg in kilograms]


def test_kept_machine_code_is_not_taken_up_when_something_that_it_calls_has_changed() -> None:
    def source(text: str) -> tuple[object, ...]:
        world: dict[str, object] = {}
        exec(text, world)
        return tuple(compiling._words(world["f"].__code__))  # type: ignore[attr-defined]

    assert source("def f(x): return x + 1") == source("def f(x): return x + 1")
    assert source("def f(x): return x + 1") != source("def f(x): return x + 2")
    assert source("def f(x): return [y + 1 for y in x]") != source("def f(x): return [y + 2 for y in x]")

    def stamp(most: int) -> str:
        world: dict[str, object] = {"MOST": most}
        exec("def f(x): return x < MOST", world)
        return compiling.stamp(world["f"].__code__, world)  # type: ignore[attr-defined]

    assert stamp(1) == stamp(1)
    assert stamp(1) != stamp(2)
    called = {name for name in dir(simplex) if name in dividing.divided.py_func.__code__.co_names}  # type: ignore[attr-defined]
    assert {"least_cost", "bound"} <= called


def test_no_farm_waits_for_a_kernel_once_all_are_loaded() -> None:
    loading.load()
    rules = rulebooks.current()
    granted = [profile for _, profile in profiles_of(synthesise(20, seed=3, kind="hard"))]
    divided = [profiles.read(document, rules) for document in many_farms(3, seed=3)]
    assert len(evaluate(rules, [*granted, *divided], on=ON, years=2).binding)
    kernels = (adding.lines, adding.ratios, choosing.each, kernel.population, rounding.shared_out)
    # Whatever is asked in another form is compiled, or loaded, once more.
    assert [len(asked.signatures) for asked in kernels] == [1] * len(kernels)  # type: ignore[attr-defined]


def test_no_plan_and_no_explanation_waits_for_a_kernel_once_all_are_loaded() -> None:
    loading.load()
    rules, all_ = rulebooks.current(), np.arange(8)
    wanting, granted = (synthesise(len(all_), seed=3, kind=kind) for kind in ("advise", "hard"))
    plans = Evaluation(rules, ON, 1).advised(encoded(wanting), considered(wanting, rules), all_)
    assert plans.net.shape == all_.shape
    Evaluation(rules, ON, 2).explained(encoded(granted), all_)
    kernels = (
        cutting.parcels, cutting.elements, arranging.counted, arranging.arrangements, planning.population, forced.each,
    )  # fmt: skip
    assert [len(each.signatures) for each in kernels] == [1] * len(kernels)  # type: ignore[attr-defined]


def test_farms_come_in_as_few_parts_as_can_be_all_about_as_large() -> None:
    assert [(first, len(part)) for first, part in parts(np.arange(25), 10)] == [(0, 9), (9, 8), (17, 8)]
    assert list(parts(np.arange(0), 10)) == []


def test_a_minimum_amount_that_is_not_reached_is_named_with_what_it_withholds() -> None:
    direct = payment(
        "p", unit=Unit.HECTARE, quantity="subsidiable_ha", figures={"rate": 200}, groups=("direct-payment",)
    )
    least = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("@direct-payment",))
    rules = rulebook(scheme("national.rvo.basis", direct), limits=[least])
    found = same(rules, [farm(parcel("P1", area)) for area in ("2.4", "2.6", "0.01")])
    assert found.binding.at[0].tolist() == [0, 2]
    assert found.binding.value.tolist() == [960_00, 4_00]


def test_a_limit_that_binds_is_named_with_what_it_withholds() -> None:
    aid = {"legal_basis": "de_minimis_agri_1408_2013"}
    rules = rulebook(
        scheme("province.x.a", payment("p", figures={"rate": 30_000}), **aid),
        scheme("province.x.b", payment("p", measures=["m1"], figures={"rate": 100})),
        limits=[
            de_minimis(),
            limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 250}, payments=("province.x.b",)),
        ],
    )
    farms = [
        farm(parcel("P1", 3, "m1"), aid=[("2025-01-01", 25_000)]),
        farm(parcel("P1", 2, "m1")),
        farm(aid=None),
    ]
    found = evaluate(rules, farms, on=ON, years=1)
    at, name = found.binding.at
    rows = zip(at.tolist(), name.tolist(), found.binding.value.tolist(), strict=True)
    assert {(place, found.limits[code]): cents for place, code, cents in rows} == {
        (0, "de-minimis-landbouw"): 3_000_000,
        (0, "cap"): 5_000,
    }
    assert found.total.tolist() == [25_000, 3_020_000, 0]
    asked = zip(*(column.tolist() for column in found.open.at), strict=True)
    assert [(place, found.payments[code]) for place, code in asked] == [(2, "province.x.a#p")]


def test_a_horizon_is_one_to_thirty_years() -> None:
    with pytest.raises(ValueError, match="1 to 30 years"):
        evaluate(rulebook(), [], on=ON, years=31)


def test_no_farms_have_no_rows() -> None:
    found = evaluate(rulebook(), [], on=ON, years=1)
    assert len(found) == 0
    assert len(found.paid) == 0
    assert found.left() == {}


def test_a_water_board_that_a_farm_does_not_name_pays_where_its_municipality_lies_in_it_and_is_open_where_it_may() -> (
    None
):
    towns = {"woerden": ("utrecht", "hdsr"), "utrecht": ("utrecht", "agv hdsr"), "weesp": ("utrecht", "agv")}
    made = rulebook(
        scheme("water_board.x.y", payment("p", figures={"rate": 100}), territory={"water_boards": ("hdsr",)}),
        scheme(
            "water_board.x.z",
            payment("q", measures=["m1"], figures={"rate": 10}),
            territory={"water_boards": ("hdsr",)},
        ),
    )
    lists = {
        "municipalities": {
            name: Code(name, text(name), {"province": province, "water_board": boards})
            for name, (province, boards) in towns.items()
        }
    }
    rules = replace(made, codelists={**made.codelists, **lists})
    farms = [
        farm(parcel("P1", 3, "m1"), facts={"farm.province": "utrecht", "farm.municipality": name})
        for name in towns
    ]
    found = evaluate(rules, farms, on=ON, years=1)
    assert found.total.tolist() == [13_000, 0, 0]
    for place, profile in enumerate(farms):
        assert paid(found, place) == lines_of(own_award(profile, rules, 1))
    asked = zip(*(column.tolist() for column in found.open.at), strict=True)
    assert {(at, found.payments[code]) for at, code in asked} == {
        (1, "water_board.x.y#p"),
        (1, "water_board.x.z#q"),
    }
