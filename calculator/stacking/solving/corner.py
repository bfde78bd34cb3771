"""A problem that a few rows hold back together, where all that is undivided is one block: solved group by group.

The free choice is left where it takes the least it can of these rows. For every group of the undivided block the others are
divided by a small programme; its prices bound all that goes with that group: they are the proof, recomputed here in whole
numbers before anything is said. Of all divisions that gain as much the one with the least preference is taken
(``bounds``): the same programme over what gains the same at these prices.

Nothing is said (None) where that is not the whole answer, as in ``walking``: then the programme is handed to HiGHS.
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
from calculator.stacking.solving.few_rows import FewRows, Way
from calculator.stacking.solving.found import COIN
from calculator.stacking.solving.simplex import Divided, Priced, divided
from calculator.stacking.solving.telling import Weights, told, totals_with

#: More rows than this are not looked at together.
_MOST_ROWS = 3
#: What gains less than this share of the largest loss less gains the same, as HiGHS counts it; and a price below it is none.
_SAME = 1e-11
#: A row counts as kept to within this share of its largest use.
_ROUNDING = 1e-8


@dataclass(frozen=True, slots=True)
class _End:
    """What goes with one group of the undivided block: the most that is gained, its division, its prices, a bound."""

    gain: float
    weights: list[list[float]]
    prices: list[float]
    bound: int


@dataclass(slots=True)
class Corner(FewRows):
    """The answer under a few rows: ``best`` is the way of the undivided block, ``taken`` what every open block takes."""

    best: int = 0
    taken: dict[int, Weights] = field(default_factory=dict)
    _vectors: list[tuple[Multipliers, bool]] = field(default_factory=list)
    _ends: list[_End | None] = field(default_factory=list)
    _equal: list[list[int]] = field(default_factory=list)

    @property
    def blocks(self) -> list[int]:
        """The blocks that were not free to take their best."""
        return [index for index, _ in self.open] + ([self.undivided[0]] if self.undivided else [])

    @property
    def tied(self) -> bool:
        """Whether names may choose among equals: not where the rows leave one way only to divide them."""
        end = self._ends[self.best]
        return end is None or sum([len(same) - 1 for same in self._equal]) > sum(self._bearing(end))

    def under(self, problem: Problem, solution: Solution) -> Solution | None:
        """The answer to the same problem under other names; None where it breaks a row.

        ``solution`` is that under its own names: where it holds under the others too, it is what is told.
        """
        other = self._preferred(problem) if self.tied else self.taken
        if other == self.taken:
            return solution
        return (
            None
            if other is None or self.broken(other)
            else told(self.problem, self.choice, other, self._proof())
        )

    def solution(self) -> Solution:
        """The answer with its proof."""
        return told(self.problem, self.choice, self.taken, self._proof())

    def broken(self, taken: dict[int, Weights]) -> set[int]:
        """The rows that these weights break; those that were looked at past rounding."""
        totals = totals_with(self.problem, self.choice, taken)
        slack = {row: unit * _ROUNDING for row, unit in zip(self.rows, self.unit, strict=True)}
        return {at for at, row in enumerate(self.problem.rows) if totals[at] > row.bound + slack.get(at, 0.0)}

    def solve(self) -> bool:
        """Whether one group of the undivided block comes out best, with a proof; then that is what is taken."""
        ways: Sequence[Way] = self.undivided[1] if self.undivided else [(0, (0,) * len(self.rows), 0, 0)]
        for way in ways:
            if not self._ended(way):
                return False
        ranked = sorted([(-end.gain, at) for at, end in enumerate(self._ends) if end is not None])
        if not ranked or (len(ranked) > 1 and ranked[1][0] - ranked[0][0] < COIN):
            return False
        self.best = ranked[0][1]
        end = self._ends[self.best]
        if end is None or max([e.bound for e in self._ends if e is not None]) > end.gain + COIN:
            return False
        self._equal = [self._same(of, end.prices) for _, of in self.open]
        if self.tied:
            found = self._preferred(self.problem)
        else:
            found = self._named([{at: w for at, w in enumerate(of) if w} for of in end.weights])
        if found is None:
            return False
        self.taken = found
        return True

    def _ended(self, way: Way) -> bool:
        """Whether it could be said what goes with one group of the undivided block."""
        left = [float(a - b) for a, b in zip(self.left, way[1], strict=True)]
        unit = self.loss / 1e4
        blocks: list[list[Priced]] = [
            [((of[0][0] - w[0]) / unit, tuple(map(float, w[1]))) for w in of] for _, of in self.open
        ]
        found = divided(blocks, left)
        if found is None:
            return False
        possible = found.weights is not None
        prices = self._stated(found, unit)
        bound = self._bound(way, prices, gains=possible)
        if not possible and bound >= 0:
            return False
        self._vectors.append((prices, not possible))
        if found.weights is None:
            self._ends.append(None)
            return True
        gain = float(way[0])
        for (_, of), weights in zip(self.open, found.weights, strict=True):
            gain += sum([w[0] * weight for w, weight in zip(of, weights, strict=True) if weight])
        exact = dict(prices)
        said = [exact.get(row, 0) / MULTIPLIER_SCALE for row in self.rows]
        self._ends.append(_End(gain, found.weights, said, -(-bound // MULTIPLIER_SCALE)))
        return True

    def _stated(self, found: Divided, unit: float) -> Multipliers:
        """Prices as the proof states them; a ray at a size at which rounding cannot spoil it."""
        size = unit if found.weights is not None else 1_000.0 * max([1, *self.unit])
        scaled = [round(price * size * MULTIPLIER_SCALE) for price in found.prices]
        return tuple([(row, price) for row, price in zip(self.rows, scaled, strict=True) if price > 0])

    def _bound(self, way: Way, prices: Multipliers, *, gains: bool) -> int:
        """What nothing that goes with a group exceeds under these prices (scaled), in whole numbers."""
        exact, scale = dict(prices), MULTIPLIER_SCALE if gains else 0
        priced = [exact.get(row, 0) for row in self.rows]

        def worth(of: Way) -> int:
            return of[0] * scale - sum([y * use for y, use in zip(priced, of[1], strict=True)])

        total = sum([y * left for y, left in zip(priced, self.left, strict=True)]) + worth(way)
        return total + sum([max([worth(each) for each in of]) for _, of in self.open])

    def _bearing(self, end: _End) -> list[bool]:
        """Which rows have a price."""
        return [price * unit > self.loss * _SAME for price, unit in zip(end.prices, self.unit, strict=True)]

    def _same(self, ways: Sequence[Way], prices: Sequence[float]) -> list[int]:
        """The ways of a block that gain the most at these prices."""
        worth = [way[0] - sum([y * u for y, u in zip(prices, way[1], strict=True)]) for way in ways]
        least = max(worth) - max(self.loss * _SAME, 1.0)
        return [at for at, each in enumerate(worth) if each >= least]

    def _preferred(self, problem: Problem) -> dict[int, Weights] | None:
        """Of all divisions that gain the most the one with the least preference, as the problem names it."""
        end = self._ends[self.best]
        assert end is not None
        left = list(self.left)
        if self.undivided is not None:
            left = [a - b for a, b in zip(left, self.undivided[1][self.best][1], strict=True)]
        places: list[int] = []
        blocks: list[list[Priced]] = []
        chosen: list[dict[int, float]] = [{same[0]: 1.0} for same in self._equal]
        bearing = self._bearing(end)
        for place, ((index, ways), same) in enumerate(zip(self.open, self._equal, strict=True)):
            if len(same) == 1:
                left = [a - b for a, b in zip(left, ways[same[0]][1], strict=True)]
                continue
            named = problem.blocks[index]
            places.append(place)
            blocks.append(
                [(_preference(problem, named, ways[at]), self._held(ways[at], bearing)) for at in same]
            )
        found = divided(
            blocks, [*map(float, left), *[-float(a) for a, b in zip(left, bearing, strict=True) if b]]
        )
        if found is None or found.weights is None:
            return None
        for place, weights in zip(places, found.weights, strict=True):
            chosen[place] = {at: w for at, w in zip(self._equal[place], weights, strict=True) if w}
        return self._named(chosen)

    @staticmethod
    def _held(way: Way, bearing: Sequence[bool]) -> tuple[float, ...]:
        """What a way takes of the rows, and of those that must be filled as well as kept."""
        uses = [float(use) for use in way[1]]
        return (*uses, *[-use for use, bears in zip(uses, bearing, strict=True) if bears])

    def _named(self, chosen: Sequence[dict[int, float]]) -> dict[int, Weights]:
        """Weights by block, group and option."""
        taken: dict[int, Weights] = {}
        for (index, ways), weights in zip(self.open, chosen, strict=True):
            taken[index] = {ways[at][2:]: weight for at, weight in weights.items()}
        if self.undivided is not None:
            taken[self.undivided[0]] = {self.undivided[1][self.best][2:]: 1.0}
        return taken

    def _proof(self) -> Proof:
        """One part per group of the undivided block, bounded by its prices."""
        vectors: dict[Multipliers, int] = {}
        leaves = [
            Part(vectors.setdefault(prices, len(vectors)), impossible=impossible)
            for prices, impossible in self._vectors
        ]
        nodes: tuple[Part | Split, ...] = tuple(leaves)
        if self.undivided is not None and len(leaves) > 1:
            index, ways = self.undivided
            branches = tuple(((way[2],), place) for place, way in enumerate(ways, start=1))
            nodes = (Split(index, branches), *leaves)
        return Proof("dual", (Partition(tuple(sorted(self.blocks)), tuple(vectors), nodes),))


def cornered(problem: Problem, choice: Choice, broken: Sequence[int]) -> Corner | None:
    """The answer where the free choice breaks these rows; None where they, and those that are broken next, do not say it."""
    rows = set(broken)
    while len(rows) <= _MOST_ROWS:
        named = tuple(sorted(rows, key=lambda row: problem.rows[row].id))
        corner = Corner(problem, choice, named)
        if not corner.read() or not corner.solve():
            return None
        further = corner.broken(corner.taken) - rows
        if not further:
            return None if corner.broken(corner.taken) else corner
        rows |= further
    return None


def _preference(problem: Problem, block: Block, way: Way) -> float:
    return preference(problem, block, 0, block.groups[way[2]].cells[0].options[way[3]])
