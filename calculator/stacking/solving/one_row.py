"""The optimum of a component where one row at a time holds it back, found by walking instead of by a programme.

Under one row the best division is known: every block begins at what gains most, and the departures that lose least per unit
of relief are taken until the row is kept, the last of them in part. A point so found is the best under that row alone, so
no point under all rows is worth more; where it keeps the other rows too, it is the optimum. Blocks that may not be divided
are gone through in all combinations of their groups. Whole numbers and fractions only.

Where one row does not say it, nothing is said, and the programme is solved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise, product
from typing import NamedTuple

from calculator.domain.problem import Cell, Option, Problem
from calculator.domain.quickly import made_quickly
from calculator.stacking.solving.components import Component

#: Combinations of groups of whole blocks that are gone through at most.
_MOST_COMBINATIONS = 24

#: Of one block: what its corners gain and take of every row, from the most gain down, each with more relief of one row.
_Corner = tuple[int, tuple[int, ...]]


@made_quickly
@dataclass(frozen=True, slots=True)
class Said:
    """``known`` says whether one row at a time settles it; then ``worth`` is the optimum (micro-cents), None where nothing
    keeps the rows.
    """

    known: bool
    worth: Fraction | None


_UNKNOWN = Said(known=False, worth=None)


class _Step(NamedTuple):
    """A departure from one corner of a block to its next: by what it loses per unit of relief, first those that lose least."""

    ratio: float
    block: int
    corner: int


@dataclass(slots=True)
class OneRow:
    """A component ready to be asked under restrictions; ``steps`` counts the corners and departures looked at."""

    problem: Problem
    component: Component
    steps: int = 0
    _place: dict[int, int] = field(init=False)
    _hulls: dict[tuple[int, tuple[int, ...], int], tuple[_Corner, ...]] = field(default_factory=dict)
    _slopes: dict[tuple[int, tuple[int, ...], int], tuple[_Step, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._place = {row: place for place, row in enumerate(self.component.rows)}

    def worth(self, allowed: Mapping[int, tuple[int, ...]]) -> Said:
        """The optimum of the component's blocks when some (by place in the component) may use only these groups."""
        options: list[list[tuple[int, ...]]] = []
        for place, index in enumerate(self.component.blocks):
            block = self.problem.blocks[index]
            groups = allowed.get(place) or tuple(range(len(block.groups)))
            options.append([(g,) for g in groups] if block.whole else [groups])
        many = 1
        for each in options:
            many *= len(each)
            if many > _MOST_COMBINATIONS:
                return _UNKNOWN
        best: Fraction | None = None
        above: list[Fraction] = []
        for combination in product(*options):
            bound, exact = self._under(combination, best)
            if bound is None or (best is not None and bound <= best):
                continue
            if exact:
                best = bound
            else:
                above.append(bound)
        if above and (best is None or max(above) > best):
            return _UNKNOWN
        return Said(known=True, worth=best)

    def _under(
        self, groups: Sequence[tuple[int, ...]], enough: Fraction | None
    ) -> tuple[Fraction | None, bool]:
        """What no division under these groups exceeds (None: none keeps the rows), and whether one reaches it.

        What is not above ``enough`` may be said as it comes.
        """
        starts = [self._hull(b, of, 0)[0] for b, of in enumerate(groups)]
        most = sum([gain for gain, _ in starts])
        if enough is not None and most <= enough:
            return Fraction(most), False
        totals = [sum(column) for column in zip(*[uses for _, uses in starts], strict=True)]
        broken = [r for r, total in enumerate(totals) if total > self.component.bounds[r]]
        if not broken:
            return Fraction(most), True
        least: Fraction | None = None
        for row in broken:
            found, keeps = self._walked(groups, row)
            if found is None or keeps:
                return found, keeps
            least = found if least is None else min(least, found)
        return least, False

    def _walked(self, groups: Sequence[tuple[int, ...]], row: int) -> tuple[Fraction | None, bool]:
        """The most that is gained under one row, None where it cannot be kept; and whether that keeps all rows."""
        hulls = [self._hull(b, of, row) for b, of in enumerate(groups)]
        at = [0] * len(hulls)
        gain = sum([hull[0][0] for hull in hulls])
        over = sum([hull[0][1][row] for hull in hulls]) - self.component.bounds[row]
        steps = sorted([step for b, of in enumerate(groups) for step in self._slope(b, of, row)])
        self.steps += len(steps)
        if over <= 0:
            return Fraction(gain), self._kept(hulls, at, None)
        for _, b, corner in steps:
            (before, uses), (after, fewer) = hulls[b][corner], hulls[b][corner + 1]
            relief = uses[row] - fewer[row]
            if relief >= over:
                part = Fraction(over, relief)
                return gain - (before - after) * part, self._kept(hulls, at, (b, part))
            gain -= before - after
            over -= relief
            at[b] = corner + 1
        return None, False

    def _kept(
        self, hulls: Sequence[tuple[_Corner, ...]], at: Sequence[int], last: tuple[int, Fraction] | None
    ) -> bool:
        """Whether these corners keep every row, with one block in part on the way to its next corner."""
        totals = [
            sum(column) for column in zip(*[h[c][1] for h, c in zip(hulls, at, strict=True)], strict=True)
        ]
        if last is None:
            return all(total <= bound for total, bound in zip(totals, self.component.bounds, strict=True))
        b, part = last
        here, there = hulls[b][at[b]][1], hulls[b][at[b] + 1][1]
        top, bottom = part.as_integer_ratio()
        return all(
            total * bottom + (y - x) * top <= bound * bottom
            for total, x, y, bound in zip(totals, here, there, self.component.bounds, strict=True)
        )

    def _slope(self, block: int, groups: tuple[int, ...], row: int) -> tuple[_Step, ...]:
        """The departures along a block's corners."""
        key = (block, groups, row)
        found = self._slopes.get(key)
        if found is None:
            hull = self._hull(block, groups, row)
            found = self._slopes[key] = tuple(
                _Step((a[0] - b[0]) / (a[1][row] - b[1][row]), block, corner)
                for corner, (a, b) in enumerate(pairwise(hull))
            )
        return found

    def _hull(self, block: int, groups: tuple[int, ...], row: int) -> tuple[_Corner, ...]:
        """The corners of what a block offers under these groups, as one row sees them."""
        key = (block, groups, row)
        found = self._hulls.get(key)
        if found is None:
            offered = self.problem.blocks[self.component.blocks[block]].groups
            corners = [corner for g in groups for corner in self._of_group(offered[g].cells, row)]
            self.steps += len(corners)
            found = self._hulls[key] = tuple(_outline(corners, row))
        return found

    def _of_group(self, cells: Sequence[Cell], row: int) -> list[_Corner]:
        """The corners of a group: its cells side by side, the cheapest relief of any of them first."""
        hulls = [_outline([self._corner(option) for option in cell.options], row) for cell in cells]
        if len(hulls) == 1:
            return hulls[0]
        gain = sum([hull[0][0] for hull in hulls])
        uses = [sum(column) for column in zip(*[hull[0][1] for hull in hulls], strict=True)]
        uses = uses or [0] * len(self.component.rows)
        corners: list[_Corner] = [(gain, tuple(uses))]
        steps = sorted(
            _Step((a[0] - b[0]) / (a[1][row] - b[1][row]), cell, corner)
            for cell, hull in enumerate(hulls)
            for corner, (a, b) in enumerate(pairwise(hull))
        )
        for _, cell, corner in steps:
            (before, used), (after, fewer) = hulls[cell][corner], hulls[cell][corner + 1]
            gain -= before - after
            uses = [u - x + y for u, x, y in zip(uses, used, fewer, strict=True)]
            corners.append((gain, tuple(uses)))
        return corners

    def _corner(self, option: Option) -> _Corner:
        uses = [0] * len(self.component.rows)
        for row, amount in option.uses:
            place = self._place.get(row)
            if place is not None:
                uses[place] += amount
        return option.gain, tuple(uses)


def _outline(corners: Sequence[_Corner], row: int) -> list[_Corner]:
    """Those from which no mixture of others takes as little of the row for less loss, from the most gain down."""
    found: list[_Corner] = []
    for gain, uses in sorted(corners, key=lambda c: (-c[0], c[1][row], c[1])):
        if found and uses[row] >= found[-1][1][row]:
            continue
        while len(found) > 1 and _worse(found[-2], found[-1], gain, uses[row], row):
            found.pop()
        found.append((gain, uses))
    return found


def _worse(first: _Corner, middle: _Corner, gain: int, use: int, row: int) -> bool:
    """Whether going by the middle corner loses as much per unit of relief as going past it, or more."""
    lost, relief = first[0] - middle[0], first[1][row] - middle[1][row]
    return lost * (middle[1][row] - use) >= (middle[0] - gain) * relief
