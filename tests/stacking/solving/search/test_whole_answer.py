"""A search that does not close is given an answer to beat: whole, and of no more gain than any lawful choice has."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row
from calculator.stacking.proof.certificate import upper_bound
from calculator.stacking.solving.free_choice.bounds import free_choice
from calculator.stacking.solving.free_choice.components import survey
from calculator.stacking.solving.in_place.narrow import Narrow, Worth
from calculator.stacking.solving.optimum.restriction import Restricted
from calculator.stacking.solving.optimum.solver import solve
from calculator.stacking.solving.search import branching, counting
from calculator.stacking.solving.search.model import build
from calculator.stacking.solving.search.relaxation import Relaxation
from calculator.stacking.solving.search.whole_answer import whole_answer


def drawn(seed: int, blocks: int) -> Problem:
    """Whole choices of odd size under two rows."""
    dice = random.Random(seed)
    made = []
    for n in range(blocks):
        size = dice.randint(20, 99)
        taken = Option(size * 1_000_000 + dice.randint(0, 4_000_000), ((0, size), (1, dice.randint(20, 99))))
        made.append(Block(f"b{n}", (Group((Cell((taken,)),)), Group((Cell((Option(0),)),))), whole=True))
    return Problem(tuple(made), (Row("one", 20 * blocks), Row("other", 22 * blocks)))


def best(problem: Problem) -> int:
    ways = product(*([group.cells[0].options[0] for group in block.groups] for block in problem.blocks))
    return max(
        sum(option.gain for option in way)
        for way in ways
        if all(
            sum(dict(option.uses).get(row, 0) for option in way) <= of.bound
            for row, of in enumerate(problem.rows)
        )
    )


def test_the_answer_takes_one_group_of_every_whole_block_and_keeps_the_rows() -> None:
    problem = drawn(1, 9)
    choice = free_choice(problem)
    land = survey(problem, choice)
    (component,) = land.components({0, 1})
    relaxation = Relaxation(problem, build(land, choice, component))
    before = relaxation.seconds
    shares = whole_answer(relaxation, {})
    assert shares is not None
    assert set(shares.tolist()) == {0.0, 1.0}
    assert len(shares) == 2 * shares.sum()
    assert relaxation.seconds > before


@pytest.mark.parametrize("seed", range(3))
def test_a_search_that_is_given_it_ends_with_the_best_and_its_proof(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = drawn(seed, 9)
    monkeypatch.setattr(counting, "_STATES", -1)
    monkeypatch.setattr(counting, "count_layers", lambda *of: counting.Counted((), best=False))
    asked = []
    monkeypatch.setattr(branching, "AFTER", 2)
    monkeypatch.setattr(branching, "whole_answer", lambda *of: asked.append(of) or whole_answer(*of))
    found = solve(problem)
    assert asked
    assert found.status == "optimal"
    assert 0 <= upper_bound(problem, found.proof) - best(problem) <= 1


@pytest.mark.parametrize("seed", range(3))
def test_what_a_restricted_search_is_given_keeps_the_restriction(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was given the best of all, and took that for the best of what is allowed."""
    monkeypatch.setattr(branching, "AFTER", 2)
    problem = drawn(seed, 9)
    # Laid out in few ways it would not be searched.
    monkeypatch.setattr(Narrow, "worth", lambda *_: Worth(known=False, worth=None))
    for block in range(9):
        asked = Restricted(problem, frozenset(range(9)))
        for group in range(2):
            only = replace(problem.blocks[block], groups=(problem.blocks[block].groups[group],))
            changed = replace(problem, blocks=(*problem.blocks[:block], only, *problem.blocks[block + 1 :]))
            assert abs((asked.worth({block: (group,)}, np.inf) or 0) - best(changed)) <= 1
