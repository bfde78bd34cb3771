"""Sums of whole numbers over keys that are whole numbers, exact and without a table of words in between."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def summed(keys: Sequence[Ints], amounts: Ints) -> tuple[list[Ints], Ints]:
    """The keys that occur, in order, with the sums of ``amounts`` (a row per entry, a column per figure) of each."""
    if not len(amounts):
        return [key[:0] for key in keys], amounts[:0]
    one = combined(keys)
    order = np.argsort(one, kind="stable")
    first = np.flatnonzero(np.diff(one[order], prepend=one[order[0]] - 1))
    at = order[first]
    return [key[at] for key in keys], np.add.reduceat(amounts[order], first, axis=0)


def codes_in(words: pd.Series) -> Ints:
    """The number of the category of each word; -1 where there is none."""
    return np.asarray(words.cat.codes, dtype=np.int64)


def words_of(codes: Ints, names: Sequence[str]) -> pd.Series:
    """The other way round: the words of numbers, as categories."""
    # Also of no words, which would otherwise be words of another type.
    words = pd.Index(list(names), dtype="str")
    held: pd.Series = pd.Series(pd.Categorical.from_codes(codes, words))
    return held


def combined(keys: Sequence[Ints]) -> Ints:
    """One number per entry that is the same for the same keys, and in their order; OverflowError past 64 bits."""
    found = np.zeros(len(keys[0]), dtype=np.int64)
    room = 1
    for key in keys:
        low, high = int(key.min(initial=0)), int(key.max(initial=0))
        room *= high - low + 1
        if room >= 2**63:
            raise OverflowError("more keys than 64 bits tell apart")
        found = found * (high - low + 1) + (key - low)
    return found
