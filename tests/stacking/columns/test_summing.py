"""Amounts by name: the sum of all parts, and the most that any of them brings."""

from __future__ import annotations

from fractions import Fraction

from calculator.stacking.columns.offered.summing import added, most

PARTS = [{"a": Fraction(3), "b": Fraction(-2)}, {"a": Fraction(5)}, {"a": Fraction(4), "c": Fraction(0)}]


def test_the_sum_has_every_name_that_some_part_has() -> None:
    assert added(PARTS) == {"a": 12, "b": -2, "c": 0}
    assert added([]) == {}


def test_the_most_of_each_is_at_least_nothing() -> None:
    assert most(PARTS) == {"a": 5, "b": 0, "c": 0}
    assert most(PARTS[::-1]) == {"a": 5, "b": 0, "c": 0}
