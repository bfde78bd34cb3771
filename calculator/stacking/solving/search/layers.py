"""Counting out a component of whole blocks where the states are many: whole layers of them at once.

The same walk as in ``enumeration``: a layer is a table with a row per state and a column per open row of the component.
Two things keep it small. What is left of a row counts as far as it can still be used, so that states that differ in room
that nobody can take are one. And a first walk that goes on with the likeliest states alone finds a good answer, which the
walk that leaves out nothing then has to beat. Whole numbers; floats only to tell which states cannot beat it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from calculator.stacking.solving.free_choice.flat import Ints
from calculator.stacking.solving.search.enumeration import Alternative, Turn
from calculator.stacking.solving.search.states import States, distinct
from calculator.stacking.solving.search.uses import Floats

#: States of a layer up to which a first walk leaves out nothing, and those that it goes on with where there are more.
_MANY, _LIKELY = 6_000, 1_000
#: States of all layers, and cells of one before equal states fall together, that a walk may take: some seconds, and about 200 MB.
_MOST_STATES, _MOST_CELLS = 1_000_000, 16_000_000
#: States up to which all alternatives are held against all of them at once, in so many entries.
_FEW, _AT_ONCE = 100, 2_000_000
#: Seconds that every alternative takes, each of its rows (fewer where it is one of many), every row that is asked of every state,
#: and every cell of what that leads to.
_EACH_MOVE, _EACH_ROW, _EACH_USE, _EACH_ASKED, _EACH_CELL = 6e-5, 8e-6, 2e-7, 4e-9, 1e-7
#: The share of the time that the first walk may take, and the least time that it is a share of.
_FIRST, _LEAST = 0.5, 4.0
#: Beyond this, sums do not fit in 64 bits for certain.
_LARGEST = 2**61


@dataclass(frozen=True, slots=True)
class Counted:
    """The best alternative of each block that was found; ``best`` says that no other is worth more. Without picks nothing was.

    ``seconds`` are what it took by estimate: the core reads no clock.
    """

    picks: tuple[int, ...]
    best: bool
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Layer(States):
    """States after a block, each with how much it is liked."""

    liking: Floats


def count_layers(
    blocks: Sequence[Sequence[Alternative]],
    made: Sequence[Turn],
    order: Sequence[int],
    bounds: Sequence[int],
    likely: Sequence[Turn] | None = None,
    seconds: float = np.inf,
) -> Counted:
    """The best alternatives of the blocks, in their order; of equals the least preference. ``made`` are their turns,
    ``likely`` the same at prices that tell better which states are the likeliest.

    Where the states become too many the best that was found is told, as not proven; no picks where none was found. So it is
    where more than the likeliest states would take longer than ``seconds``.
    """
    if not _fits(blocks, bounds):
        return Counted((), best=False)
    each = max(seconds, _LEAST) * _FIRST / max(1, len(made))
    first = _walked(made if likely is None else likely, order, None, np.inf, each)
    if first.best or not first.picks:
        return first
    floor = sum(blocks[block][pick].gain for block, pick in enumerate(first.picks))
    found = _walked(made, order, float(floor), seconds - first.seconds)
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


def _walked(
    made: Sequence[Turn], order: Sequence[int], floor: float | None, most: float, each: float = np.inf
) -> Counted:
    """What a walk of ``most`` seconds ends with; ``best`` where it left nothing out that could be worth more.

    Without a floor it goes on with the likeliest states alone, of which a block takes ``each`` second; with one it ends
    empty-handed where they are too many.
    """
    none = np.zeros(1, dtype=np.int64)
    layer: _Layer | None = _Layer(np.zeros((1, 0), dtype=np.int64), none, none, none, np.zeros(1))
    ways: list[tuple[Ints, Ints]] = []
    seen, best, seconds = 0, True, 0.0
    for number, turn in enumerate(made):
        assert layer is not None
        layer, took = _advanced(layer, turn, floor)
        seconds += took
        if layer is None or seconds > most:
            return Counted((), best=False, seconds=seconds)
        if not len(layer.gain):
            return Counted((), best, seconds)
        room = _room(made[number + 1 : number + 2], each)
        if floor is None and len(layer.gain) > min(_MANY if best else _LIKELY, room):
            likely = layer.gain + layer.left @ np.array(turn.prices)
            these = np.argsort(-likely, kind="stable")[: min(_LIKELY, room)]
            layer, best = layer.only(these), False
        seen += len(layer.gain)
        if floor is not None and seen > _MOST_STATES:
            return Counted((), best=False, seconds=seconds)
        ways.append((layer.before, layer.taken))
    picks, state = [0] * len(order), 0
    for block, (before, taken) in zip(reversed(order), reversed(ways), strict=True):
        picks[block], state = int(taken[state]), int(before[state])
    return Counted(tuple(picks), best, seconds)


def _room(following: Sequence[Turn], each: float) -> int:
    """From how many states the turn that follows makes no more cells than a walk may take, and takes so many seconds."""
    cells = sum(len(turn.moves) * len(turn.kept) for turn in following)
    return max(1, int(min(_MOST_CELLS, each / _EACH_CELL)) // max(1, cells))


def _advanced(layer: _Layer, turn: Turn, floor: float | None) -> tuple[_Layer | None, float]:
    """One block further, and the seconds that takes by estimate; states that cannot come to the floor are left out.

    None where that makes more cells than a walk may take.
    """
    found, cells, seconds = list[_Layer](), 0, 0.0
    for led_to, took in _led_to(layer, turn, floor):
        found.append(led_to)
        cells += led_to.left.size
        seconds += took
        if cells > _MOST_CELLS:
            return None, seconds + cells * _EACH_CELL
    together = _Layer.joined(found)
    seconds += cells * _EACH_CELL
    return together.only(distinct(together, together.liking)), seconds


def _led_to(layer: _Layer, turn: Turn, floor: float | None) -> Iterator[tuple[_Layer, float]]:
    """What the alternatives lead to, one after another, and the seconds that takes; where states are few, many at once."""
    states, rows = len(layer.gain), len(turn.moves[0].checks)
    if states > _FEW:
        untouched = turn.untouched
        for number in range(len(turn.moves)):
            took = _EACH_MOVE + rows * (_EACH_ROW + states * _EACH_ASKED)
            yield _moved(layer, turn, number, floor, untouched), took
        return
    many = max(1, _AT_ONCE // (states * rows + 1))
    for first in range(0, len(turn.moves), many):
        asked = min(many, len(turn.moves) - first) * rows
        took = _EACH_MOVE + asked * (_EACH_USE + states * _EACH_ASKED)
        yield _moved_at_once(layer, turn, first, first + many, floor), took


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
    gain, liking = layer.gain[before] + move.gain, layer.liking[before] + move.preference
    return _reaching(_Layer(left, gain, before, np.full(len(before), number), liking), turn, floor)


def _moved_at_once(layer: _Layer, turn: Turn, first: int, last: int, floor: float | None) -> _Layer:
    """The states that these alternatives lead to, those of the first before those of the next."""
    moves, states = turn.moves[first:last], len(layer.gain)
    asked = turn.moves[0].checks
    have = np.empty((states, len(asked)), dtype=np.int64)
    for row, (at, bound, _, _) in enumerate(asked):
        have[:, row] = bound if at < 0 else layer.left[:, at]
    uses = np.array([[use for _, _, use, _ in move.checks] for move in moves], dtype=np.int64)
    left = have[None] - uses.reshape(len(moves), 1, len(asked))
    to_come = np.array([to_come for _, _, _, to_come in asked], dtype=np.int64)
    stays = (left >= to_come).all(axis=2).reshape(-1).nonzero()[0]
    number, before = stays // states, stays % states
    kept = left.reshape(len(moves) * states, len(asked))[stays][:, list(turn.kept)]
    gain = layer.gain[before] + np.array([move.gain for move in moves], dtype=np.int64)[number]
    liking = layer.liking[before] + np.array([move.preference for move in moves])[number]
    led_to = _Layer(
        np.minimum(kept, np.array(turn.most, dtype=np.int64)), gain, before, first + number, liking
    )
    return _reaching(led_to, turn, floor)


def _reaching(layer: _Layer, turn: Turn, floor: float | None) -> _Layer:
    """The states that can come to the floor."""
    if floor is None:
        return layer
    reach = layer.gain + layer.left @ np.array(turn.prices) + turn.rest
    return layer.only((reach >= floor - _doubt(floor)).nonzero()[0])


def _doubt(floor: float) -> float:
    """What sums in floats may differ from the truth: more than they do."""
    return 1.0 + 1e-9 * abs(floor)
