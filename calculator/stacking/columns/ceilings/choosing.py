"""Grants that are given whole or not at all, compiled: the most that fits, and whether no other choice pays as much."""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.compiling import Floats, Ints, Mask, compiled

#: More steps than this are not taken for one farm.
_MOST_STEPS = 200_000
#: Of an item on the way: not looked at, given, not given.
_NEW, _GIVEN, _NOT = 2, 1, 0
#: What became of a farm: left as it is, something is not given, or nothing that counts was granted at all.
LEFT, CHOSEN, NOTHING = 0, 1, 2
#: What an item takes of a row of which one item is given.
_WHOLE = 1 << 50
#: What a window leaves that a farm does not have.
FREE = 1 << 60


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
def _rest(gain: Ints) -> Ints:
    """What an item and all behind it bring together; behind the last: nothing."""
    found = np.zeros(len(gain) + 1, np.int64)
    for i in range(len(gain) - 1, -1, -1):
        found[i] = found[i + 1] + gain[i]
    return found


@compiled
def _turned(
    at: int, now: Ints, gain: Ints, weight: Ints, left: Ints, before: Ints, rest: Ints, least: int
) -> int:
    """Turn an item, and say which is next; what cannot come to the ``least`` is not gone into: it is turned again."""
    _next(at, now, weight, left)
    if now[at] == _NEW:
        return at - 1
    before[at + 1] = before[at] + gain[at] * now[at]
    return at + 1 if before[at + 1] + rest[at + 1] >= least else at


@compiled
def most(gain: Ints, weight: Ints, room: Ints, near: int, best: Ints) -> int:
    """Write the best choice (1 or 0 per item); how many choices come that near to it, or -1 where there are too many steps.

    ``weight`` is what an item takes of each window, ``room`` what each window leaves.
    """
    count, rest = len(gain), _rest(gain)
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
        at = _turned(at, now, gain, weight, left, before, rest, top - near)
    return equals


@compiled
def liked(gain: Ints, weight: Ints, room: Ints, near: int, taste: Floats, apart: float, best: Ints) -> bool:
    """Of the choices that pay as much as ``best`` write the one with the least taste in all; whether it is certain.

    It is where the others taste more by ``apart``, and none that comes near pays another cent.
    """
    count, top, rest = len(gain), np.sum(gain * best), _rest(gain)
    now, left, before = np.full(count, _NEW), room.copy(), np.zeros(count + 1, np.int64)
    least, second, steps, at = np.inf, np.inf, 0, 0
    while at >= 0:
        steps += 1
        if steps > _MOST_STEPS:
            return False
        if at == count:
            if before[at] != top:
                return False
            whole = np.sum(taste * now)
            if whole < least:
                least, second = whole, least
                best[:] = now
            else:
                second = min(second, whole)
            at -= 1
            continue
        at = _turned(at, now, gain, weight, left, before, rest, top - near)
    return bool(second - least > apart)


@compiled
def _given(mine: Ints, w: int, farm: int, weight: Ints, limit: Ints, on: Ints) -> bool:
    """Whether anything that the limit counts may be granted to the farm on the day of the window."""
    found = False
    for k in mine:
        found = found or (on[k, w] == 1 and weight[k, limit[w], farm] > 0)
    return found


