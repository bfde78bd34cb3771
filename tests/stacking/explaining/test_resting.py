"""What a claim rests on is looked for as far as the row reaches, and is there once it is paid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calculator.domain.farm import Parcel
from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level
from calculator.stacking.awarding import outcome
from calculator.stacking.explaining.resting import bases_of
from tests.builders import ask, farm, limit, measure, parcel, payment, pays, relation, rulebook, scheme

A, B, C, D = (f"province.x.{name}" for name in "abcd")
TOGETHER = parcel("P1", 1, "m1", "m2")
PARTS = parcel("P1", 2, measure("m1", 1, part="a"), measure("m2", 1, part="b"))


def carried(rules: Rulebook, *land: Parcel) -> tuple[bool, bool]:
    """Whether what a rests on can be claimed within reach, and whether it is taken."""
    found, _ = outcome(ask(farm(*land), rules))
    ((_, there, taken),) = bases_of(found, next(c for c in found.years.claims if c.scheme == A))
    assert not any(bases_of(found, other) for other in found.years.claims if other.scheme != A)
    return there, taken


@pytest.mark.parametrize(
    ("level", "beside", "on_parcel", "elsewhere"),
    [(Level.UNIT, True, False, False), (Level.PARCEL, True, True, False), (Level.FARM, True, True, True)],
    ids=str,
)
def test_what_it_rests_on_lies_on_its_ground_its_parcel_or_the_farm(
    level: Level, *, beside: bool, on_parcel: bool, elsewhere: bool
) -> None:
    row = relation(A, RelationType.REQUIRES, B, level=level)
    rules = rulebook(pays("a", "m1", 100), pays("b", "m2", 80), relations=[row])
    assert carried(rules, TOGETHER) == (beside, beside)
    assert carried(rules, PARTS) == (on_parcel, on_parcel)
    assert carried(rules, parcel("P1", 1, "m1"), parcel("P2", 1, "m2")) == (elsewhere, elsewhere)
    whole = rulebook(pays("a", "m1", 100), scheme(B, payment("p", figures={"rate": 80})), relations=[row])
    assert carried(whole, TOGETHER) == (True, True)


def test_a_claim_for_the_farm_rests_on_what_lies_anywhere() -> None:
    given = scheme(A, payment("p", figures={"rate": 100}))
    rules = rulebook(given, pays("b", "m2", 80), relations=[relation(A, RelationType.REQUIRES, B)])
    assert carried(rules, TOGETHER) == (True, True)


def test_what_another_payment_displaces_is_there_and_not_taken_and_one_of_several_is_enough() -> None:
    rows = [
        relation(A, RelationType.REQUIRES, "@water"),
        relation(B, RelationType.EXCLUSIVE, C),
        relation(A, RelationType.EXCLUSIVE, C),
    ]
    base = replace(
        pays("b", "m2", 80), payments=(replace(pays("b", "m2", 80).payments[0], groups=("water",)),)
    )
    rules = rulebook(pays("a", "m1", 100), base, pays("c", "m2", 900), relations=rows)
    assert carried(rules, TOGETHER) == (True, False)
    other = scheme(D, payment("p", measures=["m1"], figures={"rate": 1}, groups=("water",)))
    two = rulebook(pays("a", "m1", 100), base, pays("c", "m2", 900), other, relations=rows)
    assert carried(two, TOGETHER) == (True, True)


def test_a_claim_does_not_rest_on_itself() -> None:
    itself = scheme(A, payment("p", measures=["m1"], figures={"rate": 100}, groups=("water",)))
    rules = rulebook(itself, pays("b", "m2", 80), relations=[relation(A, RelationType.REQUIRES, "@water")])
    assert carried(rules, TOGETHER) == (False, False)


@pytest.mark.parametrize(("least", "paid"), [(80, True), (81, False)])
def test_what_does_not_reach_its_minimum_is_there_and_carries_nothing(least: int, *, paid: bool) -> None:
    minimum = limit("least", LimitKind.MINIMUM_TOTAL, figures={"minimum": least}, payments=(B,))
    row = relation(A, RelationType.REQUIRES, B)
    base = scheme(B, payment("p", figures={"rate": 80}))
    rules = rulebook(pays("a", "m1", 100), base, relations=[row], limits=[minimum])
    assert carried(rules, TOGETHER) == (True, paid)
