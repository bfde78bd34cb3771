"""The least that answers in whole steps lose below a bound by multipliers, at the corner of a programme (Gomory).

Under multipliers y an answer loses on every step what its way is worth less than the best, and y on all that it leaves of a
row. Ways that lose nothing (``free``) may be taken any number of times here, less than none too. So of what the rows leave only
the rest counts, beside whole numbers of free ways: rests are gone through from the cheapest on, way after way, until nothing is
left over. Every answer in whole steps takes some ways, so that none loses less than the cheapest.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from calculator.stacking.proof.work import Work

#: Rows that it takes about as long to take from a rest as a way takes by itself.
_BY_ITSELF = 3

Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost at least, and how often each way is taken (by its number) where that much is lost, if it was found."""

    least: int
    taken: tuple[int, ...] | None


def least_loss(
    left: Vector,
    ways: Sequence[tuple[int, Vector]],
    free: Sequence[Vector],
    enough: int,
    most: int,
    work: Work,
) -> Loss | None:
    """The least loss of taking ``left`` apart into ways (each with what it loses, none below zero, and what it takes) beside free
    ones; None where more than ``most`` rests are looked at. At ``enough`` it stops: at least so much is lost.

    TooManyError: the entries of ways that are taken from rests are more work than there may be.
    """
    basis = _echelon(free)
    likely = _cheapest(ways, basis)
    start = _rest(left, basis)
    nothing = (0,) * len(left)
    came: dict[Vector, tuple[Vector, int] | None] = {start: None}
    known = {start: 0}
    waiting, done = [(0, start)], set[Vector]()
    while waiting:
        lost, at = heapq.heappop(waiting)
        if at in done:
            continue
        if at == nothing:
            return Loss(lost, _way_back(at, came))
        done.add(at)
        if len(done) > most:
            return None
        work.spend(len(likely) * (len(left) + _BY_ITSELF))
        for more, takes, way in likely:
            after = lost + more
            if after < enough:
                to = _rest(tuple([a - b for a, b in zip(at, takes, strict=True)]), basis)
                if after < known.get(to, enough):
                    known[to], came[to] = after, (at, way)
                    heapq.heappush(waiting, (after, to))
    return Loss(enough, None)


def _way_back(at: Vector, came: dict[Vector, tuple[Vector, int] | None]) -> tuple[int, ...]:
    taken = list[int]()
    while (step := came[at]) is not None:
        at, way = step
        taken.append(way)
    return tuple(taken)


def _cheapest(ways: Sequence[tuple[int, Vector]], basis: Sequence[Vector]) -> list[tuple[int, Vector, int]]:
    """Of the ways that come to the same rest the cheapest, without what comes to none."""
    found: dict[Vector, tuple[int, int]] = {}
    for way, (lost, takes) in enumerate(ways):
        rest = _rest(takes, basis)
        if any(rest) and (rest not in found or lost < found[rest][0]):
            found[rest] = lost, way
    return sorted((lost, rest, way) for rest, (lost, way) in found.items())


def _echelon(vectors: Sequence[Vector]) -> tuple[Vector, ...]:
    """Vectors of which whole numbers come to the same, each with fewer rows before its first one that is not zero."""
    left, found = list(vectors), list[Vector]()
    for at in range(len(left[0]) if left else 0):
        here = [v for v in left if v[at]]
        left = [v for v in left if not v[at]]
        while len(here) > 1:
            here.sort(key=lambda v: abs(v[at]))
            first = here[0]
            rest = [
                tuple([a - v[at] // first[at] * b for a, b in zip(v, first, strict=True)]) for v in here[1:]
            ]
            left += [v for v in rest if not v[at]]
            here = [first, *(v for v in rest if v[at])]
        found += here
    return tuple(found)


def _rest(vector: Vector, basis: Sequence[Vector]) -> Vector:
    """What is left of a vector beside whole numbers of those of the basis: the same for all that differ by these."""
    for of in basis:
        at = next(n for n, a in enumerate(of) if a)
        times = vector[at] // of[at]
        if times:
            vector = tuple([a - times * b for a, b in zip(vector, of, strict=True)])
    return vector


def common(numbers: Sequence[int]) -> int:
    """What all numbers are a multiple of; one where all are nothing."""
    return gcd(*numbers) or 1
