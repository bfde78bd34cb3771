"""Land that is alike at several places and of which a part takes another way, to reach a class: which part, names decide.

Whichever it is, the farm is paid and scores the same (``bounds``). What is said of one place alone hangs on it: that a pair there
is not published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import Case

PLACES = "land alike at several places, of which one is asked about"

#: Per farm the pieces that are alike and divided.
_Divided = dict[int, set[int]]


def hanging(
    case: Case, on: Callable[[int], Sequence[int]], piece: Ints, pair: Ints, beside: Ints
) -> Iterator[int]:
    """The farms of which names decide whether one place or several have a pair; ``on`` are the pairs of an offer.

    Per row a piece, a pair on it of which the one is left out, and on how much of it the other lies.
    """
    divided = _divided(case)
    owner = case.land.farm[piece]
    for farm in sorted(divided):
        mine = np.flatnonzero(owner == farm)
        for number in np.unique(pair[mine]).tolist():
            here = mine[pair[mine] == number]
            if _hangs(case, divided[farm], on, number, piece[here], beside[here]):
                yield farm
                break


def _hangs(
    case: Case, divided: set[int], on: Callable[[int], Sequence[int]], pair: int, piece: Ints, beside: Ints
) -> bool:
    """Whether the pair may be at one place of the farm and at several, as names have it."""
    land = case.land
    sure = {_place(case, p) for p in piece.tolist() if p not in divided}
    room: dict[int, int] = {}
    for at in divided:
        if pair in on(int(land.offer[at])):
            room[_place(case, at)] = room.get(_place(case, at), 0) + int(land.quantity[at])
    much = sum(n for p, n in zip(piece.tolist(), beside.tolist(), strict=True) if p in divided)
    if not much or len(sure) > 1 or much > max(room.values()):
        return False
    return not sure or not sure.isdisjoint(room)


def _place(case: Case, piece: int) -> int:
    return int(case.farms.piece_place[case.land.piece[piece]])


def _divided(case: Case) -> _Divided:
    found: _Divided = {}
    for farm, parts, pieces in _blocks(case):
        if len(parts) > 1 and len({_place(case, p) for p in pieces}) > 1:
            found.setdefault(farm, set()).update(pieces)
    return found


def _blocks(case: Case) -> Iterator[tuple[int, set[int], set[int]]]:
    """Per farm that gave land up for a class, and per choice, the ways that are taken and the pieces they lie on."""
    weighed, picked = np.zeros(len(case.farms), dtype=np.bool_), case.picked
    weighed[list(case.gap)] = True
    blocks: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
    for row in np.flatnonzero(weighed[picked.farm] & (picked.quantity > 0)).tolist():
        part = int(picked.part[row])
        key = (int(picked.farm[row]), case.compiled.choice_of(part))
        parts, pieces = blocks.setdefault(key, (set(), set()))
        parts.add(part)
        pieces.add(int(picked.piece[row]))
    yield from ((farm, *both) for (farm, _), both in blocks.items())
