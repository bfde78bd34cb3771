"""What the grants of a farm would come to with one that is not given forced in, compiled: the best of the others beside it."""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.ceilings.choosing import FREE, most
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
def _windows(
    farm: int, mine: Ints, weight: Ints, inside: Ints, on: Ints, limit: Ints, room: Ints, day: Ints, own_inside: Ints,
    own_limit: Ints, own_room: Ints, own_day: Ints, own_version: Ints, full: bool,
) -> tuple[Ints, Ints, Ints, Ints]:  # fmt: skip
    """What each of these items takes of each window of the farm, what those leave, on which day, and under which version.

    A window is tested on a day on which something may be granted, or aid was received. On a farm that is not ``full`` none
    matters.
    """
    windows, own = (len(limit), len(own_limit)) if full else (0, 0)
    takes, left = np.zeros((len(mine), windows + own), np.int64), np.full(windows + own, FREE)
    days, version = np.zeros(windows + own, np.int64), np.arange(windows + own)
    for w in range(windows):
        granted = False
        for k in mine:
            granted = granted or (on[k, w] == 1 and weight[k, limit[w], farm] > 0)
        if granted:
            left[w], days[w] = max(room[w, farm], 0), day[w]
            for k in range(len(mine)):
                takes[k, w] = weight[mine[k], limit[w], farm] * inside[mine[k], w]
    for s in range(own):
        if own_room[s, farm] < FREE:
            w = windows + s
            left[w], days[w] = max(own_room[s, farm], 0), own_day[s, farm]
            version[w] = windows + own_version[s, farm]
            for k in range(len(mine)):
                takes[k, w] = weight[mine[k], own_limit[s], farm] * own_inside[mine[k], s, farm]
    return takes, left, days, version


@compiled
def _worst(more: Ints, day: Ints) -> int:
    """The window that is broken most, of several the earliest; -1 where none is."""
    found = -1
    for w in range(len(more)):
        if more[w] > 0 and (
            found < 0 or more[w] > more[found] or (more[w] == more[found] and day[w] < day[found])
        ):
            found = w
    return found


@compiled
def _over(takes: Ints, room: Ints, day: Ints, must: Mask, home: Ints, given: Ints) -> int:
    """The window that is broken most by what must be given beside what is settled; -1 where none is.

    What is decided together with something that must be given is not settled then.
    """
    more = -room
    for k in range(len(must)):
        if must[k] or (given[k] == 1 and not np.any(home[must] == home[k])):
            more += takes[k]
    return _worst(more, day)


@compiled
def _alone(takes: Ints, room: Ints, day: Ints, must: Mask) -> int:
    """The window that one of these breaks most by itself, whatever else is chosen; -1 where none does."""
    more = -room
    for w in range(len(room)):
        worst = 0
        for k in range(len(must)):
            if must[k]:
                worst = max(worst, takes[k, w])
        more[w] += worst
    return _worst(more, day)


@compiled
def _best(gain: Ints, rest: Ints, takes: Ints, left: Ints, apart: Ints, near: int) -> int:
    """The most that the rest brings in what is left; below zero where that takes too many steps. ``apart`` are of these items."""
    windows = len(left)
    rows = np.zeros((len(rest), windows + len(apart)), np.int64)
    # Of a row of two items one is given: each takes two of three.
    rooms = np.full(windows + len(apart), 3)
    rooms[:windows] = left
    for k in range(len(rest)):
        rows[k, :windows] = takes[rest[k]]
        rows[k, windows:] = 2 * apart[:, rest[k]]
    chosen = np.zeros(len(rest), np.int64)
    if most(gain[rest], rows, rooms, near, chosen) < 1:
        return -1
    return int(np.sum(gain[rest] * chosen))


@compiled
def _rest(must: Mask, apart: Ints) -> Ints:
    """What may be given beside what must be, by place; ``apart`` are of these items."""
    may = ~must
    for r in range(len(apart)):
        if np.sum(apart[r][must]) > 0:
            may &= apart[r] == 0
    return np.flatnonzero(may)


@compiled
def _one(
    farm: int, mine: Ints, must: Mask, home: Ints, gain: Ints, takes: Ints, room: Ints, day: Ints, apart: Ints, year: Ints,
    best: Ints, micro: int, near: int,
) -> tuple[int, int, int]:  # fmt: skip
    """What became of the question, the difference in micro-cents, and what stands in the way: a window, or below zero an item."""
    given, left = best[mine, farm], room.copy()
    touched = np.zeros(len(room), np.bool_)
    for k in range(len(mine)):
        if must[k]:
            left -= takes[k]
            touched |= takes[k] > 0
    over = _over(takes, room, day, must, home, given)
    rival, impossible = _rival(mine, must, apart, year, farm, best), np.any(left < -micro)
    alone = _alone(takes, room, day, must) if impossible else -1
    if alone >= 0:
        return IMPOSSIBLE, 0, alone
    stands = over if rival < 0 else -1 - rival
    if rival < -1 or (rival < 0 and over < 0):
        return UNSURE, 0, stands
    if impossible:
        return IMPOSSIBLE, 0, stands
    if np.any(left[touched] < micro):
        return UNSURE, 0, stands
    theirs = apart[:, mine]
    rest = _rest(must, theirs)
    more = _best(gain, rest, takes, left + micro, theirs, near)
    # Of a window that aid received fills, and nothing here takes of, nothing may be taken: that is exact.
    less = _best(gain, rest, takes, np.maximum(left - micro, 0), theirs, near)
    if more < 0 or abs(more - less) > near:
        return UNSURE, 0, stands
    return FOUND, less + int(np.sum(gain[must])) - int(np.sum(gain * given)), stands


@compiled
def each(
    exact: Ints, weight: Ints, inside: Ints, on: Ints, limit: Ints, room: Ints, day: Ints, own_inside: Ints, own_limit: Ints,
    own_room: Ints, own_day: Ints, own_version: Ints, apart: Ints, year: Ints, best: Ints, settled: Mask, full: Mask,
    group: Ints, groups: int, micro: int, near: int, fate: Ints, worth: Ints, stands: Ints,
) -> None:  # fmt: skip
    """Of every payment (a ``group`` of items) that a settled farm is not given: force those items in. The last three answer.

    ``apart`` are rows of two items of which one is given, ``year`` when each begins. On farms that are not ``full`` no window
    matters. What stands in the way is told by the version of its limit, those of ``own`` windows behind those of the others.
    """
    for f in range(len(settled)):
        if not settled[f]:
            continue
        mine = np.flatnonzero(exact[:, f])
        gain, home = exact[mine, f], _homes(mine, apart, group, groups, year)
        takes, rooms, days, version = _windows(
            f,
            mine,
            weight,
            inside,
            on,
            limit,
            room,
            day,
            own_inside,
            own_limit,
            own_room,
            own_day,
            own_version,
            full[f],
        )
        for g in range(groups):
            must = (group[mine] == g) & (best[mine, f] == 0)
            if np.any(must):
                fate[g, f], worth[g, f], stood = _one(
                    f, mine, must, home, gain, takes, rooms, days, apart, year, best, micro, near
                )
                stands[g, f] = version[stood] if stood >= 0 else stood
