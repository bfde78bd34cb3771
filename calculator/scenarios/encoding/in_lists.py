"""Places told apart by lists: the crops that each grew, and what each answers itself."""

from __future__ import annotations

import numpy as np

from calculator.scenarios.encoding.reading import Ints


def in_lists(on: Ints, each: Ints, count: int) -> Ints:
    """A number per place that is the same for the same list of rows; 0 where there are none.

    ``on`` has the place of every row, in order, and ``each`` a number of what the row says.
    """
    found = np.zeros(count, dtype=np.int64)
    if not len(on):
        return found
    start = np.searchsorted(on, np.arange(count + 1))
    counts = np.diff(start)
    for n in range(int(counts.max(initial=0))):
        more = np.flatnonzero(counts > n)
        found *= int(each.max()) + 2
        found[more] += each[start[more] + n] + 1
        _, found = np.unique(found, return_inverse=True)
    return found
