"""The plan of a farm, compiled: of every place with candidates one arrangement, so that money less costs is most.

One farm at a time. Its land falls apart into *owners*: the land that stays as it is, and each arrangement of each place. Places
are gone through one after the other; what cannot leave more than the best plan so far is not gone into: at most every place that
is left has its best arrangement, and the classes are the highest that all this could reach. Of a whole plan the land decides as
that of any farm: where the class that most money reaches is the highest that it could reach, that is the answer, else the
programme of ``kernel`` is asked, which bounds it by weak duality. So the answer is the most that any plan leaves.

Numbers are doubles in hectares (or the unit of the piece), points, euros of value and cents.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.classes import kernel
from calculator.stacking.columns.compiling import Floats, Ints, Mask, compiled, written_out

#: What became of a farm.
PLANNED, TOO_MANY, STUCK, NOTHING = 0, 1, 2, 3
#: More steps, and more programmes, than these are not taken for one farm.
_STEPS, _PROGRAMMES = 200_000, 600
#: Cents within which two plans are equals: less than the micro-cent that a candidate costs besides.
_NEAR = 2e-7

#: The first block of each owner, sizes of blocks and the steps that they come in, the first way of each, the part of each way.
_Blocks = tuple[Ints, Floats, Floats, Ints, Ints]


@compiled
def _paid(scores: Floats, stands: Ints, points: Floats, value: Floats, cents: Floats) -> float:
    """Cents of the highest classes that these scores reach, over all years."""
    total, goals = 0.0, points.shape[1]
    for s in range(len(stands)):
        if stands[s] != s:
            continue
        enough = True
        for g in range(goals):
            enough = enough and scores[s * (goals + 1) + g] >= points[s, g] - 1e-9 * (1.0 + points[s, g])
        mine = scores[s * (goals + 1) + goals]
        most = 0.0
        for c in range(cents.shape[1] if enough else 0):
            if value[s, c] < 0.0 or mine >= value[s, c] - 1e-9 * (1.0 + value[s, c]):
                most = max(most, cents[s, c])
        total += most * np.sum(stands == s)
    return total


@compiled
def _blocks(
    owners: Ints, block_start: Ints, sizes: Floats, steps: Floats, block_ways: Ints, way_part: Ints
) -> tuple[Floats, Floats, Ints, Ints]:
    """The blocks of some owners as one run: sizes, steps, the first way of each (and the end), and the parts of the ways."""
    blocks, ways = 0, 0
    for o in owners:
        blocks += block_start[o + 1] - block_start[o]
        ways += block_ways[block_start[o + 1]] - block_ways[block_start[o]]
    size, step = np.zeros(blocks), np.zeros(blocks)
    first, part = np.zeros(blocks + 1, np.int64), np.zeros(ways, np.int64)
    b, w = 0, 0
    for o in owners:
        for block in range(block_start[o], block_start[o + 1]):
            size[b], step[b], first[b] = sizes[block], steps[block], w
            for way in range(block_ways[block], block_ways[block + 1]):
                part[w] = way_part[way]
                w += 1
            b += 1
    first[blocks] = w
    return size, step, first, part


@compiled
def _stands(
    owners: Ints, best: Floats, most: Floats, blocks: _Blocks, score: Floats,
    points: Floats, value: Floats, cents: Floats, active: Mask,
) -> Ints:  # fmt: skip
    """Per year the first that asks and scores the same whatever is planned; -1 for a year without a premium."""
    parts = _blocks(owners, *blocks)[3]
    every = np.zeros((2 * len(owners) + len(parts), score.shape[1]))
    for n in range(len(owners)):
        every[2 * n], every[2 * n + 1] = best[owners[n]], most[owners[n]]
    for n in range(len(parts)):
        every[2 * len(owners) + n] = score[parts[n]]
    return kernel._stands(every, np.zeros(score.shape[1]), points, value, cents, active)


@written_out
def _leaves(
    owners: Ints, here: Floats, could: Floats, stands: Ints, blocks: _Blocks, gain: Floats, score: Floats,
    points: Floats, value: Floats, cents: Floats, active: Mask,
) -> tuple[int, float, int]:  # fmt: skip
    """What classes leave at most beyond the best money of the land of a plan; whether that is known, and the programmes taken.

    With most money it scores ``here``, and at most what it ``could``.
    """
    sure = _paid(here, stands, points, value, cents)
    if _paid(could, stands, points, value, cents) <= sure:
        return kernel.SOLVED, sure, 0
    size, step, first, part = _blocks(owners, *blocks)
    steps, chosen = np.zeros(len(part)), np.zeros(len(active), np.int64)
    # Not the plain word: of that the compiler makes a type of its own, and compiles the whole programme once more for it.
    whole = bool(1)
    status, more = kernel.farm(
        size, first, step, gain[part], whole, score[part], here, points, value, cents, active, steps, chosen,
    )  # fmt: skip
    return status, max(sure, more), 1


@compiled
def _ordered(rows: Ints, places: Ints, worth: Floats) -> Ints:
    """The arrangements of each place, the one that leaves most money first; ``places`` has the first of each, and the end."""
    order = rows.copy()
    for p in range(len(places) - 1):
        a, b = places[p], places[p + 1]
        mine = rows[a:b]
        order[a:b] = mine[np.argsort(-worth[mine], kind="mergesort")]
    return order


@compiled
def _rest(
    order: Ints, places: Ints, rest_of: int, worth: Floats, most: Floats, effort: Ints
) -> tuple[Floats, Floats, Ints]:
    """Per place the most money, scores and the least effort of it and all places after it."""
    count = len(places) - 1
    money, scores = np.zeros(count + 1), np.zeros((count + 1, most.shape[1]))
    asks = np.zeros(count + 1, np.int64)
    for p in range(count - 1, -1, -1):
        mine = order[places[p] : places[p + 1]]
        money[p] = money[p + 1] + np.max(worth[mine])
        asks[p] = asks[p + 1] + np.min(effort[mine])
        for k in range(most.shape[1]):
            top = most[rest_of + mine[0], k]
            for r in mine:
                top = max(top, most[rest_of + r, k])
            scores[p, k] = scores[p + 1, k] + top
    return money, scores, asks


@written_out
def farm(
    own: int, rows: Ints, places: Ints, rest_of: int, worth: Floats, effort: Ints, most_effort: int, best: Floats,
    most: Floats, blocks: _Blocks, gain: Floats, score: Floats, points: Floats, value: Floats, cents: Floats, active: Mask,
    picked: Ints,
) -> tuple[int, float]:  # fmt: skip
    """Plan one farm: its status, and what its land and classes leave at most; ``picked`` takes an arrangement per place.

    ``own`` owns what stays as it is, ``rest_of`` plus an arrangement that of the arrangement. ``worth`` is what an arrangement
    gains at most, less its costs; ``best`` are the scores with that, ``most`` the highest. ``places`` has the rows of each.
    """
    count = len(places) - 1
    owners = np.concatenate((np.array([own]), rows + rest_of))
    stands = _stands(owners, best, most, blocks, score, points, value, cents, active)
    order = _ordered(rows, places, worth)
    money, could, asks = _rest(order, places, rest_of, worth, most, effort)
    at, spent, gained = np.full(count, -1), np.zeros(count + 1, np.int64), np.zeros(count + 1)
    scores, highest = np.zeros((count + 1, best.shape[1])), np.zeros((count + 1, best.shape[1]))
    scores[0], highest[0] = best[own], most[own]
    found, steps, programmes, depth = -np.inf, 0, 0, 0
    while depth >= 0:
        steps += 1
        if steps > _STEPS or programmes > _PROGRAMMES:
            return TOO_MANY, 0.0
        if depth == count:
            status, more, asked = _leaves(
                owners[: count + 1], scores[count], highest[count], stands, blocks, gain, score, points, value, cents, active
            )  # fmt: skip
            programmes += asked
            if status != kernel.SOLVED:
                return STUCK, 0.0
            if gained[count] + more > found + _NEAR:
                found = gained[count] + more
                picked[:] = owners[1 : count + 1] - rest_of
            depth -= 1
            continue
        at[depth] += 1
        if at[depth] == places[depth + 1] - places[depth]:
            at[depth], depth = -1, depth - 1
            continue
        row = order[places[depth] + at[depth]]
        depth += 1
        owners[depth] = rest_of + row
        gained[depth] = gained[depth - 1] + worth[row]
        spent[depth] = spent[depth - 1] + effort[row]
        scores[depth] = scores[depth - 1] + best[rest_of + row]
        highest[depth] = highest[depth - 1] + most[rest_of + row]
        top = _paid(highest[depth] + could[depth], stands, points, value, cents)
        if spent[depth] + asks[depth] > most_effort or gained[depth] + money[depth] + top <= found + _NEAR:
            depth -= 1
    return (PLANNED, found) if found > -np.inf else (NOTHING, 0.0)


@compiled
def population(
    start: Ints, place: Ints, kept: Mask, asked: Mask, rest_of: int, worth: Floats, effort: Ints, most_effort: int,
    best: Floats, most: Floats, block_start: Ints, sizes: Floats, steps: Floats, block_ways: Ints, way_part: Ints,
    gain: Floats, score: Floats, points: Floats, value: Floats, cents: Floats, active: Mask, taken: Mask, status: Ints,
    leaves: Floats,
) -> None:  # fmt: skip
    """Plan many farms: ``start`` has the first arrangement of each, ``place`` says of each arrangement which place it is of.

    Only arrangements that are ``kept`` are taken, and farms that are ``asked`` planned. The last three take the answer: which
    arrangements are taken, the status, and what is left at most (without the land that stays as it is).
    """
    for f in range(len(status)):
        a, b = start[f], start[f + 1]
        if not asked[f]:
            continue
        rows = np.empty(b - a, np.int64)
        places = np.zeros(b - a + 1, np.int64)
        n, count, last, some = 0, 0, -1, True
        for r in range(a, b):
            if place[r] != last:
                some = some and (count == 0 or n > places[count - 1])
                places[count] = n
                count += 1
                last = place[r]
            if kept[r]:
                rows[n] = r
                n += 1
        some = some and (count == 0 or n > places[count - 1])
        places[count] = n
        if not some:
            status[f] = NOTHING
            continue
        picked = np.zeros(count, np.int64)
        status[f], leaves[f] = farm(
            f, rows[:n], places[: count + 1], rest_of, worth, effort, most_effort, best, most,
            (block_start, sizes, steps, block_ways, way_part), gain, score, points[f], value[f], cents[f], active[f], picked,
        )  # fmt: skip
        if status[f] == PLANNED:
            for p in range(count):
                taken[picked[p]] = True
