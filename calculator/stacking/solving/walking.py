"""A problem of which one row holds the free choice back, solved by walking along that row instead of by a programme.

Under one row the best division is known: every block begins at what gains most, and the departures that lose least per unit
of relief are taken until the row is kept, the last of them in part. A block that may not be divided is tried in each of its
groups. The price at which a walk ends bounds everything that goes with that group: it is the proof. Of all divisions that
gain as much the one with the least preference is taken (``bounds``): a walk again, over what gains the same at that price.

Nothing is said (None) where that is not the whole answer: another row breaks, several undivided blocks are open, one has
cells for several years, or two of its groups come out equal. Then the programme is solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from calculator.domain.problem import (
    MULTIPLIER_SCALE,
    Block,
    Multipliers,
    Part,
    Partition,
    Problem,
    Proof,
    Solution,
    Split,
)
from calculator.stacking.solving.bounds import Choice, preference
from calculator.stacking.solving.found import COIN
from calculator.stacking.solving.outline import outline, steps
from calculator.stacking.solving.telling import Weights, told, totals_with
from calculator.stacking.solving.undecided import End, Ground, Way

#: What gains less than this share of the largest loss less gains the same, as the programme counts it; at least in micro-cents.
_SAME, _LEAST = 1e-11, 1e-7

#: With more rows broken no walk is tried.
_MOST_BROKEN = 4


@dataclass(slots=True)
class Walk:
    """The answer, how equals stand, and what it is under other names. ``group`` is that of the undivided block."""

    ground: Ground
    end: End
    group: Way | None
    proof: Proof
    taken: dict[int, Weights] = field(default_factory=dict)
    _equal: list[list[Way]] = field(default_factory=list)

    def __post_init__(self) -> None:
        top, bottom = self.end.price.as_integer_ratio()
        slack = int(max(self.ground.largest_loss * _SAME, _LEAST) * bottom)
        for block in self.ground.open:
            worth = [gain * bottom - top * use for gain, use, _, _ in block.ways]
            least = max(worth) - slack
            self._equal.append([way for way, each in zip(block.ways, worth, strict=True) if each >= least])
        self.taken = self._preferred(self.ground.problem)

    @property
    def blocks(self) -> list[int]:
        """The blocks that were not free to take their best."""
        undivided = self.ground.undivided
        return [block.index for block in self.ground.open] + ([undivided.index] if undivided else [])

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

    def breaks(self, taken: dict[int, Weights]) -> bool:
        """Whether these weights break a row that was not walked along."""
        totals = totals_with(self.ground.problem, self.ground.choice, taken)
        rows = self.ground.problem.rows
        return any(total > rows[at].bound for at, total in enumerate(totals) if at != self.ground.row)

    def _preferred(self, problem: Problem) -> dict[int, Weights]:
        """Of all divisions that gain the most, the one with the least preference, as the problem names it."""
        liked: list[dict[Way, float]] = []
        for block, same in zip(self.ground.open, self._equal, strict=True):
            named = problem.blocks[block.index]
            liked.append({w: _preference(problem, named, w) if len(same) > 1 else 0.0 for w in same})
        starts = [min(of, key=lambda way: (of[way], way)) for of in liked]
        found: list[Weights] = [{way[2:]: 1.0} for way in starts]
        over = sum([way[1] for way in starts]) - self.ground.left + (self.group[1] if self.group else 0)
        if over > 0 or (over and self.end.price):
            self._moved(liked, abs(over), 1 if over > 0 else -1, found)
        taken = {block.index: weights for block, weights in zip(self.ground.open, found, strict=True)}
        if self.ground.undivided is not None and self.group is not None:
            taken[self.ground.undivided.index] = {self.group[2:]: 1.0}
        return taken

    @staticmethod
    def _moved(liked: Sequence[dict[Way, float]], over: float, sign: int, found: list[Weights]) -> None:
        """Go from what is liked best along the row until it is kept, or filled, by what is disliked least."""
        outlines = [outline([(-dislike, sign * way[1], way) for way, dislike in of.items()]) for of in liked]
        way = sorted([step for place, points in enumerate(outlines) for step in steps(place, points)])
        for step in way:
            before, after = outlines[step.place][step.corner][2], outlines[step.place][step.corner + 1][2]
            if step.relief > over:
                part = over / step.relief
                found[step.place] = {before[2:]: 1.0 - part, after[2:]: part}
                return
            found[step.place] = {after[2:]: 1.0}
            over -= step.relief
            if not over:
                return


def walked(problem: Problem, choice: Choice, broken: Sequence[int]) -> Walk | None:
    """The answer where the free choice breaks these rows; None where no one of them says it."""
    if len(broken) > _MOST_BROKEN:
        return None
    # Any row that says it says the same; by name, so that the proof too does not follow the order of rows.
    for row in sorted(broken, key=lambda at: problem.rows[at].id):
        walk = _along(Ground(problem, choice, row))
        if walk is not None:
            return walk
    return None


def _along(ground: Ground) -> Walk | None:
    """The answer that a walk along the row finds, where it keeps all rows."""
    if not ground.read():
        return None
    ends = ground.ends()
    reached = [(end, at) for at, end in enumerate(ends) if end is not None]
    if not reached:
        return None
    best, at = max(reached, key=lambda each: (each[0].gain, -each[1]))
    if any(end.gain > best.gain - int(COIN) for end, other in reached if other != at):
        return None
    group = None if ground.undivided is None else ground.undivided.ways[at]
    walk = Walk(ground, best, group, _proof(ground, ends))
    return None if walk.breaks(walk.taken) else walk


def _proof(ground: Ground, ends: Sequence[End | None]) -> Proof:
    """One part per group of the undivided block, bounded by the price at which its walk ends."""
    vectors: dict[Multipliers, int] = {}
    leaves = []
    for end in ends:
        # Where nothing keeps the row, any price of it shows that.
        price = 1 if end is None else round(end.price * MULTIPLIER_SCALE)
        vector: Multipliers = ((ground.row, price),) if price else ()
        leaves.append(Part(vectors.setdefault(vector, len(vectors)), impossible=end is None))
    undivided, blocks = ground.undivided, [block.index for block in ground.open]
    nodes: tuple[Part | Split, ...] = tuple(leaves)
    if undivided is not None:
        blocks.append(undivided.index)
        branches = tuple(((way[2],), place) for place, way in enumerate(undivided.ways, start=1))
        nodes = (Split(undivided.index, branches), *leaves) if len(leaves) > 1 else nodes
    return Proof("dual", (Partition(tuple(sorted(blocks)), tuple(vectors), nodes),))


def _preference(problem: Problem, block: Block, way: Way) -> float:
    return preference(problem, block, 0, block.groups[way[2]].cells[0].options[way[3]])
