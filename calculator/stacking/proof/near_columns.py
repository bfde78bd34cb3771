"""The answers of a part of a problem that come near its best under prices, each with what it leaves of shared rows.

Stage by stage every way is tried from every state, and goes on where what follows at most (``part_tables``, exact) keeps it as
near as is asked. Of those that use the same of shared rows the one that gains most goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from calculator.stacking.proof.part_tables import NOTHING, PartTables, Stage
from calculator.stacking.proof.step_trail import Trail
from calculator.stacking.proof.step_ways import FINE, Ints, Step
from calculator.stacking.proof.undominated import undominated

#: Ways tried at once.
_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What near answers of a part use of the shared rows, gain (parts of a micro-cent) and are worth under the prices; the
    most worth first.
    """

    uses: Ints
    gains: Ints
    worth: Ints
    number: Ints


@dataclass(slots=True, eq=False)
class _Open:
    """Answers up to a stage: which state they stand in, and what they use and gain."""

    at: Ints
    uses: Ints
    gains: Ints
    number: Ints

    def some(self, these: Ints) -> _Open:
        return _Open(self.at[these], self.uses[these], self.gains[these], self.number[these])


@dataclass(slots=True)
class NearColumns:
    """Of one part."""

    tables: PartTables
    prices: Ints
    ways: list[Step] = field(default_factory=list)
    trail: Trail = field(default_factory=Trail)

    def within(self, told: list[list[list[Ints]]], near: int) -> Columns:
        """All worth less than ``near`` parts of a micro-cent below the best; ``told`` is what follows under the prices."""
        shared = len(self.prices)
        none = np.zeros(1, dtype=np.int64)
        now = _Open(none, np.zeros((1, shared), dtype=np.int64), none, none)
        floor = max(int(chain[0][0]) for chain in told[0]) - near
        for turn, chains in zip(self.tables.turns, told, strict=True):
            ends = []
            for (stages, where, worth), follows in zip(turn.chains, chains, strict=True):
                first = len(self.ways)
                self.ways += stages[0].lot.ways
                open_ = now
                for stage, after in zip(stages, follows[1:], strict=True):
                    open_ = self._after(open_, stage, after, floor, first)
                gains = open_.gains + worth[open_.at]
                ends.append(_Open(where[open_.at], open_.uses, gains, open_.number))
            now = _best(_joined(ends)) if len(ends) > 1 or turn.ends else ends[0]
        return self._columns(now)

    def _columns(self, now: _Open) -> Columns:
        gains = now.gains
        kept = undominated(np.hstack([-now.uses, gains[:, None]]), 1)
        worth = gains[kept] - now.uses[kept] @ self.prices
        order = np.argsort(-worth, kind="stable")
        kept = kept[order]
        return Columns(now.uses[kept], gains[kept], worth[order], now.number[kept])

    def _after(self, now: _Open, stage: Stage, after: Ints, floor: int, first: int) -> _Open:
        lot, found = stage.lot, list[_Open]()
        worth, follows = lot.worth(self.prices), np.append(after, NOTHING)
        self.tables.work.spend(len(now.at) * len(lot.gains))
        many = max(1, _AT_ONCE // len(lot.gains))
        for n in range(0, max(1, len(now.at)), many):
            at = now.at[n : n + many]
            had = now.gains[n : n + many] - now.uses[n : n + many] @ self.prices
            to = stage.to[at][:, lot.of]
            rest = follows[to]
            near = np.flatnonzero((rest > NOTHING // 2) & (had[:, None] + worth + rest > floor))
            before, way = n + near // len(lot.gains), near % len(lot.gains)
            found.append(
                _Open(
                    to.reshape(-1)[near],
                    now.uses[before] + lot.shared[way],
                    now.gains[before] + lot.gains[way] * FINE,
                    np.stack([now.number[before], first + way]).T,
                )
            )
        kept = _best(_joined(found))
        return _Open(kept.at, kept.uses, kept.gains, self.trail.add(kept.number[:, 0], kept.number[:, 1]))

    def steps(self, number: int) -> list[Step]:
        """The ways taken on the way to an answer."""
        return [self.ways[n] for n in self.trail.back([number])]


def _joined(these: list[_Open]) -> _Open:
    return _Open(
        np.concatenate([x.at for x in these]),
        np.concatenate([x.uses for x in these]),
        np.concatenate([x.gains for x in these]),
        np.concatenate([x.number for x in these]),
    )


def _best(these: _Open) -> _Open:
    """Of those in the same state that use the same, the one that gains most."""
    keys = np.hstack([these.at[:, None], these.uses])
    mixed = keys @ np.arange(1, 2 * keys.shape[1], 2, dtype=np.int64) ** 7
    order = np.lexsort((-these.gains, mixed))
    same = (mixed[order[1:]] == mixed[order[:-1]]) & (keys[order[1:]] == keys[order[:-1]]).all(axis=1)
    return these.some(order[np.concatenate((np.ones(min(1, len(order)), dtype=np.bool_), ~same))])
