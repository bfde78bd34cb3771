"""Counting out whole blocks exactly, for the certificate: whole numbers only, and nothing of the solver.

The most that a sequence of blocks can bring while keeping some rows. After each block, ways that leave the
same of the rows still in use are one state. A state is dropped when even its completion bound is at most
the ``floor`` that is claimed: then nothing below it can exceed the claim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from calculator.domain.problem import MULTIPLIER_SCALE
from calculator.stacking.proof.wide import WideTurn, count_wide

#: More states than this, or ways on from them, are counted out in whole layers (``wide``), where 64 bits hold their sums.
MANY, MANY_WAYS = 1_000, 10_000
#: Entries of whole layers that take as long as one of a state by itself.
TOGETHER = 30
#: More states than this are not counted out; a proof that needs them is refused.
LARGEST = 2_000_000


@dataclass(slots=True)
class Tally:
    """What counting out looked at: rows of states, for every way on from them; of those in whole layers one in ``TOGETHER``."""

    entries: int = 0


class ProofError(ValueError):
    """The proof does not prove: a part is missing, an index is wrong, or a claim does not hold."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One block: per group what it brings and takes of each row; ``priced`` is the best after paying for
    the rows.
    """

    values: tuple[int, ...]
    uses: tuple[Mapping[int, int], ...]
    priced: int

    def rows(self) -> set[int]:
        """The rows that some group takes from or gives to."""
        return {row for use in self.uses for row, amount in use.items() if amount}

    def least(self, row: int) -> int:
        return min(use.get(row, 0) for use in self.uses)


def recount(
    turns: Sequence[Turn],
    left: Mapping[int, int],
    prices: Mapping[int, int],
    floor: int | None,
    tally: Tally | None = None,
) -> int | None:
    """The most that the turns can bring, or None where no combination is left above ``floor`` (or at all).

    Where the states are many it may be rounded up to whole micro-cents, if values are no whole ones. What it looks at is added to
    the ``tally``.
    ProofError: past ``LARGEST`` states.
    """
    rows, wide, tally = sorted(left), False, Tally() if tally is None else tally
    first, last, need = _spans(turns, rows)
    if any(left[row] < need[row] for row in rows):
        return None
    to_come = sum(turn.priced for turn in turns)
    # What nobody has taken from yet is no part of a state, and brings as much whatever was done.
    unopened = sum(prices[row] * left[row] for row in first)
    open_rows: list[int] = []
    layer: dict[tuple[int, ...], int] = {(): 0}
    seen = tried = 0
    for place, turn in enumerate(turns):
        tried += len(layer) * len(turn.values)
        if (seen > MANY or tried > MANY_WAYS) and not wide:
            wide = True
            with suppress(OverflowError):
                return _counted_wide(turns, left, prices, floor, tally)
        to_come -= turn.priced
        for row in turn.rows():
            need[row] -= turn.least(row)
        opening = [row for row in turn.rows() if first[row] == place]
        open_rows += opening
        had = tuple([left[row] for row in opening])
        unopened -= sum(prices[row] * left[row] for row in opening)
        at = [column for column, row in enumerate(open_rows) if last[row] > place]
        known = {state + had: gained for state, gained in layer.items()} if had else layer
        claimed = None if floor is None else floor - to_come - unopened
        tally.entries += len(layer) * len(turn.values) * (1 + len(open_rows))
        layer = _after(known, turn, open_rows, at, need, prices, claimed)
        open_rows = [open_rows[column] for column in at]
        seen += len(layer)
        if seen > LARGEST:
            raise ProofError(f"a part takes more than {LARGEST} states to count out")
    return layer.get(())


def _spans(
    turns: Sequence[Turn], rows: Sequence[int]
) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """By row the first and the last turn that takes from it (below zero: none), and the least that all take of it."""
    first, last, need = dict[int, int](), dict.fromkeys(rows, -1), dict.fromkeys(rows, 0)
    for place, turn in enumerate(turns):
        for row in turn.rows():
            first.setdefault(row, place)
            last[row] = place
            need[row] += turn.least(row)
    return first, last, need


def _after(
    layer: Mapping[tuple[int, ...], int],
    turn: Turn,
    rows: Sequence[int],
    kept: Sequence[int],
    need: Mapping[int, int],
    prices: Mapping[int, int],
    exceeded: int | None,
) -> dict[tuple[int, ...], int]:
    """States after one block, of the rows at the places ``kept``; ``exceeded`` is what value plus priced remainder must exceed
    to matter.
    """
    following: dict[tuple[int, ...], int] = {}
    least = [need[row] for row in rows]
    paid = [(place, prices[rows[place]]) for place in kept if prices[rows[place]]]
    for value, uses in zip(turn.values, turn.uses, strict=True):
        taken = [uses.get(row, 0) for row in rows]
        for state, gained in layer.items():
            rest = [have - use for have, use in zip(state, taken, strict=True)]
            if any(have < must for have, must in zip(rest, least, strict=True)):
                continue
            total = gained + value
            if (
                exceeded is not None
                and total + sum([price * rest[place] for place, price in paid]) <= exceeded
            ):
                continue
            key = tuple([rest[place] for place in kept])
            if total > following.get(key, total - 1):
                following[key] = total
    return following


def _counted_wide(
    turns: Sequence[Turn],
    left: Mapping[int, int],
    prices: Mapping[int, int],
    floor: int | None,
    tally: Tally,
) -> int | None:
    """As ``recount``, in whole layers. OverflowError: too many states, or 64 bits may not hold the sums."""
    rows = sorted(left)
    made = [
        WideTurn(
            np.array([-(-value // MULTIPLIER_SCALE) for value in turn.values], dtype=np.int64),
            np.array([[use.get(row, 0) for row in rows] for use in turn.uses], dtype=np.int64),
            turn.priced,
        )
        for turn in turns
    ]
    have = np.array([left[row] for row in rows], dtype=np.int64)
    looked = [sum(turn.uses.size for turn in made)]
    try:
        most = count_wide(made, have, [prices.get(row, 0) for row in rows], floor, looked)
    finally:
        tally.entries += sum(looked) // TOGETHER
    return None if most is None else most * MULTIPLIER_SCALE
