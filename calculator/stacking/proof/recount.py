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

#: More states than this are counted out in whole layers (``wide``), where 64 bits hold their sums.
MANY = 1_000
#: More states than this are not counted out; a proof that needs them is refused.
LARGEST = 2_000_000


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
    turns: Sequence[Turn], left: Mapping[int, int], prices: Mapping[int, int], floor: int | None
) -> int | None:
    """The most that the turns can bring, or None where no combination is left above ``floor`` (or at all).

    Where the states are many it may be rounded up to whole micro-cents, if values are no whole ones.
    ProofError: past ``LARGEST`` states.
    """
    rows, wide = sorted(left), False
    last, need = dict.fromkeys(rows, -1), dict.fromkeys(rows, 0)
    for place, turn in enumerate(turns):
        for row in turn.rows():
            last[row] = place
            need[row] += turn.least(row)
    if any(last[row] < 0 and left[row] < 0 for row in rows):
        return None
    to_come = sum(turn.priced for turn in turns)
    open_rows = [row for row in rows if last[row] >= 0]
    layer: dict[tuple[int, ...], int] = {tuple(left[row] for row in open_rows): 0}
    seen = 0
    for place, turn in enumerate(turns):
        to_come -= turn.priced
        for row in turn.rows():
            need[row] -= turn.least(row)
        kept = [row for row in open_rows if last[row] > place]
        layer = _after(layer, turn, open_rows, kept, need, prices, None if floor is None else floor - to_come)
        open_rows = kept
        seen += len(layer)
        if seen > MANY and not wide:
            wide = True
            with suppress(OverflowError):
                return _counted_wide(turns, left, prices, floor)
        if seen > LARGEST:
            raise ProofError(f"a part takes more than {LARGEST} states to count out")
    return layer.get(())


def _after(
    layer: Mapping[tuple[int, ...], int],
    turn: Turn,
    rows: Sequence[int],
    kept: Sequence[int],
    need: Mapping[int, int],
    prices: Mapping[int, int],
    exceeded: int | None,
) -> dict[tuple[int, ...], int]:
    """States after one block; ``exceeded`` is what value plus priced remainder must exceed to matter."""
    following: dict[tuple[int, ...], int] = {}
    for value, uses in zip(turn.values, turn.uses, strict=True):
        taken = [uses.get(row, 0) for row in rows]
        least = [need[row] for row in rows]
        places = [rows.index(row) for row in kept]
        paid = [(place, prices[row]) for place, row in zip(places, kept, strict=True) if prices[row]]
        for state, gained in layer.items():
            rest = [have - use for have, use in zip(state, taken, strict=True)]
            if any(have < must for have, must in zip(rest, least, strict=True)):
                continue
            total = gained + value
            if exceeded is not None and total + sum(price * rest[place] for place, price in paid) <= exceeded:
                continue
            key = tuple([rest[place] for place in places])
            if total > following.get(key, total - 1):
                following[key] = total
    return following


def _counted_wide(
    turns: Sequence[Turn], left: Mapping[int, int], prices: Mapping[int, int], floor: int | None
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
    most = count_wide(made, have, [prices.get(row, 0) for row in rows], floor)
    return None if most is None else most * MULTIPLIER_SCALE
