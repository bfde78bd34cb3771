"""Years of which other activities wait are told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from calculator.domain.claim import Assessment, Claim
from calculator.domain.hope import Hope
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.problem.decisions.alike import Alike
from calculator.stacking.problem.easing import _room, hopes_of, told_apart
from calculator.stacking.problem.weights import FINE
from tests.builders import farm, parcel, payment, rulebook, scheme

SOME, OTHER = Hope({"klimaat": Fraction(3)}, Fraction(50)), Hope(None, None)
THREE = Alike({2026: (2026, 2027, 2028)}, (), {})


def hoping(*hopes: Hope | None) -> dict[int, dict[str, Hope]]:
    found = [
        Assessment(2026 + n, (), (), (), (), (), {} if hope is None else {"eco": hope})
        for n, hope in enumerate(hopes)
    ]
    return {year: dict(of) for year, of in hopes_of(found).items()}


def test_years_that_wait_for_the_same_stay_together() -> None:
    assert told_apart(THREE, hoping(SOME, SOME, SOME)) == {}


def test_years_that_wait_for_something_else_or_for_nothing_are_told_apart() -> None:
    apart = told_apart(THREE, hoping(SOME, OTHER, None))
    assert len(set(apart.values())) == 3
    assert (
        told_apart(THREE, hoping(SOME, OTHER, SOME))[2028]
        == told_apart(THREE, hoping(SOME, OTHER, SOME))[2026]
    )


def test_years_that_read_otherwise_are_apart_as_they_are() -> None:
    each = Alike({2026: (2026,), 2027: (2027,)}, (), {})
    assert told_apart(each, hoping(SOME, OTHER)) == {}


def class_of(points: dict[str, Fraction] | None, value: Fraction | None) -> Claim:
    """A claim of a class that asks so much of the farm."""
    land = farm(parcel("P1", 2, "m1"))
    rules = rulebook(scheme("national.x.a", payment("p", measures=["m1"], figures={"rate": 1})))
    (found,) = assess(land, rules, pieces(land)[0], range(2026, 2027), date(2026, 7, 1))
    claim = found.claims[0]
    return replace(claim, terms=replace(claim.terms, needs_points=points, needs_value=value))


def test_there_is_room_for_what_waits_of_a_goal_and_for_none_of_a_goal_of_which_nothing_waits() -> None:
    assert _room(SOME, "points", "klimaat", []) == 3 * FINE
    assert _room(SOME, "points", "water", []) == 0
    assert _room(SOME, "value", "", []) == 50 * FINE


def test_of_what_nobody_knows_there_is_room_for_more_than_all_classes_ask() -> None:
    asks = [class_of({"klimaat": Fraction(4)}, Fraction(60)), class_of(None, None)]
    assert _room(OTHER, "points", "klimaat", asks) == (4 + 2) * FINE
    assert _room(OTHER, "points", "water", asks) == 2 * FINE
    assert _room(OTHER, "value", "", asks) == (60 + 2) * FINE
