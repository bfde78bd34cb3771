"""Needs that follow from others where land comes in whole steps, compiled: what no division in steps leaves unmet.

A sum of needs, each so many times, is a need as well. Over any number, what it asks is a whole number and a rest, and so is what
a step of every way adds: whole steps that come to it come to the next whole number too, where a way counts for its rest as far
as it goes to the rest of what is asked (Gomory's mixed-integer cut). How many times is read off the programme, so that a way that
it divides between two steps no longer can be. All of that is counted in whole numbers: whatever the doubles of the programme say,
what follows is true.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.classes.narrowing import common_of
from calculator.stacking.columns.compiling import Floats, Ints, compiled

#: Parts in which needs are whole numbers; the most that one asks, that a sum of them comes to in 64 bits, and that it is over.
_PARTS, _LARGEST, _HELD, _TIMES = 1e9, 1e11, 1e17, 1_000_000
_EPS = 1e-6
#: How far a need has to be missed, against the most that a step adds to it, to be worth a row, and the least that a step may add
#: against that: doubles hold no more.
_MISSED, _LEAST = 1e-4, 1e-6


@compiled
def units_of(
    first: Ints, step: Floats, mine: Floats, here: Floats, need: Floats, asked: int, unit: Floats
) -> None:
    """Write the amount of which each need, and a step of every way, is a multiple; 0 where there is none that fits."""
    for k in range(asked):
        common = common_of(k, first, step, mine)
        unit[k] = common / _PARTS
        if common > 0:
            short = (need[k] - here[k]) / unit[k]
            if abs(short - np.round(short)) > 1e-3 or abs(short) > _LARGEST:
                unit[k] = 0.0


@compiled
def _over(times: float, most: int) -> int:
    """The smallest whole number of which as many times come to a whole number; 0 where that is more than ``most``."""
    low, high, rest = 0, 1, times - np.floor(times)
    while abs(rest) > 1e-9 * high and abs(rest - 1.0) > 1e-9 * high:
        turned = 1.0 / rest
        low, high = high, int(np.floor(turned)) * high + low
        if high > most:
            return 0
        if abs(times * high - np.round(times * high)) < 1e-7 * high:
            return high
        rest = turned - np.floor(turned)
    return high


@compiled
def _times(
    row: int, sign: float, blocks: bool, rows: int, columns: int, own: float, table: Floats, free: Ints, step: Floats,
    unit: Floats, times: Ints,
) -> int:  # fmt: skip
    """Write how many times each need counts in a row of the programme, over the number that is given back; 0: no such numbers.

    With ``blocks`` they count too, and of all times only what is left beside whole ones.
    """
    over = 1
    times[:] = 0
    for turn in range(2):
        for c in range(columns):
            at = -1 - free[c]
            if free[c] >= 0 or (at >= rows and not blocks) or table[row, c] == 0.0:
                continue
            exact = sign * table[row, c] * (unit[at] if at < rows else step[at - rows]) / own
            if blocks:
                exact -= np.floor(exact)
            if exact < -1e-12 or exact * over > _LARGEST or (at < rows and unit[at] == 0.0):
                return 0
            if turn == 0:
                more = _over(exact * over, _TIMES // over)
                if more == 0:
                    return 0
                over *= more
            else:
                times[at] = int(np.round(exact * over))
                if blocks:
                    times[at] %= over
    return over


@compiled
def _summed(
    times: Ints, rows: int, first: Ints, step: Floats, mine: Floats, here: Floats, need: Floats, unit: Floats, adds: Ints
) -> tuple[bool, int]:  # fmt: skip
    """Write what a step of every way adds to the sum of so many times each need; whether it is held, and what is asked of it."""
    asked, large = 0, 0.0
    adds[:] = 0
    for k in range(rows):
        if not times[k]:
            continue
        short = np.round((need[k] - here[k]) / unit[k])
        large += abs(short) * times[k]
        asked += times[k] * int(short)
        for b in range(len(step)):
            for w in range(first[b] + 1, first[b + 1]):
                one = np.round((mine[w, k] - mine[first[b], k]) * step[b] / unit[k])
                large += abs(one) * times[k]
                adds[w] += times[k] * int(one)
    return large < _HELD, asked


@compiled
def _full(over: int, adds: Ints, first: Ints, sizes: Floats, step: Floats, point: Floats, less: Ints) -> None:
    """Write how much is taken off every way of a block: where it is full, what leaves of the way that fills it a multiple."""
    for b in range(len(step)):
        full, taken = -1, 0.0
        for w in range(first[b] + 1, first[b + 1]):
            taken += point[w]
            if full < 0 or point[w] > point[full]:
                full = w
        less[b] = adds[full] % over if full >= 0 and taken > sizes[b] - _EPS * step[b] else 0


@compiled
def _divided(
    over: int, asked: int, adds: Ints, less: Ints, first: Ints, sizes: Floats, step: Floats, much: Ints
) -> int:
    """Write what ways add, less so much in every block, as wholes over so much and what goes to the rest; what is asked."""
    for b in range(len(step)):
        asked -= less[b] * int(np.round(sizes[b] / step[b]))
    rest = asked % over
    for b in range(len(step)):
        for w in range(first[b] + 1, first[b + 1]):
            mine = adds[w] - less[b]
            much[w] = mine // over * rest + min(mine % over, rest)
    return int((asked // over + 1) * rest)


@compiled
def followed(
    rows: int, most: int, first: Ints, sizes: Floats, step: Floats, point: Floats, mine: Floats, here: Floats, need: Floats,
    unit: Floats, table: Floats, basis: Ints, free: Ints,
) -> int:  # fmt: skip
    """Write needs that follow behind the others, ``most`` at most in all: those that the programme as it ended does not meet.

    How many there are then.
    """
    blocks, made, room = len(sizes), rows, np.sum(sizes / step)
    times, less = np.zeros(rows + blocks, np.int64), np.zeros(blocks, np.int64)
    adds, much = np.zeros((2, len(point)), np.int64)
    for row in range(rows + blocks):
        way = basis[row]
        if way < 0:
            continue
        own = step[np.searchsorted(first, way, side="right") - 1]
        off = abs(point[way] / own - np.round(point[way] / own))
        for n in range(4 if off > _EPS else 0):
            sign, alone = (1.0 if n % 2 else -1.0), n < 2
            columns = first[blocks] - blocks
            over = _times(row, sign, not alone, rows, columns, own, table, free, step, unit, times)
            if over == 0:
                continue
            held, asked = _summed(times, rows, first, step, mine, here, need, unit, adds)
            if not held:
                continue
            for one in range(len(adds) if alone else 1):
                over = adds[one] if alone else over
                if made == most or over <= 0 or over * room > _HELD or (alone and np.any(adds[:one] == over)):
                    continue
                less[:] = times[rows:]
                if alone:
                    _full(over, adds, first, sizes, step, point, less)
                least = _divided(over, asked, adds, less, first, sizes, step, much)
                made += _written(made, least, much, first, step, point, mine, here, need, unit)
    return made


@compiled
def _written(
    row: int, asked: int, much: Ints, first: Ints, step: Floats, point: Floats, mine: Floats, here: Floats, need: Floats,
    unit: Floats,
) -> int:  # fmt: skip
    """Write a need that is not met; how many that makes."""
    most, least, met = 0.0, np.inf, 0.0
    for b in range(len(step)):
        for w in range(first[b], first[b + 1]):
            mine[w, row] = much[w] / step[b]
            most = max(most, abs(mine[w, row]))
            least = min(least, abs(mine[w, row]) if much[w] else np.inf)
            met += mine[w, row] * point[w]
    if asked - met <= _MISSED * np.max(np.abs(much)) or abs(asked) > _LARGEST or least < _LEAST * most:
        return 0
    mine[:, row] /= most
    here[row], need[row], unit[row] = 0.0, asked / most, 1.0 / most
    return 1
