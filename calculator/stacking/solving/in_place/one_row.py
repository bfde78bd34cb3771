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
from itertools import product
from math import prod

from calculator.domain.problem import Cell, Option, Problem
from calculator.domain.quickly import made_quickly
from calculator.stacking.solving.free_choice.components import Component
from calculator.stacking.solving.in_place.outline import Step, outline, steps

#: Combinations of groups of whole blocks that are gone through at most.
_MOST_COMBINATIONS = 24
#: Where more rows hold back than this, walking along each of them takes longer than the programme, and seldom says it.
_MOST_ROWS = 16

#: What is gained, taken of the row that is walked along, and taken of every row of the component.
_Corner = tuple[int, int, tuple[int, ...]]
#: A block (by place), the groups that it may use, and the row (by place) that is walked along.
_Key = tuple[int, tuple[int, ...], int]


@made_quickly
@dataclass(frozen=True, slots=True)
class Said:
    """``known`` says whether one row at a time settles it; then ``worth`` is the optimum (micro-cents), None where nothing
    keeps the rows.
    """

    known: bool
    worth: Fraction | None


_UNKNOWN = Said(known=False, worth=None)


@dataclass(slots=True)
class OneRow:
    """A component ready to be asked under restrictions; ``effort`` counts the corners and steps looked at."""

    problem: Problem
    component: Component
    effort: int = 0
    _place: dict[int, int] = field(init=False)
    _outlines: dict[_Key, list[_Corner]] = field(default_factory=dict)
    _steps: dict[_Key, list[Step]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._place = {row: place for place, row in enumerate(self.component.rows)}

    def worth(self, allowed: Mapping[int, tuple[int, ...]]) -> Said:
        """The optimum of the component's blocks when some (by place in the component) may use only these groups."""
        ways: list[list[tuple[int, ...]]] = []
        for place, index in enumerate(self.component.blocks):
            block = self.problem.blocks[index]
            groups = allowed.get(place) or tuple(range(len(block.groups)))
            ways.append([(g,) for g in groups] if block.whole else [groups])
        if prod(map(len, ways)) > _MOST_COMBINATIONS:
            return _UNKNOWN
        best: Fraction | None = None
        above: list[Fraction] = []
        for combination in product(*ways):
            bound, reached = self._under(combination, best)
            if bound is None or (best is not None and bound <= best):
                continue
            if reached:
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
        starts = [self._outline(b, of, 0)[0] for b, of in enumerate(groups)]
        most = sum([start[0] for start in starts])
        if enough is not None and most <= enough:
            return Fraction(most), False
        broken = [r for r, total in enumerate(_added(starts)) if total > self.component.bounds[r]]
        if not broken:
            return Fraction(most), True
        if len(broken) > _MOST_ROWS:
            return Fraction(most), False
        least: Fraction | None = None
        for row in broken:
            found, keeps = self._walked(groups, row)
            if found is None or keeps:
                return found, keeps
            least = found if least is None else min(least, found)
        return least, False

    def _walked(self, groups: Sequence[tuple[int, ...]], row: int) -> tuple[Fraction | None, bool]:
        """The most that is gained under one row, None where it cannot be kept; and whether that keeps all rows."""
        outlines = [self._outline(b, of, row) for b, of in enumerate(groups)]
        here = [points[0] for points in outlines]
        gain = sum([start[0] for start in here])
        over = sum([start[1] for start in here]) - self.component.bounds[row]
        way = sorted([step for b, of in enumerate(groups) for step in self._stepped(b, of, row)])
        self.effort += len(way)
        if over <= 0:
            return Fraction(gain), self._kept(here, here[0], here[0], Fraction(0))
        for step in way:
            before, after = here[step.place], outlines[step.place][step.corner + 1]
            if step.relief >= over:
                part = Fraction(over, step.relief)
                return gain - (before[0] - after[0]) * part, self._kept(here, before, after, part)
            gain -= before[0] - after[0]
            over -= step.relief
            here[step.place] = after
        return None, False

    def _kept(self, here: Sequence[_Corner], before: _Corner, after: _Corner, part: Fraction) -> bool:
        """Whether these corners keep every row, with one block in part on the way to its next corner."""
        top, bottom = part.as_integer_ratio()
        return all(
            total * bottom + (there - use) * top <= bound * bottom
            for total, use, there, bound in zip(
                _added(here), before[2], after[2], self.component.bounds, strict=True
            )
        )

    def _stepped(self, block: int, groups: tuple[int, ...], row: int) -> list[Step]:
        """The departures along a block's corners."""
        key = (block, groups, row)
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = steps(block, self._outline(block, groups, row))
        return found

    def _outline(self, block: int, groups: tuple[int, ...], row: int) -> list[_Corner]:
        """The corners of what a block offers under these groups, as one row sees them."""
        key = (block, groups, row)
        found = self._outlines.get(key)
        if found is None:
            offered = self.problem.blocks[self.component.blocks[block]].groups
            corners = [corner for g in groups for corner in self._of_group(offered[g].cells, row)]
            self.effort += len(corners)
            found = self._outlines[key] = outline(corners)
        return found

    def _of_group(self, cells: Sequence[Cell], row: int) -> list[_Corner]:
        """The corners of a group: its cells side by side, the cheapest relief of any of them first."""
        outlines = [outline([self._corner(option, row) for option in cell.options]) for cell in cells]
        if len(outlines) == 1:
            return outlines[0]
        here = [points[0] for points in outlines]
        uses = _added(here) or [0] * len(self.component.rows)
        gain = sum([start[0] for start in here])
        corners: list[_Corner] = [(gain, uses[row], tuple(uses))]
        for step in sorted([step for at, points in enumerate(outlines) for step in steps(at, points)]):
            before, after = outlines[step.place][step.corner : step.corner + 2]
            gain -= before[0] - after[0]
            uses = [u - x + y for u, x, y in zip(uses, before[2], after[2], strict=True)]
            corners.append((gain, uses[row], tuple(uses)))
        return corners

    def _corner(self, option: Option, row: int) -> _Corner:
        uses = [0] * len(self.component.rows)
        for index, amount in option.uses:
            place = self._place.get(index)
            if place is not None:
                uses[place] += amount
        return option.gain, uses[row], tuple(uses)


def _added(corners: Sequence[_Corner]) -> list[int]:
    """What corners take of every row together."""
    return [sum(column) for column in zip(*[corner[2] for corner in corners], strict=True)]
