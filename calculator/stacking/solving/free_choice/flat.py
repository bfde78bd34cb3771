"""The farm problem, or some of its blocks, as integer columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from calculator.domain.problem import Problem

Ints = NDArray[np.int64]

#: Sums of amounts stay exact in 64 bits below this; past it the problem is refused.
_LARGEST = 4.0e18


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """Columns in the order of the blocks given: option -> cell -> group -> block, and the uses of each
    option.

    ``option_place`` and ``cell_place`` and ``group_place`` are the positions in the problem's own tuples.
    Rows are indices into the problem's rows; an option names a row once at most.
    """

    gain: Ints
    option_cell: Ints
    option_place: Ints
    cell_group: Ints
    cell_place: Ints
    group_block: Ints
    group_place: Ints
    use_option: Ints
    use_row: Ints
    use_amount: Ints


def _column(values: Sequence[int] | chain[int]) -> Ints:
    try:
        return np.fromiter(values, dtype=np.int64)
    except OverflowError as error:
        raise ValueError("a gain or a use does not fit in 64 bits; give the row a coarser scale") from error


def _places(counts: Ints) -> tuple[Ints, Ints]:
    """For each member its owner and its place within the owner."""
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)


def _merged(option: Ints, row: Ints, amount: Ints, rows: int) -> tuple[Ints, Ints, Ints]:
    """The uses with each (option, row) once, sorted."""
    key = option * rows + row
    if np.all(key[1:] > key[:-1]):
        return option, row, amount
    unique, place = np.unique(key, return_inverse=True)
    total = np.zeros(len(unique), dtype=np.int64)
    np.add.at(total, place, amount)
    return unique // rows, unique % rows, total


def flatten(problem: Problem, blocks: Sequence[int]) -> Flat:
    """Columns of the named blocks. ValueError: an unknown row, amounts past 64
    bits.
    """
    groups = [problem.blocks[index].groups for index in blocks]
    cells = [group.cells for group in chain.from_iterable(groups)]
    options = [cell.options for cell in chain.from_iterable(cells)]
    every = list(chain.from_iterable(options))
    group_count, cell_count = _column([len(g) for g in groups]), _column([len(c) for c in cells])
    option_count = _column([len(o) for o in options])
    uses = [option.uses for option in every]
    pairs = _column(chain.from_iterable(chain.from_iterable(uses))).reshape(-1, 2)
    row, amount = pairs[:, 0], pairs[:, 1]
    if len(row) and not (row.min() >= 0 and row.max() < len(problem.rows)):
        raise ValueError("a use names a row that the problem does not have")
    gain = _column([option.gain for option in every])
    if np.abs(gain.astype(float)).sum() > _LARGEST or np.abs(amount.astype(float)).sum() > _LARGEST:
        raise ValueError("the gains or uses add up past 64 bits; give the row a coarser scale")
    owner = np.repeat(np.arange(len(every)), _column([len(u) for u in uses]))
    owner, row, amount = _merged(owner, row, amount, len(problem.rows))
    group_block, group_place = _places(group_count)
    cell_group, cell_place = _places(cell_count)
    option_cell, option_place = _places(option_count)
    return Flat(
        gain, option_cell, option_place, cell_group, cell_place, group_block, group_place, owner, row, amount
    )


def _kept(mask: NDArray[np.bool_], owner: Ints) -> tuple[Ints, Ints]:
    """Members whose owner is kept, and the owners' new numbers."""
    return mask[owner].nonzero()[0], np.cumsum(mask) - 1


def part(flat: Flat, blocks: Ints) -> tuple[Flat, Ints, Ints]:
    """The columns of some blocks (ascending), and where its options and its groups stand in the whole."""
    mask = np.zeros(int(flat.group_block[-1]) + 1, dtype=np.bool_)
    mask[blocks] = True
    groups, block_number = _kept(mask, flat.group_block)
    mask = mask[flat.group_block]
    cells, group_number = _kept(mask, flat.cell_group)
    mask = mask[flat.cell_group]
    options, cell_number = _kept(mask, flat.option_cell)
    mask = mask[flat.option_cell]
    uses, option_number = _kept(mask, flat.use_option)
    some = Flat(
        gain=flat.gain[options],
        option_cell=cell_number[flat.option_cell[options]],
        option_place=flat.option_place[options],
        cell_group=group_number[flat.cell_group[cells]],
        cell_place=flat.cell_place[cells],
        group_block=block_number[flat.group_block[groups]],
        group_place=flat.group_place[groups],
        use_option=option_number[flat.use_option[uses]],
        use_row=flat.use_row[uses],
        use_amount=flat.use_amount[uses],
    )
    return some, options, groups
