"""A small linear programme over pieces that are divided, solved in place: the dual simplex from the cheapest of every piece.

Every piece is divided over its ways; a few rows join the pieces. Written for some tens of ways and a handful of rows, where
handing a programme to a solver costs more than solving it. Numbers are floats: what comes out is for others to prove.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: A way of a piece: what it costs, and what it takes of every row.
Priced = tuple[float, tuple[float, ...]]
#: What is this near to nothing is nothing, where the largest entry of a row is one.
_NEAR, _PIVOT = 1e-9, 1e-9
#: With more steps than this it is given up.
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Divided:
    """``weights`` of the ways of every piece and the ``prices`` of the rows; without weights the prices show that nothing
    keeps the rows.
    """

    weights: list[list[float]] | None
    prices: list[float]


@dataclass(slots=True)
class _Tableau:
    """Columns are all ways in turn, then the slack of every row, then the right-hand side; the first line is what is costs, then
    come the rows, then one line per piece. ``basis`` are the columns of the lines.
    """

    lines: NDArray[np.float64]
    basis: list[int]

    def step(self, leaving: int, entering: int) -> None:
        """Put one column in the place of another."""
        line = self.lines[leaving] / self.lines[leaving, entering]
        factor = self.lines[:, entering].copy()
        factor[leaving] = 0.0
        self.lines -= factor[:, None] * line
        self.lines[leaving] = line
        self.basis[leaving - 1] = entering

    def entering(self, leaving: int) -> int | None:
        """The column that may enter at the least cost; the largest entry of equals."""
        line = self.lines[leaving, :-1]
        at = (line < -_PIVOT).nonzero()[0]
        if not len(at):
            return None
        entries = line[at]
        ratio = np.maximum(self.lines[0, at], 0.0) / -entries
        equal = (ratio == ratio.min()).nonzero()[0]
        return int(at[equal[entries[equal].argmin()]])


def divided(blocks: Sequence[Sequence[Priced]], left: Sequence[float]) -> Divided | None:
    """The cheapest division that takes at most what is left of every row; None where it is given up."""
    if not blocks:
        return _alone(left)
    takes = np.array([way[1] for ways in blocks for way in ways]).reshape(-1, len(left))
    unit = np.abs(takes).max(axis=0)
    unit[unit == 0.0] = 1.0
    table, ways = _laid_out(blocks, left, takes, unit), len(takes)
    right = table.lines[1:, -1]
    for _ in range(_MOST_STEPS):
        leaving = int(right.argmin())
        if right[leaving] >= -_NEAR:
            prices = np.maximum(table.lines[0, ways:-1], 0.0) / unit
            return Divided(_weights(blocks, table), prices.tolist())
        entering = table.entering(leaving + 1)
        if entering is None:
            ray = np.maximum(table.lines[leaving + 1, ways:-1], 0.0) / unit
            return Divided(None, ray.tolist())
        table.step(leaving + 1, entering)
    return None


def _alone(left: Sequence[float]) -> Divided:
    """Where there is nothing to divide: either the rows are kept, or the one that is not shows it."""
    broken = [at for at, each in enumerate(left) if each < -_NEAR]
    if not broken:
        return Divided([], [0.0] * len(left))
    return Divided(None, [1.0 if at == broken[0] else 0.0 for at in range(len(left))])


def _laid_out(
    blocks: Sequence[Sequence[Priced]],
    left: Sequence[float],
    takes: NDArray[np.float64],
    unit: NDArray[np.float64],
) -> _Tableau:
    """Every piece on its cheapest way, the first of equals."""
    count, rows = len(takes), len(left)
    lines = np.zeros((1 + rows + len(blocks), count + rows + 1))
    basis = list(range(count, count + rows))
    cost: list[float] = []
    home: list[int] = []
    for place, ways in enumerate(blocks, start=1 + rows):
        start = len(cost)
        costs = [way[0] for way in ways]
        least = min(costs)
        key = start + costs.index(least)
        cost += [each - least for each in costs]
        home += [key] * len(ways)
        lines[place, start : start + len(ways)] = 1.0
        basis.append(key)
    lines[0, :count] = cost
    lines[1 : 1 + rows, :count] = ((takes - takes[home]) / unit).T
    lines[1 : 1 + rows, count : count + rows].flat[:: rows + 1] = 1.0
    lines[1 : 1 + rows, -1] = (np.array(left) - takes[basis[rows:]].sum(axis=0)) / unit
    lines[1 + rows :, -1] = 1.0
    return _Tableau(lines, basis)


def _weights(blocks: Sequence[Sequence[Priced]], table: _Tableau) -> list[list[float]]:
    """What the basis says of every way; what is next to nothing is nothing, and the largest takes what it leaves."""
    values = dict(zip(table.basis, table.lines[1:, -1].tolist(), strict=True))
    found, start = [], 0
    for ways in blocks:
        weights = [values.get(start + at, 0.0) for at in range(len(ways))]
        weights = [w if w > _NEAR else 0.0 for w in weights]
        largest = weights.index(max(weights))
        weights[largest] = 1.0 - (sum(weights) - weights[largest])
        found.append(weights)
        start += len(ways)
    return found
