"""What a combination of classes really asks of the land, compiled: needs that may be missed, ways that matter, blocks apart.

A need that holds whatever is chosen asks nothing. Of what is left a way may be beaten by another of its block, and blocks may
come to be the same: these are one, for among equals a search in whole steps goes round and round.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.compiling import Floats, Ints, compiled

#: Parts of a point or euro of value in which what a step adds is a whole number, and how far from one doubles lie.
_PARTS, _OFF = 1e9, 1e-3
_EPS = 1e-6


@compiled
def pressing(sizes: Floats, first: Ints, mine: Floats, here: Floats, need: Floats, asked: int) -> int:
    """Write the needs that some choice would miss before the others, each once; how many there are."""
    kept = 0
    for k in range(asked):
        least = here[k]
        for b in range(len(sizes)):
            low = 0.0
            for w in range(first[b] + 1, first[b + 1]):
                low = min(low, mine[w, k] - mine[first[b], k])
            least += low * sizes[b]
        again = False
        for other in range(kept):
            if here[other] == here[k] and need[other] == need[k] and np.all(mine[:, other] == mine[:, k]):
                again = True
        if least < need[k] and not again:
            mine[:, kept], here[kept], need[kept] = mine[:, k], here[k], need[k]
            kept += 1
    return kept


@compiled
def common_of(k: int, start: Ints, step: Floats, mine: Floats) -> int:
    """The largest amount (in parts) of which a step of every way adds a multiple to a need; 0 where none is found."""
    common = 0
    for b in range(len(step)):
        for w in range(start[b] + 1, start[b + 1]):
            change = abs(mine[w, k] - mine[start[b], k]) * step[b] * _PARTS
            rest = int(np.round(change))
            if abs(change - rest) > _OFF:
                return 0
            while rest > 0:
                common, rest = rest, common % rest
    return common


@compiled
def in_steps(start: Ints, step: Floats, mine: Floats, here: Floats, need: Floats, asked: int) -> None:
    """Raise every need to the next amount that whole steps can come to, whichever ways they take.

    Without it half a step can be spread over ways that cost the same without end, and no branch closes.
    """
    for k in range(asked):
        common = common_of(k, start, step, mine)
        if common > 0:
            short = (need[k] - here[k]) * _PARTS / common
            need[k] = here[k] + np.ceil(short - max(_EPS, _OFF / common)) * common / _PARTS


@compiled
def _beaten(w: int, low: int, high: int, gain: Floats, mine: Floats, asked: int) -> bool:
    """Whether another way of the block gains and brings no less of all that is asked; of equals the first is not."""
    for v in range(low, high):
        no_more, same = gain[w] <= gain[v], gain[w] == gain[v]
        for k in range(asked):
            no_more = no_more and mine[w, k] <= mine[v, k]
            same = same and mine[w, k] == mine[v, k]
        if v != w and no_more and (v < w or not same):
            return True
    return False


@compiled
def unbeaten(first: Ints, gain: Floats, mine: Floats, asked: int) -> tuple[Ints, Ints]:
    """The ways that no other beats: where those of each block begin (and the end), and the ways; the first of a block stays.

    Equals would be branched on one after the other, without end.
    """
    start, ways, count = np.zeros(len(first), np.int64), np.zeros(len(gain), np.int64), 0
    for b in range(len(first) - 1):
        for w in range(first[b], first[b + 1]):
            if w == first[b] or not _beaten(w, first[b], first[b + 1], gain, mine, asked):
                ways[count] = w
                count += 1
        start[b + 1] = count
    return start, ways[:count].copy()


@compiled
def _alike(
    a: int, b: int, start: Ints, ways: Ints, step: Floats, gain: Floats, mine: Floats, asked: int
) -> bool:
    """Whether two blocks give up the same, for the same of all that is asked, in every way."""
    if step[a] != step[b] or start[a + 1] - start[a] != start[b + 1] - start[b]:
        return False
    one, other = ways[start[a]], ways[start[b]]
    for n in range(1, start[a + 1] - start[a]):
        v, w = ways[start[a] + n], ways[start[b] + n]
        if gain[v] - gain[one] != gain[w] - gain[other]:
            return False
        for k in range(asked):
            if mine[v, k] - mine[one, k] != mine[w, k] - mine[other, k]:
                return False
    return True


@compiled
def leaders(
    start: Ints, ways: Ints, step: Floats, gain: Floats, mine: Floats, asked: int, whole: bool
) -> Ints:
    """Per block the first that is like it; each its own where land does not come in whole steps."""
    found = np.arange(len(step))
    for b in range(len(step) if whole else 0):
        for a in range(b):
            if found[a] == a and _alike(a, b, start, ways, step, gain, mine, asked):
                found[b] = a
                break
    return found


@compiled
def together(leader: Ints, sizes: Floats, start: Ints, ways: Ints) -> tuple[Floats, Ints, Ints, Ints]:
    """Blocks that are alike as one: the sizes, where the ways of each begin (and the end), the ways, and the block of each."""
    heads = np.flatnonzero(leader == np.arange(len(leader)))
    size, begin, count = np.zeros(len(heads)), np.zeros(len(heads) + 1, np.int64), 0
    mine = np.zeros(len(ways), np.int64)
    for n in range(len(heads)):
        h = heads[n]
        for b in range(h, len(leader)):
            size[n] += sizes[b] if leader[b] == h else 0.0
        for w in range(start[h], start[h + 1]):
            mine[count] = ways[w]
            count += 1
        begin[n + 1] = count
    return size, begin, mine[:count].copy(), heads


@compiled
def apart(
    leader: Ints,
    heads: Ints,
    begin: Ints,
    taken: Floats,
    sizes: Floats,
    step: Floats,
    start: Ints,
    ways: Ints,
    steps: Floats,
) -> None:
    """Write the steps ``taken`` of blocks that are one as those of the ways of each block, the first of them filled first."""
    left = taken.copy()
    steps[:] = 0.0
    for b in range(len(leader)):
        n, last = np.searchsorted(heads, leader[b]), True
        for other in range(b + 1, len(leader)):
            last = last and leader[other] != leader[b]
        room = np.round(sizes[b] / step[b])
        for w in range(1, start[b + 1] - start[b]):
            some = left[begin[n] + w] if last else min(room, left[begin[n] + w])
            steps[ways[start[b] + w]] = some
            left[begin[n] + w] -= some
            room -= some


__all__ = ["apart", "common_of", "in_steps", "leaders", "pressing", "together", "unbeaten"]
