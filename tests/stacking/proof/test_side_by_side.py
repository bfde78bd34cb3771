"""Blocks whose options are sums of others are blocks beside each other, and steps of these are steps of the first."""

from __future__ import annotations

from itertools import product

import pytest

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row
from calculator.stacking.proof import side_by_side
from calculator.stacking.proof.side_by_side import SideBySide

ROWS = tuple(Row(f"row {n}", 10) for n in range(3))


def _land(name: str, *options: tuple[int, dict[int, int]]) -> Block:
    return Block(name, (Group((Cell(tuple(Option(gain, tuple(uses.items())) for gain, uses in options)),)),))


#: On each of three steps one payment may lie or not, and of two others one at most.
THREE = _land(
    "three",
    *(
        (gain + more, {0: amount, **uses})
        for (gain, amount), (more, uses) in product(
            [(0, 0), (30, 3)], [(0, {}), (60, {1: 6}), (90, {1: 3, 2: 3})]
        )
    ),
)
BARN = Block("barn", (Group((Cell((Option(0),)),)), Group((Cell((Option(9, ((0, 2),)),)),))), whole=True)


def _options(block: Block) -> list[tuple[int, dict[int, int]]]:
    return [(o.gain, dict(o.uses)) for o in block.groups[0].cells[0].options]


def test_payments_that_lie_with_any_others_are_decided_apart_and_those_that_keep_each_other_out_together() -> (
    None
):
    found = SideBySide.of(Problem((BARN, THREE), ROWS, 7), (1, 3))
    assert found.problem.blocks[0] is BARN
    assert [_options(block) for block in found.problem.blocks[1:]] == [
        [(0, {}), (30, {0: 3})],
        [(0, {}), (60, {1: 6}), (90, {1: 3, 2: 3})],
    ]
    assert (found.sizes, found.problem.rows, found.problem.constant) == ((1, 3, 3), ROWS, 7)


def test_steps_of_blocks_beside_each_other_gain_and_use_as_much_together() -> None:
    found = SideBySide.of(Problem((BARN, THREE), ROWS), (1, 3))
    apart = {
        (0, 1, -1, -1): 1,
        (0, 1, 0, 0): 1,
        (1, 0, 0, 0): 1,
        (1, 0, 0, 1): 2,
        (2, 0, 0, 1): 1,
        (2, 0, 0, 2): 2,
    }
    steps = found.together(apart)
    barn = {place: count for place, count in steps.items() if place[0] == 0}
    assert barn == {(0, 1, -1, -1): 1, (0, 1, 0, 0): 1}
    assert steps[1, 0, -1, -1] == 3
    taken = [(_options(THREE)[o], count) for (b, _, c, o), count in steps.items() if b == 1 and c == 0]
    assert sum(count for _, count in taken) == 3
    assert sum(gain * count for (gain, _), count in taken) == 2 * 30 + 60 + 2 * 90
    used = [sum(uses.get(row, 0) * count for (_, uses), count in taken) for row in range(3)]
    assert used == [2 * 3, 6 + 2 * 3, 2 * 3]


def test_what_is_no_sum_is_taken_whole_or_is_one_step_stays_as_it_is() -> None:
    several = {
        "less together": _land("a", (0, {}), (3, {0: 1}), (5, {1: 1}), (7, {0: 1, 1: 1})),
        "takes more together": _land("b", (0, {}), (3, {0: 1}), (5, {1: 1}), (8, {0: 2, 1: 1})),
        "something in any case": _land("c", (1, {}), (4, {0: 1}), (6, {1: 1}), (9, {0: 1, 1: 1})),
        "one of three": _land("d", (0, {}), (3, {0: 1}), (5, {1: 1})),
        "the same twice": _land("e", (0, {}), (3, {0: 1}), (0, {}), (3, {0: 1})),
        "one payment": _land("i", (0, {}), (3, {0: 1})),
        "whole": Block("f", THREE.groups, whole=True),
        "two plans": Block("g", THREE.groups * 2),
        "two cells": Block("h", (Group(THREE.groups[0].cells * 2),)),
    }
    blocks = (*several.values(), THREE)
    sizes = (*(3 for _ in several), 1)
    found = SideBySide.of(Problem(blocks, ROWS), sizes)
    assert (found.problem.blocks, found.sizes) == (blocks, sizes)
    assert found.together({(0, 0, 0, 1): 2}) == {(0, 0, 0, 1): 2}


@pytest.mark.parametrize(("most", "blocks"), [(6, 2), (5, 1)])
def test_a_block_of_more_options_than_are_looked_through_stays_as_it_is(
    most: int, blocks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_by_side, "_MOST_OPTIONS", most)
    assert len(SideBySide.of(Problem((THREE,), ROWS), (3,)).problem.blocks) == blocks
