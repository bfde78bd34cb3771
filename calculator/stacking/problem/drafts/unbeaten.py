"""Which of many options no other beats: by the ranks of what they gain and take, whole columns at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Fewer options than this are held against each other one by one.
MANY = 64


def unbeaten(gains: Sequence[int], uses: Sequence[Sequence[int]], most: int | None = None) -> list[int]:
    """The places of options that no other beats on gain and on every use (``uses`` by row); of equals the first.

    Once these are more than ``most``, so many and one are told: which, matters to nobody.
    """
    ranked = [_ranks([-gain for gain in gains]), *(_ranks(of) for of in uses)]
    table = np.array(ranked, dtype=np.int32).T
    # One that beats another stands before it: it gains more, or as much and takes less of the first row that differs.
    order = np.lexsort((np.arange(len(gains)), *table.T[::-1]))
    kept = np.empty_like(table)
    found: list[int] = []
    for at in order.tolist():
        if not (kept[: len(found)] <= table[at]).all(axis=1).any():
            kept[len(found)] = table[at]
            found.append(at)
            if most is not None and len(found) > most:
                break
    return sorted(found)


def _ranks(amounts: Sequence[int]) -> NDArray[np.int32]:
    """Every amount by its place among all of them: numbers of any size in 32 bits."""
    place = {amount: at for at, amount in enumerate(sorted(set(amounts)))}
    return np.array([place[amount] for amount in amounts], dtype=np.int32)
