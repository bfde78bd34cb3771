"""Rows of whole numbers that differ, by numbers that say as much: so they are sorted in a fifth of the time of rows."""

from __future__ import annotations

import numpy as np

from calculator.stacking.proof.step_ways import Ints

#: Numbers that stand for rows stay below this.
_FITS = 2**62


def distinct(rows: Ints) -> tuple[Ints, Ints]:
    """Those that differ, the first column told apart first, and which of them every row is."""
    if not len(rows):
        return rows, np.zeros(0, dtype=np.int64)
    number, many = np.zeros(len(rows), dtype=np.int64), 1
    for column, low, high in zip(rows.T, rows.min(axis=0).tolist(), rows.max(axis=0).tolist(), strict=True):
        digit, more = column, high - low + 1
        if many * more > _FITS:
            number, many = _ranked(number)
        if many * more > _FITS:
            digit, more = _ranked(column)
            low = 0
        number, many = number * more + (digit - low), many * more
    _, first, where = np.unique(number, return_index=True, return_inverse=True)
    return rows[first], where.reshape(-1)


def _ranked(numbers: Ints) -> tuple[Ints, int]:
    """Each by its place among those that differ, and how many these are."""
    found, where = np.unique(numbers, return_inverse=True)
    return where.reshape(-1), len(found)
