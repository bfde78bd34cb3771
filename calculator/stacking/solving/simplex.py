"""A small linear programme over blocks that are divided, solved in place: the dual simplex from the cheapest of every block.

Every block is divided over its ways; a few rows join the blocks. Written for some tens of ways and a handful of rows, where
handing a programme to a solver costs more than solving it. Numbers are floats: what comes out is for others to prove.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: A way of a block: what it costs, and what it takes of every row.
Priced = tuple[float, tuple[float, ...]]
#: What is this near to nothing is nothing, where the largest entry of a row is one.
_NEAR, _PIVOT = 1e-9, 1e-9
#: With more steps than this it is given up.
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Divided:
    """``weights`` of the ways of every block and the ``prices`` of the rows; without weights the prices show that nothing
    keeps the rows.
    """

    weights: list[list[float]] | None
    prices: list[float]


@dataclass(slots=True)
class _Tableau:
    """Columns are all ways in turn, then the slack of every row; rows are the rows, then one per block."""

    rows: list[list[float]]
    right: list[float]
    cost: list[float]
    basis: list[int]

    def step(self, leaving: int, entering: int) -> None:
        """Put one column in the place of another."""
        pivot = self.rows[leaving][entering]
        row = self.rows[leaving] = [value / pivot for value in self.rows[leaving]]
        right = self.right[leaving] = self.right[leaving] / pivot
        for at, other in enumerate(self.rows):
            factor = other[entering]
            if at != leaving and factor:
                self.rows[at] = [a - factor * b for a, b in zip(other, row, strict=True)]
                self.right[at] -= factor * right
        factor = self.cost[entering]
        self.cost = [a - factor * b for a, b in zip(self.cost, row, strict=True)]
        self.basis[leaving] = entering

    def entering(self, leaving: int) -> int | None:
        """The column that may enter at the least cost; the largest entry of equals."""
        found: tuple[float, float, int] | None = None
        for at, value in enumerate(self.rows[leaving]):
            if value < -_PIVOT:
                rank = (max(self.cost[at], 0.0) / -value, value, at)
                if found is None or rank < found:
                    found = rank
        return None if found is None else found[2]


def divided(blocks: Sequence[Sequence[Priced]], left: Sequence[float]) -> Divided | None:
    """The cheapest division that takes at most what is left of every row; None where it is given up."""
    unit = [
        max([abs(way[1][row]) for ways in blocks for way in ways], default=0.0) or 1.0
        for row in range(len(left))
    ]
    table, ways = _laid_out(blocks, left, unit), sum(map(len, blocks))
    for _ in range(_MOST_STEPS):
        lowest = min(table.right, default=0.0)
        if lowest >= -_NEAR:
            prices = [max(table.cost[ways + row], 0.0) / unit[row] for row in range(len(left))]
            return Divided(_weights(blocks, table), prices)
        leaving = table.right.index(lowest)
        entering = table.entering(leaving)
        if entering is None:
            ray = table.rows[leaving][ways:]
            return Divided(None, [max(value, 0.0) / each for value, each in zip(ray, unit, strict=True)])
        table.step(leaving, entering)
    return None


def _laid_out(blocks: Sequence[Sequence[Priced]], left: Sequence[float], unit: Sequence[float]) -> _Tableau:
    """Every block on its cheapest way, the first of equals."""
    keys = [min(range(len(ways)), key=lambda at, of=ways: of[at][0]) for ways in blocks]  # type: ignore[misc]
    cost: list[float] = []
    coupling: list[list[float]] = [[] for _ in left]
    right = list(left)
    own: list[list[float]] = []
    basis: list[int] = []
    for ways, key in zip(blocks, keys, strict=True):
        basis.append(len(cost) + key)
        least, takes = ways[key]
        cost += [way[0] - least for way in ways]
        for row, line in enumerate(coupling):
            line += [(way[1][row] - takes[row]) / unit[row] for way in ways]
            right[row] -= takes[row]
    count, start = len(cost), 0
    for ways in blocks:
        own.append([0.0] * start + [1.0] * len(ways) + [0.0] * (count - start - len(ways) + len(left)))
        start += len(ways)
    for row, line in enumerate(coupling):
        line += [1.0 if row == other else 0.0 for other in range(len(left))]
    scaled = [value / each for value, each in zip(right, unit, strict=True)]
    slack = [count + row for row in range(len(left))]
    return _Tableau(
        [*coupling, *own], [*scaled, *([1.0] * len(own))], cost + [0.0] * len(left), [*slack, *basis]
    )


def _weights(blocks: Sequence[Sequence[Priced]], table: _Tableau) -> list[list[float]]:
    """What the basis says of every way; what is next to nothing is nothing, and the largest takes what it leaves."""
    values = dict(zip(table.basis, table.right, strict=True))
    found, start = [], 0
    for ways in blocks:
        weights = [values.get(start + at, 0.0) for at in range(len(ways))]
        weights = [w if w > _NEAR else 0.0 for w in weights]
        largest = weights.index(max(weights))
        weights[largest] = 1.0 - (sum(weights) - weights[largest])
        found.append(weights)
        start += len(ways)
    return found
