"""The ways of a part around its corner: every combination of what its cells offer, as far as that comes in whole units."""

from __future__ import annotations

import pytest

from calculator.domain.problem import Block, Cell, Group, Option, Partition, Problem, Proof, Row, Solution
from calculator.stacking.solving.steps import corner_ways
from calculator.stacking.solving.steps.corner_ways import Way, ways_at

#: Five steps of two cells side by side, or of one cell of another plan.
TWO = Group((Cell((Option(0), Option(50, ((0, 10),)))), Cell((Option(5), Option(35, ((0, 15), (1, 5)))))))
ONE = Group((Cell((Option(20, ((1, -5),)),)),))
LAND = Problem((Block("land", (TWO, ONE)),), (Row("first", 100), Row("second", 100)))


#: The weights of the options by group and cell: one cell is divided, or both.
APART = (((0.25, 0.75), (0.0, 1.0)), ((0.0,),))
MIXED = (((0.25, 0.75), (0.5, 0.5)), ((0.0,),))


def ways(weights: tuple[tuple[tuple[float, ...], ...], ...], *groups: int, size: int = 5) -> list[Way] | None:
    """At these weights, of these groups or of all."""
    solution = Solution("optimal", ((1.0, 0.0),), (weights,), Proof("dual"))
    found = ways_at(LAND, solution, Partition((0,)), [size], {0: groups} if groups else {})
    if found is None:
        return None
    assert list(found) == [0]
    assert found[0] is not None
    return found[0]


def test_every_combination_of_the_cells_of_the_groups_that_are_allowed_is_a_way() -> None:
    of_two = [
        (((0, 0, 0), (0, 1, 0)), 1, {}, 0.0),
        (((0, 0, 0), (0, 1, 1)), 7, {0: 3, 1: 1}, 0.25),
        (((0, 0, 1), (0, 1, 0)), 11, {0: 2}, 0.0),
        (((0, 0, 1), (0, 1, 1)), 17, {0: 5, 1: 1}, 0.75),
    ]
    for found, told in ((ways(APART, 0), of_two), (ways(APART), [*of_two, (((1, 0, 0),), 4, {1: -1}, 0.0)])):
        assert found is not None
        assert [(w.places, w.gain, dict(w.uses), w.weight) for w in found] == told


def test_there_are_none_where_weights_do_not_tell_them_apart_or_parts_of_units_are_taken() -> None:
    assert ways(APART) is not None
    assert ways(MIXED, 0) is None
    assert ways(MIXED, 1) is not None
    # Fifteen are no whole number for each of ten steps.
    assert ways(APART, size=10) is None


@pytest.mark.parametrize(("most", "told"), [(5, True), (4, False)])
def test_there_are_none_where_a_block_has_many(
    most: int, monkeypatch: pytest.MonkeyPatch, *, told: bool
) -> None:
    monkeypatch.setattr(corner_ways, "_MOST_WAYS", most)
    assert (ways(APART) is not None) is told
