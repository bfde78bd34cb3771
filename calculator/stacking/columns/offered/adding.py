"""What parts on land come to per farm and column, compiled: whole numbers, exact or refused.

Entries are rows of a column, an amount as top and bottom, and steps per hundred-millionth of a unit as top and bottom.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.compiling import Ints, compiled

#: Products stay exact in 64 bits below this.
_LARGEST = 2**61


@compiled
def _common(one: int, other: int) -> int:
    while other:
        one, other = other, one % other
    return abs(one)


@compiled
def lines(farm: Ints, number: Ints, quantity: Ints, starts: Ints, entries: Ints, into: Ints) -> bool:
    """Add whole steps times their amount, each line rounded half up by itself; False where one does not fit in 64 bits."""
    for i in range(len(number)):
        for e in range(starts[number[i]], starts[number[i] + 1]):
            top, bottom, up, down = entries[e, 1], entries[e, 2], entries[e, 3], entries[e, 4]
            if quantity[i] > _LARGEST // max(up, 1):
                return False
            steps = quantity[i] * up // down
            if steps > _LARGEST // max(2 * abs(top), 1):
                return False
            into[farm[i], entries[e, 0]] += (2 * steps * top + bottom) // (2 * bottom)
    return True


@compiled
def ratios(farm: Ints, number: Ints, quantity: Ints, starts: Ints, entries: Ints, into: Ints) -> bool:
    """Add quantities times amount and steps, each rounded down; False where one does not fit in 64 bits."""
    whole = np.zeros(len(entries), np.int64)
    under = np.ones(len(entries), np.int64)
    for e in range(len(entries)):
        # Both ratios in one, each reduced by what it shares with the other first: nothing is lost before the division.
        one, other = _common(entries[e, 1], entries[e, 4]), _common(entries[e, 3], entries[e, 2])
        top, down = entries[e, 1] // max(one, 1), entries[e, 4] // max(one, 1)
        up, bottom = entries[e, 3] // max(other, 1), entries[e, 2] // max(other, 1)
        if abs(top) > _LARGEST // max(up, 1) or bottom > _LARGEST // down:
            whole[e], under[e] = -1, 0
        else:
            whole[e], under[e] = top * up, bottom * down
    for i in range(len(number)):
        for e in range(starts[number[i]], starts[number[i] + 1]):
            if under[e] == 0 or quantity[i] > _LARGEST // max(abs(whole[e]), 1):
                return False
            into[farm[i], entries[e, 0]] += quantity[i] * whole[e] // under[e]
    return True
