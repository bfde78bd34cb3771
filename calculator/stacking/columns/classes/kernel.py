"""The compiled kernel: land that can be more than one thing, against classes that ask points and value of the whole farm.

One farm at a time. Its choices of one kind are one block, divided over the ways of that choice in whole steps. Years that ask and
score the same are one; years that no block joins are settled by themselves (``combining``), for what one of them asks the other
does not feel.

Numbers are doubles in hectares (or the unit of the piece), points, euros of value and cents.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.classes.combining import SOLVED, STUCK, TOO_LARGE, combined
from calculator.stacking.columns.compiling import Floats, Ints, Mask, compiled


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
def _joined(first: Ints, score: Floats, heads: Ints, width: int) -> tuple[Ints, Ints]:
    """Per place of a year the first place that a block joins it with, and per block that of the years that it scores in."""
    leader, of = np.arange(len(heads)), np.full(len(first) - 1, -1)
    for b in range(len(of)):
        for place in range(len(heads)):
            low, touches = heads[place] * width, False
            for w in range(first[b] + 1, first[b + 1]):
                for at in range(low, low + width):
                    touches = touches or score[w, at] != score[first[b], at]
            if not touches:
                continue
            if of[b] < 0:
                of[b] = leader[place]
            old, new = max(leader[place], of[b]), min(leader[place], of[b])
            leader[leader == old] = new
            of[of == old] = new
    return leader, of


@compiled
def farm(
    sizes: Floats, first: Ints, step: Floats, gain: Floats, whole: bool, score: Floats, base: Floats, points: Floats,
    value: Floats, cents: Floats, active: Mask, steps: Floats, chosen: Ints,
) -> tuple[int, float]:  # fmt: skip
    """Settle one farm: its status, and the most (cents) that classes pay beyond what the land gives up for them.

    Per year ``points`` needed, ``value`` and ``cents`` per class, highest first (a value below zero: none is asked); ``base`` and
    ``score`` have the goals of each year, then its value. ``steps`` takes those of every way, ``chosen`` the class per year.
    """
    stands = _stands(score, base, points, value, cents, active)
    heads = np.array([s for s in range(len(stands)) if stands[s] == s])
    chosen[:] = cents.shape[1]
    steps[:] = 0.0
    leader, of = _joined(first, score, heads, points.shape[1] + 1)
    most = 0.0
    for one in range(len(heads)):
        if leader[one] != one:
            continue
        blocks, mine = np.flatnonzero(of == one), heads[leader == one]
        start, count = np.zeros(len(blocks) + 1, np.int64), 0
        for k in range(len(blocks)):
            count += first[blocks[k] + 1] - first[blocks[k]]
            start[k + 1] = count
        ways = np.zeros(count, np.int64)
        for k in range(len(blocks)):
            for w in range(start[k], start[k + 1]):
                ways[w] = first[blocks[k]] + w - start[k]
        taken = np.zeros(count)
        status, bound = combined(
            sizes[blocks], start, step[blocks], gain[ways], whole, score[ways], base, points, value, cents, stands, mine,
            1.0 / len(stands), taken, chosen,
        )  # fmt: skip
        if status != SOLVED:
            return status, 0.0
        most += bound
        for w in range(count):
            steps[ways[w]] = taken[w]
    return SOLVED, most


@compiled
def population(
    block_start: Ints, sizes: Floats, step: Floats, block_ways: Ints, way_part: Ints, gain: Floats, whole: Mask,
    score: Floats, base: Floats, points: Floats, value: Floats, cents: Floats, active: Mask,
    steps: Floats, chosen: Ints, status: Ints, most: Floats,
) -> None:  # fmt: skip
    """Settle many farms: ``block_start`` has the first block of each, ``block_ways`` the first way of each block.

    ``way_part`` is the part of each way, ``gain`` and ``score`` are per part; ``whole`` says of each farm that its land comes in
    whole steps. The last four take the answer: the area of every way in steps (the first way of a block takes the rest), the
    class per year, the status, and the most that is left.
    """
    for f in range(len(status)):
        low, high = block_start[f], block_start[f + 1]
        start, end = block_ways[low], block_ways[high]
        first, mine = block_ways[low : high + 1] - start, way_part[start:end]
        status[f], most[f] = farm(
            sizes[low:high], first, step[low:high], gain[mine], whole[f], score[mine], base[f], points[f], value[f],
            cents[f], active[f], steps[start:end], chosen[f],
        )  # fmt: skip


__all__ = ["SOLVED", "STUCK", "TOO_LARGE", "farm", "population"]
