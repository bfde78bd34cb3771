"""The compiled kernel: land that can be more than one thing, against classes that ask points and value of the whole farm.

One farm at a time. Its choices of one kind are one block, divided freely over the ways of that choice. For every combination
of classes over the years a small linear programme (``simplex``) asks what reaching them costs at least. Combinations come by
what they pay, so that few are solved; years that ask and score the same are one.

Numbers are doubles in hectares (or the unit of the piece), points, euros of value and cents.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns import simplex
from calculator.stacking.columns.compiling import Floats, Ints, Mask, compiled
from calculator.stacking.columns.rounding import whole_steps

#: What became of a farm.
SOLVED, TOO_LARGE, STUCK = 0, 1, 2
_COMBINATIONS = 4096


@compiled
def _same(s: int, t: int, score: Floats, base: Floats, points: Floats, value: Floats, cents: Floats) -> bool:
    """Whether two years ask the same and score the same, whatever is chosen."""
    width = points.shape[1] + 1
    for g in range(width):
        if base[s * width + g] != base[t * width + g] or (g < width - 1 and points[s, g] != points[t, g]):
            return False
        for w in range(score.shape[0]):
            if score[w, s * width + g] != score[w, t * width + g]:
                return False
    same = True
    for c in range(cents.shape[1]):
        same = same and cents[s, c] == cents[t, c] and value[s, c] == value[t, c]
    return same


@compiled
def _stands(score: Floats, base: Floats, points: Floats, value: Floats, cents: Floats, active: Mask) -> Ints:
    """Per year the first that is the same; -1 for a year without a premium."""
    years = len(active)
    stands = np.full(years, -1)
    for s in range(years):
        if active[s]:
            stands[s] = s
            for t in range(s):
                if stands[t] == t and _same(s, t, score, base, points, value, cents):
                    stands[s] = t
                    break
    return stands


@compiled
def _class_of(n: int, place: int, classes: int) -> int:
    """The class of a year in a combination, by the place of the year; past the last: none."""
    return int(n // (classes + 1) ** place % (classes + 1))


@compiled
def _pays(stands: Ints, heads: Ints, cents: Floats) -> Floats:
    """Cents per combination."""
    classes = cents.shape[1]
    pays = np.zeros((classes + 1) ** len(heads))
    for n in range(len(pays)):
        for place in range(len(heads)):
            c = _class_of(n, place, classes)
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
        s, c = heads[place], _class_of(n, place, classes)
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
def farm(
    sizes: Floats, first: Ints, gain: Floats, score: Floats, base: Floats, points: Floats,
    value: Floats, cents: Floats, active: Mask, point: Floats, chosen: Ints,
) -> tuple[int, float]:  # fmt: skip
    """Settle one farm: its status, and the most (cents) that classes pay beyond what the land gives up for them.

    Per year ``points`` needed, ``value`` and ``cents`` per class, highest first (a value below zero: none is asked); ``base`` and
    ``score`` have the goals of each year, then its value. ``point`` takes the area per way, ``chosen`` the class per year.
    """
    stands = _stands(score, base, points, value, cents, active)
    heads = np.array([s for s in range(len(stands)) if stands[s] == s])
    classes, rows = cents.shape[1], len(heads) * (points.shape[1] + 1)
    if (classes + 1) ** len(heads) > _COMBINATIONS:
        return TOO_LARGE, 0.0
    pays = _pays(stands, heads, cents)
    ways, columns = len(gain), max(1, len(gain) - len(sizes))
    table = np.zeros((rows + len(sizes) + 1, columns + 2))
    basis, free = np.zeros(rows + len(sizes), dtype=np.int64), np.zeros(columns, dtype=np.int64)
    now, price, mine = np.zeros(ways), np.zeros(rows), np.zeros((ways, rows))
    here, need = np.zeros(rows), np.zeros(rows)
    best, most = -1.0, 0.0
    for n in np.argsort(-pays):
        if pays[n] <= best:
            break
        k = _needs(n, heads, score, base, points, value, mine, here, need)
        args = (mine[:, :k], here[:k], need[:k])
        status = simplex.least_cost(sizes, first, gain, *args, table, basis, free, now, price[:k])
        if status == simplex.STUCK:
            return STUCK, 0.0
        if status == simplex.IMPOSSIBLE:
            continue
        left = pays[n] + simplex.bound(sizes, first, gain, *args, price[:k])
        most = max(most, left)
        if left > best:
            best = left
            point[:] = now
            for s in range(len(stands)):
                chosen[s] = classes
                for place in range(len(heads)):
                    if stands[s] == heads[place]:
                        chosen[s] = _class_of(n, place, classes)
    return SOLVED, most


@compiled
def population(
    block_start: Ints, sizes: Floats, step: Floats, block_ways: Ints, way_part: Ints, gain: Floats,
    score: Floats, base: Floats, points: Floats, value: Floats, cents: Floats, active: Mask,
    steps: Floats, chosen: Ints, status: Ints, most: Floats,
) -> None:  # fmt: skip
    """Settle many farms: ``block_start`` has the first block of each, ``block_ways`` the first way of each block.

    ``way_part`` is the part of each way, ``gain`` and ``score`` are per part. The last four take the answer: the area of every
    way in steps (the first way of a block takes the rest), the class per year, the status, and the most that is left.
    """
    for f in range(len(status)):
        low, high = block_start[f], block_start[f + 1]
        start, end = block_ways[low], block_ways[high]
        first, mine = block_ways[low : high + 1] - start, way_part[start:end]
        gains, scores, point = gain[mine], score[mine], np.zeros(end - start)
        asks = (base[f], points[f], value[f])
        status[f], most[f] = farm(
            sizes[low:high], first, gains, scores, *asks, cents[f], active[f], point, chosen[f]
        )
        if status[f] == SOLVED and not whole_steps(
            sizes[low:high],
            first,
            step[low:high],
            gains,
            scores,
            *asks,
            active[f],
            chosen[f],
            point,
            steps[start:end],
        ):
            status[f] = STUCK
