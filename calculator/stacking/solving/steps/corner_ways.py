"""The ways to take a step of the blocks of a part, each with the weight that a programme gave it at its corner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from calculator.domain.problem import Block, Group, Partition, Problem, Solution

#: Ways to take a step of a block at most, and a weight that is nothing.
_MOST_WAYS, ZERO = 64, 1e-9

#: Of blocks that a part divides the groups that it allows.
Allowed = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A way to take a step of a block: its places, what it gains and takes of rows, and the weight that it has at the corner."""

    block: int
    places: tuple[tuple[int, int, int], ...]
    gain: Fraction
    uses: Mapping[int, int]
    weight: float


def ways_at(
    problem: Problem, solution: Solution, partition: Partition, sizes: Sequence[int], allowed: Allowed
) -> dict[int, list[Way]] | None:
    """The ways of all blocks of a part; None where one has many, takes parts of units, or its weights do not tell them apart."""
    found: dict[int, list[Way]] = {}
    for b in partition.blocks:
        block = problem.blocks[b]
        groups = allowed.get(b, tuple(range(len(block.groups))))
        ways = _of_block(b, block, groups, sizes[b], solution.weights[b])
        if ways is None:
            return None
        found[b] = ways
    return found


def _of_block(
    b: int, block: Block, groups: Sequence[int], size: int, weights: Sequence[Sequence[Sequence[float]]]
) -> list[Way] | None:
    found = list[Way]()
    for g in groups:
        if sum(sum(w > ZERO for w in cell) > 1 for cell in weights[g]) > 1:
            return None
        for picks in product(*(range(len(cell.options)) for cell in block.groups[g].cells)):
            way = None if len(found) >= _MOST_WAYS else _way(b, block.groups[g], g, picks, size, weights[g])
            if way is None:
                return None
            found.append(way)
    return found


def _way(
    b: int, group: Group, g: int, picks: Sequence[int], size: int, weights: Sequence[Sequence[float]]
) -> Way | None:
    options = [cell.options[o] for cell, o in zip(group.cells, picks, strict=True)]
    uses: dict[int, int] = {}
    for row, amount in (use for option in options for use in option.uses):
        uses[row] = uses.get(row, 0) + amount
    if any(amount % size for amount in uses.values()):
        return None
    return Way(
        b,
        tuple((g, c, o) for c, o in enumerate(picks)),
        Fraction(sum(option.gain for option in options), size),
        {row: amount // size for row, amount in uses.items()},
        min(cell[o] for cell, o in zip(weights, picks, strict=True)),
    )
