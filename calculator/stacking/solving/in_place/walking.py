"""A problem of which one row holds the free choice back, solved by walking along that row instead of by a programme.

Under one row the best division is known: every piece begins at what gains most, and the departures that lose least per unit
of relief are taken until the row is kept, the last of them in part. Blocks that may not be divided are tried in every
combination of their groups. The price at which a walk ends bounds everything that goes with it: it is the proof. Of all divisions
that gain as much the one with the least preference is taken (``bounds``): a walk again, over what gains the same at that price.

Nothing is said (None) where that is not the whole answer: another row breaks, there are too many ways or combinations, or two
of these come out equal. Then several rows are looked at together (``corner``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from calculator.domain.problem import MULTIPLIER_SCALE, Problem, Proof, Solution
from calculator.stacking.solving.free_choice.bounds import Choice
from calculator.stacking.solving.in_place.few_rows import Way
from calculator.stacking.solving.in_place.outline import End, outline, steps
from calculator.stacking.solving.in_place.telling import (
    Together,
    Weights,
    preferred,
    proof_of,
    together,
    told,
    totals_with,
    weighed,
)
from calculator.stacking.solving.in_place.undecided import Ground
from calculator.stacking.solving.search.found import COIN

#: What gains less than this share of the largest loss less gains the same, as the programme counts it; at least in micro-cents.
_SAME, _LEAST = 1e-11, 1e-7

#: With more rows broken no walk is tried.
_MOST_BROKEN = 4


@dataclass(slots=True)
class Walk:
    """The answer, how equals stand, and what it is under other names. ``group`` is a group of every undivided block."""

    ground: Ground
    end: End
    group: Together
    proof: Proof
    taken: dict[int, Weights] = field(default_factory=dict)
    _equal: list[list[Way]] = field(default_factory=list)

    def __post_init__(self) -> None:
        top, bottom = self.end.price.as_integer_ratio()
        slack = int(max(self.ground.loss * _SAME, _LEAST) * bottom)
        for points in self.ground.points:
            worth = [gain * bottom - top * use for gain, use, _ in points]
            least = max(worth) - slack
            self._equal.append([at[2] for at, each in zip(points, worth, strict=True) if each >= least])
        self.taken = self._preferred(self.ground.problem)

    @property
    def blocks(self) -> list[int]:
        """The blocks that were not free to take their best."""
        return self.ground.blocks

    @property
    def tied(self) -> bool:
        """Whether names may choose among equals: not where the row leaves one way only to divide them."""
        return sum([len(same) - 1 for same in self._equal]) > (1 if self.end.price else 0)

    def under(self, problem: Problem, solution: Solution) -> Solution | None:
        """The answer to the same problem under other names; None where it breaks a row.

        ``solution`` is that under its own names: where it holds under the others too, it is what is told.
        """
        other = self._preferred(problem)
        if other == self.taken:
            return solution
        return (
            None if self.breaks(other) else told(self.ground.problem, self.ground.choice, other, self.proof)
        )

    def solution(self) -> Solution:
        """The answer with its proof."""
        return told(self.ground.problem, self.ground.choice, self.taken, self.proof)

    def breaks(self, taken: dict[int, Weights]) -> set[int]:
        """The rows that these weights break, but for the one that was walked along."""
        totals = totals_with(self.ground.problem, self.ground.choice, taken)
        rows = self.ground.problem.rows
        return {at for at, total in enumerate(totals) if at != self.ground.rows[0] and total > rows[at].bound}

    def _preferred(self, problem: Problem) -> dict[int, Weights]:
        """Of all divisions that gain the most, the one with the least preference, as the problem names it."""
        liked: list[dict[Way, float]] = []
        for (index, _), same in zip(self.ground.open, self._equal, strict=True):
            liked.append({w: preferred(problem, index, w) if len(same) > 1 else 0.0 for w in same})
        starts = [min(of, key=lambda way: (of[way], way)) for of in liked]
        found: list[dict[Way, float]] = [{way: 1.0} for way in starts]
        over = sum([way[1][0] for way in (*starts, *self.group)]) - self.ground.left[0]
        if over > 0 or (over and self.end.price):
            self._moved(liked, abs(over), 1 if over > 0 else -1, found)
        return weighed(self.ground, self.group, found)

    @staticmethod
    def _moved(
        liked: Sequence[dict[Way, float]], over: float, sign: int, found: list[dict[Way, float]]
    ) -> None:
        """Go from what is liked best along the row until it is kept, or filled, by what is disliked least."""
        outlines = [
            outline([(-dislike, sign * way[1][0], way) for way, dislike in of.items()]) for of in liked
        ]
        way = sorted([step for place, points in enumerate(outlines) for step in steps(place, points)])
        for step in way:
            before, after = outlines[step.place][step.corner][2], outlines[step.place][step.corner + 1][2]
            if step.relief > over:
                part = over / step.relief
                found[step.place] = {before: 1.0 - part, after: part}
                return
            found[step.place] = {after: 1.0}
            over -= step.relief
            if not over:
                return


def walked(problem: Problem, choice: Choice, broken: Sequence[int]) -> tuple[Walk | None, set[int]]:
    """The answer where the free choice breaks these rows, None where no one of them says it; and the rows that walks along them
    break.
    """
    further: set[int] = set()
    # Any row that says it says the same; by name, so that the proof too does not follow the order of rows.
    for row in sorted(broken, key=lambda at: problem.rows[at].id) if len(broken) <= _MOST_BROKEN else ():
        walk = _along(Ground(problem, choice, (row,)))
        breaks = walk.breaks(walk.taken) if walk is not None else set()
        if walk is not None and not breaks:
            return walk, further
        further |= breaks
    return None, further


def _along(ground: Ground) -> Walk | None:
    """The best that a walk along the row finds, whatever other rows it breaks."""
    if not ground.read():
        return None
    ends = ground.ends()
    reached = [(end, at) for at, end in enumerate(ends) if end is not None]
    if not reached:
        return None
    best, at = max(reached, key=lambda each: (each[0].gain, -each[1]))
    if any(end.gain > best.gain - int(COIN) for end, other in reached if other != at):
        return None
    return Walk(ground, best, list(together(ground))[at], _proof(ground, ends))


def _proof(ground: Ground, ends: Sequence[End | None]) -> Proof:
    """One part per combination of undivided groups, bounded by the price at which its walk ends."""
    told = []
    for end in ends:
        # Where nothing keeps the row, any price of it shows that.
        price = 1 if end is None else round(end.price * MULTIPLIER_SCALE)
        told.append((((ground.rows[0], price),) if price else (), end is None))
    return proof_of(ground, told)
