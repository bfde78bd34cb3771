"""What options take of rows, as a table of the few rows that each takes from.

A component of a thousand contracts has ten thousand options and as many rows, of which an option takes from a handful:
held side by side that is a gigabyte of nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calculator.stacking.solving.free_choice.flat import Ints

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Uses:
    """Entry i says that ``of[i]`` takes ``amount[i]`` of ``row[i]``; entries lie by ``of``, ``count`` is how many there are."""

    of: Ints
    row: Ints
    amount: Floats
    count: int

    def priced(self, prices: Floats) -> Floats:
        """What each takes, under a price per row."""
        return _sums(self.of, self.amount * prices[self.row], self.count)

    def chosen(self, which: Ints) -> Uses:
        """What ``which`` take, numbered as they stand there; one that stands there twice is there twice."""
        first = self.of.searchsorted(which)
        many = self.of.searchsorted(which, side="right") - first
        of = np.repeat(np.arange(len(which)), many)
        entry = np.arange(len(of)) + np.repeat(first - (np.cumsum(many) - many), many)
        return Uses(of, self.row[entry], self.amount[entry], len(which))

    def added(self, into: Ints, count: int) -> Uses:
        """Each of these added to ``into`` of it, of which there are ``count``."""
        return _summed(into[self.of], self.row, self.amount, count)

    def less(self, other: Uses) -> Uses:
        """What each takes more than its like in ``other``; rows of which it takes just as much are left out."""
        return _summed(
            np.concatenate((self.of, other.of)),
            np.concatenate((self.row, other.row)),
            np.concatenate((self.amount, -other.amount)),
            self.count,
        )

    def total(self, rows: int) -> Floats:
        """What all take together of each row."""
        return _sums(self.row, self.amount, rows)


def _summed(of: Ints, row: Ints, amount: Floats, count: int) -> Uses:
    if not len(of):
        return Uses(of, row, amount, count)
    width = int(row.max()) + 1
    keys, place = np.unique(of * width + row, return_inverse=True)
    sums = _sums(place, amount, len(keys))
    kept = sums.nonzero()[0]
    return Uses(keys[kept] // width, keys[kept] % width, sums[kept], count)


def _sums(place: Ints, amount: Floats, count: int) -> Floats:
    return np.bincount(place, weights=amount, minlength=count).astype(float, copy=False)
