"""What falls apart is the same whether it is found block by block or in columns."""

from __future__ import annotations

import random
from dataclasses import replace

from calculator.domain.problem import Block, Cell, Group, Option, Problem
from calculator.stacking.solving.free_choice.apart import apart
from calculator.stacking.solving.free_choice.bounds import free_choice
from calculator.stacking.solving.free_choice.components import survey
from tests.stacking.farm_problems import random_problem


def beside(one: Problem, other: Problem) -> Problem:
    """Two problems as one, which share no row; their blocks stand in turn by name."""
    first = len(one.rows)

    def moved(block: Block) -> Block:
        groups = [
            Group(tuple(Cell(tuple(_further(o, first) for o in cell.options)) for cell in group.cells))
            for group in block.groups
        ]
        return Block(f"{block.id} too", tuple(groups), block.whole)

    rows = (*one.rows, *(replace(row, id=f"{row.id} too") for row in other.rows))
    return Problem((*one.blocks, *map(moved, other.blocks)), rows)


def _further(option: Option, first: int) -> Option:
    return Option(option.gain, tuple((row + first, amount) for row, amount in option.uses))


def test_what_falls_apart_is_the_same_as_in_columns() -> None:
    several = 0
    for seed in range(300):
        problem = beside(random_problem(seed, all_whole=seed % 3 == 0), random_problem(1_000 + seed))
        dice = random.Random(seed)
        kept = frozenset(b for b in range(len(problem.blocks)) if dice.random() < 0.4)
        choice = free_choice(problem)
        found = apart(problem, choice, kept)
        assert found == survey(problem, choice).components(set(range(len(problem.rows))), kept), seed
        several += len(found) > 1
    assert several > 100
