"""The most and the least that blocks can take of a row, whatever the others take."""

from __future__ import annotations

import random
from itertools import product

import pytest

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row, Runs, Step
from calculator.stacking.solving.free_choice.filling import least, most, touching


def option(**uses: int) -> Option:
    return Option(0, tuple((int(row[1:]), amount) for row, amount in uses.items()))


def block(*groups: tuple[tuple[Option, ...], ...]) -> Block:
    return Block("b", tuple(Group(tuple(Cell(cell) for cell in group)) for group in groups))


NOTHING = option()
ROWS = tuple(Row(str(n), 0) for n in range(3))


def problem(*blocks: Block) -> Problem:
    return Problem(blocks, ROWS)


def test_a_row_is_named_by_the_blocks_that_take_of_it_or_give_to_it() -> None:
    found = touching(
        problem(block(((NOTHING,),)), block(((option(r0=2), option(r2=-1)),)), block(((option(r0=1),),)))
    )
    assert found == {0: [1, 2], 2: [1]}


def drawn(dice: random.Random) -> Block:
    def one() -> Option:
        return option(**{f"r{n}": dice.randint(-4, 6) for n in range(2) if dice.random() < 0.7})

    return block(
        *(
            tuple(tuple(one() for _ in range(dice.randint(1, 2))) for _ in range(2))
            for _ in range(dice.randint(1, 2))
        )
    )


def taken(of: Block, row: int) -> list[int]:
    """What every choice of a block takes of a row."""
    return [
        sum(dict(option.uses).get(row, 0) for option in chosen)
        for group in of.groups
        for chosen in product(*(cell.options for cell in group.cells))
    ]


@pytest.mark.parametrize("seed", range(20))
def test_it_is_what_all_blocks_take_at_their_most_and_at_their_least(seed: int) -> None:
    dice = random.Random(seed)
    blocks = [drawn(dice) for _ in range(3)]
    made = problem(*blocks)
    for row in range(3):
        assert most(made, row) == sum(max(taken(b, row)) for b in blocks)
    for asked in ([0], [0, 1], [2]):
        assert {row: least(made, asked)[row] for row in asked} == {
            row: sum(min(taken(b, row)) for b in blocks) for row in asked
        }


def test_a_block_of_which_one_plan_leaves_a_row_alone_need_take_nothing_of_it() -> None:
    made = problem(block(((option(r0=5),),), ((option(r1=2),),)))
    assert least(made, [0, 1]) == {0: 0, 1: 0}


def test_of_courses_over_years_that_are_not_listed_the_least_of_all_of_them_counts() -> None:
    """Three are not listed: that which takes least of all, and that which takes most, among them."""
    cells = tuple(Cell((option(r0=amount),)) for amount in (4, 1, 3, -2))
    layers = ((Step((0,), ()), Step((1,), ())), (Step((2,), (0, 1)), Step((3,), (0, 1))))
    made = problem(
        Block("land", (Group((cells[0], cells[3])),), runs=Runs(cells, layers)), block(((option(r0=5),),))
    )
    assert least(made, [0])[0] == 1 - 2 + 5
    assert most(made, 0) >= 4 + 3 + 5
