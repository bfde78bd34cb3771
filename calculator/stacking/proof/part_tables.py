"""What whole steps of a part of a problem may leave of the rows that no other part uses, stage by stage: whole numbers only.

A stage is one step of a block. Of every state (what is left of the part's own rows, as far as it can still be used) it is
noted to which state each way to take the step leads. Under prices of the rows that it shares with other parts the most that
follows from each state is then worked out from the end: exactly, where multipliers over its own rows would only bound it.
What is divided at will costs what vectors of prices tell, each of which bounds it. It is told as soon as all blocks have come
that touch its rows, and what is left of these is no part of a state from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.problem import Block
from calculator.stacking.proof.distinct import distinct
from calculator.stacking.proof.step_ways import FINE, Ints, Step, spans, worth_at_most
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
        return cls(ways, gains, uses[:, shared], *distinct(uses[:, own].T))

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
    """What is divided at will and joined by rows: vectors of prices of the part's own rows, what each is worth beside what is
    left of these, and the least and the most that it uses of them.
    """

    prices: Ints
    beside: Ints
    least: Ints
    most: Ints

    def worth(self, states: Ints) -> Ints:
        """What it comes to at most beside what is left, below zero where it takes from what is paid."""
        return np.asarray((states @ self.prices.T + self.beside).min(axis=1))

    def touches(self) -> Ints:
        """The rows that it uses, or that a vector prices."""
        return np.flatnonzero((self.least != 0) | (self.most != 0) | (self.prices != 0).any(axis=0))


def loose(blocks: Sequence[Block], vectors: Ints, units: Sequence[int], own: Ints) -> Loose:
    """``vectors`` are prices of every row per unit, in parts of a micro-cent."""
    beside = [sum(worth_at_most(block, prices, units) for block in blocks) for prices in vectors.tolist()]
    return Loose(vectors[:, own], np.array(beside, dtype=np.int64), *eased(blocks, units, own))


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One step of a lot: to which state after it every kind of way leads from each state before it; the last is none."""

    lot: Lot
    to: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """All steps of a block: of every lot the stages, which of the states after the block its last states are, and what is
    divided at will comes to in each that ends here.
    """

    chains: tuple[tuple[tuple[Stage, ...], Ints, Ints], ...]
    ends: bool


