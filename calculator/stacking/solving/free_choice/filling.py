"""Which blocks name a row, and the most that they can take of it."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.memory import Once
from calculator.domain.problem import Block, Cell, Problem

TOUCHING: Once[dict[int, list[int]]] = Once("blocks of rows")


def touching(problem: Problem) -> dict[int, list[int]]:
    """Per row the blocks that name it; found once."""
    known = problem.memory.get(TOUCHING)
    if known is None:
        known = problem.memory.keep(TOUCHING, {})
        for index, block in enumerate(problem.blocks):
            uses = [o.uses for g in block.groups for c in g.cells for o in c.options if o.uses]
            for row in {row for of in uses for row, _ in of} if uses else ():
                known.setdefault(row, []).append(index)
    return known


def most(problem: Problem, row: int) -> int:
    """What no choice takes more of the row: every block at its most, whatever the others take."""
    return sum([_of_block(problem.blocks[at], row) for at in touching(problem).get(row, ())])


def _of_block(block: Block, row: int) -> int:
    """Of plans over the years, which are not all listed, all that any of them does."""
    if block.runs is not None:
        return sum([max(0, each) for each in _of_cells(block.runs.cells, row)])
    return max([sum(_of_cells(group.cells, row)) for group in block.groups])


def _of_cells(cells: Iterable[Cell], row: int) -> list[int]:
    return [
        max([next((amount for at, amount in o.uses if at == row), 0) for o in cell.options]) for cell in cells
    ]
