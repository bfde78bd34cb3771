"""Grants that are given whole or not at all, compiled: the most that fits, and whether no other choice pays as much."""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.compiling import Ints, compiled

#: More steps than this are not taken for one farm.
_MOST_STEPS = 200_000
#: Of an item on the way: not looked at, given, not given.
_NEW, _GIVEN, _NOT = 2, 1, 0


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
