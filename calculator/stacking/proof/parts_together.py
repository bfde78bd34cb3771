"""Near answers of the parts of a problem put together, one part after another, as far as the rows they share let them.

Of what is left of the shared rows no more is counted than can still be used: once the windows of a year have passed, what was
granted in them is no longer told apart. Where that leaves too many, the parts under one window are put together by themselves and
so are the others: few of either leave as little of the windows they fill as comes near, and those are matched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from calculator.stacking.proof.near_columns import Columns
from calculator.stacking.proof.step_trail import Trail
from calculator.stacking.proof.step_ways import Ints, TooManyError
from calculator.stacking.proof.undominated import undominated
from calculator.stacking.proof.work import Work

#: Entries that are held against a limit, one answer of a part after another, in the time of one that is worked with.
_HELD = 8


@dataclass(frozen=True, slots=True, eq=False)
class _Joined:
    """Answers of some parts together: what they leave of the shared rows, gain, and how they came about."""

    parts: Sequence[int]
    left: Ints
    gains: Ints
    number: Ints
    trail: Trail

    def picked(self, at: int) -> dict[int, int]:
        """Of every part which way it takes."""
        said = list(self.trail.back([int(self.number[at])]))[::-1]
        return dict(zip(self.parts, said, strict=True))


@dataclass(slots=True)
class Together:
    """``room`` is what there is of the shared rows, ``worth`` the best of every part under the prices. Where of answers so far no
    more than so many go on, the likeliest, what is found is an answer, and no bound.
    """

    room: Ints
    prices: Ints
    columns: Sequence[Columns]
    worth: Sequence[int]
    floor: int
    work: Work
    most: int | None = None

    def best(self) -> tuple[int, list[int] | None]:
        """The most that answers above the floor come to (parts of a micro-cent), and which answer it takes of every part."""
        found = self._joined(range(len(self.columns)), np.zeros_like(self.room), ())
        if not len(found.gains):
            return self.floor, None
        at = int(found.gains.argmax())
        return int(found.gains[at]), self._numbers(found.picked(at))

    def in_halves(self) -> tuple[int, list[int] | None]:
        """As ``best``. TooManyError: also where no row that has a price tells parts apart."""
        one, other = self._halves()
        # More than the others can use is not counted, but so much that what both leave is told where nothing holds them back.
        first = self._joined(one, np.maximum(self._most(other), self.room - self._most(one)), other)
        second = self._joined(other, np.maximum(self._most(one), self.room - self._most(other)), one)
        few, many = sorted((first, second), key=lambda x: len(x.gains))
        self.work.spend(len(few.gains) * len(many.gains) * (1 + len(self.room)) // _HELD)
        best, pair = self.floor, None
        for n in range(len(few.gains)):
            lawful = np.flatnonzero((many.left >= self.room - few.left[n]).all(axis=1))
            if len(lawful):
                m = int(lawful[many.gains[lawful].argmax()])
                gain = int(few.gains[n] + many.gains[m])
                if gain > best:
                    best, pair = gain, (n, m)
        if pair is None:
            return self.floor, None
        return best, self._numbers(few.picked(pair[0]) | many.picked(pair[1]))

    def _halves(self) -> tuple[list[int], list[int]]:
        """The parts under a row that has a price, and those that are not: that which has most answers in its smaller half."""
        every, found = range(len(self.columns)), list[tuple[int, list[int], list[int]]]()
        for row in np.flatnonzero(self.prices).tolist():
            under = [n for n in every if self.columns[n].uses[:, row].any()]
            beside = [n for n in every if n not in under]
            ways = [prod(len(self.columns[n].gains) for n in of) for of in (under, beside)]
            found.append((min(ways), under, beside))
        ways_of, one, other = max(found, default=(1, [], []), key=lambda x: x[0])
        if ways_of == 1:
            raise TooManyError
        return one, other

    def _most(self, parts: Sequence[int]) -> Ints:
        return sum([self.columns[n].uses.max(axis=0) for n in parts], start=np.zeros_like(self.room))

    def _least(self, parts: Sequence[int]) -> Ints:
        return sum([self.columns[n].uses.min(axis=0) for n in parts], start=np.zeros_like(self.room))

    def _joined(self, parts: Sequence[int], wanted: Ints, beside: Sequence[int]) -> _Joined:
        """Answers of some parts that may come above the floor; of what they leave no more is counted than is ``wanted`` of the
        parts ``beside`` them.
        """
        left, gains = self.room[None, :], np.zeros(1, dtype=np.int64)
        trail, number, rest = Trail(), np.zeros(1, dtype=np.int64), sum(self.worth)
        for n, part in enumerate(parts):
            columns, after = self.columns[part], parts[n + 1 :]
            rest -= self.worth[part]
            low, high = self._least(after) + self._least(beside), self._most(after) + wanted
            left, gains, before, way = self._pairs(left, gains, columns, rest, (low, high))
            if self.most is not None:
                likely = _likeliest(left, gains + left @ self.prices, self.most)
                left, gains, before, way = left[likely], gains[likely], before[likely], way[likely]
            kept = undominated(np.hstack([left, gains[:, None]]), 1)
            left, gains = left[kept], gains[kept]
            number = trail.add(number[before[kept]], way[kept])
        return _Joined(parts, left, gains, number, trail)

    def _numbers(self, picked: dict[int, int]) -> list[int]:
        return [int(x.number[picked[n]]) for n, x in enumerate(self.columns)]

    def _pairs(
        self, left: Ints, gains: Ints, columns: Columns, rest: int, limits: tuple[Ints, Ints]
    ) -> tuple[Ints, Ints, Ints, Ints]:
        """What answers so far and those of the part leave and gain together, where they keep the rows and may come above the
        floor; and which answers these are. What is more than can still be used is not counted, so that less may come above it.
        """
        low, high = limits
        had = gains + left @ self.prices
        # Both come with most worth first, so that of each answer of the part those so far before some place may do.
        order = np.argsort(-had, kind="stable")
        many = np.searchsorted(-had[order], columns.worth + rest - self.floor, side="left")
        width = 1 + len(self.room)
        self.work.spend(int(many.sum()) * width // _HELD)
        rows, gained, found = np.ascontiguousarray(left[order].T), gains[order], list[tuple[Ints, ...]]()
        for way, (uses, count) in enumerate(zip(columns.uses, many.tolist(), strict=True)):
            lawful = np.ones(count, dtype=np.bool_)
            for row, least in zip(rows, (low + uses).tolist(), strict=True):
                lawful &= row[:count] >= least
            some = np.flatnonzero(lawful)
            after, gain = np.minimum(rows[:, some].T - uses, high), gained[some] + columns.gains[way]
            above = np.flatnonzero(gain + after @ self.prices + rest > self.floor)
            self.work.spend(len(above) * width)
            found.append((after[above], gain[above], order[some[above]], np.full(len(above), way)))
        none = np.zeros(0, dtype=np.int64)
        found.append((left[:0], none, none, none))
        after, gain, before, taken = (np.concatenate(each) for each in zip(*found, strict=True))
        return after, gain, before, taken


def _likeliest(left: Ints, worth: Ints, most: int) -> Ints:
    """Those that are worth most with what they leave; of equals some of every sort, by a number that mixes what they leave."""
    mixed = left @ np.arange(3, 2 * left.shape[1] + 3, 2, dtype=np.int64) ** 9 * 0x9E3779B1 % 2**31
    return np.lexsort((mixed, -worth))[:most]
