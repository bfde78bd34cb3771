"""What the grants of a farm would come to with one that is not given forced in, compiled: the best of the others beside it."""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.ceilings.choosing import most
from calculator.stacking.columns.compiling import Ints, Mask, compiled

#: What became of a question: not asked, answered, no lawful choice holds it, within a cent of another answer.
NONE, FOUND, IMPOSSIBLE, UNSURE = 0, 1, 2, 3


@compiled
def _left(
    farm: int, mine: Ints, must: Mask, weight: Ints, inside: Ints, limit: Ints, room: Ints, best: Ints, left: Ints
) -> int:  # fmt: skip
    """Write what every window leaves beside what must be given; the window that is broken most beside what is settled."""
    over, worst = -1, 0
    for w in range(len(limit)):
        there, more = max(room[w, farm], 0), 0
        left[w] = there
        for k in range(len(mine)):
            amount = weight[mine[k], limit[w], farm] * inside[mine[k], w]
            if must[k]:
                left[w] -= amount
                more += amount
            elif best[mine[k], farm] == 1:
                more += amount
        if more - there > worst:
            over, worst = w, more - there
    return over


@compiled
def _best(
    farm: int, rest: Ints, exact: Ints, weight: Ints, inside: Ints, limit: Ints, left: Ints, near: int
) -> int:
    """The most that the rest brings in what is left; below zero where that takes too many steps."""
    gain, takes = np.zeros(len(rest), np.int64), np.zeros((len(rest), len(limit)), np.int64)
    for k in range(len(rest)):
        gain[k] = exact[rest[k], farm]
        for w in range(len(limit)):
            takes[k, w] = weight[rest[k], limit[w], farm] * inside[rest[k], w]
    chosen = np.zeros(len(rest), np.int64)
    if most(gain, takes, left, near, chosen) < 1:
        return -1
    return int(np.sum(gain * chosen))


@compiled
def _one(
    farm: int, mine: Ints, must: Mask, exact: Ints, weight: Ints, inside: Ints, limit: Ints, room: Ints, best: Ints,
    micro: int, near: int,
) -> tuple[int, int, int]:  # fmt: skip
    """What became of the question, the difference in micro-cents, and the window that stands in the way."""
    left = np.zeros(len(limit), np.int64)
    over = _left(farm, mine, must, weight, inside, limit, room, best, left)
    if over < 0:
        return UNSURE, 0, over
    if np.any(left < -micro):
        return IMPOSSIBLE, 0, over
    if np.any(left < micro):
        return UNSURE, 0, over
    rest = mine[~must]
    more = _best(farm, rest, exact, weight, inside, limit, left + micro, near)
    less = _best(farm, rest, exact, weight, inside, limit, left - micro, near)
    if more < 0 or abs(more - less) > near:
        return UNSURE, 0, over
    found = less
    for k in range(len(mine)):
        found += exact[mine[k], farm] * (int(must[k]) - int(best[mine[k], farm] == 1))
    return FOUND, found, over


@compiled
def each(
    exact: Ints, weight: Ints, inside: Ints, limit: Ints, room: Ints, best: Ints, settled: Mask, group: Ints, groups: int,
    micro: int, near: int, fate: Ints, worth: Ints, over: Ints,
) -> None:  # fmt: skip
    """Of every payment (a ``group`` of items) that a settled farm is not given: force those items in. The last three answer."""
    for f in range(len(settled)):
        if not settled[f]:
            continue
        mine = np.flatnonzero(exact[:, f])
        for g in range(groups):
            must = np.zeros(len(mine), np.bool_)
            for k in range(len(mine)):
                must[k] = group[mine[k]] == g and best[mine[k], f] == 0
            if np.any(must):
                fate[g, f], worth[g, f], over[g, f] = _one(
                    f, mine, must, exact, weight, inside, limit, room, best, micro, near
                )
