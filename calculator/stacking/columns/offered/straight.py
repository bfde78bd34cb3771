"""Amounts as straight lines over a quantity: the ends of each stretch that was found straight, and whole numbers on a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import lcm

import numpy as np

from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.offered.sizes import MISSING, Asked, Straight, stretches
from calculator.stacking.columns.reading.numbering import in_order

#: A number and a slope.
Line = tuple[Fraction, Fraction]

#: Whole numbers stay in 64 bits below this.
_LARGEST = 2**62


@dataclass(slots=True)
class Lines:
    """What one payment answers on one day: per stretch its line (``on``), for farms that answer ``alike``, between two sizes.

    Lines that pay the same are one, whoever they were found for.
    """

    alike: list[int] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    on: list[int] = field(default_factory=list)
    lines: list[Straight] = field(default_factory=list)
    _numbers: dict[tuple[object, ...], int] = field(default_factory=dict)
    _sorted: _Stretches | None = None

    def copy(self) -> Lines:
        """The same, to be added to."""
        return replace(
            self, alike=list(self.alike), low=list(self.low), high=list(self.high), on=list(self.on),
            lines=list(self.lines), _numbers=dict(self._numbers),
        )  # fmt: skip

    def on_lines(self, codes: Ints, sizes: Ints) -> Ints:
        """The line on which each farm lies, of those who answer alike by ``codes``; -1 where that is not known."""
        if not self.on or not len(codes):
            return np.full(len(codes), -1)
        if self._sorted is None:
            self._sorted = _Stretches.of(self)
        return self._sorted.line(codes, sizes)

    def learn(
        self, members: Ints, codes: Ints, sizes: Ints, ask: Callable[[int], Asked], knots: Sequence[Fraction]
    ) -> Ints:
        """The line on which each of these farms lies, asked of as few of them as can be."""
        found = np.full(len(members), -1)
        place = np.zeros(len(sizes), dtype=np.int64)
        place[members] = np.arange(len(members))
        mine = sizes[members]
        # Of many payments all farms have as much.
        alike = not len(mine) or bool((mine == mine[0]).all())
        by_size = np.arange(len(mine)) if alike else np.argsort(mine, kind="stable")
        for some in parts(codes, by_size):
            lost = sizes[members[some]] == MISSING
            for left, bends in ((some[lost], ()), (some[~lost], knots)):
                for line, here in stretches(members[left], sizes, ask, bends) if len(left) else ():
                    number = self._number(line)
                    self._keep(int(codes[some[0]]), number, sizes[here])
                    found[place[here]] = number
        return found

    def _number(self, line: Straight) -> int:
        number = self._numbers.setdefault(line.pays, len(self.lines))
        if number == len(self.lines):
            self.lines.append(line)
        return number

    def _keep(self, code: int, number: int, sizes: Ints) -> None:
        """A stretch with three different sizes was tried in between; on others only the sizes of its farms are known."""
        first, middle, last = int(sizes[0]), int(sizes[len(sizes) // 2]), int(sizes[-1])
        tried = first < middle < last
        for low, high in ((first, last),) if tried else ((s, s) for s in sorted(set(sizes.tolist()))):
            self.alike.append(code)
            self.low.append(low)
            self.high.append(high)
            self.on.append(number)
        self._sorted = None


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Stretches as columns, by those who answer alike and size; ``starts`` are all sizes at which one begins."""

    starts: Ints
    key: Ints
    alike: Ints
    high: Ints
    on: Ints

    @classmethod
    def of(cls, known: Lines) -> _Stretches:
        alike, low = np.array(known.alike, dtype=np.int64), np.array(known.low, dtype=np.int64)
        starts = np.unique(low)
        key = alike * (len(starts) + 1) + np.searchsorted(starts, low) + 1
        order = np.argsort(key, kind="stable")
        high, on = np.array(known.high, dtype=np.int64), np.array(known.on, dtype=np.int64)
        return cls(starts, key[order], alike[order], high[order], on[order])

    def line(self, alike: Ints, sizes: Ints) -> Ints:
        """The line of the last stretch that begins at or before each size, -1 where it ends before it."""
        wanted = alike * (len(self.starts) + 1) + np.searchsorted(self.starts, sizes, "right")
        at = np.maximum(np.searchsorted(self.key, wanted, "right") - 1, 0)
        begun = (self.key[at] <= wanted) & (self.alike[at] == alike)
        found: Ints = np.where(begun & (sizes <= self.high[at]), self.on[at], -1)
        return found


def parts(numbers: Ints, places: Ints) -> Iterator[Ints]:
    """The places in groups of the same number, each in the order given."""
    if not len(places):
        return
    told = numbers[places]
    if (told == told[0]).all():
        yield places
        return
    order = in_order(told) if told.min() >= 0 else np.argsort(told, kind="stable")
    told, placed = told[order], places[order]
    bounds = [0, *(np.flatnonzero(told[1:] != told[:-1]) + 1).tolist(), len(told)]
    for start, end in pairwise(bounds):
        yield placed[start:end]


@lru_cache(maxsize=16_384)
def over_one(line: Line) -> tuple[int, int, int]:
    """A number and a slope as whole numbers, with what both are divided by."""
    start, slope = line
    under = lcm(start.denominator, slope.denominator)
    return int(start * under), int(slope * under), under


def whole(line: Line, sizes: Ints) -> Ints:
    """A number plus a slope times the sizes, rounded down; OverflowError where that does not fit in 64 bits."""
    first, each, under = over_one(line)
    if not len(sizes):
        return sizes.astype(np.int64)
    if abs(first) + abs(each) * int(np.abs(sizes).max()) < _LARGEST and under < _LARGEST:
        return (first + each * sizes) // under
    found = [(first + each * size) // under for size in sizes.tolist()]
    return np.array(found, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Lines over the size: micro-cents, millionths of the quantity and of a cent per unit; and cents over the smallest steps of
    the quantity, or over the size where the quantity is the same for all.
    """

    exact: Line
    quantity: Line
    rate: Line
    cents: Line
    steps: Line | None


@lru_cache(maxsize=16_384)
def amounts(quantity: Line, price: Line, least: Decimal) -> Amounts:
    """What lines over the size a quantity and a rate make, of which one at most has a slope; ``least`` is the smallest step."""
    (much, more), (rate, rise), grain = quantity, price, Fraction(least)
    each = grain * (much // grain)
    return Amounts(
        # One of the two has no slope, so their product is a line too.
        (much * rate * MICRO, (much * rise + more * rate) * MICRO),
        (much * MICRO, more * MICRO),
        (rate * MICRO + Fraction(1, 2), rise * MICRO),
        (Fraction(1, 2), rate * grain) if more else (Fraction(1, 2) + rate * each, rise * each),
        (much / grain, more / grain) if more else None,
    )
