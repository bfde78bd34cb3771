"""How a problem in steps falls apart but for a few rows, and what bounds that of it which is divided at will.

Rows that join most blocks are shared first: windows of a ceiling over years join what is granted in some years, where relations
between payments join what lies in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb

import numpy as np

from calculator.domain.problem import MULTIPLIER_SCALE, Multipliers, Problem
from calculator.stacking.proof.counted_parts import Parts

#: Sets of equations of which corners of prices are looked for at most.
_MOST_SETS = 5_000
#: A corner may be so much below zero, for rounding.
_OFF = 1e-9


def in_parts(problem: Problem, sizes: Sequence[int], most: int) -> Parts | None:
    """The problem in parts of ``most`` blocks that come in steps, or as near to that as it falls apart; None: it does not."""
    rows = _blocks_of(problem)
    order = sorted(range(len(rows)), key=lambda r: -len(rows[r]))
    best: tuple[int, list[list[int]]] | None = None
    for shared in range(1, len(order) + 1):
        joined = _joined(len(problem.blocks), [rows[r] for r in order[shared:]])
        largest = max(sum(sizes[b] > 0 for b in of) for of in joined)
        if best is None or largest < best[0]:
            best = largest, joined
        if largest <= most:
            break
    if best is None or len(best[1]) < 2:
        return None
    return _parts(problem, sizes, best[1], rows)


def _blocks_of(problem: Problem) -> list[list[int]]:
    """The blocks that touch each row."""
    found: list[list[int]] = [[] for _ in problem.rows]
    for b, block in enumerate(problem.blocks):
        for row in sorted({r for g in block.groups for c in g.cells for o in c.options for r, _ in o.uses}):
            found[row].append(b)
    return found


def _joined(blocks: int, rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """The blocks that rows join."""
    joined = {b: [b] for b in range(blocks)}
    for first, *others in (row for row in rows if row):
        for b in others:
            if joined[b] is not joined[first]:
                joined[first] += joined[b]
                for other in joined[b]:
                    joined[other] = joined[first]
    return list({id(of): sorted(of) for of in joined.values()}.values())


def _parts(
    problem: Problem, sizes: Sequence[int], joined: Sequence[Sequence[int]], rows: Sequence[Sequence[int]]
) -> Parts | None:
    """None where something that is divided at will stands alone."""
    touched: list[set[int]] = [set() for _ in problem.blocks]
    for row, blocks in enumerate(rows):
        for b in blocks:
            touched[b].add(row)
    if any(not any(sizes[b] for b in of) for of in joined):
        return None
    everything = [set().union(*(touched[b] for b in of)) for of in joined]
    told, free = [], []
    for n in _in_turn(everything):
        steps = [b for b in joined[n] if sizes[b]]
        told.append(tuple(steps[at] for at in _in_turn([touched[b] for b in steps])))
        will = [b for b in joined[n] if not sizes[b]]
        free.append(tuple((of, vectors_of(problem, of)) for of in _together(will, touched)))
    return Parts(tuple(told), tuple(free))


def _in_turn(rows: Sequence[set[int]]) -> list[int]:
    """An order in which few rows are open at a time: begun, and still to be used."""
    left, begun, found = list(range(len(rows))), set[int](), list[int]()
    while left:
        open_after = {
            n: len((begun | rows[n]) & set[int]().union(*(rows[m] for m in left if m != n))) for n in left
        }
        best = min(left, key=[(open_after.get(n, 0), len(of), n) for n, of in enumerate(rows)].__getitem__)
        left.remove(best)
        begun |= rows[best]
        found.append(best)
    return found


def _together(blocks: Sequence[int], touched: Sequence[set[int]]) -> Iterator[tuple[int, ...]]:
    """Blocks that rows join, among these alone."""
    place = {b: n for n, b in enumerate(blocks)}
    rows: dict[int, list[int]] = {}
    for b in blocks:
        for row in touched[b]:
            rows.setdefault(row, []).append(place[b])
    for of in _joined(len(blocks), [*rows.values()]):
        yield tuple(blocks[n] for n in of)


def vectors_of(problem: Problem, blocks: Sequence[int]) -> tuple[Multipliers, ...]:
    """Corners of the prices of the rows that these blocks use: what they cost is the most that one of them says, or near it."""
    cells = [c for b in blocks for g in problem.blocks[b].groups for c in g.cells]
    rows = sorted({r for c in cells for o in c.options for r, _ in o.uses})
    place, planes = {row: n for n, row in enumerate(rows)}, list[tuple[list[float], float]]()
    for n in range(len(rows)):
        planes.append(([float(n == m) for m in range(len(rows))], 0.0))
    for cell in cells:
        for one, other in combinations(cell.options, 2):
            side = [0.0] * len(rows)
            for sign, option in ((1, one), (-1, other)):
                for row, amount in option.uses:
                    side[place[row]] += sign * amount
            if any(side):
                planes.append((side, float(one.gain - other.gain)))
    found = {(): None} | dict.fromkeys(_corners(planes, rows))
    return tuple(found)


def _corners(planes: Sequence[tuple[list[float], float]], rows: Sequence[int]) -> Iterator[Multipliers]:
    if comb(len(planes), len(rows)) > _MOST_SETS:
        return
    for some in combinations(planes, len(rows)):
        sides = np.array([side for side, _ in some])
        scale = np.abs(sides).max(axis=1)
        try:
            prices = np.linalg.solve(sides / scale[:, None], np.array([at for _, at in some]) / scale)
        except np.linalg.LinAlgError:
            continue
        if (prices < -_OFF).any() or not np.isfinite(prices).all():
            continue
        stated = [(row, round(float(p) * MULTIPLIER_SCALE)) for row, p in zip(rows, prices, strict=True)]
        yield tuple((row, price) for row, price in stated if price > 0)
