"""Farms on which one thing decides, in the explanations of a population: each is told what its own award says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from calculator.domain.farm import FarmProfile
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, PaymentKind, Presence, Reward
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.explained.once import ONCE
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import de_minimis, farm, parcel, payment, pays, relation, rulebook, scheme, series, text
from tests.stacking.columns.of_tables import of_farm
from tests.stacking.columns.test_cases import eco, unsettled
from tests.stacking.columns.test_evaluation import DE_MINIMIS
from tests.stacking.columns.test_explained import ON, same

THEN = date(2027, 1, 1)
ONE_TIME = Reward("landschap", "ha", "ha", "eenmalig")


def test_while_aid_received_is_unknown_land_under_a_ceiling_is_asked_about_with_what_it_could_pay() -> None:
    rules = rulebook(pays("strip", "m1", "123.45", legal_basis=DE_MINIMIS), limits=[de_minimis()])
    lands = [farm(parcel("P1", size, "m1"), aid=aid) for size in (2, "3.1234") for aid in (None, ())]
    found = same(rules, encode(lands, Vocabulary()), ON, 2)
    assert (found.left, sorted({*found.open.cents.tolist()})) == ({}, [246_90, 385_58])


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
