"""All combinations of whole groups bounded at once say what is said of each problem that is solved by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from calculator.domain.problem import Cell, Group, Option, Problem, Row
from calculator.stacking.proof.certificate import upper_bound
from calculator.stacking.solving.optimum import combinations
from calculator.stacking.solving.optimum.combinations import Combinations
from calculator.stacking.solving.optimum.solver import solve
from calculator.stacking.solving.search.found import COIN
from tests.stacking.farm_problems import random_problem, value, whole

SEEDS = range(24)


def restricted(problem: Problem, block: int, group: int) -> Problem:
    """The problem with one group of a block."""
    only = replace(problem.blocks[block], groups=(problem.blocks[block].groups[group],))
    return replace(problem, blocks=tuple(only if b == block else x for b, x in enumerate(problem.blocks)))


def optimum(problem: Problem) -> float | None:
    solution = solve(problem, ties=False)
    return None if solution.status == "infeasible" else value(problem, solution)


def combined() -> Iterator[tuple[Problem, Combinations]]:
    for seed in SEEDS:
        problem = random_problem(seed)
        found = Combinations.of(problem, {b for b, block in enumerate(problem.blocks) if block.whole})
        assert found is not None
        yield problem, found


def test_the_best_with_one_group_of_a_block_is_what_that_problem_comes_to_by_itself() -> None:
    lawful = never = 0
    for problem, found in combined():
        for block, of in enumerate(problem.blocks):
            for group in range(len(of.groups) if of.whole else 0):
                best = found.best({block: (group,)})
                expected = optimum(restricted(problem, block, group))
                assert best is not None
                assert (best.worth is None) == (expected is None)
                if best.worth is not None and expected is not None:
                    assert np.isclose(best.worth, expected, rtol=1e-9, atol=2 * COIN)
                    assert best.groups.get(block, group) == group
                    lawful += 1
                else:
                    never += 1
    assert lawful > 30
    assert never > 1


def test_what_is_best_alone_is_the_answer_of_the_solver_and_its_proof_holds_in_whole_numbers() -> None:
    alone = 0
    for problem, found in combined():
        only = found.only({})
        if only is None or only.worth is None:
            continue
        solution = solve(problem)
        for block, group in only.groups.items():
            assert solution.group_weights[block][group] == 1.0
        proof = found.proof(only.worth)
        assert proof is not None
        assert -1 <= upper_bound(problem, proof) - value(problem, solution) <= 2 * COIN
        alone += 1
    assert alone > 10


def test_rows_that_only_whole_blocks_use_may_be_tightened_for_one_question() -> None:
    compared = 0
    for seed in SEEDS:
        problem = random_problem(seed)
        steps = len(problem.rows)
        blocks = [
            replace(
                block,
                groups=tuple(
                    Group((Cell((Option(0, ((steps, g),) if g else ()),)), *group.cells))
                    for g, group in enumerate(block.groups)
                ),
            )
            if block.whole
            else block
            for block in problem.blocks
        ]
        loose = Problem(tuple(blocks), (*problem.rows, Row("steps", 100)))
        tight = Problem(tuple(blocks), (*problem.rows, Row("steps", 1)))
        found = Combinations.of(loose, {b for b, block in enumerate(blocks) if block.whole})
        assert found is not None
        best, expected = found.best({}, {steps: 1}), optimum(tight)
        assert best is not None
        assert (best.worth is None) == (expected is None)
        if best.worth is not None and expected is not None:
            assert np.isclose(best.worth, expected, rtol=1e-9, atol=2 * COIN)
            compared += 1
    assert compared > 10


def test_of_two_that_are_worth_the_same_neither_is_best_alone() -> None:
    same = Problem(
        (whole("a", (5, {}), (0, {0: -1})), whole("b", (5, {}), (0, {0: -1}))), (Row("one of them", -1),)
    )
    found = Combinations.of(same, {0, 1})
    assert found is not None
    best = found.best({})
    assert best is not None
    assert best.worth == optimum(same)
    assert found.only({}) is None


def test_what_takes_too_many_programmes_is_not_said_but_what_was_solved_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = Problem((whole("a", (5, {0: 2}), (1, {})), whole("b", (4, {0: 2}), (2, {}))), (Row("row", 3),))
    found = Combinations.of(problem, {0, 1})
    assert found is not None
    known = found.best({})
    monkeypatch.setattr(combinations, "_MOST_IN_ALL", 0)
    assert known is not None
    assert found.best({}) == known
    assert found.best({0: (1,), 1: (1,)}) is None


def test_more_combinations_than_can_be_laid_out_are_left_to_the_solver() -> None:
    many = Problem(tuple(whole(f"block {n}", (1, {}), (2, {})) for n in range(13)), ())
    assert combinations._MOST < 2**13
    assert Combinations.of(many, set(range(13))) is None
