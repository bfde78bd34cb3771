"""Columns of frames as integers, and the words or numbers that they stand for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: Sums stay in 64 bits below this.
LARGEST = 2**62


def places(frame: pd.DataFrame) -> Ints:
    """The position of the farm of every row."""
    return _numbers(frame["farm_key"])


def codes(frame: pd.DataFrame, column: str, rows: Ints | None = None) -> Ints:
    """A number per row (of these rows), the same for the same cell: 0 for one that is empty or a column that is absent."""
    if column not in frame:
        return np.zeros(len(frame) if rows is None else len(rows), dtype=np.int64)
    values = frame[column] if rows is None else frame[column].iloc[rows]
    if isinstance(values.dtype, pd.CategoricalDtype):
        return _numbers(values) + 1
    numbers, _ = pd.factorize(values.array, use_na_sentinel=True)
    found: Ints = numbers.astype(np.int64) + 1
    return found


def _numbers(values: pd.Series) -> Ints:
    found: Ints = values.cat.codes.to_numpy().astype(np.int64)
    return found


def whole(frame: pd.DataFrame, column: str, empty: int = 0) -> tuple[Ints, Mask]:
    """The numbers of a column, and in which rows there is one."""
    if column not in frame:
        return np.full(len(frame), empty, dtype=np.int64), np.zeros(len(frame), dtype=np.bool_)
    values = frame[column]
    there = values.notna().to_numpy(bool)
    return values.to_numpy(np.int64, na_value=empty) if len(values) else np.zeros(0, dtype=np.int64), there


def flags(frame: pd.DataFrame, column: str, *, empty: bool) -> Mask:
    """The answers of a column of yes and no."""
    if column not in frame:
        return np.full(len(frame), empty, dtype=np.bool_)
    return frame[column].to_numpy(bool, na_value=empty)


def sums(farm: Ints, amount: Ints, farms: int) -> Ints:
    """The sum per farm, exactly."""
    total = np.zeros(farms, dtype=np.int64)
    np.add.at(total, farm, amount)
    return total


def is_one_of(frame: pd.DataFrame, column: str, *words: str) -> Mask:
    """In which rows the cell is one of the words."""
    values = frame[column].astype("category")
    found: Mask = np.array([*values.cat.categories.isin(words), False])[values.cat.codes.to_numpy()]
    return found


def kinds(key: Ints) -> tuple[Ints, Ints]:
    """The first row of every key, and the number of the key of every row, by the order in which they first occur."""
    numbers, each = pd.factorize(key)
    first = np.zeros(len(each), dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(key) - 1, -1, -1)
    return first, numbers.astype(np.int64, copy=False)


def told(cells: Ints, there: Mask, code: Callable[[int], int]) -> Ints:
    """The code of each number, asked once of each different one; -1 where there is none."""
    found = np.full(len(cells), -1, dtype=np.int64)
    known, inverse = np.unique(cells[there], return_inverse=True)
    found[there] = np.array([code(int(n)) for n in known.tolist()], dtype=np.int64)[inverse]
    return found


def any_of(farm: Ints, farms: int) -> Mask:
    """Which farms have a row."""
    found = np.zeros(farms, dtype=np.bool_)
    found[farm] = True
    return found


def reaches(much: Ints, bound: Fraction, of: Ints) -> Mask:
    """Where so much is the bound times so much, or more; in whole numbers of any length."""
    over, under = bound.numerator, bound.denominator
    most = max(abs(over), under) * max(int(np.abs(much).max(initial=1)), int(np.abs(of).max(initial=1)), 1)
    if most < LARGEST:
        found: Mask = much * under >= over * of
        return found
    pairs = zip(much.tolist(), of.tolist(), strict=True)
    return np.array([m * under >= over * o for m, o in pairs], dtype=np.bool_)
