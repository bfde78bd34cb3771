"""Blocks that come in equal steps and offer the same, taken together as one: a search through steps need not tell them apart.

Every answer in whole steps for all of them is one for the block of all their steps, and the other way round: steps of a plan,
and of each cell in it, are dealt out over blocks in any way that fills each of them. What is taken whole is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calculator.domain.problem import Block, Cell, Group, Option, Problem


@dataclass(frozen=True, slots=True)
class Merged:
    """The problem with blocks taken together, the steps of its blocks, and which blocks of the other each of them is."""

    problem: Problem
    sizes: tuple[int, ...]
    blocks: tuple[tuple[int, ...], ...]


def merged(problem: Problem, sizes: Sequence[int]) -> Merged:
    """All blocks that are alike taken together; ``sizes`` are their steps, 0 where one is divided as finely as one likes."""
    places: dict[object, list[int]] = {}
    for b, block in enumerate(problem.blocks):
        alone = block.whole or not sizes[b] or block.runs is not None
        places.setdefault(b if alone else (block.groups, sizes[b]), []).append(b)
    together = tuple(tuple(blocks) for blocks in places.values())
    blocks = tuple(_times(problem.blocks[of[0]], len(of)) for of in together)
    return Merged(
        Problem(blocks, problem.rows, problem.constant),
        tuple(sizes[of[0]] * len(of) for of in together),
        together,
    )


def _times(block: Block, times: int) -> Block:
    if times == 1:
        return block
    return Block(
        block.id,
        tuple(
            Group(
                tuple(
                    Cell(
                        tuple(
                            Option(o.gain * times, tuple((row, n * times) for row, n in o.uses))
                            for o in cell.options
                        )
                    )
                    for cell in group.cells
                )
            )
            for group in block.groups
        ),
    )


def dealt(counts: Mapping[int, int], into: Sequence[int]) -> list[dict[int, int]]:
    """So many of each sort dealt out over places that take so many each, sort after sort."""
    left, found = dict(sorted(counts.items())), list[dict[int, int]]()
    for room in into:
        here: dict[int, int] = {}
        for sort, count in left.items():
            taken = min(count, room)
            here[sort], left[sort], room = taken, count - taken, room - taken
        found.append(here)
    return found
