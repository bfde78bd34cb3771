"""What a group takes at least, row by row and of all rows at once."""

from __future__ import annotations

import pytest

from calculator.domain.problem import Block, Cell, Group, Option
from calculator.stacking.proof.worth import group_least, group_leasts
from tests.stacking.farm_problems import random_problem


@pytest.mark.parametrize("seed", range(30))
def test_of_all_rows_at_once_a_group_takes_what_it_takes_of_each(seed: int) -> None:
    problem = random_problem(seed)
    for block in problem.blocks:
        for place in range(len(block.groups)):
            least = group_leasts(block, place)
            for row in range(len(problem.rows)):
                assert least.get(row, 0) == group_least(block, place, row)


def test_a_row_that_an_option_names_twice_is_taken_from_twice() -> None:
    twice = Block("b", (Group((Cell((Option(0, ((0, 2), (0, 3), (1, 1))),)),)),))
    assert group_leasts(twice, 0) == {0: 5, 1: 1}
