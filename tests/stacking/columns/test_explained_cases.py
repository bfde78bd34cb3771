"""Farms on which one thing decides, in the explanations of a population: each is told what its own award says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, PaymentKind, Presence, Reward
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.explained import Explained, open_farm
from calculator.stacking.columns.explained.continued import CONTINUED
from calculator.stacking.columns.explained.once import ONCE
from calculator.stacking.columns.explained.readings import RANGE
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import (
    de_minimis,
    farm,
    figure,
    limit,
    parcel,
    payment,
    pays,
    relation,
    rulebook,
    scheme,
    series,
    text,
)
from tests.stacking.columns.of_tables import of_farm
from tests.stacking.columns.test_cases import changing, eco, unsettled
from tests.stacking.columns.test_evaluation import DE_MINIMIS
from tests.stacking.columns.test_explained import ON, same

THEN = date(2027, 1, 1)
ONE_TIME = Reward("landschap", "ha", "ha", "eenmalig")


def test_while_aid_received_is_unknown_land_under_a_ceiling_is_asked_about_with_what_it_could_pay() -> None:
    rules = rulebook(pays("strip", "m1", "123.45", legal_basis=DE_MINIMIS), limits=[de_minimis()])
    lands = [farm(parcel("P1", size, "m1"), aid=aid) for size in (2, "3.1234") for aid in (None, ())]
    found = same(rules, encode(lands, Vocabulary()), ON, 2)
    assert (found.left, sorted({*found.open.cents.tolist()})) == ({}, [246_90, 385_58])


def test_what_pays_more_than_another_is_not_said_to_lose_to_it_as_the_higher() -> None:
    """EUR 560 next to EUR 550 of which the highest is paid; it is left because it takes EUR 540 of a third."""
    names = {"a": 540, "b": 560, "d": 550}
    rows = [("a", RelationType.ZERO, "b"), ("b", RelationType.HIGHEST, "d")]
    rules = rulebook(
        *(pays(n, f"m{n}", rate) for n, rate in names.items()),
        relations=[relation(f"province.x.{a}", t, f"province.x.{b}") for a, t, b in rows],
    )
    land = farm(parcel("P1", 1, *(f"m{n}" for n in names)))
    found = of_farm(same(rules, encode([land], Vocabulary()), ON, 1), 0, land)
    assert [(x.lost_to, x.difference) for x in found.not_chosen] == [("province.x.a#p", -530_00)]


def test_a_farm_without_a_lawful_award_is_told_nothing_and_takes_no_other_with_it() -> None:
    bad, rules = unsettled()
    good = farm(parcel("P1", 1, "klim"))
    found = Evaluation(rules, ON, 1).explained(encode([bad, good], Vocabulary()), np.arange(2))
    assert found.none == {0}
    assert of_farm(found, 0, bad).total == 0


def test_what_is_paid_once_and_claimed_is_not_asked_about_in_a_later_year() -> None:
    """From 2027 on both ask whether the farm is organic; what is paid in 2026 is not open any more, what begins then is."""
    known = Condition(
        "fact_is", {"path": "farm.organic", "one_of": ["certified"]}, Presence.ASK, text("organic"), ("S1",)
    )
    paid = replace(payment("p", measures=["m1"], figures={"rate": 500}), reward=ONE_TIME)
    asking = replace(paid, conditions=(known,))
    first = scheme("province.x.a", paid, validity=Period(date(2000, 1, 1), THEN))
    later = scheme("province.x.a", asking, validity=Period(THEN))
    other = scheme("province.x.b", replace(asking, measures=("m2",)))
    lands = [farm(parcel("P1", 2, code)) for code in ("m1", "m2")]
    found = same(rulebook(first, later, other), encode(lands, Vocabulary()), ON, 3)
    assert (found.left, found.open.farm.tolist()) == ({0: ONCE}, [1])


def test_what_a_class_that_asks_half_euros_is_short_of_is_said_per_hectare_of_each_farm() -> None:
    made = eco()
    grass, premium = made.payments
    asking = replace(
        premium, figures={**premium.figures, "threshold": series({"brons": "60.5", "zilver": "100.5"})}
    )
    lands = [farm(parcel("P1", size, "gras"), parcel("P2", 2)) for size in (3, "4.5", 20)]
    rules = rulebook(replace(made, payments=(grass, asking)))
    found = same(rules, encode(lands, Vocabulary()), ON, 1)
    assert found.classes.short.tolist() == [18_50, 12_04, 36_87]


def losing(entry: dict[str, object], points: dict[str, object], value: int) -> tuple[Rulebook, FarmProfile]:
    """A package that the activity on its land, paid besides, keeps out; on other land the activity scores on one goal alone."""
    figures = {"points": points, "value": value}
    grass = payment("gras", measures=["gras"], kind=PaymentKind.ACTIVITY, figures=figures)
    rest = replace(
        grass, id="rest", measures=("rest",), figures={**grass.figures, "points": series({"klimaat": 4})}
    )
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
        figures={"entry": entry, "threshold": {"brons": 60, "zilver": 100}, "rate": {"brons": 60, "zilver": 100}},
    )  # fmt: skip
    made = scheme("national.rvo.eco", grass, rest, premium)
    land, pack = pays("land", "gras", 30), pays("pack", "m1", 20)
    rows = [relation(pack.id, RelationType.EXCLUSIVE, other) for other in (land.id, f"{made.id}#gras")]
    rules = rulebook(made, land, pack, relations=rows)
    return rules, farm(parcel("P1", 3, "gras", "m1"), parcel("P2", 7, "rest"))


def test_a_package_that_would_cost_a_class_is_told_what_the_lower_class_leaves() -> None:
    rules, mine = losing({"1.klimaat": 1}, {"klimaat": 4}, 110)
    found = same(rules, encode([mine], Vocabulary()), ON, 1)
    assert found.left == {}
    assert of_farm(found, 0, mine).not_chosen[0].difference == 3 * (20_00 - 30_00) - 10 * (100_00 - 60_00)


def test_a_package_that_takes_the_points_of_one_goal_is_told_the_whole_class_that_it_costs() -> None:
    rules, mine = losing({"1.klimaat": 1, "1.water": 1}, {"klimaat": 4, "water": 4}, 160)
    found = same(rules, encode([mine], Vocabulary()), ON, 1)
    assert found.left == {}
    assert of_farm(found, 0, mine).not_chosen[0].difference == 3 * (20_00 - 30_00) - 10 * 100_00


def with_minimum(rules: Rulebook, minimum: int) -> Rulebook:
    """With a minimum of the premium of a class."""
    floor = limit(
        "least",
        LimitKind.MINIMUM_TOTAL,
        figures={"minimum": minimum},
        payments=("national.rvo.eco#premie",),
    )
    return replace(rules, limits=(*rules.limits, floor))


def test_a_class_that_is_reached_and_stays_below_a_minimum_is_told_so_and_forcing_it_in_changes_nothing() -> (
    None
):
    rules, mine = losing({"1.klimaat": 1}, {"klimaat": 4}, 110)
    found = same(with_minimum(rules, 2_000), encode([mine], Vocabulary()), ON, 1)
    assert found.left == {}
    told = [(x.payment, x.lost_to, x.difference) for x in of_farm(found, 0, mine).not_chosen]
    assert sorted(told) == [("p", "province.x.land#p", 3 * (20_00 - 30_00)), ("premie", "least", 0)]


def test_a_class_that_falls_below_a_minimum_with_a_claim_forced_in_is_told_whole() -> None:
    """The lower class would leave EUR 600 of 1,000, but at least 800 is paid."""
    rules, mine = losing({"1.klimaat": 1}, {"klimaat": 4}, 110)
    found = same(with_minimum(rules, 800), encode([mine], Vocabulary()), ON, 1)
    assert found.left == {}
    assert of_farm(found, 0, mine).not_chosen[0].difference == 3 * (20_00 - 30_00) - 1_000_00


def test_what_a_limit_withholds_from_one_farm_leaves_the_classes_of_others_in_columns() -> None:
    rules, mine = losing({"1.klimaat": 1}, {"klimaat": 4}, 110)
    grant = pays("grant", "m2", 30_000, legal_basis=DE_MINIMIS)
    full = farm(parcel("P1", 3, "m2"), aid=[("2025-01-01", 50_000)])
    under = replace(rules, schemes=(*rules.schemes, grant), limits=(de_minimis(),))
    found = same(under, encode([full, mine], Vocabulary()), ON, 1)
    assert (set(found.left), len(found.prices.cents)) == ({0}, 1)


def test_what_is_paid_once_is_continued_once_and_not_where_it_was_paid_before() -> None:
    """The bases end with 2027: the first was paid by then, the second begins in 2028, the third is paid every year."""
    once = [
        scheme(
            f"province.x.{name}",
            replace(payment("p", measures=["m1"], figures={"rate": rate}), reward=ONE_TIME),
            legal_basis="cap_aecc_art70",
            validity=Period(begin),
        )
        for name, rate, begin in (("a", 500, date(2000, 1, 1)), ("b", 300, date(2028, 1, 1)))
    ]
    yearly = pays("c", "m1", 10, legal_basis="cap_aecc_art70")
    mine = farm(parcel("P1", 2, "m1"))
    found = same(rulebook(*once, yearly), encode([mine], Vocabulary()), ON, 4)
    assert (found.left, found.totals.after.tolist()) == ({}, [2 * (300_00 + 2 * 10_00)])


def test_each_payment_on_land_that_waits_for_an_answer_is_told_what_it_could_pay_by_its_own_rate() -> None:
    organic = Condition(
        "fact_is", {"path": "farm.organic", "one_of": ["certified"]}, Presence.ASK, text("organic"), ("S1",)
    )
    rates = {"m1": 100, "m2": 70, "m3": "12.34"}
    asking = [
        scheme(
            f"province.x.{code}", payment("p", measures=[code], figures={"rate": rate}, conditions=(organic,))
        )
        for code, rate in rates.items()
    ]
    mine = farm(parcel("P1", 2, "m1", "m2"), parcel("P2", "0.5", "m2", "m3"))
    found = same(rulebook(*asking), encode([mine], Vocabulary()), ON, 1)
    assert (found.left, sorted(found.open.cents.tolist())) == ({}, [6_17, 35_00, 140_00, 200_00])


def told(rules: Rulebook, lands: list[FarmProfile], years: int, left: dict[int, str]) -> Explained:
    found = same(rules, encode(lands, Vocabulary()), ON, years)
    assert found.left == left
    return found


def test_a_grant_that_falls_below_a_minimum_is_told_so_in_the_years_in_which_it_does() -> None:
    floor = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": 500}, payments=("@direct",))
    basis = payment("p", figures={"rate": changing(600, 100)}, groups=("direct",))
    mine = farm(parcel("P1", 2))
    found = told(rulebook(scheme("national.rvo.basis", basis), limits=[floor]), [mine], 3, {})
    assert [(x.years, x.lost_to) for x in of_farm(found, 0, mine).not_chosen] == [((2027, 2028), "least")]


def test_a_payment_of_which_another_leaves_nothing_is_told_so_where_both_are_claimed() -> None:
    land, pack = pays("a", "m1", 100), pays("b", "m2", 60)
    mine = farm(parcel("P1", 2, "m1", "m2"))
    for type in (RelationType.NET_OF, RelationType.ZERO):
        found = told(rulebook(land, pack, relations=[relation(pack.id, type, land.id)]), [mine], 2, {})
        assert [(x.relation, x.difference) for x in of_farm(found, 0, mine).not_chosen] == [(type, 0)]


def test_years_in_which_a_payment_loses_to_one_and_later_to_another_are_told_apart() -> None:
    first = pays("a", "m1", 100, validity=Period(date(2000, 1, 1), THEN))
    later, pack = pays("c", "m3", 90, validity=Period(THEN)), pays("b", "m2", 60)
    rows = [relation(pack.id, RelationType.EXCLUSIVE, other.id) for other in (first, later)]
    mine = farm(parcel("P1", 2, "m1", "m2", "m3"))
    found = told(rulebook(first, later, pack, relations=rows), [mine], 3, {})
    assert [(x.years, x.lost_to, x.difference) for x in of_farm(found, 0, mine).not_chosen] == [
        ((2026,), "province.x.a#p", -2 * 40_00),
        ((2027, 2028), "province.x.c#p", -2 * 2 * 30_00),
    ]


def test_of_two_payments_that_keep_a_third_out_the_one_that_pays_most_is_named() -> None:
    for dear, cheap in (("a", "b"), ("b", "a")):
        made = pays(dear, "m1", 200), pays(cheap, "m2", 100)
        pack = pays("c", "m3", 50)
        rows = [relation(pack.id, RelationType.EXCLUSIVE, other.id) for other in made]
        free = relation(made[0].id, RelationType.ADDITIVE, made[1].id)
        mine = farm(parcel("P1", 2, "m1", "m2", "m3"))
        found = told(rulebook(*made, pack, relations=[*rows, free]), [mine], 1, {})
        assert [x.lost_to for x in of_farm(found, 0, mine).not_chosen] == [f"province.x.{dear}#p"]


def asking(**changes: object) -> Rulebook:
    """A payment for the farm that asks whether it is organic, which no farm here has said."""
    organic = Condition(
        "fact_is", {"path": "farm.organic", "one_of": ["certified"]}, Presence.ASK, text("organic"), ("S1",)
    )
    return rulebook(scheme("province.x.a", payment("p", conditions=(organic,), **changes)))  # type: ignore[arg-type]


def test_a_payment_for_the_farm_that_waits_and_has_no_published_tariff_is_told_without_a_sum() -> None:
    found = told(asking(), [farm(parcel("P1", 2))], 1, {})
    assert found.open.known.tolist() == [0]


def test_what_farms_could_be_paid_by_their_hectares_follows_from_a_few_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules = asking(figures={"rate": 30}, quantity="subsidiable_ha", unit=Unit.HECTARE)
    asked: list[object] = []
    made = open_farm.assess_payment
    monkeypatch.setattr(
        open_farm, "assess_payment", lambda subject, found: (asked.append(subject), made(subject, found))
    )
    lands = [farm(parcel("P1", n)) for n in range(1, 30)]
    found = Evaluation(rules, ON, 1).explained(encode(lands, Vocabulary()), np.arange(len(lands)))
    assert found.open.cents.tolist() == [n * 30_00 for n in range(1, 30)]
    assert len(asked) < 10


def test_farms_of_which_a_tariff_may_be_lower_or_a_class_is_a_range_are_told_by_their_own_award() -> None:
    """What would be continued after the end of a legal basis is told of them too."""
    less = {"rate": 100, "deduction": (5, 10)}
    on_land = scheme("province.x.a", payment("p", measures=["m1"], figures=less))
    later = pays("b", "m2", 30, legal_basis="cap_aecc_art70")
    lands = [farm(parcel("P1", 2, "m1", "m2")), farm(parcel("P1", 2, "m2"))]
    found = told(rulebook(on_land, later), lands, 4, {0: RANGE})
    assert found.totals.low.tolist() == [4 * 180_00 + 120_00, 120_00]
    assert found.totals.after.tolist() == [120_00, 120_00]
    assert found.after.farm.tolist() == [0, 0, 1, 1]
    for_farm = told(rulebook(scheme("province.x.a", payment("p", figures=less))), lands[1:], 1, {0: RANGE})
    assert for_farm.totals.low.tolist() == [90_00]
    made = eco()
    grass, premium = made.payments
    wide = replace(
        figure(0), values={}, low={"brons": Decimal(60), "zilver": Decimal(100)},
        high={"brons": Decimal(70), "zilver": Decimal(100)},
    )  # fmt: skip
    ranged = replace(premium, figures={**premium.figures, "rate": series(wide)})
    grown = [farm(parcel("P1", 2, "gras")), farm(parcel("P1", 2))]
    classed = told(rulebook(replace(made, payments=(grass, ranged))), grown, 1, {0: RANGE})
    assert classed.totals.high.tolist() == [140_00, 0]
    ranged_on_land = told(rulebook(pays("a", "m2", (90, 110))), [farm(parcel("P1", 2, "m2"))], 1, {})
    assert (ranged_on_land.totals.low.tolist(), ranged_on_land.totals.high.tolist()) == ([180_00], [220_00])


def test_a_class_waits_for_activities_with_what_they_could_score_or_as_much_as_it_takes() -> None:
    """Bronze pays EUR 60 per hectare and silver EUR 100; what waits is on 1 and on 3 hectares beside 2 of another activity."""
    organic = Condition(
        "fact_is", {"path": "farm.organic", "one_of": ["certified"]}, Presence.ASK, text("organic"), ("S1",)
    )
    made = eco()
    grass, premium = made.payments
    rest = replace(
        grass, id="rest", measures=("rest",), figures={"points": series({"klimaat": 1}), "value": series(45)}
    )
    lands = [farm(parcel("P1", 2, "gras")), farm(parcel("P1", 2))]
    lands += [farm(parcel("P1", 2, "rest"), parcel("P2", size, "gras")) for size in (1, 3)]
    points = series({"klimaat": 4})
    for figures, could in (
        ({"points": points, "value": series(70)}, [2 * 60_00, 0, 0, 5 * 60_00]),
        ({"value": series(120)}, [2 * 100_00, 0, 3 * 60_00, 5 * 60_00]),
        ({"points": points}, [2 * 100_00, 0, 3 * 100_00, 5 * 100_00]),
        ({"points": series({"klimaat": "0.5"}), "value": series(130)}, [0, 0, 0, 0]),
    ):
        waits = replace(grass, figures=figures, conditions=(organic,))
        rules = rulebook(replace(made, payments=(waits, rest, premium)))
        found = told(rules, lands, 1, {})
        assert (found.totals.high.tolist(), found.totals.total.tolist()) == (could, [0] * 4)
        known = found.open.cents[found.open.known > 0]
        assert known.tolist() == [cents for cents in could if cents]


def test_what_would_be_continued_on_the_ground_of_what_excludes_it_is_told_by_its_own_award() -> None:
    first, ended = (
        pays("a", "m1", 100, validity=Period(date(2028, 1, 1))),
        pays("b", "m2", 30, legal_basis="cap_aecc_art70"),
    )
    lands = [farm(parcel("P1", 2, "m1", "m2")), farm(parcel("P1", 2, "m1"), parcel("P2", 2, "m2"))]
    for type, share, left in ((RelationType.EXCLUSIVE, None, 0), (RelationType.REDUCED, "0.5", 60_00)):
        taken = relation(ended.id, type, first.id, parameter=None if share is None else Decimal(share))
        found = told(rulebook(first, ended, relations=[taken]), lands, 4, {0: CONTINUED})
        assert found.totals.after.tolist() == [left, 120_00]
