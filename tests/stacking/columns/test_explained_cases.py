"""Farms on which one thing decides, in the explanations of a population: each is told what its own award says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from calculator.domain.period import Period
from calculator.domain.scheme import Condition, Presence, Reward
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.explained.of_farm import of_farm
from calculator.stacking.columns.explained.once import ONCE
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import de_minimis, farm, parcel, payment, pays, rulebook, scheme, series, text
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
