"""Answers in whole steps around the corner at which a programme ended, where their best is found or bounded without a search.

There no more places are divided than rows are full. What whole steps lose hangs on what these divided places cannot fill to the
last: ``proof.residues`` tells the least of it. Where the answer with that loss fits, it is the best in whole steps; where it does
not, or the programme did not end at a corner, nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm

from calculator.domain.problem import (
    MULTIPLIER_SCALE,
    Multipliers,
    Part,
    Partition,
    Problem,
    Solution,
    Split,
)
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.proof.certificate import Bounds
from calculator.stacking.proof.residues import Vector, common, least_loss
from calculator.stacking.proof.step_ways import TooManyError
from calculator.stacking.proof.work import Work
from calculator.stacking.solving.steps.best import Best
from calculator.stacking.solving.steps.corner_ways import ZERO, Allowed, Way, ways_at
from calculator.stacking.solving.steps.settlement import Share, keeps, objective, steps_in

#: Rests that are looked at, at most; micro-cents that are not worth looking for.
_MOST_RESTS, _NOTHING = 20_000, 1_000
#: Entries of ways and rests that are looked at, at most, and seconds of one, on the slow side.
_MOST_ENTRIES, _EACH = 4_000_000, 5e-7


@dataclass(frozen=True, slots=True)
class _AtCorner:
    """What no answer of some blocks gains more than (micro-cents), and shares of one that gains as much, if they were found."""

    bound: int
    shares: tuple[Share, ...] | None = None


def settled_at_corner(at: Best, solution: Solution, bounds: Bounds, time: SearchTime) -> bool:
    """Betters what is found and proven of a problem; whether nothing is left to look for, to a thousandth of a cent.

    What it takes is spent of ``time``; it is tried also where none is left, for it may take that little.
    """
    if at.shares is None:
        return False
    work = Work(_MOST_ENTRIES)
    try:
        return _settled(at, at.shares, solution, bounds, work)
    except TooManyError:
        return False
    finally:
        time.spend(work.spent * _EACH)


def _settled(at: Best, shares: tuple[Share, ...], solution: Solution, bounds: Bounds, work: Work) -> bool:
    problem, total, answer = at.built.problem, Fraction(bounds.total), shares
    sizes = [steps_in(at.built, b) for b in range(len(problem.blocks))]
    for number, before in enumerate(bounds.each()):
        blocks = frozenset(solution.proof.partitions[number].blocks)
        gained = objective(problem, tuple(s for s in shares if s.block in blocks)) - problem.constant
        if before is None or before - gained <= _NOTHING:
            continue
        found = _at_corner(problem, solution, bounds, number, sizes, gained, work)
        if found is None:
            return False
        total -= max(0, before - found.bound)
        if found.shares is not None:
            answer = (*(s for s in answer if s.block not in blocks), *found.shares)
    at.bound = min(at.bound, total)
    if answer is not shares and keeps(problem, answer):
        at.offer(tuple(sorted(answer, key=lambda s: (s.block, s.group, s.cell, s.option))))
    return at.bound - at.gain <= _NOTHING + 1


def _at_corner(
    problem: Problem,
    solution: Solution,
    bounds: Bounds,
    number: int,
    sizes: Sequence[int],
    gained: Fraction,
    work: Work,
) -> _AtCorner | None:
    """Of the blocks of a partition of the proof; ``gained`` is what they gain in the answer at hand: what gains no more is not
    looked for.
    """
    partition = solution.proof.partitions[number]
    told = partition.solver_bound is None and all(
        sizes[b] and problem.blocks[b].runs is None for b in partition.blocks
    )
    best = _AtCorner(ceil(gained) + _NOTHING)
    for part, allowed in _parts(partition) if told else ():
        if part.impossible:
            continue
        ways = ways_at(problem, solution, partition, sizes, allowed)
        if ways is None:
            return None
        prices = partition.multipliers[part.multipliers] if partition.multipliers else ()
        work.spend(sum(map(len, ways.values())) * (1 + len(prices)))
        corner = _Corner.of(problem, bounds, number, sizes, ways, prices)
        found = corner.settled(ceil(gained) + _NOTHING, work)
        if found is None:
            return None
        if found.bound > best.bound:
            best = found
    return best if told else None


def _parts(partition: Partition) -> Iterator[tuple[Part, Allowed]]:
    """Every part of a partition, with the groups that it allows."""
    waiting: list[tuple[int, Allowed]] = [(0, {})]
    while waiting:
        at, allowed = waiting.pop()
        node = partition.nodes[at]
        if isinstance(node, Split):
            waiting += [(below, {**allowed, node.block: groups}) for groups, below in node.branches]
        else:
            yield node, allowed


@dataclass(frozen=True, slots=True)
class _Corner:
    """The ways of the blocks of a part, of each block that which most of its steps take, and those that divide it.

    ``prices`` are those of the rows that have one, by place in ``rows``, ``left`` is what these have when all steps are taken as
    most are; ``most`` is what no answer is worth more than under the prices, and ``loses`` what a step of a way is worth less
    than the best of its block (both scaled).
    """

    problem: Problem
    sizes: Sequence[int]
    ways: Mapping[int, Sequence[Way]]
    base: Mapping[int, Way]
    divided: Sequence[Way]
    rows: Sequence[int]
    prices: Sequence[int]
    left: Vector
    most: Fraction
    loses: Mapping[int, Fraction]

    @classmethod
    def of(
        cls,
        problem: Problem,
        bounds: Bounds,
        number: int,
        sizes: Sequence[int],
        ways: Mapping[int, Sequence[Way]],
        multipliers: Multipliers,
    ) -> _Corner:
        most = Fraction(sum(price * bounds.left(number, row) for row, price in multipliers))
        loses: dict[int, Fraction] = {}
        for b, of in ways.items():
            worth = [
                w.gain * MULTIPLIER_SCALE - sum(p * w.uses.get(row, 0) for row, p in multipliers) for w in of
            ]
            most += sizes[b] * max(worth)
            loses |= {id(way): max(worth) - each for way, each in zip(of, worth, strict=True)}
        base = {b: max(of, key=lambda way: way.weight) for b, of in ways.items()}
        divided = [w for b, of in ways.items() for w in of if w.weight > ZERO and w is not base[b]]
        priced = [(row, price) for row, price in multipliers if price > 0]
        left = tuple(
            bounds.left(number, row) - sum(sizes[b] * way.uses.get(row, 0) for b, way in base.items())
            for row, _ in priced
        )
        rows, prices = [row for row, _ in priced], [price for _, price in priced]
        return cls(problem, sizes, ways, base, divided, rows, prices, left, most, loses)

    def settled(self, claimed: int, work: Work) -> _AtCorner | None:
        """What no answer gains more than, ``claimed`` at least; None where that is too much to look at."""
        if self.most <= claimed * MULTIPLIER_SCALE:
            return _AtCorner(claimed)
        if not self.rows or len(self.divided) > len(self.rows):
            return None
        others = [w for of in self.ways.values() for w in of if w is not self.base[w.block]]
        units = [common([self._more(way, row) for way in others]) for row in self.rows]
        takes = {
            id(way): tuple(self._more(way, row) // unit for row, unit in zip(self.rows, units, strict=True))
            for way in others
        }
        spare = sum(p * (n % unit) for p, n, unit in zip(self.prices, self.left, units, strict=True))
        gap = self.most - spare - claimed * MULTIPLIER_SCALE
        if gap <= 0:
            return _AtCorner(claimed)
        losing = [way for way in others if not any(way is x for x in self.divided)]
        fine = lcm(gap.denominator, *(self.loses[id(way)].denominator for way in losing))
        ways = [(int(self.loses[id(way)] * fine), takes[id(way)]) for way in losing]
        for at, (price, unit) in enumerate(zip(self.prices, units, strict=True)):
            ways.append((price * unit * fine, tuple(int(at == n) for n in range(len(units)))))
        left = tuple(n // unit for n, unit in zip(self.left, units, strict=True))
        free = [takes[id(way)] for way in self.divided]
        loss = least_loss(left, ways, free, int(gap * fine), _MOST_RESTS, work)
        if loss is None or loss.taken is None:
            return None if loss is None else _AtCorner(claimed)
        for n in loss.taken:
            left = tuple(a - b for a, b in zip(left, ways[n][1], strict=True))
        bound = ceil((self.most - spare - Fraction(loss.least, fine)) / MULTIPLIER_SCALE)
        times = _times(free, left)
        if times is None:
            return _AtCorner(bound)
        steps = {id(way): n for way, n in zip(self.divided, times, strict=True)}
        for n in loss.taken:
            if n < len(losing):
                steps[id(losing[n])] = steps.get(id(losing[n]), 0) + 1
        return _AtCorner(bound, self._shares(steps))

    def _more(self, way: Way, row: int) -> int:
        """What a way takes of a row more than that of most steps of its block."""
        return way.uses.get(row, 0) - self.base[way.block].uses.get(row, 0)

    def _shares(self, steps: dict[int, int]) -> tuple[Share, ...] | None:
        """Shares with so many steps of every way, and the others as most are; None where that is no answer."""
        shares = list[Share]()
        for b, ways in self.ways.items():
            steps[id(self.base[b])] = self.sizes[b] - sum(steps.get(id(way), 0) for way in ways)
            taken = [way for way in ways if steps.get(id(way), 0)]
            plans = {way.places[0][0] for way in taken}
            if min(steps[id(way)] for way in taken) < 0 or (self.problem.blocks[b].whole and len(plans) > 1):
                return None
            found: dict[tuple[int, int, int], int] = {}
            for way in taken:
                for place in way.places:
                    found[place] = found.get(place, 0) + steps[id(way)]
            shares += [Share(b, *place, Fraction(n, self.sizes[b])) for place, n in sorted(found.items())]
        return tuple(shares)


def _times(free: Sequence[Vector], left: Vector) -> list[int] | None:
    """How often each free way is taken so that nothing is left; None where that is not told, or not in whole numbers."""
    table = [[*(Fraction(of[at]) for of in free), Fraction(n)] for at, n in enumerate(left)]
    for column in range(len(free)):
        pivot = next((r for r in range(column, len(table)) if table[r][column]), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        table[column] = [a / table[column][column] for a in table[column]]
        for r, row in enumerate(table):
            if r != column and row[column]:
                table[r] = [a - row[column] * b for a, b in zip(row, table[column], strict=True)]
    times = [row[-1] for row in table]
    if any(times[len(free) :]) or any(n.denominator > 1 for n in times):
        return None
    return [n.numerator for n in times[: len(free)]]
