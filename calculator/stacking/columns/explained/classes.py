"""The class of every farm per premium and year, with what it scores, what it needs, and how far the next class is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lcm

import numpy as np

from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.case import Case, Chosen
from calculator.stacking.columns.offered.premiums import EXACT, Offered
from calculator.stacking.columns.paying import unpaid
from calculator.stacking.columns.reading.farms import SCALE

UNPAID = "a class below a minimum, for which money was given up"
FINER = "points or value finer than two decimals"

_LARGEST = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """A premium in a year, of some farms: places of classes (past the last: none) and numbers as in ``tables.Classes``.

    ``below``: it stays below a minimum in all, so that what is reached is not paid. ``goals`` are per goal what is scored, needed
    (parts of ``EXACT``) and short (hundredths).
    """

    made: Offered
    year: int
    farm: Ints
    paid: Ints
    following: Ints
    short: Ints
    worth: Ints
    size: Ints
    unpaid: Ints
    below: Mask
    goals: Mapping[str, tuple[Ints, Ints, Ints]]


def classes(case: Case, chosen: Sequence[Chosen], small: Mapping[int, Mask]) -> Iterator[Reached]:
    """All of them; farms of which it cannot be said exactly are left."""
    scores, weighed = _scores(case), np.zeros(len(case.farms), dtype=np.bool_)
    weighed[list(case.gap)] = True
    for made, year, here in chosen:
        active = case.land.scoring[made.scheme, year][made.farm]
        rows = np.flatnonzero(active)
        if len(rows):
            below = unpaid(case, small, made, year)[made.farm[rows]]
            found = _reached(case, made, year, rows, here[rows], below, scores)
            # What it scores without being paid is chosen anew.
            case.leave(made.farm[rows[below & weighed[made.farm[rows]]]], UNPAID)
            yield found


def _reached(
    case: Case, made: Offered, year: int, rows: Ints, here: Ints, below: Mask, scores: Mapping[tuple[object, ...], Ints]
) -> Reached:  # fmt: skip
    farm, size, none = made.farm[rows], made.size[rows], len(made.claims)
    zero = np.zeros(len(case.farms), dtype=np.int64)
    worth = scores.get((made.scheme, year, ""), zero)[farm]
    goals = dict[str, tuple[Ints, Ints, Ints]]()
    lacking = np.zeros(len(rows), dtype=np.bool_)
    for goal, needed in made.exact.items():
        asked, got = needed[rows], scores.get((made.scheme, year, goal), zero)[farm]
        case.leave(farm[asked < 0], FINER)
        short = np.maximum(asked - got, 0)
        lacking |= short > 0
        goals[goal] = (got, asked, -(-short // (EXACT // 100)))
    first = np.where(below, none, here)
    lacks, under = missing(made, np.where(size > 0, size, SCALE), worth)
    place = np.arange(none)
    ahead = place[None, :] < first[:, None]
    far = ahead & (lacking[:, None] | (lacks > 0))
    # Classes stand highest first: the next is the lowest that is not reached, or a higher one that asks for nothing more.
    lowest = np.where(far, place, -1).max(axis=1, initial=-1)
    least = lacks[np.arange(len(rows)), np.maximum(lowest, 0)]
    following = np.where(far & (lacks == least[:, None]), place, none).min(axis=1, initial=none)
    asks = np.array([x is not None for x in made.per_ha], dtype=np.bool_)
    at = np.minimum(following, none - 1)
    hectares = np.where(size > 0, size, SCALE)
    short = np.where(asks[at], -(-lacks[np.arange(len(rows)), at] // (under * hectares)), -1)
    unpaid = np.where(ahead & ~far, place, none).min(axis=1, initial=none)
    return Reached(
        made, year, farm, first, following, np.where(following < none, short, -1), worth, size, unpaid, below, goals,
    )  # fmt: skip


def missing(made: Offered, size: Ints, worth: Ints) -> tuple[Ints, int]:
    """Per farm and class the value that it is short of, in parts of ``EXACT`` times a number; and that number."""
    under = lcm(*(x.denominator for x in made.per_ha if x is not None), 1)
    found = np.zeros((len(size), len(made.claims)), dtype=np.int64)
    for at, asked in enumerate(made.per_ha):
        if asked is not None:
            top = int(asked * under) * (EXACT // SCALE)
            if len(size) and (top * int(size.max()) > _LARGEST or under * int(worth.max()) > _LARGEST):
                raise OverflowError("value past 64 bits")
            found[:, at] = np.maximum(top * size - under * worth, 0)
    return found, under


def _scores(case: Case) -> dict[tuple[object, ...], Ints]:
    """Points per goal and value of every farm, in parts of ``EXACT``, by scheme, year and goal."""
    laid, parts = case.laid, case.compiled.parts
    numbers, inverse = np.unique(laid.part, return_inverse=True)
    found: dict[tuple[object, ...], Ints] = {}
    columns: dict[tuple[object, ...], Ints] = {}
    for n, number in enumerate(numbers.tolist()):
        for name, amount in parts[number].scores.items():
            each = amount * (EXACT // SCALE) / MICRO
            if each.denominator != 1 or abs(each.numerator) > _LARGEST // 10**12:
                case.leave(np.unique(laid.farm[inverse == n]), FINER)
                continue
            columns.setdefault(name, np.zeros(len(numbers), dtype=np.int64))[n] = each.numerator
    for name, each_ in columns.items():
        total = found[name] = np.zeros(len(case.farms), dtype=np.int64)
        mine = np.flatnonzero(each_[inverse])
        np.add.at(total, laid.farm[mine], laid.quantity[mine] * each_[inverse[mine]])
    return found
