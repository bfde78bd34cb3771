"""Parcels as they would lie with some of their candidates, compiled: as ``eligibility.layout`` lays them, in whole numbers.

The rows of a place are the measures that are done, in order, and then its candidates that suit the land. An arrangement is a set
of rows that are taken; its pieces are a quantity and the measures on it as bits, the first row the lowest.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.compiling import Ints, compiled
from calculator.stacking.columns.planned.costing import costs

#: As ``eligibility.candidates``: more arrangements than this of one place are refused.
MOST_ARRANGEMENTS = 512
#: What became of an arrangement, or of a place: it does not fit, or has too many.
_NO_FIT = -1


@compiled
def _lay_done(
    size: int, done: int, quantity: Ints, part: Ints, start: Ints, low: Ints, high: Ints, row: Ints
) -> tuple[int, int]:
    """Write the spans of what is done, and where the part of each row starts; how many spans, and where parts end."""
    spans, at, last = 0, 0, -1
    while True:
        now = -1
        for i in range(done):
            if part[i] > last and (now < 0 or part[i] < now):
                now = part[i]
        if now < 0:
            break
        most = 0
        for i in range(done):
            if part[i] == now:
                start[i] = low[spans] = at
                high[spans], row[spans] = min(at + quantity[i], size), i
                spans += 1
                most = max(most, quantity[i])
        at += most
        last = now
    for i in range(done):
        if part[i] < 0 and quantity[i] >= size:
            low[spans], high[spans], row[spans] = 0, size, i
            spans += 1
        elif part[i] < 0:
            low[spans], high[spans], row[spans] = at, min(at + quantity[i], size), i
            spans += 1
            if at + quantity[i] > size:
                low[spans], high[spans], row[spans] = 0, min(at + quantity[i] - size, size), i
                spans += 1
    return spans, at


@compiled
def _covers(
    begin: int, end: int, group: int, first: int, last: int, low: Ints, high: Ints, row: Ints, groups: Ints
) -> bool:
    """Whether a span (of these) of a measure of the group covers the stretch."""
    found = False
    for s in range(first, last):
        found = found or (groups[row[s]] == group and low[s] <= begin and end <= high[s])
    return found


@compiled
def _loose(
    size: int, end: int, wanted: int, mine: int, done: int, spans: int, low: Ints, high: Ints, row: Ints, groups: Ints
) -> int:  # fmt: skip
    """Write the ground of a measure without a part: free of its group first, then in the place of what is done of it.

    Spans up to ``done`` are of what is done, those after it of candidates. How many spans there are then, or ``_NO_FIT``.
    """
    group, begin = groups[mine], min(end, size) % size
    cuts = np.zeros(2 * spans + 3, np.int64)
    cuts[1], cuts[2] = begin, size
    for s in range(spans):
        cuts[2 * s + 3], cuts[2 * s + 4] = min(low[s], size), min(high[s], size)
    cuts = np.sort(cuts)
    chosen = spans
    for taking_place in range(2):
        for turn in range(2):
            for c in range(len(cuts) - 1):
                a, b = cuts[c], cuts[c + 1]
                if wanted == 0 or a == b or (a >= begin) != (turn == 0):
                    continue
                held = _covers(a, b, group, 0, done, low, high, row, groups)
                if held != (taking_place == 1) or _covers(a, b, group, done, chosen, low, high, row, groups):
                    continue
                much = min(wanted, b - a)
                low[spans], high[spans], row[spans] = a, a + much, mine
                spans += 1
                wanted -= much
    return spans if wanted == 0 else _NO_FIT


@compiled
def _ground(
    size: int, end: int, mine: int, quantity: Ints, part: Ints, start: Ints, done: int, spans: int,
    low: Ints, high: Ints, row: Ints, groups: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Write the ground of a candidate; how many spans there are then (or ``_NO_FIT``), and where parts end."""
    much = quantity[mine]
    if much > size:
        return _NO_FIT, end
    if part[mine] < 0 and much < size:
        return _loose(size, end, much, mine, done, spans, low, high, row, groups), end
    begin = 0
    if part[mine] >= 0:
        if start[mine] < 0:
            begin = end % size
            for other in range(len(part)):
                if part[other] == part[mine]:
                    start[other] = begin
            end += much
        begin = start[mine]
    low[spans], high[spans], row[spans] = begin, min(begin + much, size), mine
    spans += 1
    if begin + much > size:
        low[spans], high[spans], row[spans] = 0, begin + much - size, mine
        spans += 1
    return spans, end


@compiled
def _clash(before: int, done: int, spans: int, low: Ints, high: Ints, row: Ints, groups: Ints) -> bool:
    """Whether spans from ``before`` on lie on ground of other candidates of their group."""
    for s in range(before, spans):
        for t in range(done, before):
            if groups[row[s]] == groups[row[t]] and low[s] < high[t] and low[t] < high[s]:
                return True
    return False


