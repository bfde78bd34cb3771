"""Near answers of the parts of a problem put together, one part after another, as far as the rows they share let them.

Of what is left of the shared rows no more is counted than can still be used: once the windows of a year have passed, what was
granted in them is no longer told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calculator.stacking.proof.near_columns import Columns
from calculator.stacking.proof.step_trail import Trail
from calculator.stacking.proof.step_ways import Ints
from calculator.stacking.proof.undominated import undominated
from calculator.stacking.proof.work import Work

#: Ways put together at once.
_AT_ONCE = 400_000


@dataclass(slots=True)
class Together:
    """``room`` is what there is of the shared rows, ``worth`` the best of every part under the prices."""

    room: Ints
    prices: Ints
    columns: Sequence[Columns]
    worth: Sequence[int]
    floor: int
    work: Work

    def best(self) -> tuple[int, list[int] | None]:
        """The most that answers above the floor come to (parts of a micro-cent), and which answer it takes of every part."""
        left, gains = self.room[None, :], np.zeros(1, dtype=np.int64)
        trail, number, rest = Trail(), np.zeros(1, dtype=np.int64), sum(self.worth)
        for n, columns in enumerate(self.columns):
            rest -= self.worth[n]
            after = [x.uses for x in self.columns[n + 1 :]]
            low = sum([x.min(axis=0) for x in after], start=np.zeros_like(self.room))
            high = sum([x.max(axis=0) for x in after], start=np.zeros_like(self.room))
            before, way = self._pairs(left, gains, columns, rest, low)
            gains = gains[before] + columns.gains[way]
            left = np.minimum(left[before] - columns.uses[way], high)
            kept = undominated(np.hstack([left, gains[:, None]]), 1)
            # What is more than can still be used is not counted, so that less may come above the floor.
            kept = kept[gains[kept] + left[kept] @ self.prices + rest > self.floor]
            left, gains = left[kept], gains[kept]
            number = trail.add(number[before[kept]], way[kept])
        if not len(gains):
            return self.floor, None
        at = int(gains.argmax())
        said = list(trail.back([int(number[at])]))[::-1]
        return int(gains[at]), [int(x.number[w]) for x, w in zip(self.columns, said, strict=True)]

    def _pairs(self, left: Ints, gains: Ints, columns: Columns, rest: int, low: Ints) -> tuple[Ints, Ints]:
        """Answers so far and those of the part that together keep the rows and may come above the floor."""
        had = gains + left @ self.prices
        # Columns come with most worth first: of each answer so far those before some place may do.
        many = np.searchsorted(-columns.worth, had + rest - self.floor, side="left")
        self.work.spend(int(many.sum()) * (1 + len(self.room)))
        found, ends = list[tuple[Ints, Ints]](), np.cumsum(many)
        for first in range(0, int(ends[-1]) if len(ends) else 0, _AT_ONCE):
            at = np.arange(first, min(first + _AT_ONCE, int(ends[-1])))
            before = np.searchsorted(ends, at, side="right")
            way = at - (ends[before] - many[before])
            lawful = (left[before] - columns.uses[way] >= low).all(axis=1)
            found.append((before[lawful], way[lawful]))
        none = np.zeros(0, dtype=np.int64)
        return (
            np.concatenate([none, *(b for b, _ in found)]),
            np.concatenate([none, *(w for _, w in found)]),
        )