@compiled
def _tested(
    farm: int, mine: Ints, weight: Ints, inside: Ints, on: Ints, limit: Ints, room: Ints, own_inside: Ints, own_limit: Ints,
    own_room: Ints, apart: Ints, full: bool,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """What each of these items takes of each row, what all of those leave, and which limit it is of.

    A row is a window of a day on which something is granted, a window of the farm's own, or two items of which one at most is
    given (its limit is below zero): of an item that leaves one and a half. Windows that are not tested count nothing.
    """
    windows, own = len(limit) if full else 0, len(own_limit) if full else 0
    width = windows + own + len(apart)
    found, rooms = np.zeros((len(mine), width), np.int64), np.full(width, _WHOLE + _WHOLE // 2)
    of = np.full(width, -1)
    for w in range(windows):
        if _given(mine, w, farm, weight, limit, on):
            of[w], rooms[w] = limit[w], room[w, farm]
            for k in range(len(mine)):
                found[k, w] = weight[mine[k], limit[w], farm] * inside[mine[k], w]
    for s in range(own):
        if own_room[s, farm] < FREE:
            of[windows + s], rooms[windows + s] = own_limit[s], own_room[s, farm]
            for k in range(len(mine)):
                found[k, windows + s] = weight[mine[k], own_limit[s], farm] * own_inside[mine[k], s, farm]
    for r in range(len(apart)):
        for k in range(len(mine)):
            found[k, windows + own + r] = _WHOLE * apart[r, mine[k]]
    return found, rooms, of


@compiled
def _without(rows: Ints, of: Ints, limit: int) -> Ints:
    """The rows without those of one limit."""
    found = rows.copy()
    for r in range(len(of)):
        if of[r] == limit:
            found[:, r] = 0
    return found


@compiled
def _fits(best: Ints, rows: Ints, room: Ints, spare: int) -> bool:
    """Whether the choice leaves that much everywhere; of what is full already nothing may be taken."""
    for r in range(len(room)):
        taken = np.sum(best * rows[:, r])
        if taken > room[r] - spare and not (taken == 0 and room[r] <= 0):
            return False
    return True


@compiled
def _asked(
    year: int, of: int, farm: int, mine: Ints, weight: Ints, on: Ints, limit: Ints, day_year: Ints, own_limit: Ints,
    own_room: Ints, own_year: Ints,
) -> bool:  # fmt: skip
    """Whether a window of the limit is tested in the year, so that its plain day is not looked at."""
    for w in range(len(limit)):
        if limit[w] == of and day_year[w] == year and _given(mine, w, farm, weight, limit, on):
            return True
    found = False
    for s in range(len(own_limit)):
        found = found or (own_limit[s] == of and own_year[s, farm] == year and own_room[s, farm] < FREE)
    return found


@compiled
def _filled(
    farm: int, mine: Ints, best: Ints, weight: Ints, on: Ints, limit: Ints, room: Ints, day_year: Ints, own_limit: Ints,
    own_room: Ints, own_year: Ints, last: int, plain_inside: Ints, plain_limit: Ints, plain_room: Ints, plain_year: Ints,
    spare: int, binds: Mask,
) -> bool:  # fmt: skip
    """Write which limits are full on a day that is looked at; whether that is certain to the cent.

    A choice that fits leaves something in every window that it may take of, so that those are full of aid received alone.
    """
    for w in range(len(limit)):
        if room[w, farm] <= 0 and _given(mine, w, farm, weight, limit, on):
            binds[limit[w]] = True
    for s in range(len(own_limit)):
        if own_room[s, farm] <= 0 and own_year[s, farm] <= last:
            binds[own_limit[s]] = True
    for p in range(len(plain_limit)):
        of = plain_limit[p]
        if _asked(plain_year[p], of, farm, mine, weight, on, limit, day_year, own_limit, own_room, own_year):
            continue
        taken = 0
        for k in range(len(mine)):
            taken += best[k] * weight[mine[k], of, farm] * plain_inside[mine[k], p]
        over = taken - plain_room[p, farm]
        if taken > 0 and -spare < over < spare:
            return False
        binds[of] = binds[of] or over >= 0
    return True


@compiled
def _taste(rows: Ints, room: Ints) -> Floats:
    """What each item takes of the rows, as shares of what they leave: of equals those come first that take least."""
    found = np.zeros(len(rows))
    for r in range(len(room)):
        if room[r] > 0:
            found += rows[:, r] / room[r]
    return found


@compiled
def _one(
    gain: Ints, rows: Ints, room: Ints, of: Ints, limits: int, micro: int, spare: int, near: int, noise: float, best: Ints,
    withheld: Ints,
) -> int:  # fmt: skip
    """Choose for one farm among its items; the last two take the choice, and per limit what it withholds."""
    rooms = np.maximum(room, 0)
    equals = most(gain, rows, rooms + micro, near, best)
    if equals < 1 or (
        equals > 1
        and (noise < 0.0 or not liked(gain, rows, rooms + micro, near, _taste(rows, room), noise, best))
    ):
        return LEFT
    if not _fits(best, rows, room, spare):
        return LEFT
    free = np.zeros(len(gain), np.int64)
    for n in range(limits):
        others = _without(rows, of, n)
        if others.sum() == rows.sum():
            continue
        if most(gain, others, rooms + micro, near, free) < 1:
            return LEFT
        withheld[n] = np.sum((free - best) * gain)
    return CHOSEN


@compiled
def each(
    exact: Ints, weight: Ints, inside: Ints, on: Ints, limit: Ints, room: Ints, day_year: Ints, own_inside: Ints,
    own_limit: Ints, own_room: Ints, own_year: Ints, last: int, plain_inside: Ints, plain_limit: Ints, plain_room: Ints,
    plain_year: Ints, apart: Ints, drawn: Floats, lines: Ints, full: Mask, beyond: Mask, micro: int, near: int,
    best: Ints, withheld: Ints, binds: Mask, status: Ints,
) -> None:  # fmt: skip
    """Choose for many farms: per item what it pays each and takes of each limit, and which windows count it.

    ``on`` says which items are granted on the day of a window. ``own`` windows are of single farms; one that is not there leaves
    ``FREE``. ``plain`` windows are looked at in years without a window that is tested, up to the ``last``. ``apart`` are rows of
    items of which one at most is given. ``drawn`` is the most that names add to the taste of an item among equals; below zero
    where it tastes of more than is seen here. On farms that are not ``full`` no window matters; those that are ``beyond`` are
    left. ``lines`` is in how many an item is told. The last four take the answer.

    The best choice is the best with a cent more room, where it fits with a cent less, and half a cent for every line, and no
    other comes near it: so it is the best whatever parts of cents are counted, and no line is rounded down for a limit.
    """
    for f in range(len(status)):
        mine = np.flatnonzero(exact[:, f])
        if beyond[f]:
            status[f] = LEFT
        elif len(mine) == 0:
            status[f] = NOTHING if full[f] else LEFT
        else:
            chosen, lost = np.zeros(len(mine), np.int64), np.zeros(weight.shape[1], np.int64)
            gain, bound = np.zeros(len(mine), np.int64), np.zeros(weight.shape[1], np.bool_)
            for k in range(len(mine)):
                gain[k] = exact[mine[k], f]
            rows, rooms, of = _tested(
                f, mine, weight, inside, on, limit, room, own_inside, own_limit, own_room, apart, full[f]
            )
            # Where one of two is given, or a cap counts an item, there are rows that are not seen here.
            noise = -1.0 if np.any(np.sum(apart[:, mine], axis=1) > 1) else np.sum(drawn[mine])
            noise = -1.0 if np.any(drawn[mine] < 0.0) else noise
            spare = micro + micro * int(np.sum(lines[mine])) // 2
            status[f] = _one(gain, rows, rooms, of, weight.shape[1], micro, spare, near, noise, chosen, lost)
            if status[f] == CHOSEN and full[f] and not _filled(
                f, mine, chosen, weight, on, limit, room, day_year, own_limit, own_room, own_year, last,
                plain_inside, plain_limit, plain_room, plain_year, spare, bound,
            ):  # fmt: skip
                status[f] = LEFT
            for k in range(len(mine)):
                best[mine[k], f] = chosen[k]
            withheld[:, f], binds[:, f] = lost, bound
