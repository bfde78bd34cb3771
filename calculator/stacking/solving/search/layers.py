"""Counting out a component of whole blocks where the states are many: whole layers of them at once.

The same walk as in ``enumeration``: a layer is a table with a row per state and a column per open row of the component.
Two things keep it small. What is left of a row counts as far as it can still be used, so that states that differ in room
that nobody can take are one. And a first walk that goes on with the likeliest states alone finds a good answer, which the
walk that leaves out nothing then has to beat. Whole numbers; floats only to tell which states cannot beat it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calculator.stacking.solving.free_choice.flat import Ints
from calculator.stacking.solving.search.enumeration import Alternative, Turn
from calculator.stacking.solving.search.model import Floats

#: States of a layer up to which a first walk leaves out nothing, and those that it goes on with where there are more.
_MANY, _LIKELY = 6_000, 1_000
#: States of all layers, and cells of one, that a walk may take: some seconds, and about 100 MB.
_MOST_STATES, _MOST_CELLS = 1_000_000, 4_000_000
#: Seconds that a turn takes, and every cell of what it ends with.
_EACH_TURN, _EACH_CELL = 1e-3, 8e-8
#: Beyond this, sums do not fit in 64 bits for certain.
_LARGEST = 2**61
#: Draws the number by which equal states are found.
_SEED = 7


@dataclass(frozen=True, slots=True)
class Counted:
    """The best alternative of each block that was found; ``best`` says that no other is worth more. Without picks nothing was.

    ``seconds`` are what it took by estimate: the core reads no clock.
    """

    picks: tuple[int, ...]
    best: bool
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """States after a block: what is left per open row, what was gained and liked, and the state and alternative it came from."""

    left: Ints
    gain: Ints
    liking: Floats
    before: Ints
    taken: Ints

    def only(self, these: NDArray[np.int64]) -> _Layer:
        """The states at these places."""
        return _Layer(
            self.left[these], self.gain[these], self.liking[these], self.before[these], self.taken[these]
        )


def count_layers(
    blocks: Sequence[Sequence[Alternative]],
    made: Sequence[Turn],
    order: Sequence[int],
    bounds: Sequence[int],
    likely: Sequence[Turn] | None = None,
) -> Counted:
    """The best alternatives of the blocks, in their order; of equals the least preference. ``made`` are their turns,
    ``likely`` the same at prices that tell better which states are the likeliest.

    Where the states become too many the best that was found is told, as not proven; no picks where none was found.
    """
    if not _fits(blocks, bounds):
        return Counted((), best=False)
    first = _walked(made if likely is None else likely, order, None)
    if first.best or not first.picks:
        return first
    floor = sum(blocks[block][pick].gain for block, pick in enumerate(first.picks))
    found = _walked(made, order, float(floor))
    return Counted(found.picks or first.picks, found.best, first.seconds + found.seconds)


def _fits(blocks: Sequence[Sequence[Alternative]], bounds: Sequence[int]) -> bool:
    """Whether every sum along the way fits in 64 bits."""
    taken = [abs(bound) for bound in bounds]
    for alternatives in blocks:
        for alternative in alternatives:
            for row, use in alternative.uses:
                taken[row] += abs(use)
    gained = sum(max(abs(a.gain) for a in alternatives) for alternatives in blocks)
    return max(taken, default=0) < _LARGEST and gained < _LARGEST


def _walked(made: Sequence[Turn], order: Sequence[int], floor: float | None) -> Counted:
    """What a walk ends with; ``best`` where it left nothing out that could be worth more.

    Without a floor it goes on with the likeliest states alone; with one it ends empty-handed where they are too many.
    """
    none = np.zeros(1, dtype=np.int64)
    layer = _Layer(np.zeros((1, 0), dtype=np.int64), none, np.zeros(1), none, none)
    ways: list[tuple[Ints, Ints]] = []
    seen, cells, best, seconds = 0, 0, True, 0.0
    for turn in made:
        layer = _advanced(layer, turn, floor)
        seen, cells = seen + len(layer.gain), cells + layer.left.size
        seconds = len(ways) * _EACH_TURN + cells * _EACH_CELL
        if not len(layer.gain):
            return Counted((), best, seconds)
        if floor is None and len(layer.gain) > (_MANY if best else _LIKELY):
            likely = layer.gain + layer.left @ np.array(turn.prices)
            layer, best = layer.only(np.argsort(-likely, kind="stable")[:_LIKELY]), False
        if floor is not None and (seen > _MOST_STATES or layer.left.size > _MOST_CELLS):
            return Counted((), best=False, seconds=seconds)
        ways.append((layer.before, layer.taken))
    picks, state = [0] * len(order), 0
    for block, (before, taken) in zip(reversed(order), reversed(ways), strict=True):
        picks[block], state = int(taken[state]), int(before[state])
    return Counted(tuple(picks), best, seconds)


def _advanced(layer: _Layer, turn: Turn, floor: float | None) -> _Layer:
    """One block further; states that cannot come to the floor are left out."""
    untouched = turn.untouched
    found = [_moved(layer, turn, number, floor, untouched) for number in range(len(turn.moves))]
    together = _Layer(
        np.concatenate([x.left for x in found]),
        np.concatenate([x.gain for x in found]),
        np.concatenate([x.liking for x in found]),
        np.concatenate([x.before for x in found]),
        np.concatenate([x.taken for x in found]),
    )
    return together.only(_distinct(together)) if len(together.gain) else together


def _moved(layer: _Layer, turn: Turn, number: int, floor: float | None, untouched: frozenset[int]) -> _Layer:
    """The states that one alternative of the block leads to."""
    move = turn.moves[number]
    stays = np.ones(len(layer.gain), dtype=np.bool_)
    for at, bound, use, to_come in move.checks:
        if at < 0:
            stays &= bound - use >= to_come
        elif use or at not in untouched:
            stays &= layer.left[:, at] >= use + to_come
    before = stays.nonzero()[0]
    left = np.empty((len(before), len(turn.kept)), dtype=np.int64)
    for column, place in enumerate(turn.kept):
        at, bound, use, _ = move.checks[place]
        have = bound if at < 0 else layer.left[before, at]
        left[:, column] = np.minimum(have - use, turn.most[column])
    gain = layer.gain[before] + move.gain
    moved = _Layer(left, gain, layer.liking[before] + move.preference, before, np.full(len(before), number))
    if floor is None:
        return moved
    reach = gain + left @ np.array(turn.prices) + turn.rest
    return moved.only((reach >= floor - _doubt(floor)).nonzero()[0])


def _doubt(floor: float) -> float:
    """What sums in floats may differ from the truth: more than they do."""
    return 1.0 + 1e-9 * abs(floor)


def _distinct(layer: _Layer) -> Ints:
    """The best of the states that leave the same: most gained, then least preference, then the first."""
    columns = layer.left.shape[1]
    mixed = layer.left @ np.random.default_rng(_SEED).integers(1, 2**62, columns, dtype=np.int64)
    order = np.lexsort((layer.liking, -layer.gain, mixed))
    same = mixed[order[1:]] == mixed[order[:-1]]
    if not np.array_equal(layer.left[order[1:]][same], layer.left[order[:-1]][same]):
        order = np.lexsort((layer.liking, -layer.gain, *layer.left.T))
        same = (layer.left[order[1:]] == layer.left[order[:-1]]).all(axis=1)
    return np.sort(order[np.concatenate(([True], ~same))])
