"""Which rows can be broken at all, which blocks they leave undecided, and what falls apart into separate
problems.

A row whose worst total (every block taking the most it can) keeps the bound is dropped. A block whose best
free choice also takes the least it can from every remaining row is decided. Both are repeated until nothing
changes; blocks that remain and share a row are one component.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calculator.domain.memory import Once
from calculator.domain.problem import Problem
from calculator.stacking.solving.free_choice.bounds import Choice
from calculator.stacking.solving.free_choice.flat import Flat, Ints, flatten

SURVEY: Once[tuple[tuple[int, ...], Flat, _Flags, _Ranges]] = Once("survey")

_Flags = NDArray[np.bool_]

#: The bound of a row that is left out.
_NEVER = 2**62
#: A row counts as kept to within this share of its largest use.
_ROUNDING = 1e-8


@dataclass(frozen=True, slots=True)
class Component:
    """Undecided blocks joined by rows, sorted by id, and those rows with what the decided blocks leave.

    ``blocks`` are indices into the problem, ``places`` the same blocks in the survey's order.
    """

    blocks: tuple[int, ...]
    places: tuple[int, ...]
    rows: tuple[int, ...]
    bounds: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Ranges:
    """Per (block, row) in use: the least and the most that the block can take, and what the free choice
    takes.
    """

    block: Ints
    row: Ints
    least: Ints
    most: Ints
    chosen: Ints


def _grouped(key: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Sorting order of the keys, start of each run, the distinct keys and how often each occurs."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.concatenate(([True], ordered[1:] != ordered[:-1])).nonzero()[0]
    return order, starts, ordered[starts], np.diff(np.append(starts, len(key)))


def _extremes(key: Ints, least: Ints, most: Ints, members: Ints, rows: int) -> tuple[Ints, Ints, Ints]:
    """Least and most over alternatives; an alternative that does not name the row takes nothing."""
    order, starts, keys, count = _grouped(key)
    low, high = np.minimum.reduceat(least[order], starts), np.maximum.reduceat(most[order], starts)
    silent = count < members[keys // rows]
    return keys, np.where(silent, np.minimum(low, 0), low), np.where(silent, np.maximum(high, 0), high)


def _ranges(flat: Flat, chosen: _Flags, rows: int) -> _Ranges:
    if not len(flat.use_row):
        empty = np.zeros(0, dtype=np.int64)
        return _Ranges(empty, empty, empty, empty, empty)
    options = np.bincount(flat.option_cell)
    key = flat.option_cell[flat.use_option] * rows + flat.use_row
    key, low, high = _extremes(key, flat.use_amount, flat.use_amount, options, rows)
    order, starts, key, _ = _grouped(flat.cell_group[key // rows] * rows + key % rows)
    low, high = np.add.reduceat(low[order], starts), np.add.reduceat(high[order], starts)
    groups = np.bincount(flat.group_block)
    key, low, high = _extremes(flat.group_block[key // rows] * rows + key % rows, low, high, groups, rows)
    taken = np.zeros(len(key), dtype=np.int64)
    use = chosen[flat.use_option]
    block = flat.group_block[flat.cell_group[flat.option_cell[flat.use_option[use]]]]
    np.add.at(taken, key.searchsorted(block * rows + flat.use_row[use]), flat.use_amount[use])
    return _Ranges(key // rows, key % rows, low, high, taken)


def _chosen(flat: Flat, choice: Choice, blocks: Sequence[int]) -> _Flags:
    """Marks the options that the free choice takes."""
    best = np.array([choice.groups[index] for index in blocks], dtype=np.int64)
    picks = np.array(
        [pick for index in blocks for group in choice.options[index] for pick in group], dtype=np.int64
    )
    in_best = best[flat.group_block] == flat.group_place
    marked: _Flags = (picks[flat.option_cell] == flat.option_place) & in_best[
        flat.cell_group[flat.option_cell]
    ]
    return marked


def _totals(row: Ints, amount: Ints, rows: int) -> Ints:
    total = np.zeros(rows, dtype=np.int64)
    np.add.at(total, row, amount)
    return total


def _undecided(
    ranges: _Ranges, bounds: list[int], blocks: int, kept: NDArray[np.int64]
) -> tuple[_Flags, _Flags, Ints]:
    """The blocks and the rows that remain, and what the decided blocks take of each row; ``kept`` ones stay open."""
    rows = len(bounds)
    open_blocks = np.ones(blocks, dtype=np.bool_)
    while True:
        free = open_blocks[ranges.block]
        worst = _totals(ranges.row, np.where(free, ranges.most, ranges.chosen), rows)
        active = np.array(
            [int(total) > bound for total, bound in zip(worst, bounds, strict=True)], dtype=np.bool_
        )
        held = free & active[ranges.row] & (ranges.chosen > ranges.least)
        remaining = np.zeros(blocks, dtype=np.bool_)
        remaining[ranges.block[held]] = True
        remaining[kept] = True
        if np.array_equal(remaining, open_blocks):
            break
        open_blocks = remaining
    fixed = ~open_blocks[ranges.block]
    return open_blocks, active, _totals(ranges.row[fixed], ranges.chosen[fixed], rows)


def _joined(ranges: _Ranges, open_blocks: _Flags, active: _Flags) -> Iterator[tuple[Ints, Ints]]:
    """Connected blocks with their rows, in the order of their first block."""
    keep = open_blocks[ranges.block] & active[ranges.row]
    block, row = ranges.block[keep], ranges.row[keep]
    label = np.arange(len(open_blocks))
    while True:
        lowest = np.full(len(active), len(label))
        np.minimum.at(lowest, row, label[block])
        joined = label.copy()
        np.minimum.at(joined, block, lowest[row])
        if np.array_equal(joined, label):
            break
        label = joined
    for first in np.unique(label[block]):
        here = label[block] == first
        yield np.unique(block[here]), np.unique(row[here])


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """The problem as columns, blocks sorted by id; ``order`` are their indices in the problem.

    ``chosen`` marks the options of the free choice.
    """

    problem: Problem
    order: tuple[int, ...]
    flat: Flat
    chosen: _Flags
    ranges: _Ranges

    def hopeless_row(self) -> int | None:
        """A row that cannot be kept whatever is chosen (the first by id)."""
        rows = self.problem.rows
        least = _totals(self.ranges.row, self.ranges.least, len(rows)).tolist()
        broken = [index for index, row in enumerate(rows) if least[index] > row.bound]
        return min(broken, key=lambda index: rows[index].id) if broken else None

    def components(self, considered: Set[int], kept: Set[int] = frozenset()) -> list[Component]:
        """Separate problems that remain when only the rows considered are kept; no block of ``kept`` is decided."""
        bounds = [row.bound if index in considered else _NEVER for index, row in enumerate(self.problem.rows)]
        held = np.array([place for place, index in enumerate(self.order) if index in kept], dtype=np.int64)
        open_blocks, active, taken = _undecided(self.ranges, bounds, len(self.order), held)
        found = []
        for blocks, rows in _joined(self.ranges, open_blocks, active):
            named = sorted(rows.tolist(), key=lambda index: self.problem.rows[index].id)
            left = tuple(bounds[row] - int(taken[row]) for row in named)
            indices = tuple(self.order[block] for block in blocks.tolist())
            found.append(Component(indices, tuple(blocks.tolist()), tuple(named), left))
        return found

    def broken_rows(self, weight: NDArray[np.float64]) -> list[int]:
        """Rows that weights (one per option of ``flat``) take more from than they have, past rounding."""
        flat, rows = self.flat, self.problem.rows
        used = np.bincount(
            flat.use_row, weights=flat.use_amount * weight[flat.use_option], minlength=len(rows)
        )
        largest = np.zeros(len(rows))
        np.maximum.at(largest, flat.use_row, np.abs(flat.use_amount.astype(float)))
        bound = np.array([float(row.bound) for row in rows])
        broken: list[int] = (used > bound + _ROUNDING * largest).nonzero()[0].tolist()
        return broken


def survey(problem: Problem, choice: Choice) -> Survey:
    """The problem and its free choice as columns, worked out once. ValueError as ``flatten``."""
    # What is kept does not name the problem that keeps it: a circle would be left to the collector.
    return Survey(problem, *problem.memory.once(SURVEY, lambda: _surveyed(problem, choice)))


def _surveyed(problem: Problem, choice: Choice) -> tuple[tuple[int, ...], Flat, _Flags, _Ranges]:
    order = tuple(sorted(range(len(problem.blocks)), key=lambda index: problem.blocks[index].id))
    flat = flatten(problem, order)
    chosen = _chosen(flat, choice, order)
    return order, flat, chosen, _ranges(flat, chosen, len(problem.rows))
