"""A problem without the rows that no choice breaks which keeps the others.

Of windows of a ceiling over years most lie within another that leaves as little: what keeps that one keeps them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calculator.domain.problem import Block, Cell, Group, Option, Problem


def tight(problem: Problem) -> Problem:
    """The same choices under the rows that can be broken, and are not implied by another."""
    uses = [_uses(problem, row) for row in range(len(problem.rows))]
    kept = [r for r in range(len(problem.rows)) if _most(problem, uses[r]) > problem.rows[r].bound]
    for row in sorted(kept, key=lambda r: len(uses[r])):
        others = [r for r in kept if r != row and problem.rows[r].bound <= problem.rows[row].bound]
        if any(_within(uses[row], uses[r]) for r in others):
            kept.remove(row)
    place = {row: at for at, row in enumerate(kept)}
    rows = tuple(problem.rows[row] for row in kept)
    return replace(problem, blocks=tuple(_under(b, place) for b in problem.blocks), rows=rows)


_Place = tuple[int, int, int, int]


def _uses(problem: Problem, row: int) -> dict[_Place, int]:
    found: dict[_Place, int] = {}
    for b, block in enumerate(problem.blocks):
        for g, group in enumerate(block.groups):
            for c, cell in enumerate(group.cells):
                for o, option in enumerate(cell.options):
                    amount = sum(n for r, n in option.uses if r == row)
                    if amount:
                        found[b, g, c, o] = amount
    return found


def _most(problem: Problem, uses: dict[_Place, int]) -> int:
    return sum(
        max(
            sum(
                max(uses.get((b, g, c, o), 0) for o in range(len(cell.options)))
                for c, cell in enumerate(of.cells)
            )
            for g, of in enumerate(problem.blocks[b].groups)
        )
        for b in {place[0] for place in uses}
    )


def _within(uses: dict[_Place, int], other: dict[_Place, int]) -> bool:
    """Whether every choice takes as much of the other row."""
    return all(amount <= other.get(place, 0) for place, amount in uses.items()) and all(
        amount >= uses.get(place, 0) for place, amount in other.items()
    )


def _under(block: Block, place: dict[int, int]) -> Block:
    def moved(uses: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((place[r], n) for r, n in uses if r in place)

    return replace(
        block,
        groups=tuple(
            Group(
                tuple(
                    Cell(tuple(Option(o.gain, moved(o.uses)) for o in cell.options)) for cell in group.cells
                )
            )
            for group in block.groups
        ),
    )
