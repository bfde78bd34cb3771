"""What whole steps of a part of a problem may leave of the rows that no other part uses, stage by stage: whole numbers only.

A stage is one step of a block. Of every state (what is left of the part's own rows, as far as it can still be used) it is
noted to which state each way to take the step leads. Under prices of the rows that it shares with other parts the most that
follows from each state is then worked out from the end: exactly, where multipliers over its own rows would only bound it.
What is divided at will comes last: what it costs is told by vectors of prices, each of which bounds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from calculator.domain.problem import Block
from calculator.stacking.proof.step_ways import FINE, Ints, Step, span, worth_at_most
from calculator.stacking.proof.work import Work

#: Entries that it takes about as long to lay out as a stage takes by itself.
_BY_ITSELF = 500
#: Less than anything that is worth something: nothing follows.
NOTHING = -(2**62)


@dataclass(frozen=True, slots=True, eq=False)
class Lot:
    """Ways to take a step of a block: what each gains, uses of the rows shared with other parts, and of the part's own;
    ``of`` is the kind of each, which are alike in the last.
    """

    ways: Sequence[Step]
    gains: Ints
    shared: Ints
    kinds: Ints
    of: Ints

    @classmethod
    def made(cls, ways: Sequence[Step], gains: Ints, uses: Ints, shared: Ints, own: Ints) -> Lot:
        """``uses`` are those of every row, of which some are ``shared`` and some the part's ``own``."""
        kinds, of = np.unique(uses[:, own], axis=0, return_inverse=True)
        return cls(ways, gains, uses[:, shared], kinds, of.reshape(-1))

    def worth(self, prices: Ints) -> Ints:
        """What every way is worth under prices of the shared rows, in parts of a micro-cent."""
        return np.asarray(self.gains * FINE - self.shared @ prices)

    def best(self, worth: Ints) -> Ints:
        """The most that a way of every kind is worth."""
        found = np.full(len(self.kinds), NOTHING, dtype=np.int64)
        np.maximum.at(found, self.of, worth)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """What is divided at will and joined by rows: vectors of prices of the part's own rows, and what each is worth beside
    what is left of these.
    """

    prices: Ints
    beside: Ints

    def worth(self, states: Ints) -> Ints:
        """What it comes to at most at the end, below zero where it takes from what is paid."""
        return np.asarray((states @ self.prices.T + self.beside).min(axis=1))


