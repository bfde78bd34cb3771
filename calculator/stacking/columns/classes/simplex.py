"""A small linear programme, compiled: what it costs at least that the land of a farm scores as much as is needed.

The simplex is a dual one: it starts where every block has its first way, the one with most money. Nothing costs less than nothing
there, so only needs that are not met have to be mended, one pivot each for the most part.

A programme is a table: a row per need and per block, a column per way but the first of each block, then the right-hand side and
the size by which its rounding is judged; the costs are the last row.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.compiling import Floats, Ints, compiled

OPTIMAL, IMPOSSIBLE, STUCK = 0, 1, 2
_EPS = 1e-9
_PIVOTS = 400


@compiled
def _leaving(table: Floats, rows: int, columns: int) -> int:
    """The row that is broken most, or -1."""
    leave, worst = -1, -_EPS
    for r in range(rows):
        broken = table[r, columns] / (1.0 + table[r, columns + 1])
        if broken < worst:
            leave, worst = r, broken
    return leave


@compiled
def _entering(table: Floats, rows: int, columns: int, leave: int) -> int:
    """The column that mends the row at least cost, or -1; of equals the one that mends most per unit."""
    enter, least = -1, np.inf
    for c in range(columns):
        a = -table[leave, c]
        if a <= _EPS:
            continue
        ratio = table[rows, c] / a
        if ratio < least - 1e-12 or (ratio <= least + 1e-12 and a > -table[leave, enter]):
            enter, least = c, min(ratio, least)
    return enter


@compiled
def _pivot(table: Floats, rows: int, columns: int, leave: int, enter: int) -> None:
    inverse = 1.0 / table[leave, enter]
    for r in range(rows + 1):
        if r == leave:
            continue
        factor = table[r, enter] * inverse
        if factor != 0.0:
            for c in range(columns + 1):
                if c != enter:
                    table[r, c] -= factor * table[leave, c]
        table[r, enter] = -factor
    for c in range(columns + 1):
        table[leave, c] *= inverse
    table[leave, enter] = inverse


@compiled
def _filled(
    sizes: Floats, first: Ints, gain: Floats, score: Floats, base: Floats, need: Floats,
    table: Floats, basis: Ints, free: Ints,
) -> int:  # fmt: skip
    """Write the programme into the table; how many columns it has. Slacks are numbered below zero."""
    blocks, rows, column = len(sizes), len(need), 0
    columns = first[blocks] - blocks
    for b in range(blocks):
        top = first[b]
        for w in range(top + 1, first[b + 1]):
            for r in range(rows):
                table[r, column] = score[top, r] - score[w, r]
            for other in range(blocks):
                table[rows + other, column] = 1.0 if other == b else 0.0
            table[rows + blocks, column] = gain[top] - gain[w]
            free[column] = w
            column += 1
        table[rows + b, columns] = table[rows + b, columns + 1] = sizes[b]
        basis[rows + b] = -1 - rows - b
    for r in range(rows):
        table[r, columns] = base[r] - need[r]
        table[r, columns + 1] = abs(need[r])
        basis[r] = -1 - r
    table[rows + blocks, columns] = 0.0
    return int(columns)


@compiled
def _read(
    sizes: Floats, first: Ints, rows: int, columns: int, table: Floats, basis: Ints, free: Ints,
    point: Floats, price: Floats,
) -> None:  # fmt: skip
    """The area per way, and the price of each need."""
    blocks = len(sizes)
    height = rows + blocks
    point[:] = 0.0
    price[:] = 0.0
    for r in range(height):
        if basis[r] >= 0:
            point[basis[r]] = max(0.0, table[r, columns])
    for c in range(columns):
        if -1 - rows < free[c] < 0:
            price[-1 - free[c]] = max(0.0, table[height, c])
    for b in range(blocks):
        rest = sizes[b]
        for w in range(first[b] + 1, first[b + 1]):
            rest -= point[w]
        point[first[b]] = max(0.0, rest)


@compiled
def least_cost(
    sizes: Floats, first: Ints, gain: Floats, score: Floats, base: Floats, need: Floats,
    table: Floats, basis: Ints, free: Ints, point: Floats, price: Floats,
) -> int:  # fmt: skip
    """Put the best area per way into ``point`` and the price of each need into ``price``; whether there is one.

    ``sizes`` per block, ``first`` its first way (and the end), ``gain`` and ``score`` per way, ``base`` what is scored with every
    first way. ``table``, ``basis`` and ``free`` are working space.
    """
    columns = _filled(sizes, first, gain, score, base, need, table, basis, free)
    rows = len(need) + len(sizes)
    for _ in range(_PIVOTS):
        leave = _leaving(table, rows, columns)
        if leave < 0:
            _read(sizes, first, len(need), columns, table, basis, free, point, price)
            return OPTIMAL
        enter = _entering(table, rows, columns, leave)
        if enter < 0:
            return IMPOSSIBLE
        _pivot(table, rows, columns, leave, enter)
        basis[leave], free[enter] = free[enter], basis[leave]
    return STUCK


@compiled
def bound(
    sizes: Floats, first: Ints, gain: Floats, score: Floats, base: Floats, need: Floats, price: Floats
) -> float:
    """Of the money of the land the most that can be left when the needs are met, less the most without needs.

    By weak duality at these prices, so that it holds whatever they are.
    """
    total = 0.0
    for r in range(len(need)):
        total += price[r] * (base[r] - need[r])
    for b in range(len(sizes)):
        top, best = first[b], 0.0
        for w in range(top + 1, first[b + 1]):
            worth = gain[w] - gain[top]
            for r in range(len(need)):
                worth += price[r] * (score[w, r] - score[top, r])
            best = max(best, worth)
        total += sizes[b] * best
    return total
