"""Rows that something divided at will eases count at every price that they have, and multipliers several at once."""

from __future__ import annotations

from calculator.domain.problem import Block, Cell, Group, Multipliers, Option, Problem, Row
from calculator.stacking.proof.step_measure import Measure
from calculator.stacking.proof.step_ways import FINE, Scale, Step, ways_of

PRICE = 10**9
#: A tree takes one of either row; the second row is eased at will.
TREES = Block("trees", (Group((Cell((Option(0), Option(2, ((0, 2), (1, 2))))),)),))
EASED = Block("~cap", (Group((Cell((Option(0), Option(-9, ((1, -9),)))),)),))
PROBLEM = Problem((TREES, EASED), (Row("held", 5), Row("eased", 1)))


def _measured(*vectors: Multipliers) -> tuple[Scale, Measure]:
    scale = Scale.of(PROBLEM, [ways_of(0, TREES, 2)], [EASED], vectors)
    return scale, Measure.of(scale, [EASED], scale.at_will([EASED]))


def test_a_row_that_is_eased_at_several_prices_has_no_coordinate_of_its_own() -> None:
    _, measure = _measured(((0, PRICE),), ((0, PRICE), (1, PRICE)))
    assert (measure.held.tolist(), measure.eased.tolist()) == ([0], [1])
    # Of the row that is held there are five, and what is eased is worth nothing or its price of one micro-cent.
    assert measure.start.tolist() == [5, 0, FINE]


def test_a_row_that_is_eased_at_one_price_has_one() -> None:
    _, measure = _measured(((1, PRICE),), ((0, PRICE), (1, PRICE)))
    assert (measure.held.tolist(), measure.eased.tolist()) == ([0, 1], [])


def test_a_way_that_costs_as_much_and_brings_less_is_not_taken() -> None:
    scale, measure = _measured(((0, PRICE),), ((0, PRICE), (1, PRICE)))
    ways = [Step(0, {}, ()), Step(1, {0: 1, 1: 1}, ()), Step(0, {0: 1, 1: 1}, ())]
    kept, added = measure.of_steps(scale, ways)
    assert {way.gain for way in kept} == {0, 1}
    # It gains a micro-cent, or none where what it takes of the row that is eased has its price.
    assert sorted(added.tolist()) == [[-1, FINE, 0], [0, 0, 0]]


def _dealt(count: int) -> list[tuple[int, int]]:
    """Of the mixtures of so many vectors how often each is in it, and how many these are."""
    vectors = tuple(((0, PRICE * (n + 1)),) for n in range(count))
    _, measure = _measured(*vectors)
    prices = measure.mixes[:, 0] // FINE
    return list(zip(prices.tolist(), measure.parts.tolist(), strict=True))


def test_two_vectors_are_weighed_by_themselves_and_in_quarters() -> None:
    """Prices of one and two micro-cents: three of the one and one of the other, two and two, one and three."""
    assert _dealt(2) == [(1, 1), (2, 1), (5, 4), (6, 4), (7, 4)]


def test_five_vectors_are_weighed_in_every_way_and_six_two_by_two() -> None:
    """Seventy ways to deal four quarters over five; six, and fifteen pairs of these."""
    five, six = _dealt(5), _dealt(6)
    assert (len(five), {parts for _, parts in five}) == (70, {1, 4})
    assert (len(six), {parts for _, parts in six}) == (21, {1, 2})
    assert six[6] == (1 + 2, 2)