def loose(blocks: Sequence[Block], vectors: Ints, units: Sequence[int], own: Ints) -> Loose:
    """``vectors`` are prices of every row per unit, in parts of a micro-cent."""
    beside = [
        sum(
            worth_at_most(block, [Fraction(p, u) for p, u in zip(prices, units, strict=True)])
            for block in blocks
        )
        for prices in vectors.tolist()
    ]
    return Loose(vectors[:, own], np.array(beside, dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One step of a lot: to which state after it every kind of way leads from each state before it; the last is none."""

    lot: Lot
    to: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """All steps of a block: of every lot the stages, and which of the states after the block its last states are."""

    chains: tuple[tuple[tuple[Stage, ...], Ints], ...]


@dataclass(slots=True)
class PartTables:
    """A part laid out; ``cells`` are how many entries that took."""

    work: Work
    start: Ints
    turns: list[Turn] = field(default_factory=list)
    last: Ints = field(init=False)
    looses: list[Loose] = field(default_factory=list)
    cells: int = 0

    def lay_out(self, blocks: Sequence[tuple[int, Sequence[Lot]]], ease: tuple[Ints, Ints]) -> None:
        """``blocks`` are sizes with their lots; ``ease`` is the least and the most that is used at the end."""
        rest = [ease]
        for size, lots in reversed(blocks):
            least = np.min([lot.kinds.min(axis=0) for lot in lots], axis=0)
            most = np.max([lot.kinds.max(axis=0) for lot in lots], axis=0)
            rest.append((rest[-1][0] + size * least, rest[-1][1] + size * most))
        states = self.start[None, :]
        for (size, lots), after in zip(blocks, reversed(rest[:-1]), strict=True):
            states = self._turn(states, size, lots, after)
        self.last = states

    def _turn(self, states: Ints, size: int, lots: Sequence[Lot], after: tuple[Ints, Ints]) -> Ints:
        chains, ends = [], list[Ints]()
        for lot in lots:
            now, stages = states, []
            for left in range(size - 1, -1, -1):
                low = after[0] + left * lot.kinds.min(axis=0)
                high = after[1] + left * lot.kinds.max(axis=0)
                now, to = self._step(now, lot.kinds, low, high)
                stages.append(Stage(lot, to))
            chains.append(stages)
            ends.append(now)
        found, where = np.unique(np.concatenate(ends), axis=0, return_inverse=True)
        cuts = np.cumsum([len(end) for end in ends])[:-1]
        split = np.split(where.reshape(-1), cuts)
        self.turns.append(Turn(tuple((tuple(s), at) for s, at in zip(chains, split, strict=True))))
        return found

    def _step(self, states: Ints, kinds: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
        cells = len(states) * len(kinds) * (1 + states.shape[1]) + _BY_ITSELF
        self.work.spend(cells)
        self.cells += cells
        after = (states[:, None] - kinds[None]).reshape(-1, states.shape[1])
        lawful = np.flatnonzero((after >= low).all(axis=1))
        found, where = np.unique(np.minimum(after[lawful], high), axis=0, return_inverse=True)
        to = np.full(len(after), len(found), dtype=np.int64)
        to[lawful] = where.reshape(-1)
        return found, to.reshape(len(states), len(kinds))

    def at_end(self) -> Ints:
        """What is divided at will comes to at most, of every last state."""
        found = np.zeros(len(self.last), dtype=np.int64)
        for of in self.looses:
            found += of.worth(self.last)
        return found

    def to_come(self, prices: Ints) -> list[list[list[Ints]]]:
        """The most that follows under prices of the shared rows: by turn and lot, before every stage and after the last."""
        self.work.spend(self.cells)
        after, told = self.at_end(), list[list[list[Ints]]]()
        for turn in reversed(self.turns):
            chains, before = [], list[Ints]()
            for stages, where in turn.chains:
                found = [after[where]]
                best = stages[0].lot.best(stages[0].lot.worth(prices))
                for stage in reversed(stages):
                    follows = np.append(found[-1], NOTHING)[stage.to]
                    found.append(np.where(follows > NOTHING // 2, follows + best, NOTHING).max(axis=1))
                found.reverse()
                chains.append(found)
                before.append(found[0])
            told.append(chains)
            after = np.max(before, axis=0)
        told.reverse()
        return told


def eased(blocks: Sequence[Block], units: Sequence[int], own: Ints) -> tuple[Ints, Ints]:
    """The least and the most that what is divided at will uses of a part's own rows."""
    least, most = list[int](), list[int]()
    for row in own.tolist():
        spans = [span(block, row) for block in blocks]
        least.append(sum(low for low, _ in spans) // units[row])
        most.append(-(-sum(high for _, high in spans) // units[row]))
    return np.array(least, dtype=np.int64), np.array(most, dtype=np.int64)


def taken(tables: PartTables, told: Sequence[Sequence[Sequence[Ints]]], prices: Ints) -> Iterator[Step]:
    """The ways of an answer that is worth most."""
    at = 0
    for turn, chains in zip(tables.turns, told, strict=True):
        which = max(range(len(chains)), key=lambda n: int(chains[n][0][at]))
        stages, where = turn.chains[which]
        worth = stages[0].lot.worth(prices)
        best = stages[0].lot.best(worth)
        for stage, after in zip(stages, chains[which][1:], strict=True):
            follows = np.append(after, NOTHING)[stage.to[at]]
            kind = int(np.where(follows > NOTHING // 2, follows + best, NOTHING).argmax())
            way = int(np.where(stage.lot.of == kind, worth, NOTHING).argmax())
            yield stage.lot.ways[way]
            at = int(stage.to[at, kind])
        at = int(where[at])
