"""What a measure loses in income counts against it, whether or not its cost is known."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.stacking.advising.variants import award
from tests.builders import ask, farm, measure, parcel, pays, rulebook


@pytest.mark.parametrize(("lost", "taken"), [(99, True), (101, False)])
def test_a_measure_without_a_cost_that_loses_more_income_than_it_is_paid_is_not_taken(
    lost: int, taken: bool
) -> None:
    wanted = measure("m1", 3, candidate=True, income_forgone_eur=Decimal(lost))
    asked = ask(farm(parcel("P1", 3, wanted)), rulebook(pays("a", "m1", 100)))
    found = award(replace(asked, mode="advise"))
    best = next(v for v in found.variants if v.name == "best")
    assert bool(best.measures) is taken
    assert found.net == (None if taken else 0)


def test_what_a_measure_may_cost_at_most_is_told_with_the_lost_income_that_is_given() -> None:
    wanted = measure("m1", 3, candidate=True, income_forgone_eur=Decimal(25))
    asked = replace(ask(farm(parcel("P1", 3, wanted)), rulebook(pays("a", "m1", 40))), mode="advise")
    assert [(c.taken, c.difference, c.worth) for c in award(asked).candidates] == [(True, -45_00, 40_00)]
