"""States of a count of which no other has as much of everything: whole numbers only.

More of a coordinate is never worse, so that what another has as much of goes no further.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from calculator.stacking.proof.step_ways import Ints

#: Coordinates that are held against each other at most, and states held against the rest at a time.
_MOST_COMPARED, _AT_ONCE = 300_000, 64
#: Bits of a coordinate that say which states are looked at first.
_BITS = 20


def undominated(states: Ints, apart: int) -> Ints:
    """Where the states stand that are kept, each with a coordinate per column.

    The last ``apart`` columns are worths that rise together: of states that differ in these alone, and in all by as much, the
    most goes on, wherever it stands. Of others as many are looked at as time allows.
    """
    if len(states) < 2:
        return np.arange(len(states))
    worths = states[:, -apart:]
    alike = np.hstack([states[:, :-apart], worths[:, :-1] - worths[:, -1:]])
    best = _of_equal(alike, worths[:, -1])
    return best[_beaten_left_out(states[best])]


def _of_equal(uses: Ints, gains: Ints) -> Ints:
    """Where the best of those stand that are equal. Two that are may stay apart, where sums mix."""
    mixed = uses @ np.arange(1, 2 * uses.shape[1], 2, dtype=np.int64) ** 7
    order = np.lexsort((-gains, mixed))
    same = (mixed[order[1:]] == mixed[order[:-1]]) & (uses[order[1:]] == uses[order[:-1]]).all(axis=1)
    return np.asarray(order[np.concatenate((np.ones(min(1, len(order)), dtype=np.bool_), ~same))])


def _beaten_left_out(states: Ints) -> Ints:
    """Where those stand that none has as much of everything as; the likeliest to beat others are held against them first."""
    count, width = states.shape
    low, high = states.min(axis=0, initial=0), states.max(axis=0, initial=0)
    unit = np.maximum((high - low) >> _BITS, 1)
    left, kept, compared = np.argsort(-((states - low) // unit).sum(axis=1), kind="stable"), [], 0
    columns = np.ascontiguousarray(states.T)
    while len(left) and compared < _MOST_COMPARED:
        many = max(1, min(_AT_ONCE, (_MOST_COMPARED - compared) // (len(left) * width)))
        first, left = left[:many], left[many:]
        first = first[~np.triu(_beat(columns, first, first), 1).any(axis=0)]
        kept.append(first)
        compared += (many + len(left)) * many * width
        left = left[~_beat(columns, first, left).any(axis=0)]
    return np.concatenate([*kept, left]) if count else left


def _beat(columns: Ints, some: Ints, others: Ints) -> NDArray[np.bool_]:
    """Which of ``some`` (rows) have as much of everything as which of the others."""
    # A coordinate at a time: all of a pair's side by side would be added up in runs of a few.
    found = np.ones((len(some), len(others)), dtype=np.bool_)
    for column in columns:
        found &= column[some][:, None] >= column[others]
    return found
