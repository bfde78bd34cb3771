"""Land cut into pieces on which the same measures lie, compiled: as ``eligibility.units`` cuts it, in whole numbers.

Places come with their measures as runs of rows. A piece is a place, a quantity, and the measures on it as bits: the first
measure of the place is the lowest.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.compiling import Ints, compiled

#: More measures than this on one place do not fit in the bits.
MOST_ROWS = 62


@compiled
def _lay(size: int, quantity: Ints, part: Ints, low: Ints, high: Ints, row: Ints) -> int:
    """Write the spans (from, to, measure) of the measures on a parcel; how many there are. ``part`` is -1 where there is none."""
    spans, start, last = 0, 0, -1
    while True:
        now = -1
        for i in range(len(part)):
            if part[i] > last and (now < 0 or part[i] < now):
                now = part[i]
        if now < 0:
            break
        most = 0
        for i in range(len(part)):
            if part[i] == now:
                low[spans], high[spans], row[spans] = start, start + quantity[i], i
                spans += 1
                most = max(most, quantity[i])
        start += most
        last = now
    for i in range(len(part)):
        if part[i] < 0 and quantity[i] >= size:
            low[spans], high[spans], row[spans] = 0, size, i
            spans += 1
        elif part[i] < 0:
            end = start + quantity[i]
            low[spans], high[spans], row[spans] = start, end, i
            spans += 1
            if end > size:
                low[spans], high[spans], row[spans] = 0, end - size, i
                spans += 1
    return spans


@compiled
def _mask(begin: int, end: int, spans: int, low: Ints, high: Ints, row: Ints) -> int:
    """The measures that cover a stretch, as bits."""
    mask = 0
    for s in range(spans):
        if low[s] <= begin and end <= high[s]:
            mask |= 1 << row[s]
    return mask


@compiled
def _covered(size: int, quantity: Ints, part: Ints) -> bool:
    """Whether every measure lies on the whole of the parcel, so that it is one piece."""
    for i in range(len(part)):
        if part[i] >= 0 or quantity[i] < size:
            return False
    return size > 0


@compiled
def parcels(
    start: Ints, size: Ints, quantity: Ints, part: Ints, place: Ints, much: Ints, measures: Ints
) -> int:
    """Cut parcels; the last three take the pieces that have a measure, in order of place. How many there are.

    ``start`` has the first row of every parcel, and the end. There is room for four pieces per row.
    """
    made = 0
    for p in range(len(size)):
        first, last = start[p], start[p + 1]
        rows = last - first
        if rows == 0:
            continue
        if _covered(size[p], quantity[first:last], part[first:last]):
            place[made], measures[made], much[made] = p, (1 << rows) - 1, size[p]
            made += 1
            continue
        low, high, row = (
            np.zeros(2 * rows, np.int64),
            np.zeros(2 * rows, np.int64),
            np.zeros(2 * rows, np.int64),
        )
        spans = _lay(size[p], quantity[first:last], part[first:last], low, high, row)
        cuts = np.zeros(2 * spans + 2, np.int64)
        cuts[1] = size[p]
        for s in range(spans):
            cuts[2 * s + 2] = min(low[s], size[p])
            cuts[2 * s + 3] = min(high[s], size[p])
            high[s] = min(high[s], size[p])
        cuts = np.sort(cuts)
        mine = made
        for c in range(len(cuts) - 1):
            if cuts[c] == cuts[c + 1]:
                continue
            mask = _mask(cuts[c], cuts[c + 1], spans, low, high, row)
            at = mine
            while at < made and measures[at] != mask:
                at += 1
            if mask == 0:
                continue
            if at == made:
                place[made], measures[made], much[made] = p, mask, 0
                made += 1
            much[at] += cuts[c + 1] - cuts[c]
    return made


@compiled
def elements(start: Ints, quantity: Ints, place: Ints, much: Ints, measures: Ints) -> int:
    """Cut elements whose measures have no parts; rows of a place go from the least quantity up. As ``parcels``."""
    made = 0
    for p in range(len(start) - 1):
        below = 0
        first, last = start[p], start[p + 1]
        for r in range(first, last):
            if quantity[r] > below:
                bits = 0
                for other in range(r, last):
                    bits |= 1 << (other - first)
                place[made], much[made], measures[made] = p, quantity[r] - below, bits
                made += 1
                below = quantity[r]
    return made
