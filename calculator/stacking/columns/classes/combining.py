"""Combinations of classes over the years of a farm that land joins, compiled: the one that leaves most, and its proof.

What a single class costs bounds every combination with it: combinations come by what they could leave, and few are solved.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.classes import simplex
from calculator.stacking.columns.classes.dividing import ROOM, divided
from calculator.stacking.columns.classes.narrowing import (
    apart,
    in_steps,
    leaders,
    pressing,
    together,
    unbeaten,
)
from calculator.stacking.columns.compiling import Floats, Ints, Mask, compiled

#: More combinations than this are not walked.
_COMBINATIONS = 65_536
#: What became of a farm.
SOLVED, TOO_LARGE, STUCK = 0, 1, 2


@compiled
def class_of(n: int, place: int, classes: int) -> int:
    """The class of a year in a combination, by the place of the year; past the last: none."""
    return int(n // (classes + 1) ** place % (classes + 1))


@compiled
def _pays(stands: Ints, heads: Ints, cents: Floats) -> Floats:
    """Cents per combination."""
    classes = cents.shape[1]
    pays = np.zeros((classes + 1) ** len(heads))
    for n in range(len(pays)):
        for place in range(len(heads)):
            c = class_of(n, place, classes)
            if c < classes:
                pays[n] += np.sum(stands == heads[place]) * cents[heads[place], c]
    return pays


@compiled
def _needs(
    n: int, heads: Ints, score: Floats, base: Floats, points: Floats, value: Floats,
    mine: Floats, here: Floats, need: Floats,
) -> int:  # fmt: skip
    """Write what a combination needs, with what there is of it; how many needs."""
    classes, goals, rows = value.shape[1], points.shape[1], 0
    for place in range(len(heads)):
        s, c = heads[place], class_of(n, place, classes)
        for g in range(goals + 1 if c < classes else 0):
            asked = points[s, g] if g < goals else value[s, c]
            if g == goals and asked < 0.0:
                continue
            at = s * (goals + 1) + g
            need[rows], here[rows] = asked, base[at]
            mine[:, rows] = score[:, at]
            rows += 1
    return rows


@compiled
def _single(
    sizes: Floats, first: Ints, gain: Floats, score: Floats, base: Floats, points: Floats, value: Floats, heads: Ints,
    table: Floats, basis: Ints, free: Ints,
) -> Floats:  # fmt: skip
    """Per place and class what reaching it alone takes from the land, at least and below nothing; without end where none does."""
    classes, rows = value.shape[1], points.shape[1] + 1
    found = np.zeros((len(heads), classes + 1))
    mine, here, need = np.zeros((len(gain), rows)), np.zeros(rows), np.zeros(rows)
    point, price, one = np.zeros(len(gain)), np.zeros(rows), np.zeros(1, np.int64)
    for place in range(len(heads)):
        one[0] = heads[place]
        for c in range(classes):
            k = _needs(c, one, score, base, points, value, mine, here, need)
            args = (mine[:, :k], here[:k], need[:k])
            status = simplex.least_cost(sizes, first, gain, *args, table, basis, free, point, price[:k])
            if status == simplex.IMPOSSIBLE:
                found[place, c] = -np.inf
            elif status == simplex.OPTIMAL:
                found[place, c] = simplex.bound(sizes, first, gain, *args, price[:k])
    return found


@compiled
def _least(combinations: int, single: Floats) -> Floats:
    """What every combination takes from the land at least: as much as the dearest of its classes alone."""
    found = np.zeros(combinations)
    for n in range(combinations):
        for place in range(len(single)):
            found[n] = min(found[n], single[place, class_of(n, place, single.shape[1] - 1)])
    return found


@compiled
def _write(n: int, stands: Ints, heads: Ints, trial: Ints, classes: int) -> None:
    """Write the class of each year of a combination."""
    for s in range(len(stands)):
        for place in range(len(heads)):
            if stands[s] == heads[place]:
                trial[s] = class_of(n, place, classes)


@compiled
def _tried(
    sizes: Floats, first: Ints, step: Floats, gain: Floats, whole: bool, pays: float, best: float, near: float,
    mine: Floats, here: Floats, need: Floats, asked: int,
    score: Floats, base: Floats, points: Floats, value: Floats, active: Mask, chosen: Ints,
    table: Floats, basis: Ints, free: Ints, steps: Floats,
) -> tuple[int, float, float]:  # fmt: skip
    """As ``divided`` of one combination with its needs, on no more than what it hangs on; ``steps`` are of all ways."""
    k = pressing(sizes, first, mine, here, need, asked)
    start, kept = unbeaten(first, gain, mine, k)
    leader = leaders(start, kept, step, gain, mine, k, whole)
    size, begin, ways, own = together(leader, sizes, start, kept)
    if whole:
        in_steps(begin, step[own], mine[ways], here, need, k)
    taken = np.zeros(len(ways))
    status, bound, left = divided(
        size, begin, step[own], gain[ways], whole, pays, best, near, mine[ways], here, need, k, score[ways], base, points, value,
        active, chosen, table, basis, free, taken,
    )  # fmt: skip
    if status == simplex.OPTIMAL and left > best:
        apart(leader, own, begin, taken, sizes, step, start, kept, steps)
    return status, bound, left


@compiled
def combined(
    sizes: Floats, first: Ints, step: Floats, gain: Floats, whole: bool, score: Floats, base: Floats, points: Floats,
    value: Floats, cents: Floats, stands: Ints, heads: Ints, near: float, steps: Floats, chosen: Ints,
) -> tuple[int, float]:  # fmt: skip
    """Settle the years that stand for these ``heads``: the status, and the most that classes leave beyond what land gives up.

    ``chosen`` takes the class of each of these years (it is none for all others), ``steps`` those of every way.
    """
    classes, rows = cents.shape[1], len(heads) * (points.shape[1] + 1) + ROOM
    if (classes + 1.0) ** len(heads) > _COMBINATIONS:
        return TOO_LARGE, 0.0
    columns = max(1, len(gain) - len(sizes))
    table = np.zeros((rows + len(sizes) + 1, columns + 2))
    basis, free = np.zeros(rows + len(sizes), dtype=np.int64), np.zeros(columns, dtype=np.int64)
    pays = _pays(stands, heads, cents)
    single = _single(sizes, first, gain, score, base, points, value, heads, table, basis, free)
    could = pays + _least(len(pays), single)
    mine, here, need = np.zeros((len(gain), rows)), np.zeros(rows), np.zeros(rows)
    active, trial = np.zeros(len(stands), np.bool_), np.full(len(stands), classes)
    best, most = -1.0, 0.0
    for s in range(len(stands)):
        active[s] = np.any(heads == stands[s])
    for n in np.argsort(-could):
        if could[n] <= best:
            break
        _write(n, stands, heads, trial, classes)
        k = _needs(n, heads, score, base, points, value, mine, here, need)
        status, bound, left = _tried(
            sizes, first, step, gain, whole, pays[n], best, near, mine, here, need, k, score, base, points, value, active, trial,
            table, basis, free, steps,
        )  # fmt: skip
        if status == simplex.STUCK:
            return STUCK, 0.0
        most = max(most, bound)
        if left > best:
            best = left
            for s in range(len(stands)):
                if active[s]:
                    chosen[s] = trial[s]
    return SOLVED, most
