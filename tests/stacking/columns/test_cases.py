"""Small farms on which one thing decides: the columns pay what the ordinary engine pays, without asking it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from calculator.domain.farm import Contract, ContractLine, FarmProfile, LandscapeElement, Measure
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, PaymentKind, Scheme
from calculator.domain.source import Series
from calculator.eligibility.units import Piece
from calculator.stacking.awarding import award
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.columns import STATUSES, Evaluation, FarmColumns, evaluate
from calculator.stacking.columns.ceilings.caps import CAPPED
from calculator.stacking.columns.ceilings.premiums import COUNTED
from calculator.stacking.columns.classes.balancing import COURSES
from calculator.stacking.columns.offered.adding import lines
from calculator.stacking.columns.offered.straight import whole
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.looking import place_of
from calculator.stacking.columns.reading.sharing import between
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import (
    ask,
    de_minimis,
    farm,
    figure,
    limit,
    measure,
    parcel,
    payment,
    pays,
    relation,
    rulebook,
    scheme,
    series,
)
from tests.stacking.columns.test_contracts import RENT, share
from tests.stacking.columns.test_evaluation import DE_MINIMIS, condition, of_farm, reached, same

GENERAL = "de_minimis_general_2023_2831"
AID = (("2023-09-01", 2_000),)


def alone(found: FarmColumns) -> set[str]:
    """Why farms were left to the ordinary engine."""
    return {found.reasons[at] for at in found.reason.tolist()} - {""}


def changing(first: object, then: object) -> Series:
    """One figure before 2027, another from then on."""
    return Series(
        (
            replace(figure(first), period=Period(date(2000, 1, 1), date(2027, 1, 1))),
            replace(figure(then), period=Period(date(2027, 1, 1))),
        )
    )


def eco(value: Series | None = None, *groups: str) -> Scheme:
    grass = payment(
        "gras", measures=["gras"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 4}, "value": 70}
    )
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha", groups=groups,
        figures={
            "entry": {"1.klimaat": 1}, "threshold": {"brons": 60, "zilver": 100}, "rate": {"brons": 60, "zilver": 100},
        },
    )  # fmt: skip
    if value is not None:
        grass = replace(grass, figures={**grass.figures, "value": value})
    return scheme("national.rvo.eco", grass, premium)


def test_a_class_follows_from_the_value_of_its_own_year() -> None:
    for value in (changing(70, 110), changing(110, 70), changing(110, 10)):
        assert not alone(same(rulebook(eco(value)), [farm(parcel("P1", 10, "gras"))], years=2))


@pytest.mark.parametrize("cap", [8, 9])
def test_an_activity_scores_on_no_more_hectares_than_its_cap(cap: int) -> None:
    most = limit("m", LimitKind.QUANTITY_CAP, figures={"cap": cap}, payments=("national.rvo.eco#gras",))
    farms = [farm(parcel("P1", hectares, "gras")) for hectares in (5, 10)]
    found = same(rulebook(eco(), limits=[most]), farms, years=1)
    assert found.total.tolist() == [300_00, 600_00 if cap == 9 else 0]


@pytest.mark.parametrize(("first", "then"), [(3, 10), (10, 3)])
def test_the_most_that_is_paid_for_on_land_is_that_of_each_year(first: int, then: int) -> None:
    most = payment("p", measures=["m1"], figures={"rate": 50})
    most = replace(most, figures={**most.figures, "max_quantity": changing(first, then)})
    farms = [farm(parcel("P1", hectares, "m1")) for hectares in (2, 5)]
    found = same(rulebook(scheme("province.x.a", most)), farms, years=2)
    assert found.total.tolist() == [2 * 2 * 50_00, (3 + 5) * 50_00]


@pytest.mark.parametrize("direct", [0, 100, 300, 600])
def test_a_premium_is_paid_with_what_shares_its_minimum_or_not_at_all(direct: int) -> None:
    floor = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("@direct",))
    basis = scheme("national.rvo.basis", payment("p", figures={"rate": direct}, groups=("direct",)))
    farms = [farm(parcel("P1", hectares, "gras")) for hectares in (1, 5, 7, 10)]
    same(rulebook(eco(None, "direct"), basis, limits=[floor]), farms, years=1)


def test_a_minimum_withholds_what_a_class_would_bring_that_is_not_worth_it_below() -> None:
    """Turned to the activity all land would reach a class of EUR 60 per hectare; as that is not paid, the package is taken."""
    floor = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("@direct",))
    pack = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 5}))
    row = relation("province.x.a", RelationType.EXCLUSIVE, "national.rvo.eco#gras")
    rules = rulebook(eco(changing(60, 60), "direct"), pack, relations=[row], limits=[floor])
    found = same(rules, [farm(parcel("P1", hectares, "gras", "m1")) for hectares in (4, 9)], years=1)
    assert (found.total.tolist(), found.binding.value.tolist()) == ([4 * 5_00, 9 * 60_00], [4 * 55_00])
    assert found.left() == {}


def test_a_minimum_withholds_from_land_that_turns_to_a_class_only_to_come_to_it() -> None:
    """The class of EUR 60 per hectare pays less than the package, but with it EUR 450 of other direct payments are paid."""
    floor = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("@direct",))
    basis = scheme("national.rvo.basis", payment("p", figures={"rate": 450}, groups=("direct",)))
    pack = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 90}))
    row = relation("province.x.a", RelationType.EXCLUSIVE, "national.rvo.eco#gras")
    rules = rulebook(eco(changing(60, 60), "direct"), basis, pack, relations=[row], limits=[floor])
    found = same(rules, [farm(parcel("P1", 4, "gras", "m1"))], years=1)
    assert (found.total.tolist(), found.binding.value.tolist()) == ([450_00 + 4 * 60_00], [4 * 30_00])
    assert found.left() == {}


@pytest.mark.parametrize(
    ("first", "then", "why"),
    [(10, 100, COURSES), (100, 10, COURSES), (40, 40, ""), (10, 20, ""), (50, 90, "")],
    ids=["begins later", "ends", "years alike", "no class worth it", "class worth it in all years"],
)
def test_a_contract_begins_or_ends_where_only_what_a_class_pays_differs_by_year(
    first: int, then: int, why: str
) -> None:
    made = eco()
    grass, premium = made.payments
    rate = changing({"brons": first}, {"brons": then})
    premium = replace(premium, figures={**premium.figures, "threshold": series({"brons": 60}), "rate": rate})
    pack = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 30}, term_years=2))
    row = relation("province.x.a", RelationType.EXCLUSIVE, "national.rvo.eco#gras")
    rules = rulebook(replace(made, payments=(grass, premium)), pack, relations=[row])
    found = same(rules, [farm(parcel("P1", 4, "gras", "m1"))], on=date(2025, 7, 1), years=4)
    assert alone(found) - {""} == {why} - {""}


def test_contracts_that_may_begin_and_end_in_hundreds_of_ways_are_settled_by_the_few_that_none_beats() -> (
    None
):
    begun = payment("p", measures=["m1"], figures={}, term_years=2)
    packs = [
        scheme(f"province.x.{id}", replace(begun, figures={"rate": changing(first, then)}))
        for id, first, then in (("a", 10, 30), ("b", 22, 22))
    ]
    row = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")
    found = same(rulebook(*packs, relations=[row]), [farm(parcel("P1", 1, "m1"))], date(2025, 7, 1), 9)
    assert (found.total.tolist(), found.left()) == ([2 * 22_00 + 7 * 30_00], {})


def once(id: str, rate: int, *years: int) -> Scheme:
    """A payment for the farm in these years alone."""
    paid = payment("p", figures={"rate": rate})
    made = scheme(f"province.x.{id}", paid)
    if not years:
        return made
    return replace(made, validity=Period(date(years[0], 1, 1), date(years[-1] + 1, 1, 1)))


def test_payments_for_the_farm_that_exclude_each_other_do_so_in_years_in_which_both_are_there() -> None:
    rows = [relation(f"province.x.{a}", RelationType.EXCLUSIVE, f"province.x.{b}") for a, b in ("ab", "bc")]
    rules = rulebook(once("a", 100, 2026), once("b", 150, 2027), once("c", 120), relations=rows)
    found = same(rules, [farm(parcel("P1", 1))], years=2)
    assert (int(found.total[0]), alone(found)) == (100_00 + 120_00 + 150_00, set())


def grant(id: str, rate: int | Decimal, basis: str) -> Scheme:
    return scheme(f"province.x.{id}", payment("p", figures={"rate": rate}), legal_basis=basis)


def two_ceilings() -> Rulebook:
    other = replace(de_minimis(30_000, legal_bases=(GENERAL,)), id="de-minimis-algemeen")
    given = {
        "a": (30_000, DE_MINIMIS),
        "b": (26_000, DE_MINIMIS),
        "c": (19_000, GENERAL),
        "d": (17_000, GENERAL),
    }
    return rulebook(*(grant(n, *each) for n, each in given.items()), limits=[de_minimis(), other])


def test_what_each_of_two_ceilings_withholds_is_told_of_each() -> None:
    farms = [farm(parcel("P1", 1), aid=[("2025-01-01", aid)]) for aid in (0, 1_000, 15_000, 22_000, 30_000)]
    assert not alone(same(two_ceilings(), farms, years=1))


def looks_at(id: str, code: str) -> Scheme:
    looks = condition("any_of", conditions=(share({"contracts": [f"national.x.{code}"]}, "0.05"),))
    paid: Payment = payment("p", figures={"rate": 2}, quantity=RENT, conditions=(looks,))
    return scheme(f"landlord.x.{id}", paid)


def test_two_conditions_on_packages_of_their_own_are_told_apart() -> None:
    packages = [
        scheme(f"national.x.{c}", payment("p", measures=[c], figures={"rate": 9})) for c in ("m1", "m2")
    ]
    rules = rulebook(looks_at("one", "m1"), looks_at("two", "m2"), *packages)
    farms = [farm(parcel("P1", 10, measure(code, 4)), aid=None) for code in ("m1", "m2")]
    found = same(rules, farms, years=1)
    named = [
        (int(at), found.payments[code])
        for at, code in zip(*(x.tolist() for x in found.open.at[:2]), strict=True)
    ]
    assert named == [(0, "landlord.x.one#p"), (1, "landlord.x.two#p")]


@pytest.mark.parametrize(
    ("kind", "most", "fits"),
    [
        *((LimitKind.AMOUNT_CAP, euros, euros == 2_000) for euros in (100, 599, 600, 601, 2_000)),
        *((LimitKind.QUANTITY_CAP, hectares, hectares == 30) for hectares in (4, 10, 11, 30)),
    ],
)
def test_a_cap_counts_the_premium_of_a_class(kind: LimitKind, most: int, fits: bool) -> None:
    """Ten hectares in bronze bring EUR 600; where the cap is far above any class the farm is settled in columns."""
    cap = limit("cap", kind, figures={"cap": most}, payments=("national.rvo.eco#premie",))
    found = same(rulebook(eco(), limits=[cap]), [farm(parcel("P1", 10, "gras"))], years=1)
    assert alone(found) == (set() if fits else {COUNTED})


def test_a_cap_is_full_in_the_years_that_it_has_a_figure_for() -> None:
    """From 2027 on: before it, ten hectares are paid whole."""
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={}, payments=("province.x.a", "province.x.b"))
    cap = replace(cap, figures={"cap": Series(changing(0, 500).figures[1:])})
    made = [scheme(f"province.x.{n}", payment("p", measures=["m1"], figures={"rate": 50})) for n in "ab"]
    land, rules = (
        [farm(parcel("P1", 10, "m1")), farm(parcel("P1", "2.5", "m1"))],
        rulebook(*made, limits=[cap]),
    )
    found = same(rules, land, years=1)
    assert (found.total.tolist(), alone(found)) == ([1_000_00, 250_00], set())
    found = same(rules, land, years=2)
    assert (found.total.tolist(), alone(found)) == ([1_500_00, 500_00], {CAPPED})


PACK = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 150}), legal_basis=DE_MINIMIS)


@pytest.mark.parametrize("ceiling", [100, 599, 600, 900, 1_000, 1_200, 1_300, 2_500])
def test_a_ceiling_over_years_counts_the_premium_of_a_class(ceiling: int) -> None:
    """Ten hectares in bronze bring EUR 600 a year, granted like a package beside it."""
    rules = rulebook(replace(eco(), legal_basis=DE_MINIMIS), PACK, limits=[de_minimis(ceiling)])
    same(
        rules, [farm(parcel("P1", 10, "gras")), farm(parcel("P1", 3, "gras", "m1"), parcel("P2", 7, "gras"))]
    )


@pytest.mark.parametrize("rate", [30, 90])
@pytest.mark.parametrize("named", [True, False])
def test_a_payment_for_the_farm_that_the_premium_of_a_class_excludes_is_not_paid_beside_it(
    rate: int, named: bool
) -> None:
    """With and without a ceiling that does not hold both; also where nobody has published whether they go together."""
    grant = scheme(
        "bank.x.g", payment("g", figures={"rate": rate}, quantity="subsidiable_ha"), legal_basis=DE_MINIMIS
    )
    kind = RelationType.EXCLUSIVE if named else RelationType.UNKNOWN
    row = relation("bank.x.g", kind, "national.rvo.eco#premie")
    for limits in ([], [de_minimis(500)]):
        same(rulebook(eco(), grant, relations=[row], limits=limits), [farm(parcel("P1", 10, "gras"))])


def test_the_class_that_is_reached_is_named_under_its_premium() -> None:
    found = same(rulebook(eco()), [farm(parcel("P1", 10, "gras"))], years=1)
    assert [found.payments[at] for at in found.reached.at[1].tolist()] == ["national.rvo.eco#premie"]


def unsettled() -> tuple[FarmProfile, Rulebook]:
    """A contract that needs a class which is reached on 5,000.5 square metres of one crop and 4,999.5 of the other alone."""
    klim, bio = (
        payment(code, measures=[code], kind=PaymentKind.ACTIVITY, figures={"points": {goal: 2}, "value": 70})
        for code, goal in (("klim", "klimaat"), ("bio", "biodiversiteit"))
    )
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
        figures={
            "entry": {"1.klimaat": "1.0001", "1.biodiversiteit": "0.9999"},
            "threshold": {"brons": 10}, "rate": {"brons": 60},
        },
    )  # fmt: skip
    rules = rulebook(
        scheme("national.rvo.eco", klim, bio, premium),
        scheme("province.x.a", payment("p", measures=["ma"], figures={"rate": 10})),
        scheme("province.x.b", payment("p", measures=["mb"], figures={"rate": 7})),
        relations=[
            relation(
                "national.rvo.eco#klim",
                RelationType.EXCLUSIVE,
                "national.rvo.eco#bio",
                quantity=Quantity.POINTS,
            ),
            relation("province.x.a", RelationType.REQUIRES, "national.rvo.eco#premie", level=Level.FARM),
        ],
    )
    line = ContractLine("p", "P1", Decimal(1))
    held = Contract("province.x.a", date(2025, 1, 1), date(2027, 12, 31), (line,))
    return farm(parcel("P1", 1, "klim", "bio", "ma"), contracts=(held,)), rules


def test_a_farm_whose_answer_no_whole_step_meets_stands_among_the_others_without_one() -> None:
    bad, rules = unsettled()
    with pytest.raises(NoLawfulAwardError) as refused:
        award(ask(bad, rules))
    said = str(refused.value)
    assert "do not all fit on whole square metres" in said
    assert "province.x.a#p on P1 (2026): 1 of 1 ha too much, 0 fits" in said
    good = farm(parcel("P1", 1, "mb"))
    found = evaluate(rules, [good, bad, good], on=date(2026, 7, 1), years=1)
    assert [STATUSES[at] for at in found.status.tolist()] == ["optimal", "none", "optimal"]
    assert found.total.tolist() == [7_00, 0, 7_00]


def test_a_farm_without_a_lawful_award_stands_among_the_others() -> None:
    rules = rulebook(
        *(scheme(f"province.x.{n}", payment("p", measures=[f"m{n}"], figures={"rate": 5})) for n in "ab"),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )
    held = tuple(
        Contract(
            f"province.x.{n}", date(2025, 1, 1), date(2029, 12, 31), (ContractLine("p", "P1", Decimal(1)),)
        )
        for n in "ab"
    )
    good, bad = farm(parcel("P1", 1, "ma")), farm(parcel("P1", 1, "ma", "mb"), contracts=held)
    found = evaluate(rules, [good, bad, good], on=date(2026, 7, 1), years=1)
    assert [STATUSES[at] for at in found.status.tolist()] == ["optimal", "none", "optimal"]
    assert found.total.tolist() == [5_00, 0, 5_00]


def test_what_a_ceiling_per_hectare_takes_is_told_for_all_hectares() -> None:
    ceiling = limit(
        "aber", LimitKind.PER_HECTARE, figures={"ceiling": {"other_land_use": 450}}, legal_bases=("aber_art34_aecc",)
    )  # fmt: skip
    aid = scheme(
        "province.x.a", payment("p", measures=["m1"], figures={"rate": 600}), legal_basis="aber_art34_aecc"
    )
    found = same(rulebook(aid, limits=[ceiling]), [farm(parcel("P1", 3, "m1"))], years=2)
    assert (found.total.tolist(), found.binding.value.tolist()) == ([2 * 3 * 450_00], [2 * 3 * 150_00])


def test_a_payment_that_is_reduced_beside_another_is_not_taken_for_one_that_is_free_of_it() -> None:
    rows = [
        relation("province.x.a", RelationType.ADDITIVE, "province.x.b", id="1"),
        relation(
            "province.x.a", RelationType.REDUCED, "province.x.b", id="2", quantity=Quantity.MONEY, parameter=Decimal("0.5")
        ),
    ]  # fmt: skip
    found = same(rulebook(once("a", 100), once("b", 80), relations=rows), [farm(parcel("P1", 1))], years=1)
    assert found.total.tolist() == [130_00]


def test_under_the_rule_of_whole_parcels_a_part_under_a_package_takes_the_value_of_all() -> None:
    row = relation(
        "national.rvo.eco#gras",
        RelationType.ZERO,
        "province.x.a",
        quantity=Quantity.VALUE,
        level=Level.PARCEL,
    )
    pack = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 5}))
    over = parcel("P1", 10, measure("gras", 10), measure("m1", 4))
    beside = parcel("P1", 10, measure("gras", 6, part="a"), measure("m1", 4, part="b"))
    found = same(
        rulebook(eco(changing(110, 110)), pack, relations=[row]), [farm(over), farm(beside)], years=1
    )
    assert found.total.tolist() == [1_000_00, 600_00]


def test_on_a_whole_parcel_a_contract_begins_when_its_tariff_has_risen() -> None:
    rows = [
        relation("national.rvo.eco#gras", RelationType.ZERO, "province.x.a", quantity=Quantity.VALUE, level=Level.PARCEL),
        relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b", id="apart"),
    ]  # fmt: skip
    activity = replace(eco(), payments=eco().payments[:1])
    begun = payment("p", measures=["m2"], figures={"rate": 1}, term_years=6)
    risen = scheme("province.x.b", replace(begun, figures={"rate": changing(1, 50)}))
    book = rulebook(activity, pays("a", "m1", 10), risen, relations=rows)
    found = same(book, [farm(parcel("P1", 1, "gras", "m1", "m2"))])
    assert found.total.tolist() == [60_00]


def test_farms_that_leave_a_question_out_are_not_taken_for_those_that_answer_it() -> None:
    asked = [
        replace(once(n, rate), payments=(
            payment("p", figures={"rate": rate}, conditions=(condition("declared", path=f"declared.{n}"),)),
        ))
        for n, rate in (("a", 100), ("b", 80))
    ]  # fmt: skip
    rules = rulebook(*asked)
    both, one = (
        farm(facts=dict.fromkeys(names, True)) for names in (("declared.a", "declared.b"), ("declared.a",))
    )
    evaluation = Evaluation(rules, date(2026, 7, 1), 1)
    totals = [evaluation.of([each]).total.tolist() for each in (both, one, both, one)]
    assert totals == [[180_00], [100_00], [180_00], [100_00]]


def test_land_that_lies_in_no_region_asks_no_entry_points_where_the_farm_has_no_parcel() -> None:
    pond = LandscapeElement(
        "E1", "poel", area_m2=Decimal(50_000), measures=(Measure("gras", Decimal(50_000), "m2"),)
    )
    same(rulebook(eco()), [farm(elements=(pond,)), farm(parcel("P1", 1), elements=(pond,))], years=1)


def test_elements_that_are_measured_in_more_than_one_way_are_told_apart_by_each() -> None:
    along = payment("p", measures=["heg"], figures={"rate": 2}, unit=Unit.METRE, quantity="length")
    wide = payment("p", measures=["bos"], figures={"rate": 1}, unit=Unit.SQUARE_METRE, quantity="area_m2")
    rules = rulebook(scheme("province.x.a", along), scheme("province.x.b", wide))
    farms = [
        farm(
            parcel("P1", 1),
            elements=(
                LandscapeElement(
                    "E1", "heg", length_m=Decimal(100), area_m2=Decimal(area),
                    measures=(Measure("heg", Decimal(100), "m"), Measure("bos", Decimal(area), "m2")),
                ),
            ),
        )
        for area in (500, 900)
    ]  # fmt: skip
    same(rules, farms, years=1)


def test_what_a_farm_under_contract_claims_stands_under_other_rules_too() -> None:
    """It is left to the ordinary engine, both when it is noted and when it is valued."""
    held = Contract(
        "province.x.a", date(2025, 1, 1), date(2029, 12, 31), (ContractLine("p", "P1", Decimal(1)),)
    )
    paid = [scheme(f"province.x.{n}", payment("p", measures=["m1"], figures={"rate": 5})) for n in "ab"]
    farms = encode([farm(parcel("P1", 1, "m1"), contracts=(held,))], Vocabulary())
    evaluation, every = Evaluation(rulebook(*paid), date(2026, 7, 1), 1), np.arange(1)
    chosen = evaluation.of_columns(farms, every)
    assert (chosen.total.tolist(), alone(chosen) == set()) == ([10_00], False)
    again = evaluation.valued(farms, every, evaluation.standing(farms, every))
    assert of_farm(again, 0)["paid"] == of_farm(chosen, 0)["paid"]


def test_aid_that_a_farm_receives_after_a_grant_is_tested_on_its_own_day() -> None:
    rules = rulebook(grant("a", 25_000, DE_MINIMIS), limits=[de_minimis()])
    farms = [
        farm(aid=aid)
        for aid in ([("2026-12-01", 30_000)], [], [("2026-12-01", 20_000)], [("2026-12-02", 25_001)])
    ]
    found = same(rules, farms, years=1)
    assert found.total.tolist() == [0, 25_000_00, 25_000_00, 0]


def test_a_fact_that_one_payment_reads_by_its_value_and_another_by_its_bound_tells_farms_apart() -> None:
    by_value = payment(
        "p", measures=["m1"], figures={"rate": 5}, conditions=[condition("fact_is", path=RENT, one_of=["30"])]
    )
    by_bound = payment(
        "p",
        measures=["m1"],
        figures={"rate": 7},
        conditions=[condition("fact_at_least", path=RENT, value=20)],
    )
    rules = rulebook(scheme("province.x.a", by_value), scheme("province.x.b", by_bound))
    farms = [farm(parcel("P1", 1, "m1"), facts={RENT: milk}) for milk in (10, 20, 30, 40)]
    assert same(rules, farms, years=1).total.tolist() == [0, 7_00, 12_00, 7_00]


def test_rules_that_differ_on_land_alone_let_payments_bear_on_each_other_alike() -> None:
    """What was found of whole farms under the one is taken over under the other."""
    land, more = (
        scheme("national.x.land", payment(name, measures=["m1"], figures={"rate": 1})) for name in "pq"
    )
    whole = scheme("national.x.farm", payment("p", figures={"rate": 1}))
    assert between(rulebook(land), rulebook(more))
    assert not between(rulebook(land), rulebook(land, whole))


def test_an_element_with_a_measure_that_is_not_in_metres_is_another_for_each_of_its_sizes() -> None:
    def place(area: int, *units: str) -> object:
        laid = tuple(Measure(f"m{n}", Decimal(1), unit) for n, unit in enumerate(units))
        element = LandscapeElement("E1", "heg", length_m=Decimal(9), area_m2=Decimal(area), measures=laid)
        return place_of(Piece("E1", "E1", Decimal(9), laid, element=element), (), history=False)

    assert place(500, "m", "m") == place(900, "m", "m")
    assert place(500, "m", "m2") != place(900, "m", "m2")


def test_an_amount_past_64_bits_is_never_added_up_wrong() -> None:
    one, paid = np.zeros(1, dtype=np.int64), np.zeros((1, 1), dtype=np.int64)
    starts, steps = np.array([0, 1]), np.array([1 << 40])
    fits, not_so = (np.array([[0, top, 1, 1, 1]]) for top in (1 << 10, 1 << 40))
    assert lines(one, one, steps, starts, fits, paid)
    assert paid.tolist() == [[1 << 50]]
    assert not lines(one, one, steps, starts, not_so, paid)
    largest = np.array([(1 << 62) + 5])
    assert whole((Fraction(1), Fraction(1)), largest).tolist() == [(1 << 62) + 6]
    with pytest.raises(OverflowError):
        whole((Fraction(1), Fraction(2)), largest)


def test_a_payment_that_rests_on_one_below_a_minimum_is_left_to_the_ordinary_engine() -> None:
    made = payment(
        "p", unit=Unit.HECTARE, quantity="subsidiable_ha", figures={"rate": 200}, groups=("direct",)
    )
    least = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("@direct",))
    row = relation("province.x.more", RelationType.REQUIRES, "national.rvo.basis", level=Level.FARM)
    more = scheme("province.x.more", payment("p", figures={"rate": 1_000}))
    rules = rulebook(scheme("national.rvo.basis", made), more, limits=[least], relations=[row])
    found = same(rules, [farm(parcel("P1", size)) for size in (2, 3)], years=1)
    assert found.total.tolist() == [0, 1_600_00]
    assert alone(found) == {"a payment for the farm that requires another one"}


def test_a_class_beside_a_missed_minimum_that_it_has_no_part_in_is_named() -> None:
    floor = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("province.x.direct",))
    direct = scheme("province.x.direct", payment("p", figures={"rate": 100}))
    found = same(rulebook(eco(), direct, limits=[floor]), [farm(parcel("P1", 10, "gras"))], years=1)
    assert (reached(found, 0), found.total.tolist()) == ({2026: "brons"}, [10 * 60_00])


def test_a_ceiling_that_aid_received_fills_is_told_of_farms_that_have_a_choice_on_their_land() -> None:
    row = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")
    most = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100, "max_quantity": 9}))
    rules = rulebook(most, pays("b", "m2", 90), relations=[row], limits=[de_minimis(700)])
    some = [farm(parcel("P1", 2, *laid), aid=AID) for laid in (("m1", "m2"), ("m3",), ("m2",))]
    found = same(rules, some, years=1)
    assert [bool(of_farm(found, at)["binding"]) for at in range(3)] == [True, False, True]


def test_a_ceiling_per_hectare_holds_no_payment_for_the_farm() -> None:
    classes = dict.fromkeys(("annual_crop", "specialised_perennial", "other_land_use"), 30)
    bound = limit(
        "aber", LimitKind.PER_HECTARE, figures={"ceiling": classes}, legal_bases=("notified_scheme",)
    )
    whole = payment("p", unit=Unit.HECTARE, figures={"rate": 50}, quantity="subsidiable_ha")
    rules = rulebook(scheme("province.x.farm", whole), pays("a", "m1", 40), limits=[bound])
    found = same(rules, [farm(parcel("P1", 10, "m1"))], years=1)
    assert found.total.tolist() == [10 * (50_00 + 30_00)]


@pytest.mark.parametrize(
    ("rate", "paid"), [("60.002", "province.x.a#p"), ("59.999", "national.rvo.eco#premie")]
)
def test_money_weighs_against_a_class_to_parts_of_cents(rate: str, paid: str) -> None:
    """The class pays EUR 74.076 for the land, the other payment EUR 74.0785 or 74.0748: all are EUR 74.08 as they are told."""
    grass, premium = eco(series(60)).payments
    by_area = scheme("national.rvo.eco", grass, replace(premium, unit=Unit.HECTARE))
    other = pays("a", "gras", Decimal(rate))
    rules = rulebook(
        by_area,
        other,
        relations=[relation(other.id, RelationType.EXCLUSIVE, "national.rvo.eco#gras")],
    )
    found = same(rules, [farm(parcel("P1", "1.2346", "gras"))], years=1)
    assert found.left() == {}
    assert of_farm(found, 0)["paid"] == {(paid, 2026): 74_08}


@pytest.mark.parametrize("asked", ["condition", "figure"])
def test_a_payment_that_asks_how_much_there_is_looks_at_all_of_it_on_the_parcel(asked: str) -> None:
    field = payment(
        "p", measures=["m1"], figures={"rate": 50, **({"min_quantity": 2} if asked == "figure" else {})}
    )
    if asked == "condition":
        field = replace(field, conditions=(condition("quantity_at_least", value="2"),))
    rules = rulebook(scheme("province.x.a", field), pays("b", "m2", 10))
    cut = [(measure("m1", of), measure("m2", 1)) for of in ("1.9", "2", "3")]
    parts = tuple(measure("m1", of, part=part) for part, of in (("x", "1.5"), ("y", "0.5")))
    farms = [
        *(farm(parcel("P1", 5, measure("m1", of)), parcel("P2", 2, "m2")) for of in ("1.9", "2", "3.5")),
        *(farm(parcel("P1", 5, *of)) for of in (*cut, parts)),
        farm(parcel("P1", 5, measure("m1", "1.5")), parcel("P2", 5, measure("m1", "1.5"))),
    ]
    found = same(rules, farms, years=1)
    assert found.total.tolist() == [20_00, 120_00, 195_00, 10_00, 110_00, 160_00, 100_00, 0]
    assert found.left() == {}


@pytest.mark.parametrize(("least_of", "paid"), [("4", 200_00), ("4.1", 0)])
def test_ground_that_bears_a_measure_twice_is_there_once_in_columns_too(least_of: str, paid: int) -> None:
    asks = condition("quantity_at_least", value=least_of)
    field = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 50}, conditions=(asks,)))
    twice = farm(parcel("P1", 4, measure("m1", 3, part="x"), measure("m1", 4)))
    assert same(rulebook(field), [twice], years=1).total.tolist() == [paid]


def test_an_amount_for_all_of_a_measure_on_a_parcel_is_paid_once_in_parts_too() -> None:
    fixed = payment(
        "p", measures=["m1"], kind=PaymentKind.FIXED_PLUS_VARIABLE, figures={"fixed": 500, "rate": 100}
    )
    rules = rulebook(scheme("province.x.a", fixed), pays("b", "m2", 10))
    farms = [
        farm(parcel("P1", 5, measure("m1", 4), *beside))
        for beside in ((), (measure("m2", 1),), (measure("m2", "2.5"),))
    ]
    found = same(rules, farms, years=1)
    assert found.total.tolist() == [900_00, 910_00, 925_00]


def test_a_payment_to_the_farm_looks_whether_the_land_asked_for_lies_on_each_of_them() -> None:
    """Farms are asked together where they have as much and the same soils: of some nobody says what they lie on."""
    on_sand = condition("parcel_is", attribute="soil", one_of=("sand",))
    paid = payment(
        "p", quantity="subsidiable_ha", unit=Unit.HECTARE, figures={"rate": 60}, conditions=(on_sand,)
    )
    soils = [("sand",), ("clay",), (None,), ("clay", "sand"), ("clay", None), ("sand", "clay"), ("clay",), ()]
    farms = [
        farm(*(parcel(f"P{n}", size, soil=soil) for n, soil in enumerate(of)))
        for size in (2, 3)
        for of in soils
    ]
    found = same(rulebook(scheme("province.x.zand", paid)), farms)
    assert found.total[:8].tolist() == [240_00, 0, 0, 480_00, 0, 480_00, 0, 0]
