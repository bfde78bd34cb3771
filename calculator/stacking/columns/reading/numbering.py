"""Columns of keys as numbers: the same for equal keys only."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np

from calculator.stacking.columns.answer import Ints, Mask

_LARGEST = 2**62
#: So much room is cheaper to write over than to sort; and numbers below it are sorted by their digits.
_ROOM = 65_536


def numbered(keys: Sequence[Ints]) -> Ints:
    """Columns of keys (none below zero) as one number each."""
    sizes = [int(row.max(initial=0)) + 1 for row in keys]
    found = np.zeros(len(keys[0]), dtype=np.int64)
    if prod(sizes) < _LARGEST:
        for row, size in zip(keys, sizes, strict=True):
            found = found * size + row
        return found
    for row in keys:
        _, mapped = np.unique(row, return_inverse=True)
        _, found = np.unique(found * (int(mapped.max(initial=0)) + 1) + mapped, return_inverse=True)
    return found


def distinct(numbers: Ints) -> tuple[Ints, Ints]:
    """The first place of every number (none below zero), smallest number first; and for every place which of these it is.

    As ``np.unique`` tells them, but without sorting where the numbers are not much larger than there are places.
    """
    room = int(numbers.max(initial=-1)) + 1
    if room > 8 * len(numbers) + _ROOM:
        _, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
        return first, inverse
    at = np.full(room, -1, dtype=np.int64)
    # Of places with the same number the one that is written last stays.
    at[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    there = np.flatnonzero(at >= 0)
    which = np.zeros(room, dtype=np.int64)
    which[there] = np.arange(len(there))
    return at[there], which[numbers]


def in_order(numbers: Ints) -> Ints:
    """The places of numbers (none below zero) from small to large, equal ones as they stand."""
    small = int(numbers.max(initial=0)) < _ROOM
    found: Ints = np.argsort(numbers.astype(np.uint16) if small else numbers, kind="stable")
    return found


def among(numbers: Ints, some: Ints) -> Mask:
    """Which of the numbers (none below zero) are among some of them."""
    marks = np.zeros(int(numbers.max(initial=0)) + 1, dtype=np.bool_)
    marks[some] = True
    found: Mask = marks[numbers]
    return found


def spread(starts: Ints, counts: Ints) -> Ints:
    """The places of all members of some runs, run after run."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    found: Ints = np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - counts), counts)
    return found


def runs(owner: Ints, at: Ints, farms: int) -> tuple[Ints, Ints]:
    """The rows of the farms at these places, where rows are in the order of the farms; and of which of those they are."""
    wanted = at.astype(owner.dtype)
    # Of few of many farms only these are looked for.
    if 2 * len(at) < farms:
        starts, ends = np.searchsorted(owner, wanted), np.searchsorted(owner, wanted, side="right")
    else:
        bounds = np.searchsorted(owner, np.arange(farms + 1, dtype=owner.dtype))
        starts, ends = bounds[at], bounds[at + 1]
    counts = ends - starts
    return spread(starts, counts), np.repeat(np.arange(len(at)), counts)
