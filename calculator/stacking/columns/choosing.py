"""Grants that are given whole or not at all, compiled: the most that fits, and whether no other choice pays as much."""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.compiling import Ints, Mask, compiled

#: More steps than this are not taken for one farm.
_MOST_STEPS = 200_000
#: Of an item on the way: not looked at, given, not given.
_NEW, _GIVEN, _NOT = 2, 1, 0
#: What became of a farm: left as it is, something is not given, or nothing that counts was granted at all.
LEFT, CHOSEN, NOTHING = 0, 1, 2
#: What an item takes of a row of which one item is given.
_WHOLE = 1 << 50


@compiled
def _next(at: int, now: Ints, weight: Ints, left: Ints) -> None:
    """Turn an item: first given (where it fits), then not, then not looked at again."""
    if now[at] == _NEW:
        now[at] = _GIVEN if np.all(weight[at] <= left) else _NOT
        if now[at] == _GIVEN:
            left -= weight[at]
        return
    if now[at] == _GIVEN:
        left += weight[at]
        now[at] = _NOT
    else:
        now[at] = _NEW


@compiled
def most(gain: Ints, weight: Ints, room: Ints, near: int, best: Ints) -> int:
    """Write the best choice (1 or 0 per item); how many choices come that near to it, or -1 where there are too many steps.

    ``weight`` is what an item takes of each window, ``room`` what each window leaves.
    """
    count = len(gain)
    rest = np.zeros(count + 1, np.int64)
    for i in range(count - 1, -1, -1):
        rest[i] = rest[i + 1] + gain[i]
    now, left, before = np.full(count, _NEW), room.copy(), np.zeros(count + 1, np.int64)
    top, equals, steps, at = -near - 1, 0, 0, 0
    while at >= 0:
        steps += 1
        if steps > _MOST_STEPS:
            return -1
        if at == count:
            if before[at] > top + near:
                top, equals = before[at], 1
                best[:] = now
            else:
                equals += int(before[at] >= top - near)
            at -= 1
            continue
        _next(at, now, weight, left)
        if now[at] == _NEW:
            at -= 1
            continue
        before[at + 1] = before[at] + gain[at] * now[at]
        # What cannot come near to the best is not gone into: it is turned again.
        if before[at + 1] + rest[at + 1] >= top - near:
            at += 1
    return equals


@compiled
def _weighed(
    mine: Ints, farm: int, weight: Ints, inside: Ints, limit: Ints, apart: Ints, full: bool, without: int
) -> Ints:
    """What each of these items takes of each window (but for those of one limit), and of each row that has one at most."""
    windows = 0
    for w in range(len(limit) if full else 0):
        windows += int(limit[w] != without)
    found, at = np.zeros((len(mine), windows + len(apart)), np.int64), 0
    for w in range(len(limit) if full else 0):
        if limit[w] != without:
            for k in range(len(mine)):
                found[k, at] = weight[mine[k], limit[w], farm] * inside[mine[k], w]
            at += 1
    for r in range(len(apart)):
        for k in range(len(mine)):
            found[k, at + r] = _WHOLE * apart[r, mine[k]]
    return found


@compiled
def _rooms(farm: int, room: Ints, limit: Ints, apart: Ints, full: bool, without: int, width: int) -> Ints:
    """What all of those leave; of items of which one is given, one and a half."""
    found, at = np.full(width, _WHOLE + _WHOLE // 2), 0
    for w in range(len(limit) if full else 0):
        if limit[w] != without:
            found[at] = max(room[w, farm], 0)
            at += 1
    return found


@compiled
def _fits(best: Ints, weight: Ints, room: Ints, spare: int) -> bool:
    """Whether the choice leaves that much everywhere."""
    for w in range(len(room)):
        taken = 0
        for k in range(len(best)):
            taken += best[k] * weight[k, w]
        if taken > room[w] - spare:
            return False
    return True


@compiled
def _bare(
    mine: Ints, best: Ints, farm: int, weight: Ints, inside: Ints, limit: Ints, room: Ints, covers: Ints, spare: int
) -> bool:  # fmt: skip
    """Whether every window of a year in which nothing is granted leaves that much."""
    for w in range(len(limit)):
        given, taken = False, 0
        for k in range(len(mine)):
            given = given or covers[mine[k], w] == 1
            taken += best[k] * weight[mine[k], limit[w], farm] * inside[mine[k], w]
        if not given and room[w, farm] - taken < spare:
            return False
    return True


@compiled
def _one(
    farm: int, mine: Ints, gain: Ints, weight: Ints, inside: Ints, limit: Ints, room: Ints, apart: Ints,
    plain_inside: Ints, plain_limit: Ints, plain_room: Ints, covers: Ints, full: bool, micro: int, near: int,
    best: Ints, withheld: Ints,
) -> int:  # fmt: skip
    """Choose for one farm among its items; the last two take the choice, and per limit what it withholds."""
    all_ = _weighed(mine, farm, weight, inside, limit, apart, full, -1)
    rooms = _rooms(farm, room, limit, apart, full, -1, all_.shape[1])
    if most(gain, all_, rooms + micro, near, best) != 1 or np.all(best == 1):
        return LEFT
    if not _fits(best, all_, rooms, micro):
        return LEFT
    if not full:
        return CHOSEN
    if not _bare(mine, best, farm, weight, plain_inside, plain_limit, plain_room, covers, micro):
        return LEFT
    free = np.zeros(len(mine), np.int64)
    for n in range(weight.shape[1]):
        others = _weighed(mine, farm, weight, inside, limit, apart, full, n)
        if others.sum() == all_.sum():
            continue
        left = _rooms(farm, room, limit, apart, full, n, others.shape[1])
        if most(gain, others, left + micro, near, free) < 1:
            return LEFT
        withheld[n] = np.sum((free - best) * gain)
    return CHOSEN


@compiled
def each(
    exact: Ints, weight: Ints, inside: Ints, limit: Ints, room: Ints, apart: Ints, plain_inside: Ints, plain_limit: Ints,
    plain_room: Ints, covers: Ints, full: Mask, beyond: Mask, micro: int, near: int, best: Ints, withheld: Ints, status: Ints,
) -> None:  # fmt: skip
    """Choose for many farms: per item what it pays each and takes of each limit, and which windows count it.

    ``apart`` are rows of items of which one at most is given. On farms that are not ``full`` no window matters; those that are
    ``beyond`` are left. ``plain`` windows count in years in which nothing is granted. The last three take the answer.

    The best choice is the best with a cent more room, where it fits with a cent less and no other comes near it: so it is the
    best whatever parts of cents are counted.
    """
    for f in range(len(status)):
        mine = np.flatnonzero(exact[:, f])
        if beyond[f]:
            status[f] = LEFT
        elif len(mine) == 0:
            status[f] = NOTHING if full[f] else LEFT
        else:
            chosen, lost = np.zeros(len(mine), np.int64), np.zeros(weight.shape[1], np.int64)
            gain = np.zeros(len(mine), np.int64)
            for k in range(len(mine)):
                gain[k] = exact[mine[k], f]
            status[f] = _one(
                f, mine, gain, weight, inside, limit, room, apart, plain_inside, plain_limit, plain_room, covers,
                full[f], micro, near, chosen, lost,
            )  # fmt: skip
            for k in range(len(mine)):
                best[mine[k], f] = chosen[k]
            withheld[:, f] = lost
