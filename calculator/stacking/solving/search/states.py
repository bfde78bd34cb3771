"""States of a walk past one block after another, as columns: how those before may have been, whatever leaves the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from calculator.stacking.solving.free_choice.flat import Ints

#: Draws the number by which equal states are found.
_SEED = 7


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Per state what is left of the rows that are open (a column each), what was gained, and the state and the alternative that
    led to it. A walk adds columns of its own.
    """

    left: Ints
    gain: Ints
    before: Ints
    taken: Ints

    def only(self, these: NDArray[np.int64]) -> Self:
        """The states at these places."""
        return type(self)(*[getattr(self, each.name)[these] for each in fields(self)])

    @classmethod
    def joined(cls, several: Sequence[Self]) -> Self:
        """All of them, one after another."""
        return cls(*[np.concatenate([getattr(s, each.name) for s in several]) for each in fields(cls)])


def distinct(states: States, *keys: NDArray[np.int64] | NDArray[np.float64]) -> Ints:
    """Where the best of the states stand that leave the same: most gained, then least by the keys, then the first."""
    left = states.left
    mixed = left @ np.random.default_rng(_SEED).integers(1, 2**62, left.shape[1], dtype=np.int64)
    order = np.lexsort((*reversed(keys), -states.gain, mixed))
    same = mixed[order[1:]] == mixed[order[:-1]]
    if not np.array_equal(left[order[1:]][same], left[order[:-1]][same]):
        order = np.lexsort((*reversed(keys), -states.gain, *left.T))
        same = (left[order[1:]] == left[order[:-1]]).all(axis=1)
    return np.sort(order[np.concatenate((np.ones(min(1, len(order)), dtype=np.bool_), ~same))])
