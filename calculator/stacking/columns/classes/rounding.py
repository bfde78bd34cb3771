"""Areas in whole steps, compiled: what the programme divides is rounded so that every class still stands."""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.compiling import Floats, Ints, Mask, compiled

#: More ways than this that are no whole steps are not rounded here.
_MOST = 12
_EPS = 1e-6


@compiled
def _scored(first: Ints, step: Floats, score: Floats, base: Floats, steps: Floats) -> Floats:
    found = base.copy()
    for b in range(len(step)):
        for w in range(first[b] + 1, first[b + 1]):
            if steps[w]:
                found += steps[w] * step[b] * (score[w] - score[first[b]])
    return found


@compiled
def _meets(found: Floats, points: Floats, value: Floats, active: Mask, chosen: Ints) -> bool:
    """Whether that is enough for the chosen classes."""
    years, classes = value.shape
    goals = points.shape[1]
    for s in range(years):
        c = chosen[s]
        for g in range(goals + 1 if active[s] and c < classes else 0):
            asked = points[s, g] if g < goals else value[s, c]
            if found[s * (goals + 1) + g] < asked - 1e-9 * (1.0 + abs(asked)) and not (
                g == goals and asked < 0.0
            ):
                return False
    return True


@compiled
def cost_of(sizes: Floats, first: Ints, step: Floats, gain: Floats, steps: Floats) -> float:
    """Cents against the first ways; without end where a block is too small for so many steps."""
    cost = 0.0
    for b in range(len(sizes)):
        rest = sizes[b]
        for w in range(first[b] + 1, first[b + 1]):
            cost += steps[w] * step[b] * (gain[first[b]] - gain[w])
            rest -= steps[w] * step[b]
        if rest < -1e-9 * sizes[b]:
            return np.inf
    return cost


@compiled
def whole_steps(
    sizes: Floats, first: Ints, step: Floats, gain: Floats, score: Floats, base: Floats, points: Floats,
    value: Floats, active: Mask, chosen: Ints, point: Floats, steps: Floats,
) -> bool:  # fmt: skip
    """Round the areas in ``point`` to ``steps`` of each block, the cheapest way of all; whether there is one.

    A block's first way takes the rest, with what is no whole step.
    """
    broken, count = np.empty(len(point), dtype=np.int64), 0
    for b in range(len(sizes)):
        for w in range(first[b] + 1, first[b + 1]):
            exact = point[w] / step[b]
            steps[w] = np.floor(exact + _EPS)
            if exact - steps[w] > _EPS:
                broken[count] = w
                count += 1
    if count > _MOST:
        return False
    down, best = steps.copy(), np.inf
    for n in range(1 << count):
        trial = down.copy()
        for k in range(count):
            trial[broken[k]] += float(n >> k & 1)
        cost = cost_of(sizes, first, step, gain, trial)
        if cost < best and _meets(_scored(first, step, score, base, trial), points, value, active, chosen):
            best = cost
            steps[:] = trial
    return bool(best < np.inf)


@compiled
def shared_out(
    piece_start: Ints,
    quantities: Ints,
    block_ways: Ints,
    amounts: Ints,
    of_piece: Ints,
    of_way: Ints,
    taken: Ints,
) -> int:
    """Share the amounts of every block's ways out over its pieces, in order; how many entries that makes."""
    n = 0
    for b in range(len(piece_start) - 1):
        piece = piece_start[b]
        left = quantities[piece]
        for w in range(block_ways[b], block_ways[b + 1]):
            amount = amounts[w]
            while amount > 0:
                if left == 0:
                    piece += 1
                    left = quantities[piece]
                some = min(amount, left)
                of_piece[n], of_way[n], taken[n] = piece, w, some
                n += 1
                amount -= some
                left -= some
    return n
