"""Counting out whole blocks for the certificate where the states are many: whole layers of them, in whole numbers of 64 bits.

As ``recount``, with every rounding towards what is claimed less easily: values and prices up, the claim down. What is left
of a row counts as far as later blocks can use it. Nothing of the solver; sums that may not fit are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calculator.domain.problem import MULTIPLIER_SCALE

_Ints = NDArray[np.int64]

#: More states than this, or more cells in one layer, are not counted out.
LARGEST, _MOST_CELLS = 2_000_000, 8_000_000
_FITS = 2**61
#: Bits of what is left that a price is multiplied by, and of the price.
_FINE = 30


@dataclass(frozen=True, slots=True)
class WideTurn:
    """One block: per alternative what it brings (micro-cents, rounded up) and takes of each row, as a table; ``priced`` is the
    best after paying for the rows (scaled).
    """

    values: _Ints
    uses: _Ints
    priced: int


def count_wide(
    turns: Sequence[WideTurn],
    left: _Ints,
    prices: Sequence[int],
    floor: int | None,
    looked: list[int] | None = None,
) -> int | None:
    """The most that the turns can bring (micro-cents, rounded up), None where nothing is left above ``floor`` (scaled) or at all.

    ``left`` and ``prices`` are by row; the entries of every layer that is ``looked`` at are added.
    OverflowError: sums may not fit, or there are too many states.
    """
    most = np.array([turn.uses.max(axis=0) for turn in turns])
    least = np.array([turn.uses.min(axis=0) for turn in turns])
    rooms, worth = _sums(turns, left)
    reach = _Reach.of(rooms, worth, prices) if floor is not None else None
    used = np.array([(turn.uses != 0).any(axis=0) for turn in turns])
    last = np.where(used.any(axis=0), len(turns) - 1 - used[::-1].argmax(axis=0), -1)
    if (left[last < 0] < 0).any():
        return None
    first = used.argmax(axis=0)
    open_rows: list[int] = []
    states, gained = np.zeros((1, 0), dtype=np.int64), np.zeros(1, dtype=np.int64)
    to_come, seen = sum(turn.priced for turn in turns), 0
    for place, turn in enumerate(turns):
        to_come -= turn.priced
        opening = [row for row in range(len(left)) if last[row] >= 0 and first[row] == place]
        states = np.hstack([states, np.broadcast_to(left[opening], (len(states), len(opening)))])
        open_rows += opening
        keep = [column for column, row in enumerate(open_rows) if last[row] > place]
        need, could = least[place + 1 :].sum(axis=0), most[place + 1 :].sum(axis=0)
        unopened = ((last >= 0) & (first > place)).nonzero()[0]
        claimed = None if floor is None else floor - to_come
        beside = 0 if reach is None else reach.of_rows(np.minimum(left, could)[unopened], unopened)
        if looked is not None:
            looked.append(states.size * len(turn.values))
        states, gained = _after(states, gained, turn, open_rows, keep, need, could, reach, claimed, beside)
        open_rows, seen = [open_rows[column] for column in keep], seen + len(gained)
        if seen > LARGEST or states.size > _MOST_CELLS:
            raise OverflowError("too many states")
        if not len(gained):
            return None
    return int(gained.max())


def _sums(turns: Sequence[WideTurn], left: _Ints) -> tuple[list[int], int]:
    """The most that may come to stand in each row, and that all may gain; OverflowError where a sum along the way may not fit."""
    rooms = [abs(have) for have in left.tolist()]
    for turn in turns:
        rooms = [have + use for have, use in zip(rooms, np.abs(turn.uses).max(axis=0).tolist(), strict=True)]
    worth = sum(int(np.abs(turn.values).max()) for turn in turns)
    if max(rooms, default=0) >= _FITS or worth >= _FITS:
        raise OverflowError("sums past 64 bits")
    return rooms, worth


@dataclass(frozen=True, slots=True)
class _Reach:
    """What is left of rows, priced: whole numbers of one part in ``2**bits`` of a micro-cent, all rounded up."""

    coarse: _Ints
    prices: _Ints
    bits: int

    @classmethod
    def of(cls, rooms: Sequence[int], worth: int, prices: Sequence[int]) -> _Reach | None:
        """None where not even whole micro-cents fit: then nothing is left out. ``rooms`` are the most of each row."""
        coarse = [1 << max(0, room.bit_length() - _FINE) for room in rooms]
        for bits in range(_FINE, -1, -1):
            each = [
                -((-price * unit << bits) // MULTIPLIER_SCALE)
                for price, unit in zip(prices, coarse, strict=True)
            ]
            total = sum(p * (room // unit + 1) for p, room, unit in zip(each, rooms, coarse, strict=True))
            if total + (worth << bits) < _FITS:
                return cls(np.array(coarse, dtype=np.int64), np.array(each, dtype=np.int64), bits)
        return None

    def of_rows(self, left: _Ints, rows: _Ints) -> int:
        """What these rows bring at most with so much left of each."""
        return int(-(-np.maximum(left, 0) // self.coarse[rows]) @ self.prices[rows])

    def above(
        self, states: _Ints, gained: _Ints, rows: _Ints, claimed: int, beside: int
    ) -> NDArray[np.bool_]:
        """The states that may come above what is claimed (scaled); ``beside`` is what other rows bring."""
        bound = ((claimed << self.bits) // MULTIPLIER_SCALE) - beside
        if not -_FITS < bound < _FITS:
            return np.full(len(gained), bound < 0)
        most = -(-np.maximum(states, 0) // self.coarse[rows]) @ self.prices[rows]
        return np.asarray((gained << self.bits) + most > bound)


def _after(
    states: _Ints,
    gained: _Ints,
    turn: WideTurn,
    rows: Sequence[int],
    keep: Sequence[int],
    need: _Ints,
    could: _Ints,
    reach: _Reach | None,
    claimed: int | None,
    beside: int,
) -> tuple[_Ints, _Ints]:
    """The states after one block, each with the most that was gained on the way to it. ``beside`` is what rows bring that
    no block took from yet.
    """
    here = np.array(rows, dtype=np.int64)
    kept = here[list(keep)]
    found, gains = [], []
    for value, use in zip(turn.values.tolist(), turn.uses, strict=True):
        rest = states - use[here]
        lawful = (rest >= need[here]).all(axis=1)
        after = np.minimum(rest[lawful][:, list(keep)], could[kept])
        total = gained[lawful] + value
        if reach is not None and claimed is not None:
            above = reach.above(after, total, kept, claimed, beside)
            after, total = after[above], total[above]
        found.append(after)
        gains.append(total)
    return _best(np.concatenate(found), np.concatenate(gains))


def _best(states: _Ints, gained: _Ints) -> tuple[_Ints, _Ints]:
    """Of equal states the one that gained most. States whose sums are equal and that are not stay apart, and so may equals."""
    if len(gained) < 2:
        return states, gained
    mixed = states @ np.arange(1, 2 * states.shape[1], 2, dtype=np.int64) ** 7
    order = np.lexsort((-gained, mixed))
    states, gained = states[order], gained[order]
    same = (mixed[order[1:]] == mixed[order[:-1]]) & (states[1:] == states[:-1]).all(axis=1)
    first = np.concatenate(([True], ~same))
    return states[first], gained[first]
