"""What the optimum of a walk becomes when some blocks may use only some of their groups: the same row is walked again.

Of the problem all stays as the walk read it, but for those blocks: their ways are the ones of the groups that are left. Where the
walk ends is the most under that one row, so no choice under all rows is worth more; where it keeps the other rows too, exactly,
it is the optimum. Else nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from calculator.domain.problem import Problem
from calculator.stacking.solving.free_choice.bounds import Choice, free_totals, group_gains
from calculator.stacking.solving.in_place.few_rows import FewRows, Way
from calculator.stacking.solving.in_place.outline import End, Step, outline, steps, walk_down
from calculator.stacking.solving.in_place.undecided import Ground, Point

#: A piece that may be divided, by its block, and its corners under the row.
_Piece = tuple[int, list[Point]]
#: The ways of an undivided block, by the block.
_Whole = tuple[int, Sequence[Way]]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a walk leaves taken: what is gained, the way of every piece, and the piece that is on its way to another, how far."""

    gain: Fraction
    ways: list[tuple[int, Way]]
    between: tuple[int, Way, Way, Fraction] | None = None


@dataclass(slots=True)
class WalkedAgain:
    """A walk that is ready to be asked; ``effort`` counts the departures that were looked at."""

    ground: Ground
    effort: int = 0
    _free: int = 0
    _inside: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        problem, choice = self.ground.problem, self.ground.choice
        self._inside = frozenset(self.ground.blocks)
        self._free = problem.constant + sum(
            [
                sum([c.options[pick].gain for c, pick in zip(b.groups[best].cells, picks[best], strict=True)])
                for b, best, picks in zip(problem.blocks, choice.groups, choice.options, strict=True)
            ]
        )

    def worth(self, allowed: Mapping[int, Sequence[int]]) -> Fraction | None:
        """Micro-cents of the optimum under these groups; None where walking does not say it."""
        ground = self.ground
        pieces = [
            (index, corners)
            for (index, _), corners in zip(ground.open, ground.corners, strict=True)
            if index not in allowed
        ]
        whole: list[_Whole] = [each for each in ground.undivided if each[0] not in allowed]
        left = ground.left[0]
        for index, groups in allowed.items():
            ways = self._ways(index, groups)
            if not ways:
                return None
            if ground.problem.blocks[index].whole:
                whole.append((index, ways))
            else:
                pieces.append((index, outline([(way[0], way[1][0], way) for way in ways])))
            if index not in self._inside:
                left += self._free_use(index)
        best = max(self._ends(pieces, whole, left), key=lambda end: end.gain, default=None)
        if best is None or not self._kept(best):
            return None
        return best.gain + self._beside({*self._inside, *allowed})

    def _ways(self, index: int, groups: Sequence[int]) -> list[Way]:
        """The ways of a block in some of its groups; none where it is not read as one piece."""
        ground = self.ground
        block = ground.problem.blocks[index]
        alone = FewRows(ground.problem, ground.choice, ground.rows, [0])
        if len(block.groups) == 1 or not alone.lay_out(index, block, keep=True):
            return []
        ((_, ways),) = (*alone.open, *alone.undivided)
        return [way for way in ways if way[2] in groups]

    def _free_use(self, index: int) -> int:
        """What the free choice of a block takes of the row."""
        block, best = self.ground.problem.blocks[index], self.ground.choice.groups[index]
        picks = self.ground.choice.options[index][best]
        uses = [c.options[pick].uses for c, pick in zip(block.groups[best].cells, picks, strict=True)]
        return sum([amount for of in uses for row, amount in of if row == self.ground.rows[0]])

    def _beside(self, walked: set[int]) -> int:
        """What everything gains that is not walked: the blocks that are decided, and the cells of others that are."""
        ground = self.ground
        inside = sum([ways[0][0] for index, ways in (*ground.open, *ground.undivided)])
        more = [max(group_gains(ground.problem, ground.choice, b)) for b in walked - self._inside]
        return self._free - inside - sum(more)

    def _ends(self, pieces: Sequence[_Piece], whole: Sequence[_Whole], left: int) -> Iterator[_Taken]:
        """What the walk leaves taken for every combination of the undivided blocks with which the row can be kept."""
        starts = [corners[0] for _, corners in pieces]
        gain, use = sum([at[0] for at in starts]), sum([at[1] for at in starts]) - left
        way = sorted([step for place, (_, corners) in enumerate(pieces) for step in steps(place, corners)])
        for of in product(*[ways for _, ways in whole]):
            self.effort += len(way) + 1
            taken = [(index, each) for (index, _), each in zip(whole, of, strict=True)]
            more, uses = sum([each[0] for each in of]), sum([each[1][0] for each in of])
            end = walk_down(gain + more, use + uses, way)
            if end is not None:
                yield _taken(pieces, way, end, taken)

    def _kept(self, end: _Taken) -> bool:
        """Whether every row is kept, exactly."""
        problem, choice = self.ground.problem, self.ground.choice
        totals = dict(enumerate(free_totals(problem, choice)))
        for index, way in end.ways:
            _add(problem, choice, index, way, totals, 1)
        top, bottom, further = 0, 1, dict[int, int]()
        if end.between is not None:
            index, before, after, part = end.between
            top, bottom = part.as_integer_ratio()
            _add(problem, choice, index, before, further, -1)
            _add(problem, choice, index, after, further, 1)
        return all(
            totals[at] * bottom + further.get(at, 0) * top <= row.bound * bottom
            for at, row in enumerate(problem.rows)
        )


def _taken(pieces: Sequence[_Piece], way: Sequence[Step], end: End, whole: list[tuple[int, Way]]) -> _Taken:
    """The ways that a walk with this end leaves, beside those of the undivided blocks."""
    at = [0] * len(pieces)
    for step in way if end.step is not None else ():
        if step is end.step:
            break
        at[step.place] = step.corner + 1
    ways = [(index, corners[corner][2]) for (index, corners), corner in zip(pieces, at, strict=True)]
    if end.step is None:
        return _Taken(end.gain, [*whole, *ways])
    index, corners = pieces[end.step.place]
    before, after = corners[end.step.corner : end.step.corner + 2]
    return _Taken(end.gain, [*whole, *ways], (index, before[2], after[2], end.part))


def _add(problem: Problem, choice: Choice, index: int, way: Way, totals: dict[int, int], times: int) -> None:
    """Add so many times what a way of a piece takes of every row, beyond what the free choice takes there."""
    block, best, cells = problem.blocks[index], choice.groups[index], way[3]
    picks = choice.options[index][best]
    free = [(c, picks[c]) for c, _ in cells] if len(block.groups) == 1 else list(enumerate(picks))
    if way[2] == best and free == list(cells):
        return
    for group, options, sign in ((way[2], cells, times), (best, free, -times)):
        for cell, option in options:
            for row, amount in block.groups[group].cells[cell].options[option].uses:
                totals[row] = totals.get(row, 0) + sign * amount
