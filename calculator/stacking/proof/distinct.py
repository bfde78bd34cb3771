"""Rows of whole numbers that differ, by numbers that say as much: so they are sorted in a tenth of the time of rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from calculator.stacking.proof.step_ways import Ints

#: Numbers that stand for rows stay below this; numbers for every row up to which each has a place in a table.
_FITS, _TABLED = 2**62, 4


def distinct(columns: Sequence[Ints] | Ints) -> tuple[Ints, Ints]:
    """The rows of a table, given by column, that differ, the first column told apart first; and which of them every row is."""
    count = len(columns[0])
    if not count:
        return np.zeros((0, len(columns)), dtype=np.int64), np.zeros(0, dtype=np.int64)
    number, many = np.zeros(count, dtype=np.int64), 1
    for column in columns:
        digit, low, high = column, int(column.min()), int(column.max())
        if low == high:
            continue
        if many * (high - low + 1) > _FITS:
            number, many = _ranked(number, many)
        if many * (high - low + 1) > _FITS:
            digit, high = _ranked(column - low, high - low + 1)
            low, high = 0, high - 1
        number, many = number * (high - low + 1) + (digit - low), many * (high - low + 1)
    where, differ = _ranked(number, many)
    one = np.empty(differ, dtype=np.int64)
    one[where] = np.arange(count)
    return np.stack([column[one] for column in columns], axis=1), where


def _ranked(numbers: Ints, most: int) -> tuple[Ints, int]:
    """Each by its place among those that differ, and how many these are; all are below ``most``, and none is below zero."""
    if most <= _TABLED * len(numbers):
        seen = np.zeros(most, dtype=np.bool_)
        seen[numbers] = True
        ranks = np.cumsum(seen) - 1
        return ranks[numbers], int(ranks[-1]) + 1
    found, where = np.unique(numbers, return_inverse=True)
    return where.reshape(-1), len(found)