@dataclass(slots=True)
class PartTables:
    """A part laid out; ``led`` are how many entries say where a way leads."""

    work: Work
    start: Ints
    turns: list[Turn] = field(default_factory=list)
    led: int = 0

    def lay_out(self, blocks: Sequence[tuple[int, Sequence[Lot]]], looses: Sequence[Loose]) -> None:
        """``blocks`` are sizes with their lots, ``looses`` what is divided at will."""
        ends = [_last_touching(blocks, of) for of in looses]
        none = np.zeros_like(self.start)
        after, rest = (none, none), list[tuple[tuple[Ints, Ints], tuple[Ints, Ints]]]()
        for n, (size, lots) in reversed([*enumerate(blocks)]):
            ending = [of for of, last in zip(looses, ends, strict=True) if last == n]
            before = _more(after, [(of.least, of.most) for of in ending])
            rest.append((before, after))
            after = _more(before, [(size * least, size * most) for least, most in [_spans(lots)]])
        states = self.start[None, :]
        for n, ((size, lots), uses) in enumerate(zip(blocks, reversed(rest), strict=True)):
            ending = [of for of, last in zip(looses, ends, strict=True) if last == n]
            states = self._turn(states, size, lots, uses, ending)

    def _turn(
        self,
        states: Ints,
        size: int,
        lots: Sequence[Lot],
        uses: tuple[tuple[Ints, Ints], tuple[Ints, Ints]],
        ending: Sequence[Loose],
    ) -> Ints:
        """The states after a block; ``uses`` are the least and most that is used after its steps, and after what is ``ending``
        with it.
        """
        (least, most), (least_after, most_after) = uses
        chains, ends, worth = [], list[Ints](), list[Ints]()
        for lot in lots:
            now, stages = states, []
            for left in range(size - 1, -1, -1):
                low = least + left * lot.kinds.min(axis=0)
                high = most + left * lot.kinds.max(axis=0)
                now, to = self._step(now, lot.kinds, low, high)
                stages.append(Stage(lot, to))
            chains.append(stages)
            self.work.spend(len(now) * now.shape[1] * sum(len(of.beside) for of in ending))
            worth.append(sum([of.worth(now) for of in ending], start=np.zeros(len(now), dtype=np.int64)))
            # Of a row that nothing uses any more it does not matter what is left.
            used = (least_after != 0) | (most_after != 0)
            ends.append(np.where(used, np.minimum(now, most_after), 0) if ending else now)
        found, where = distinct(np.concatenate(ends).T)
        cuts = np.cumsum([len(end) for end in ends])[:-1]
        split = np.split(where, cuts)
        of_lots = zip(chains, split, worth, strict=True)
        self.turns.append(Turn(tuple((tuple(s), at, told) for s, at, told in of_lots), bool(ending)))
        return found

    def _step(self, states: Ints, kinds: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
        entries = len(states) * len(kinds)
        self.work.spend(entries * (1 + states.shape[1]) + _BY_ITSELF)
        self.led += entries + _BY_ITSELF
        lawful, columns = np.ones(entries, dtype=np.bool_), list[Ints]()
        for have, take, least in zip(states.T, kinds.T, low.tolist(), strict=True):
            after = np.subtract.outer(have, take).reshape(-1)
            if int(have.min(initial=0)) - int(take.max()) < least:
                lawful &= after >= least
            columns.append(after)
        kept = np.flatnonzero(lawful)
        found, where = distinct(
            [np.minimum(after[kept], most) for after, most in zip(columns, high.tolist(), strict=True)]
        )
        to = np.full(entries, len(found), dtype=np.int64)
        to[kept] = where
        return found, to.reshape(len(states), len(kinds))

    def to_come(self, prices: Ints) -> list[list[list[Ints]]]:
        """The most that follows under prices of the shared rows: by turn and lot, before every stage and after the last."""
        self.work.spend(self.led)
        told = list[list[list[Ints]]]()
        after = np.zeros(
            1 + max(int(where.max(initial=0)) for _, where, _ in self.turns[-1].chains), dtype=np.int64
        )
        for turn in reversed(self.turns):
            chains, before = [], list[Ints]()
            for stages, where, ends in turn.chains:
                found = [np.where(after[where] > NOTHING // 2, after[where] + ends, NOTHING)]
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
    used = spans(blocks)
    every = [(*used.get(row, (0, 0)), units[row]) for row in own.tolist()]
    least, most = [low // unit for low, _, unit in every], [-(-high // unit) for _, high, unit in every]
    return np.array(least, dtype=np.int64), np.array(most, dtype=np.int64)


def taken(tables: PartTables, told: Sequence[Sequence[Sequence[Ints]]], prices: Ints) -> Iterator[Step]:
    """The ways of an answer that is worth most."""
    at = 0
    for turn, chains in zip(tables.turns, told, strict=True):
        which = max(range(len(chains)), key=lambda n: int(chains[n][0][at]))
        stages, where, _ = turn.chains[which]
        worth = stages[0].lot.worth(prices)
        best = stages[0].lot.best(worth)
        for stage, after in zip(stages, chains[which][1:], strict=True):
            follows = np.append(after, NOTHING)[stage.to[at]]
            kind = int(np.where(follows > NOTHING // 2, follows + best, NOTHING).argmax())
            way = int(np.where(stage.lot.of == kind, worth, NOTHING).argmax())
            yield stage.lot.ways[way]
            at = int(stage.to[at, kind])
        at = int(where[at])


def _spans(lots: Sequence[Lot]) -> tuple[Ints, Ints]:
    """The least and the most that a step of a block uses of every row."""
    return (
        np.min([lot.kinds.min(axis=0) for lot in lots], axis=0),
        np.max([lot.kinds.max(axis=0) for lot in lots], axis=0),
    )


def _more(uses: tuple[Ints, Ints], others: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    least, most = uses
    for low, high in others:
        least, most = least + low, most + high
    return least, most


def _last_touching(blocks: Sequence[tuple[int, Sequence[Lot]]], of: Loose) -> int:
    """The last block that uses a row which something divided at will touches; the first where none does."""
    rows = of.touches()
    using = [n for n, (_, lots) in enumerate(blocks) if any(lot.kinds[:, rows].any() for lot in lots)]
    return max(using, default=0)
