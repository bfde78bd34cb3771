"""What the grants of a farm would come to with one that is not given forced in, compiled: the best of the others beside it."""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.ceilings.choosing import most
from calculator.stacking.columns.compiling import Ints, Mask, compiled

#: What became of a question: not asked, answered, no lawful choice holds it, within a cent of another answer.
NONE, FOUND, IMPOSSIBLE, UNSURE = 0, 1, 2, 3


@compiled
def _homes(mine: Ints, apart: Ints, group: Ints, groups: int, year: Ints) -> Ints:
    """The decision of each item: payments of which one excludes another in some year are decided together, year by year."""
    label = np.arange(groups)
    for r in range(len(apart)):
        first = -1
        for k in mine:
            if apart[r, k] == 1:
                first = label[group[k]] if first < 0 else first
                label[label == label[group[k]]] = first
    return label[group[mine]] + groups * year[mine]


@compiled
def _rival(mine: Ints, must: Mask, apart: Ints, year: Ints, farm: int, best: Ints) -> int:
    """What is given and excludes the first item that must be; -1 where nothing does, and below that where several do."""
    first = mine[must][np.argmin(year[mine[must]])]
    found = -1
    for r in range(len(apart)):
        for k in mine:
            if apart[r, first] == 1 and apart[r, k] == 1 and k != first and best[k, farm] == 1:
                found = k if found == -1 else -2
    return found


@compiled
def _left(
    farm: int, mine: Ints, must: Mask, home: Ints, weight: Ints, inside: Ints, limit: Ints, room: Ints, best: Ints,
    left: Ints,
) -> int:  # fmt: skip
    """Write what every window leaves beside what must be given; the window that is broken most beside what is settled.

    What is decided together with something that must be given is not settled then.
    """
    over, worst = -1, 0
    for w in range(len(limit)):
        there, more = max(room[w, farm], 0), 0
        left[w] = there
        for k in range(len(mine)):
            amount = weight[mine[k], limit[w], farm] * inside[mine[k], w]
            if must[k]:
                left[w] -= amount
                more += amount
            elif best[mine[k], farm] == 1 and not np.any(home[must] == home[k]):
                more += amount
        if more - there > worst:
            over, worst = w, more - there
    return over


@compiled
def _alone(farm: int, must: Ints, weight: Ints, inside: Ints, limit: Ints, room: Ints) -> int:
    """The window that one of these breaks most by itself, whatever else is chosen; -1 where none does."""
    over, worst = -1, 0
    for w in range(len(limit)):
        for k in must:
            more = weight[k, limit[w], farm] * inside[k, w] - max(room[w, farm], 0)
            if more > worst:
                over, worst = w, more
    return over


@compiled
def _best(
    farm: int, rest: Ints, exact: Ints, weight: Ints, inside: Ints, limit: Ints, left: Ints, apart: Ints, near: int
) -> int:  # fmt: skip
    """The most that the rest brings in what is left; below zero where that takes too many steps."""
    windows = len(limit)
    gain, takes = np.zeros(len(rest), np.int64), np.zeros((len(rest), windows + len(apart)), np.int64)
    # Of a row of two items one is given: each takes two of three.
    rooms = np.full(windows + len(apart), 3)
    rooms[:windows] = left
    for k in range(len(rest)):
        gain[k] = exact[rest[k], farm]
        for w in range(windows):
            takes[k, w] = weight[rest[k], limit[w], farm] * inside[rest[k], w]
        takes[k, windows:] = 2 * apart[:, rest[k]]
    chosen = np.zeros(len(rest), np.int64)
    if most(gain, takes, rooms, near, chosen) < 1:
        return -1
    return int(np.sum(gain * chosen))


@compiled
def _rest(mine: Ints, must: Mask, apart: Ints) -> Ints:
    """What may be given beside what must be."""
    may = ~must
    for r in range(len(apart)):
        if np.sum(apart[r][mine[must]]) > 0:
            may &= apart[r][mine] == 0
    return mine[may]


@compiled
def _one(
    farm: int, mine: Ints, must: Mask, home: Ints, exact: Ints, weight: Ints, inside: Ints, limit: Ints, room: Ints,
    apart: Ints, year: Ints, best: Ints, micro: int, near: int,
) -> tuple[int, int, int]:  # fmt: skip
    """What became of the question, the difference in micro-cents, and what stands in the way: a window, or below zero an item."""
    left = np.zeros(len(limit), np.int64)
    over = _left(farm, mine, must, home, weight, inside, limit, room, best, left)
    rival, impossible = _rival(mine, must, apart, year, farm, best), np.any(left < -micro)
    alone = _alone(farm, mine[must], weight, inside, limit, room) if impossible else -1
    if alone >= 0:
        return IMPOSSIBLE, 0, alone
    stands = over if rival < 0 else -1 - rival
    if rival < -1 or (rival < 0 and over < 0):
        return UNSURE, 0, stands
    if impossible:
        return IMPOSSIBLE, 0, stands
    if np.any(left < micro):
        return UNSURE, 0, stands
    rest = _rest(mine, must, apart)
    more = _best(farm, rest, exact, weight, inside, limit, left + micro, apart, near)
    less = _best(farm, rest, exact, weight, inside, limit, left - micro, apart, near)
    if more < 0 or abs(more - less) > near:
        return UNSURE, 0, stands
    found = less
    for k in range(len(mine)):
        found += exact[mine[k], farm] * (int(must[k]) - int(best[mine[k], farm] == 1))
    return FOUND, found, stands


@compiled
def each(
    exact: Ints, weight: Ints, inside: Ints, limit: Ints, room: Ints, apart: Ints, year: Ints, best: Ints, settled: Mask,
    full: Mask, group: Ints, groups: int, micro: int, near: int, fate: Ints, worth: Ints, stands: Ints,
) -> None:  # fmt: skip
    """Of every payment (a ``group`` of items) that a settled farm is not given: force those items in. The last three answer.

    ``apart`` are rows of two items of which one is given, ``year`` when each begins. On farms that are not ``full`` no window
    matters.
    """
    for f in range(len(settled)):
        if not settled[f]:
            continue
        mine = np.flatnonzero(exact[:, f])
        home, windows = _homes(mine, apart, group, groups, year), limit if full[f] else limit[:0]
        for g in range(groups):
            must = np.zeros(len(mine), np.bool_)
            for k in range(len(mine)):
                must[k] = group[mine[k]] == g and best[mine[k], f] == 0
            if np.any(must):
                fate[g, f], worth[g, f], stands[g, f] = _one(
                    f, mine, must, home, exact, weight, inside, windows, room, apart, year, best, micro, near
                )
