"""A rounding that breaks a row is mended by as few steps as it takes, each to what eases the row most for what it loses."""

from __future__ import annotations

from calculator.domain.problem import Block, Cell, Group, Problem, Row
from calculator.stacking.solving.steps.mending import repair
from calculator.stacking.solving.steps.roundings import FINEST, Steps
from tests.stacking.farm_problems import divisible, one, option


def mended(problem: Problem, steps: dict[tuple[int, int, int], list[int]]) -> Steps:
    found = Steps(steps)
    repair(problem, found, dict.fromkeys(range(len(problem.blocks)), 10))
    return found


def test_no_more_steps_are_moved_than_the_row_asks() -> None:
    problem = Problem((divisible("P1", (100, {0: 10}), (0, {})),), (Row("cap", 7),))
    assert mended(problem, {(0, 0, 0): [10, 0]}) == {(0, 0, 0): [7, 3]}


def test_land_that_goes_to_another_plan_takes_there_what_leaves_the_row_alone() -> None:
    """In the other plan a stack gains more, and takes nearly as much as now: then all land would have to go."""
    now = Group((one(100, {1: 10}),))
    other = Group((Cell((option(50, {1: 9}), option(40, {0: 9}))),))
    problem = Problem((Block("P1", (now, other)),), (Row("loose", 100), Row("cap", 7)))
    assert mended(problem, {(0, 0, 0): [10], (0, 1, 0): [0, 0]}) == {(0, 0, 0): [7], (0, 1, 0): [0, 3]}


def test_money_that_is_held_back_too_far_passes_to_the_row_that_holds_back_the_rest() -> None:
    """One row lets no more of it be held back together than four; the other row is then mended by what it holds back alone."""
    shared = divisible("~both", (0, {}), (0, {0: -40 * FINEST, 1: FINEST}))
    alone = divisible("~one", (0, {}), (0, {0: -10 * FINEST}))
    problem = Problem((shared, alone), (Row("cap", -200), Row("both", 4)))
    steps: Steps = {(0, 0, 0): [FINEST - 5, 5], (1, 0, 0): [FINEST, 0]}
    repair(problem, steps, {0: FINEST, 1: FINEST})
    assert steps == {(0, 0, 0): [FINEST - 4, 4], (1, 0, 0): [FINEST - 4, 4]}
