"""Amounts as straight lines over a quantity: the ends of each stretch that was found straight, and whole numbers on a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.sizes import MISSING, Asked, Straight, stretches

#: Whole numbers stay in 64 bits below this.
_LARGEST = 2**62


@dataclass(slots=True)
class Lines:
    """What one payment answers to farms that answer alike: lines, each from a size up to and with another."""

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    lines: list[Straight] = field(default_factory=list)

    def copy(self) -> Lines:
        """The same, to be added to."""
        return Lines(list(self.low), list(self.high), list(self.lines))

    def over(
        self, members: Ints, sizes: Ints, ask: Callable[[int], Asked], knots: Sequence[Fraction]
    ) -> Iterator[tuple[Straight, Ints]]:
        """Lines with the farms on them; ``members`` are farms by size. What is not known yet is asked."""
        mine, on = sizes[members], self._known(sizes[members])
        for place in np.unique(on[on >= 0]).tolist():
            yield self.lines[place], members[on == place]
        left = members[on < 0]
        missing, known = left[mine[on < 0] == MISSING], left[mine[on < 0] != MISSING]
        for some, bends in ((missing, ()), (known, knots)):
            for line, found in stretches(some, sizes, ask, bends) if len(some) else ():
                self._keep(line, sizes[found])
                yield line, found

    def _known(self, sizes: Ints) -> Ints:
        """The line on which each size lies, -1 where that is not known."""
        if not self.low:
            return np.full(len(sizes), -1)
        low, high = np.array(self.low), np.array(self.high)
        order = np.argsort(low)
        at = order[np.maximum(np.searchsorted(low[order], sizes, "right") - 1, 0)]
        found: Ints = np.where((low[at] <= sizes) & (sizes <= high[at]), at, -1)
        return found

    def _keep(self, line: Straight, sizes: Ints) -> None:
        """A stretch with three different sizes was tried in between; on others nothing is known but where it was asked."""
        first, middle, last = int(sizes[0]), int(sizes[len(sizes) // 2]), int(sizes[-1])
        if first == last or first < middle < last:
            self.low.append(first)
            self.high.append(last)
            self.lines.append(line)


def whole(line: tuple[Fraction, Fraction], sizes: Ints) -> Ints:
    """A number plus a slope times the sizes, rounded down; OverflowError where that does not fit in 64 bits."""
    start, slope = line
    under = int(np.lcm.reduce(np.array([start.denominator, slope.denominator], dtype=object)))
    first, each = int(start * under), int(slope * under)
    if not len(sizes) or (abs(first) + abs(each) * int(np.abs(sizes).max()) < _LARGEST and under < _LARGEST):
        return (first + each * sizes) // under
    found = [(first + each * size) // under for size in sizes.tolist()]
    return np.array(found, dtype=np.int64)
