"""A problem that a few rows hold back together, solved by a small programme in place.

The free choice is left where it takes the least it can of these rows. For every combination of groups of the blocks that may not
be divided the rest is divided by a small programme; its prices bound all that goes with that combination: they are the proof,
recomputed here in whole numbers before anything is said. Of all divisions that gain as much the one with the least preference is
taken (``bounds``): the same programme over what gains the same at these prices. Where nothing keeps the rows, prices show that.

Nothing is said (None) where that is not the whole answer, as in ``walking``: then the programme is handed to HiGHS.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import mul, neg, sub

from calculator.domain.problem import MULTIPLIER_SCALE, Multipliers, Problem, Proof, Solution
from calculator.stacking.solving.free_choice.bounds import Choice
from calculator.stacking.solving.in_place.few_rows import FewRows, Way
from calculator.stacking.solving.in_place.simplex import Divided, Priced, divided
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
from calculator.stacking.solving.search.found import COIN

#: More rows, pieces and ways than this are not looked at together.
_MOST_ROWS, _MOST_PIECES, _MOST_WAYS = 16, 60, 200
#: Where there are more combinations than this, one that is shown to be worse is not divided: of few the prices of each are a
#: closer bound of what forcing a claim costs.
_ALL_ASKED = 6
#: Up to here whole numbers are exact in floats.
_EXACT = 2**53
#: What gains less than this share of the largest loss less gains the same, as HiGHS counts it; and a price below it is none.
_SAME = 1e-11
#: A row counts as kept to within this share of its largest use.
_ROUNDING = 1e-8

#: Prices, and whether they show that nothing keeps the rows.
_Vector = tuple[Multipliers, bool]


@dataclass(frozen=True, slots=True)
class _End:
    """What goes with one combination of groups: the most that is gained, its division, its prices, a bound."""

    group: Together
    gain: float
    weights: list[list[float]]
    prices: list[float]
    bound: int


@dataclass(slots=True)
class Corner(FewRows):
    """The answer under a few rows: ``best`` is how the best of all combinations ends (None: nothing keeps the rows), ``taken``
    what every block takes, ``unit`` the most that one way takes of each row.
    """

    unit: list[int] = field(default_factory=list)
    best: _End | None = None
    taken: dict[int, Weights] = field(default_factory=dict)
    _vectors: list[_Vector] = field(default_factory=list)
    _worth: dict[_Vector, int] = field(default_factory=dict)
    _equal: list[list[int]] = field(default_factory=list)

    @property
    def tied(self) -> bool:
        """Whether names may choose among equals: not where the rows leave one way only to divide them."""
        return self.best is None or sum([len(same) - 1 for same in self._equal]) > sum(
            self._bearing(self.best)
        )

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
        if self.best is None:
            return Solution("infeasible", (), (), self._proof())
        return told(self.problem, self.choice, self.taken, self._proof())

    def broken(self, taken: dict[int, Weights]) -> set[int]:
        """The rows that these weights break; those that were looked at past rounding."""
        totals = totals_with(self.problem, self.choice, taken)
        slack = {row: unit * _ROUNDING for row, unit in zip(self.rows, self.unit, strict=True)}
        return {at for at, row in enumerate(self.problem.rows) if totals[at] > row.bound + slack.get(at, 0.0)}

    def solve(self) -> bool:
        """Whether one combination comes out best, with a proof; then that is what is taken. Or none keeps the rows."""
        every = [way for _, ways in (*self.open, *self.undivided) for way in ways]
        takes = zip(*[way[1] for way in every], strict=True) if every else [(0,)] * len(self.rows)
        self.unit = [max(map(abs, of)) for of in takes]
        small = len(self.open) <= _MOST_PIECES and len(every) <= _MOST_WAYS
        exact = max([self.loss, *self.unit, *map(abs, self.left)]) <= _EXACT
        if not small or not exact:
            return False
        groups, ends = list(together(self)), list[_End]()
        vectors: dict[int, _Vector] = {}
        for at in sorted(range(len(groups)), key=lambda at: (-sum([way[0] for way in groups[at]]), at)):
            vector = self._closed(groups[at], ends, vectors.values()) if len(groups) > _ALL_ASKED else None
            vector = vector or self._ended(groups[at], ends)
            if vector is None:
                return False
            vectors[at] = vector
        self._vectors = [vectors[at] for at in range(len(groups))]
        if not ends:
            return True
        ranked = sorted(ends, key=lambda end: -end.gain)
        end = ranked[0]
        if len(ranked) > 1 and end.gain - ranked[1].gain < COIN:
            return False
        if max([e.bound for e in ends]) > end.gain + COIN:
            return False
        self.best = end
        self._equal = [self._same(of, end.prices) for _, of in self.open]
        found = self._preferred(self.problem) if self.tied else self._weighed(end, end.weights)
        if found is None:
            return False
        self.taken = found
        return True

    def _closed(self, group: Together, ends: Sequence[_End], vectors: Iterable[_Vector]) -> _Vector | None:
        """Prices of another combination that show that this one keeps no rows, or gains less than the best so far."""
        floor = None if not ends else (max([end.gain for end in ends]) - COIN) * MULTIPLIER_SCALE
        for vector in dict.fromkeys(vectors):
            prices, never = vector
            if never or floor is not None:
                bound = self._bound(group, prices, gains=not never)
                if bound < 0 if never or floor is None else bound < floor:
                    return vector
        return None

    def _ended(self, group: Together, ends: list[_End]) -> _Vector | None:
        """The prices that bound what goes with one combination of groups, which is added to the ``ends``; None where it could
        not be said.
        """
        left = [float(each) for each in self._left(group)]
        unit = self.loss / 1e4
        blocks: list[list[Priced]] = [
            [((of[0][0] - w[0]) / unit, tuple(map(float, w[1]))) for w in of] for _, of in self.open
        ]
        found = divided(blocks, left)
        if found is None:
            return None
        possible = found.weights is not None
        prices = self._stated(found, unit)
        bound = self._bound(group, prices, gains=possible)
        if not possible and bound >= 0:
            return None
        if found.weights is None:
            return prices, True
        gain = float(sum([way[0] for way in group]))
        for (_, of), weights in zip(self.open, found.weights, strict=True):
            gain += sum([w[0] * weight for w, weight in zip(of, weights, strict=True) if weight])
        exact = dict(prices)
        said = [exact.get(row, 0) / MULTIPLIER_SCALE for row in self.rows]
        ends.append(_End(group, gain, found.weights, said, -(-bound // MULTIPLIER_SCALE)))
        return prices, False

    def _left(self, group: Together) -> list[int]:
        """What the decided blocks and these groups leave of every row."""
        left = list(self.left)
        for way in group:
            left = list(map(sub, left, way[1]))
        return left

    def _stated(self, found: Divided, unit: float) -> Multipliers:
        """Prices as the proof states them; a ray at a size at which rounding cannot spoil it."""
        size = unit if found.weights is not None else 1_000.0 * max([1, *self.unit])
        scaled = [round(price * size * MULTIPLIER_SCALE) for price in found.prices]
        return tuple([(row, price) for row, price in zip(self.rows, scaled, strict=True) if price > 0])

    def _bound(self, group: Together, prices: Multipliers, *, gains: bool) -> int:
        """What nothing that goes with these groups exceeds under these prices (scaled), in whole numbers."""
        exact, scale = dict(prices), MULTIPLIER_SCALE if gains else 0
        priced = [(at, exact[row]) for at, row in enumerate(self.rows) if row in exact]

        def worth(of: Way) -> int:
            uses = of[1]
            return of[0] * scale - sum([y * uses[at] for at, y in priced])

        known = self._worth.get((prices, gains))
        if known is None:
            known = sum([y * self.left[at] for at, y in priced])
            known += sum([max([worth(each) for each in of]) for _, of in self.open])
            self._worth[prices, gains] = known
        return known + sum([worth(way) for way in group])

    def _bearing(self, end: _End) -> list[bool]:
        """Which rows have a price."""
        return [price * unit > self.loss * _SAME for price, unit in zip(end.prices, self.unit, strict=True)]

    def _same(self, ways: Sequence[Way], prices: Sequence[float]) -> list[int]:
        """The ways of a piece that gain the most at these prices."""
        worth = [way[0] - sum(map(mul, prices, way[1])) for way in ways]
        least = max(worth) - max(self.loss * _SAME, 1.0)
        return [at for at, each in enumerate(worth) if each >= least]

    def _preferred(self, problem: Problem) -> dict[int, Weights] | None:
        """Of all divisions that gain the most the one with the least preference, as the problem names it."""
        end = self.best
        assert end is not None
        left = self._left(end.group)
        places: list[int] = []
        blocks: list[list[Priced]] = []
        chosen: list[list[float]] = []
        bearing = self._bearing(end)
        for place, ((index, ways), same) in enumerate(zip(self.open, self._equal, strict=True)):
            chosen.append([1.0 if at == same[0] else 0.0 for at in range(len(ways))])
            if len(same) == 1:
                left = list(map(sub, left, ways[same[0]][1]))
                continue
            places.append(place)
            blocks.append(
                [(preferred(problem, index, ways[at]), self._held(ways[at], bearing)) for at in same]
            )
        found = divided(
            blocks, [*map(float, left), *[-float(a) for a, b in zip(left, bearing, strict=True) if b]]
        )
        if found is None or found.weights is None:
            return None
        for place, weights in zip(places, found.weights, strict=True):
            for at, weight in zip(self._equal[place], weights, strict=True):
                chosen[place][at] = weight
        return self._weighed(end, chosen)

    @staticmethod
    def _held(way: Way, bearing: Sequence[bool]) -> tuple[float, ...]:
        """What a way takes of the rows, and of those that must be filled as well as kept."""
        uses = tuple(map(float, way[1]))
        return uses + tuple(map(neg, compress(uses, bearing)))

    def _weighed(self, end: _End, weights: Sequence[Sequence[float]]) -> dict[int, Weights]:
        """Weights by block."""
        return weighed(
            self,
            end.group,
            [
                {way: weight for way, weight in zip(ways, of, strict=True) if weight}
                for (_, ways), of in zip(self.open, weights, strict=True)
            ],
        )

    def _proof(self) -> Proof:
        """One part per combination of undivided groups, bounded by its prices."""
        return proof_of(self, self._vectors)


def cornered(problem: Problem, choice: Choice, broken: Sequence[int]) -> Corner | None:
    """The answer where the free choice breaks these rows; None where they, and those that are broken next, do not say it."""
    rows = set(broken)
    if len(problem.rows) <= _MOST_ROWS and len(rows) > 1 and not any(block.whole for block in problem.blocks):
        # Rows of commitments come in pairs, and where one is kept the other breaks: all are looked at from the start.
        rows = set(range(len(problem.rows)))
    while len(rows) <= _MOST_ROWS:
        named = tuple(sorted(rows, key=lambda row: problem.rows[row].id))
        corner = Corner(problem, choice, named)
        if not corner.read() or not corner.solve():
            return None
        if corner.best is None:
            return corner
        further = corner.broken(corner.taken)
        if not further - rows:
            return None if further else corner
        rows |= further
    return None
