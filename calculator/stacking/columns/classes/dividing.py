"""Land divided in whole steps, compiled: what a combination of classes costs at least, by branch and bound over the steps.

A programme (``simplex``) says what it costs where land could be divided at will; its areas are rounded to whole steps. Where no
rounding keeps every class, or where it costs more than the steps themselves can, one way takes so many steps at most or one more
at least, and both are solved again. So a class that is reached on a single point between two steps is found out of reach.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.classes import simplex
from calculator.stacking.columns.classes.following import followed, units_of
from calculator.stacking.columns.classes.rounding import cost_of, whole_steps
from calculator.stacking.columns.compiling import Floats, Ints, Mask, compiled

#: So many branches stand on one another at most, and so many programmes are solved for one combination.
_DEPTH = 48
_MOST_NODES = 400
#: So many needs that follow from whole steps are added at most before anything is branched, and so often they are looked for.
_FOLLOWING, _ROUNDS = 24, 8
#: Room for needs behind those of a combination.
ROOM = _DEPTH + _FOLLOWING
#: Programmes after which ways that cost something come first: most combinations end sooner by the way farthest from whole steps,
#: but where many cost the same what is left hardly falls so.
_FEW_NODES = 100
_EPS = 1e-6
#: Parts of a cent within which doubles are the same.
_CENTS = 1e-3


@compiled
def _spread(sizes: Floats, first: Ints, step: Floats, gain: Floats, steps: Floats) -> float:
    """What rounding can cost at most: a step of every divided block for each way but one."""
    total = 0.0
    for b in range(len(sizes)):
        low, high, parts, rest = gain[first[b]], gain[first[b]], 0, sizes[b]
        for w in range(first[b] + 1, first[b + 1]):
            low, high = min(low, gain[w]), max(high, gain[w])
            parts += int(steps[w] > 0)
            rest -= steps[w] * step[b]
        parts += int(rest > _EPS * step[b])
        total += max(0, parts - 1) * (high - low) * step[b]
    return total


@compiled
def _broken(first: Ints, step: Floats, gain: Floats, point: Floats, dearest: bool) -> tuple[int, float]:
    """The way that is farthest from whole steps, and its steps; -1 where all are whole. One that costs something comes before
    others where they are asked for ``dearest`` first.
    """
    way, far, much, dear = -1, _EPS, 0.0, False
    for b in range(len(step)):
        for w in range(first[b] + 1, first[b + 1]):
            exact = point[w] / step[b]
            off = abs(exact - np.round(exact))
            costs = dearest and (gain[first[b]] - gain[w]) * step[b] > _CENTS
            if off > _EPS and (costs > dear or (costs == dear and off > far)):
                way, far, much, dear = w, off, exact, costs
    return way, much


@compiled
def _branched(
    node: int, up: Ints, way: Ints, bound: Floats, first: Ints, step: Floats, mine: Floats, here: Floats, need: Floats,
    rows: int,
) -> int:  # fmt: skip
    """Write the branches that a node stands on as needs behind the others; how many needs there are."""
    while node > 0:
        w = abs(way[node]) - 1
        sign = 1.0 if way[node] > 0 else -1.0
        block = np.searchsorted(first, w, side="right") - 1
        mine[:, rows] = 0.0
        mine[w, rows], here[rows] = sign, 0.0
        need[rows] = sign * bound[node] * step[block]
        rows += 1
        node = up[node]
    return rows


@compiled
def _children(
    node: int, w: int, much: float, made: int, up: Ints, way: Ints, bound: Floats, depth: Ints
) -> Ints:
    """Write two branches of a node, the next that are made: so many steps of a way at most, or one more at least."""
    children = np.array([made, made + 1])
    for upward in range(2):
        up[children[upward]], depth[children[upward]] = node, depth[node] + 1
        way[children[upward]] = (w + 1) if upward else -(w + 1)
        bound[children[upward]] = np.floor(much) + upward
    return children


@compiled
def _added(
    rounds: int, asked: int, room: int, first: Ints, sizes: Floats, step: Floats, point: Floats, mine: Floats, here: Floats,
    need: Floats, unit: Floats, table: Floats, basis: Ints, free: Ints,
) -> int:  # fmt: skip
    """Write the needs that follow from whole steps behind the others; how many there are then."""
    if rounds == 0:
        units_of(first, step, mine, here, need, asked, unit)
    return followed(asked, room, first, sizes, step, point, mine, here, need, unit, table, basis, free)


@compiled
def divided(
    sizes: Floats, first: Ints, step: Floats, gain: Floats, whole: bool, pays: float, best: float, near: float,
    mine: Floats, here: Floats, need: Floats, asked: int,
    score: Floats, base: Floats, points: Floats, value: Floats, active: Mask, chosen: Ints,
    table: Floats, basis: Ints, free: Ints, steps: Floats,
) -> tuple[int, float, float]:  # fmt: skip
    """What one combination of classes leaves at most: whether that is known, the most that is proven, and what ``steps`` leave.

    ``mine``, ``here`` and ``need`` have the ``asked`` needs, and ``ROOM`` for more; what leaves no more than ``best`` is not gone
    into. An answer is good enough where rounding costs no more than ``near``. ``whole``: land comes in whole steps, else nothing
    is branched. Without an answer ``steps`` stay as they are and leave less than ``best``.
    """
    up, way, depth, waiting = np.zeros((4, _MOST_NODES + 2), np.int64)
    bound, (point, trial) = np.zeros(_MOST_NODES + 2), np.zeros((2, len(gain)))
    price, unit, rounds, room = np.zeros(asked + ROOM), np.zeros(asked + ROOM), 0, asked + _FOLLOWING
    made, left, most, found = 1, 1, -np.inf, best
    while left > 0:
        left -= 1
        node = waiting[left]
        k = _branched(node, up, way, bound, first, step, mine, here, need, asked)
        args = (mine[:, :k], here[:k], need[:k])
        status = simplex.least_cost(sizes, first, gain, *args, table, basis, free, point, price[:k])
        if status == simplex.STUCK:
            return simplex.STUCK, 0.0, 0.0
        if status == simplex.IMPOSSIBLE:
            continue
        could = pays + simplex.bound(sizes, first, gain, *args, price[:k])
        if could <= found:
            most = max(most, could)
            continue
        if whole_steps(sizes, first, step, gain, score, base, points, value, active, chosen, point, trial):
            worth = pays - cost_of(sizes, first, step, gain, trial)
            if worth > found:
                found = worth
                steps[:] = trial
            if could - worth <= min(near, _spread(sizes, first, step, gain, trial)) + _CENTS:
                most = max(most, could)
                continue
        if node == 0 and whole and rounds < _ROUNDS:
            more = _added(rounds, asked, room, first, sizes, step, point, mine, here, need, unit, table, basis, free)  # fmt: skip
            if more > asked:
                asked, rounds, left = more, rounds + 1, 1
                continue
        w, much = _broken(first, step, gain, point, made > _FEW_NODES)
        if w < 0 or not whole or depth[node] == _DEPTH or made + 2 > _MOST_NODES:
            most = max(most, could)  # not gone into: so it stands in the proof, near enough or not
            continue
        waiting[left : left + 2] = _children(node, w, much, made, up, way, bound, depth)
        left, made = left + 2, made + 2
    return simplex.OPTIMAL, most, found
