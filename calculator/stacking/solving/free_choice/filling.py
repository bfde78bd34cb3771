"""Which blocks name a row, and the most and the least that they can take of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from calculator.domain.memory import Once
from calculator.domain.problem import Block, Cell, Option, Problem
from calculator.stacking.proof.worth import group_leasts, least_use, summed

TOUCHING: Once[dict[int, list[int]]] = Once("blocks of rows")
LEAST: Once[dict[int, int]] = Once("least of rows")


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


def least(problem: Problem, rows: Iterable[int]) -> dict[int, int]:
    """What all blocks together must take of these rows; of every row found once."""
    known = problem.memory.once(LEAST, dict)
    wanted = {row for row in rows if row not in known}
    if wanted:
        known.update(dict.fromkeys(wanted, 0))
        naming = touching(problem)
        named = {at for row in wanted for at in naming.get(row, ())}
        for at, block in enumerate(problem.blocks):
            if block.runs is not None:
                # Plans that are not listed may take less than all that are.
                for row in wanted & {
                    row for cell in block.runs.cells for o in cell.options for row, _ in o.uses
                }:
                    known[row] += least_use(block, row)
            elif at in named and len(block.groups) == 1:
                for cell in block.groups[0].cells:
                    _add_least(cell.options, wanted, known)
            elif at in named:
                of_groups = [group_leasts(block, place) for place in range(len(block.groups))]
                for row in wanted & {row for of in of_groups for row in of}:
                    known[row] += min([of.get(row, 0) for of in of_groups])
    return known


def _add_least(options: Sequence[Option], rows: Set[int], into: dict[int, int]) -> None:
    if len(options) == 1:
        for row, amount in options[0].uses:
            if row in rows:
                into[row] += amount
        return
    uses = list(map(summed, options))
    for row in {row for of in uses for row in of}:
        if row in rows:
            into[row] += min([of.get(row, 0) for of in uses])