@compiled
def _laid(
    size: int, quantity: Ints, part: Ints, groups: Ints, managed: int, taken: Ints, low: Ints, high: Ints, row: Ints
) -> tuple[int, int]:  # fmt: skip
    """Write the spans of a place with these candidates; of what is done, and of all (``_NO_FIT``: they do not fit)."""
    start = np.full(len(part), -1, np.int64)
    done, end = _lay_done(size, managed, quantity, part, start, low, high, row)
    for i in range(managed):
        for other in range(managed, len(part)):
            if part[i] >= 0 and part[other] == part[i]:
                start[other] = start[i]
    spans = done
    for turn in range(2):
        for mine in taken:
            if (part[mine] < 0 and quantity[mine] < size) != (turn == 1):
                continue
            before = spans
            spans, end = _ground(size, end, mine, quantity, part, start, done, before, low, high, row, groups)
            if spans < 0 or _clash(before, done, spans, low, high, row, groups):
                return done, _NO_FIT
    return done, spans


@compiled
def _cut(
    size: int,
    done: int,
    spans: int,
    low: Ints,
    high: Ints,
    row: Ints,
    groups: Ints,
    much: Ints,
    measures: Ints,
) -> int:
    """Write the pieces on which something lies; how many there are. What is done gives way to candidates of its group."""
    cuts = np.zeros(2 * spans + 2, np.int64)
    cuts[1] = size
    for s in range(spans):
        cuts[2 * s + 2], cuts[2 * s + 3] = min(low[s], size), min(high[s], size)
    cuts = np.sort(cuts)
    made = 0
    for c in range(len(cuts) - 1):
        a, b = cuts[c], cuts[c + 1]
        if a == b:
            continue
        mask = 0
        for s in range(spans):
            if low[s] > a or b > high[s]:
                continue
            if s >= done or not _covers(a, b, groups[row[s]], done, spans, low, high, row, groups):
                mask |= 1 << row[s]
        if mask == 0:
            continue
        at = 0
        while at < made and measures[at] != mask:
            at += 1
        if at == made:
            measures[made], much[made] = mask, 0
            made += 1
        much[at] += b - a
    return made


@compiled
def _place(
    size: int, managed: int, quantity: Ints, part: Ints, groups: Ints, each: Ints, cost: Ints,
    made: Ints, of: Ints, much: Ints, measures: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Write the arrangements of one place, and their pieces; how many of both (the first below zero: too many).

    A row of ``made`` is what is taken and what gives way (bits), cents a year in all and of what is taken. With no room
    nothing is written.
    """
    rows, writes = len(quantity), len(made) > 0
    held, depth, at = np.zeros(rows, np.int64), 0, managed
    # Ground is cut in at most five places per row, and a measure without a part adds one cut; it may lie on all stretches.
    room = rows * (5 * rows + 6) + 8
    low, high, row = np.zeros(room, np.int64), np.zeros(room, np.int64), np.zeros(room, np.int64)
    size_of, bits = np.zeros(20 * rows + 20, np.int64), np.zeros(20 * rows + 20, np.int64)
    found, pieces = 0, 0
    while True:
        done, spans = _laid(size, quantity, part, groups, managed, held[:depth], low, high, row)
        if spans >= 0:
            if found == MOST_ARRANGEMENTS:
                return -1, 0
            here = _cut(size, done, spans, low, high, row, groups, size_of, bits)
            if writes:
                cents, effort, lost = costs(here, size_of, bits, managed, quantity, each, cost, held[:depth])
                made[found, 0] = 0
                for i in held[:depth]:
                    made[found, 0] |= 1 << i
                made[found, 1], made[found, 2], made[found, 3] = lost, cents, effort
                for p in range(here):
                    of[pieces + p], much[pieces + p], measures[pieces + p] = found, size_of[p], bits[p]
            found += 1
            pieces += here
        elif depth:
            depth -= 1
        while at == rows and depth:
            depth -= 1
            at = held[depth] + 1
        if at == rows:
            return found, pieces
        held[depth] = at
        depth += 1
        at += 1


@compiled
def counted(
    start: Ints, managed: Ints, size: Ints, quantity: Ints, part: Ints, groups: Ints, each: Ints, cost: Ints, counts: Ints
) -> None:  # fmt: skip
    """Write per place how many arrangements it has (below zero: too many), and how many pieces these have in all."""
    none, no_rows = np.zeros(0, np.int64), np.zeros((0, 4), np.int64)
    for p in range(len(size)):
        a, b = start[p], start[p + 1]
        counts[p, 0], counts[p, 1] = _place(
            size[p], managed[p], quantity[a:b], part[a:b], groups[a:b], each[a:b], cost[a:b], no_rows, none, none, none
        )  # fmt: skip


@compiled
def arrangements(
    start: Ints, managed: Ints, size: Ints, quantity: Ints, part: Ints, groups: Ints, each: Ints, cost: Ints,
    counts: Ints, place: Ints, made: Ints, of: Ints, much: Ints, measures: Ints,
) -> None:  # fmt: skip
    """Write all arrangements and their pieces, of places that have not too many; there is room for just these.

    ``place`` is that of each arrangement, ``of`` the arrangement of each piece.
    """
    row, piece = 0, 0
    for p in range(len(size)):
        rows, pieces = counts[p]
        if rows < 0:
            continue
        a, b, last, end = start[p], start[p + 1], row + rows, piece + pieces
        _place(
            size[p], managed[p], quantity[a:b], part[a:b], groups[a:b], each[a:b], cost[a:b],
            made[row:last], of[piece:end], much[piece:end], measures[piece:end],
        )  # fmt: skip
        place[row:last] = p
        of[piece:end] += row
        row, piece = last, end
