"""What a payer measures of one parcel or element: conditions and amounts that read its own answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine, FarmProfile, LandscapeElement, Parcel
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Payment, PaymentKind, Presence, Scheme, Text, Tier
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, measure, parcel, payment, relation, rulebook, scheme
from tests.stacking.columns.test_evaluation import condition

LEVEL, SPECIES, ZONE, CLASS = (
    "place.waterpeil_cm", "place.kensoorten", "place.grondwaterbeschermingsgebied", "place.zone",
)  # fmt: skip


def land(id: str, area: object, *measures: object, **facts: object) -> Parcel:
    told = {
        f"place.{k}": Decimal(str(v)) if isinstance(v, int) and not isinstance(v, bool) else v
        for k, v in facts.items()
    }
    return parcel(id, area, *measures, facts=told)  # type: ignore[arg-type]


def paying(made: Payment, *beside: Scheme) -> Rulebook:
    return rulebook(scheme("province.x.a", made), *beside)


def flat(*conditions: object, **changes: object) -> Rulebook:
    given = {"measures": ["m1"], "figures": {"rate": 100}, "conditions": conditions, **changes}
    return paying(payment("p", **given))  # type: ignore[arg-type]


def asked(profile: FarmProfile, rules: Rulebook) -> Award:
    return award(ask(profile, rules))


BY_LEVEL = paying(
    payment(
        "p", measures=["m1"], kind=PaymentKind.TIERED, indicator=LEVEL,
        tiers=(Tier("hoog", at_most=Decimal(20)), Tier("middel", at_most=Decimal(40))),
        figures={"hoog": 300, "middel": 150},
    )
)  # fmt: skip


def test_each_parcel_is_paid_by_its_own_water_level() -> None:
    found = asked(
        farm(
            land("P1", 2, "m1", waterpeil_cm=20), land("P2", 3, "m1", waterpeil_cm=35),
            land("P3", 4, "m1", waterpeil_cm=41), land("P4", 5, "m1"),
        ),
        BY_LEVEL,
    )  # fmt: skip
    assert {line.claim.place: line.amount for line in found.years[0].lines} == {"P1": 600_00, "P2": 450_00}
    short = next(r for r in found.refusals if r.place == "P3")
    assert short.shortfall == Text(
        "41 waar hoogstens 40 nodig is (1 te veel)", "41 where at most 40 is needed (1 too much)"
    )
    (question,) = found.open
    assert (question.place, question.paths, question.could_pay_cents) == (
        "P4",
        ("P4.facts.waterpeil_cm",),
        1500_00,
    )


@pytest.mark.parametrize(
    ("kind", "figures", "each"),
    [
        (PaymentKind.RAMP, {"rate": 400, "ramp_from": 60, "ramp_to": 20}, [400_00, 200_00, 0]),
        (PaymentKind.GATE_POINTS, {"base": 10, "per_point": 5, "max_points": 30}, [110_00, 160_00, 160_00]),
        (PaymentKind.KPI_BINARY, {"rate": 80, "threshold_max": 40}, [80_00, 80_00, 0]),
        (PaymentKind.POINTS, {"rate": 2}, [40_00, 80_00, 120_00]),
    ],
)
def test_every_kind_that_reads_a_result_reads_that_of_the_parcel(
    kind: PaymentKind, figures: Mapping[str, object], each: list[int]
) -> None:
    rules = paying(payment("p", measures=["m1"], kind=kind, indicator=LEVEL, figures=figures))
    levels = (20, 40, 60)
    found = asked(farm(*(land(f"P{n}", 1, "m1", waterpeil_cm=n) for n in levels)), rules)
    paid = {line.claim.place: line.amount for line in found.years[0].lines}
    assert [paid.get(f"P{n}", 0) for n in levels] == each


def test_a_condition_is_asked_of_each_parcel_by_itself() -> None:
    """The same condition has another outcome on the next parcel, and a fact that is missing names its parcel."""
    rules = flat(condition("fact_is", path=ZONE, one_of=("yes",)))
    of = {"P1": True, "P2": False, "P3": None, "P4": True}
    parcels = [
        land(id, 1, "m1", **({} if x is None else {"grondwaterbeschermingsgebied": x}))
        for id, x in of.items()
    ]
    found = asked(farm(*parcels), rules)
    assert {line.claim.place for line in found.years[0].lines} == {"P1", "P4"}
    assert [r.place for r in found.refusals] == ["P2"]
    assert [(q.place, q.paths) for q in found.open] == [("P3", ("P3.facts.grondwaterbeschermingsgebied",))]


@pytest.mark.parametrize(
    ("kind", "bound", "paid"),
    [("at_least", 4, ["P4", "P5"]), ("above", 4, ["P5"]), ("at_most", 4, ["P3", "P4"]), ("below", 4, ["P3"])],
)
def test_a_number_of_a_parcel_is_held_against_a_bound(kind: str, bound: int, paid: list[str]) -> None:
    rules = flat(condition(f"fact_{kind}", path=SPECIES, value=Decimal(bound)))
    found = asked(farm(*(land(f"P{n}", 1, "m1", kensoorten=n) for n in (3, 4, 5))), rules)
    assert sorted(line.claim.place for line in found.years[0].lines) == paid


def test_what_is_presumed_of_a_parcel_is_said_once_and_paid() -> None:
    rules = flat(replace(condition("fact_at_least", path=SPECIES, value=Decimal(4)), absent=Presence.PRESUME))
    found = asked(farm(land("P1", 1, "m1"), land("P2", 1, "m1", kensoorten=2)), rules)
    assert found.total == 100_00
    assert [text.nl for text in found.assumptions if text.nl.startswith("Aangenomen")] != []


def test_a_tariff_goes_by_the_class_in_which_a_parcel_lies() -> None:
    rules = flat(figures={"rate": {"kern": 300, "rand": 120}}, keyed_by=CLASS)
    found = asked(
        farm(land("P1", 1, "m1", zone="kern"), land("P2", 1, "m1", zone="rand"), land("P3", 1, "m1")), rules
    )
    assert {line.claim.place: line.amount for line in found.years[0].lines} == {"P1": 300_00, "P2": 120_00}
    assert [q.paths for q in found.open] == [("P3.facts.zone",)]


def test_land_that_differs_in_what_no_rule_reads_is_of_one_sort_and_of_another_otherwise() -> None:
    """Two parcels that say other things of a fact that a rule reads are never answered as one."""
    rules = flat(condition("any_of", conditions=(
        condition("fact_is", path=CLASS, one_of=("kern",)), condition("fact_at_least", path=SPECIES, value=Decimal(4)),
    )))  # fmt: skip
    found = asked(
        farm(
            land("P1", 1, "m1", zone="kern", kensoorten=0), land("P2", 1, "m1", zone="rand", kensoorten=0),
            land("P3", 1, "m1", zone="rand", kensoorten=4, anders=1), land("P4", 1, "m1", zone="rand", kensoorten=4),
        ),
        rules,
    )  # fmt: skip
    assert sorted(line.claim.place for line in found.years[0].lines) == ["P1", "P3", "P4"]


def test_an_element_answers_for_itself() -> None:
    made = payment(
        "p", measures=["knip"], unit=Unit.METRE, kind=PaymentKind.TIERED, indicator=SPECIES,
        tiers=(Tier("veel", at_least=Decimal(4)),), figures={"veel": 2},
    )  # fmt: skip
    hedges = tuple(
        LandscapeElement(
            f"E{n}",
            "haag",
            length_m=Decimal(100),
            measures=(measure("knip", 100, unit="m"),),
            facts={SPECIES: Decimal(n)},
        )
        for n in (3, 4)
    )
    found = asked(farm(elements=hedges), paying(made))
    assert {line.claim.place: line.amount for line in found.years[0].lines} == {"E4": 200_00}


def test_parts_of_a_parcel_keep_what_it_answers() -> None:
    """Where another measure cuts the parcel, each part is paid by the level of the whole."""
    rules = paying(
        BY_LEVEL.schemes[0].payments[0],
        scheme("province.x.b", payment("q", measures=["m2"], figures={"rate": 10})),
    )
    found = asked(farm(land("P1", 4, measure("m1", 4), measure("m2", 1), waterpeil_cm=30)), rules)
    assert found.total == 610_00


def test_a_contract_on_a_parcel_is_paid_by_the_level_of_that_parcel() -> None:
    made = replace(BY_LEVEL.schemes[0].payments[0], term_years=6)
    contract = Contract(
        "province.x.a", date(2025, 1, 1), date(2030, 12, 31),
        (ContractLine("p", "P1", Decimal(2)), ContractLine("p", "P2", Decimal(1))),
    )  # fmt: skip
    profile = farm(land("P1", 2, "m1", waterpeil_cm=15), land("P2", 1, "m1"), contracts=(contract,))
    found = asked(profile, paying(made))
    assert found.total == 600_00
    assert {q.paths for q in found.open} == {("P2.facts.waterpeil_cm",)}


def test_the_best_of_a_payment_by_level_and_another_on_the_same_ground_is_taken_per_parcel() -> None:
    made = BY_LEVEL.schemes[0].payments[0]
    other = scheme("province.x.b", payment("q", measures=["m2"], figures={"rate": 200}))
    rules = rulebook(
        scheme("province.x.a", made), other,
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )  # fmt: skip
    found = asked(
        farm(land("P1", 1, "m1", "m2", waterpeil_cm=10), land("P2", 1, "m1", "m2", waterpeil_cm=30)), rules
    )
    assert {line.claim.place: line.amount for line in found.years[0].lines} == {"P1": 300_00, "P2": 200_00}


@pytest.mark.parametrize(
    ("one_of", "most"), [(("kern", "rand", "buiten"), 4 * 300_00), (("rand",), 4 * 50_00)]
)
def test_what_a_tariff_by_class_could_pay_is_its_best_class_that_is_paid_for(
    one_of: tuple[str, ...], most: int
) -> None:
    rules = flat(
        condition("fact_is", path=CLASS, one_of=one_of),
        figures={"rate": {"kern": 300, "rand": 50}}, keyed_by=CLASS,
    )  # fmt: skip
    (question,) = asked(farm(land("P1", 4, "m1")), rules).open
    assert (question.paths, question.could_pay_cents) == (("P1.facts.zone",), most)


@pytest.mark.parametrize(("figures", "most"), [({}, 600_00), ({"cap": 250}, 250_00)])
def test_what_points_could_pay_is_the_most_that_can_be_answered(
    figures: Mapping[str, object], most: int
) -> None:
    row = {"kind": "number", "unit": "number", "on": "parcel", "low": "0", "high": "200"}
    row |= dict.fromkeys(("classes", "classes_nl", "classes_en"), "")
    paid = payment(
        "p", measures=["m1"], kind=PaymentKind.POINTS, indicator=SPECIES, figures={"rate": 3, **figures}
    )
    rules = replace(
        paying(paid),
        codelists={"place_facts": {"kensoorten": Code("kensoorten", Text("soorten", "species"), row)}},
    )
    (question,) = asked(farm(land("P1", 4, "m1")), rules).open
    assert (question.paths, question.could_pay_cents) == (("P1.facts.kensoorten",), most)


def test_of_tiers_by_class_the_class_is_open_and_the_result_is_known() -> None:
    """What is known counts: the best class at the tier that the parcel reaches, not at the best tier."""
    tiers = (Tier("hoog", at_most=Decimal(20)), Tier("middel", at_most=Decimal(40)))
    figures = {"hoog": {"kern": 300, "rand": 200}, "middel": {"kern": 150, "rand": 90}}
    rules = flat(kind=PaymentKind.TIERED, indicator=LEVEL, tiers=tiers, figures=figures, keyed_by=CLASS)
    found = asked(
        farm(land("P1", 2, "m1", waterpeil_cm=35), land("P2", 2, "m1"), land("P3", 1, "m1", zone="rand")),
        rules,
    )
    assert {q.place: q.could_pay_cents for q in found.open} == {"P1": 300_00, "P2": 600_00, "P3": 200_00}


def test_on_a_bound_that_must_be_passed_nothing_is_too_much() -> None:
    found = asked(
        farm(land("P1", 1, "m1", waterpeil_cm=20)),
        flat(condition("fact_above", path=LEVEL, value=Decimal(20))),
    )
    (refused,) = found.refusals
    assert refused.shortfall == Text("20 waar meer dan 20 nodig is", "20 where more than 20 is needed")


BY_CLASS = flat(
    condition("fact_at_least", path=SPECIES, figure="soorten"),
    condition("quantity_at_least", figure="groot"),
    figures={"rate": 100, "soorten": {"kern": 4, "rand": 6}, "groot": {"kern": 1, "rand": 2}}, keyed_by=CLASS,
)  # fmt: skip


def test_a_threshold_goes_by_the_class_of_the_parcel() -> None:
    farms = {"P1": ("kern", 4, 1), "P2": ("rand", 5, 2), "P3": ("rand", 6, 2), "P4": ("rand", 6, 1)}
    found = asked(
        farm(*(land(p, much, "m1", zone=zone, kensoorten=n) for p, (zone, n, much) in farms.items())),
        BY_CLASS,
    )
    assert {line.claim.place: line.amount for line in found.years[0].lines} == {"P1": 100_00, "P3": 200_00}
    assert {r.place: r.shortfall and r.shortfall.en for r in found.refusals} == {
        "P2": "5 where at least 6 is needed (1 too little)",
        "P4": "1 where at least 2 is needed (1 too little)",
    }


def test_where_the_class_is_not_known_the_class_is_asked_and_not_the_threshold() -> None:
    (question,) = asked(farm(land("P1", 3, "m1", kensoorten=5)), BY_CLASS).open
    assert (set(question.paths), question.could_pay_cents) == ({"P1.facts.zone"}, 300_00)


def test_a_fact_of_the_farm_is_held_against_the_threshold_of_each_place() -> None:
    """Two farms that answer otherwise, and two parcels of another class, are never answered as one."""
    cows = condition("fact_at_most", path="herd.livestock_units", figure="vee")
    rules = flat(cows, figures={"rate": 100, "vee": {"kern": 20, "rand": 40}}, keyed_by=CLASS)
    for herd, paid in ((20, ["P1", "P2"]), (30, ["P2"]), (41, [])):
        profile = farm(
            land("P1", 1, "m1", zone="kern"), land("P2", 1, "m1", zone="rand"),
            facts={"herd.livestock_units": Decimal(herd)},
        )  # fmt: skip
        assert [line.claim.place for line in asked(profile, rules).years[0].lines] == paid


def test_what_must_be_known_of_a_place_and_of_aid_is_asked_together_with_what_both_could_pay() -> None:
    made = replace(BY_LEVEL.schemes[0], legal_basis="de_minimis_agri_1408_2013")
    rules = rulebook(made, limits=[de_minimis()])
    found = asked(farm(land("P1", 2, "m1"), land("P2", 2, "m1", waterpeil_cm=35), aid=None), rules)
    assert [(o.place, o.paths, o.could_pay_cents) for o in found.open] == [
        ("P1", ("P1.facts.waterpeil_cm", "undertaking.aid_received"), 600_00),
        ("P2", ("undertaking.aid_received",), 300_00),
    ]
    assert all(len(o.missing) == len(o.paths) for o in found.open)
    # What no ceiling counts asks no more than the place.
    (free,) = asked(farm(land("P1", 2, "m1"), aid=None), BY_LEVEL).open
    assert free.paths == ("P1.facts.waterpeil_cm",)
    # A line of a contract was granted already.
    contract = Contract(
        "province.x.a", date(2025, 1, 1), date(2030, 12, 31), (ContractLine("p", "P1", Decimal(2)),)
    )
    held = asked(farm(land("P1", 2, "m1"), aid=None, contracts=(contract,)), rules).open
    assert {o.paths for o in held} == {("P1.facts.waterpeil_cm",)}
