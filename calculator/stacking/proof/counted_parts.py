"""Counts out what answers in whole steps gain at most, where a problem falls apart but for a few rows that its parts share.

So it is under a ceiling over years: relations between payments that lie apart join what lies in a year, and only what is granted
under the ceiling joins years. Under prices y >= 0 of the shared rows every part has a best answer, worked out exactly
(``part_tables``), and no answer of the whole gains more than

    sum over shared rows of y * bound  +  the best of every part, at gain - y * use

What comes above a claim takes of every part an answer that is no farther from that part's best than this lies above the claim.
These are listed (``near_columns``) and put together part after part, as far as the shared rows let them. Nothing of the solver,
and any prices do: a row that is left out only raises the bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from calculator.domain.problem import Multipliers, Problem
from calculator.stacking.proof.counted_steps import Counted
from calculator.stacking.proof.in_steps import Place
from calculator.stacking.proof.near_columns import NearColumns
from calculator.stacking.proof.part_tables import NOTHING, Loose, Lot, PartTables, loose, taken
from calculator.stacking.proof.parts_together import Together
from calculator.stacking.proof.recount import ProofError
from calculator.stacking.proof.step_ways import FINE, FITS, Ints, Scale, Step, TooManyError, ways_of
from calculator.stacking.proof.work import Work


@dataclass(frozen=True, slots=True)
class Parts:
    """Blocks in steps by part, in the order in which they are counted, and for each part what is divided at will and joined by
    rows: some blocks, with vectors of multipliers that bound them.
    """

    blocks: tuple[tuple[int, ...], ...]
    loose: tuple[tuple[tuple[tuple[int, ...], tuple[Multipliers, ...]], ...], ...]


@dataclass(frozen=True, slots=True)
class BestAnswer:
    """What the best answer of a part gains and uses of the shared rows, and is worth under the prices that were asked for."""

    gain: int
    uses: tuple[int, ...]
    worth: int


@dataclass(slots=True)
class CountedParts:
    """ProofError: a block stands in no part or in two, or a vector is none. TooManyError: there is too much to count."""

    problem: Problem
    sizes: Sequence[int]
    parts: Parts
    work: Work
    shared: Ints = field(init=False)
    room: Ints = field(init=False)
    _units: tuple[int, ...] = ()
    _used: list[int] = field(default_factory=list)
    _gained: int = 0
    _tables: list[PartTables] = field(default_factory=list)

    def __post_init__(self) -> None:
        _check(self.problem, self.sizes, self.parts)
        blocks = self.problem.blocks
        ways = {b: ways_of(b, blocks[b], size) for b, size in enumerate(self.sizes) if size}
        at_will = [block for block, size in zip(blocks, self.sizes, strict=True) if not size]
        vectors = [v for part in self.parts.loose for _, vs in part for v in vs] or [()]
        scale = Scale.of(self.problem, list(ways.values()), at_will, vectors)
        each = [size for size in self.sizes if size]
        scale.check(list(ways.values()), each, scale.at_will(at_will), 0, 2)
        of_rows = [
            _rows(self.problem, (*of, *chain.from_iterable(bs for bs, _ in free)))
            for of, free in zip(self.parts.blocks, self.parts.loose, strict=True)
        ]
        shared = [r for r in range(len(scale.units)) if sum(r in of for of in of_rows) > 1]
        if any(r in shared for free in self.parts.loose for bs, _ in free for r in _rows(self.problem, bs)):
            raise TooManyError
        self.shared, self._units = np.array(shared, dtype=np.int64), scale.units
        self.room = scale.room[self.shared]
        self._measured(ways)
        first = 0
        for of, free, rows in zip(self.parts.blocks, self.parts.loose, of_rows, strict=True):
            # A last row that nothing uses, so that every part has one of its own.
            own = np.array([*sorted(rows - set(shared)), len(scale.units)])
            self._tables.append(self._laid_out(scale, [(b, ways[b]) for b in of], own, free, first))
            first += sum(len(vs) for _, vs in free)

    def _measured(self, ways: Mapping[int, Sequence[Sequence[Step]]]) -> None:
        """What all of it may use of the shared rows, and gain."""
        self._used = [abs(n) for n in self.room.tolist()]
        for b, lots in ways.items():
            steps = [step for lot in lots for step in lot]
            self._gained += self.sizes[b] * max(abs(step.gain) for step in steps)
            for n, row in enumerate(self.shared.tolist()):
                self._used[n] += self.sizes[b] * max(abs(self._uses(step, row)) for step in steps)

    def _uses(self, step: Step, row: int) -> int:
        return step.uses.get(row, 0) // self._units[row]

    def _laid_out(
        self,
        scale: Scale,
        ways: Sequence[tuple[int, Sequence[Sequence[Step]]]],
        own: Ints,
        free: Sequence[tuple[tuple[int, ...], tuple[Multipliers, ...]]],
        first: int,
    ) -> PartTables:
        tables = PartTables(self.work, np.append(scale.room, 0)[own])
        units, blocks, looses = (*scale.units, 1), self.problem.blocks, list[Loose]()
        for bs, vectors in free:
            prices = np.pad(scale.prices[first : first + len(vectors)], ((0, 0), (0, 1)))
            looses.append(loose([blocks[b] for b in bs], prices, units, own))
            first += len(vectors)
        tables.lay_out(
            [(self.sizes[b], [self._lot(scale, lot, own) for lot in of]) for b, of in ways], looses
        )
        return tables

    def _lot(self, scale: Scale, ways: Sequence[Step], own: Ints) -> Lot:
        gains, uses = scale.arrays(ways)
        return Lot.made(ways, gains, np.pad(uses, ((0, 0), (0, 1))), self.shared, own)

    def best(self, prices: Ints) -> list[BestAnswer | None]:
        """The best answer of every part under prices of the shared rows (parts of a micro-cent per unit); None: it has none."""
        return [self._best(tables, prices) for tables in self._tables]

    def _best(self, tables: PartTables, prices: Ints) -> BestAnswer | None:
        told = tables.to_come(prices)
        worth = max(int(follows[0][0]) for follows in told[0])
        if worth <= NOTHING // 2:
            return None
        steps = list(taken(tables, told, prices))
        uses = tuple(sum(self._uses(step, row) for step in steps) for row in self.shared.tolist())
        paid = sum(n * p for n, p in zip(uses, prices.tolist(), strict=True))
        return BestAnswer(worth + paid, uses, worth)

    def count(
        self, prices: Ints, claimed: int, *, in_halves: bool = False, likeliest: int | None = None
    ) -> Counted:
        """What no answer in whole steps exceeds (micro-cents), never less than is claimed; steps of one that comes to more. Where
        of answers so far only the ``likeliest`` go on, no bound is told.
        """
        if (prices < 0).any():
            raise ProofError("a price is below zero")
        paid = sum(p * n for p, n in zip(prices.tolist(), self._used, strict=True))
        if 4 * (self._gained * FINE + paid) >= FITS:
            raise TooManyError
        told = [tables.to_come(prices) for tables in self._tables]
        worth = [max(int(follows[0][0]) for follows in of[0]) for of in told]
        floor = (claimed - self.problem.constant) * FINE
        most = int(self.room @ prices) + sum(worth)
        if most <= floor or min(worth) <= NOTHING // 2:
            return Counted(claimed, None, self.work.spent)
        near = [NearColumns(tables, prices) for tables in self._tables]
        columns = [part.within(of, most - floor) for part, of in zip(near, told, strict=True)]
        together = Together(self.room, prices, columns, worth, floor, self.work, likeliest)
        gain, picked = together.in_halves() if in_halves else together.best()
        if picked is None:
            return Counted(claimed if likeliest is None else None, None, self.work.spent)
        steps: dict[Place, int] = {}
        for part, number in zip(near, picked, strict=True):
            for place in chain.from_iterable(step.places for step in part.steps(number)):
                steps[place] = steps.get(place, 0) + 1
        bound = self.problem.constant - (-gain // FINE)
        return Counted(bound if likeliest is None else None, steps, self.work.spent)


def _rows(problem: Problem, blocks: Sequence[int]) -> set[int]:
    return {
        r
        for b in blocks
        for g in problem.blocks[b].groups
        for c in g.cells
        for o in c.options
        for r, _ in o.uses
    }


def _check(problem: Problem, sizes: Sequence[int], parts: Parts) -> None:
    if any(block.runs is not None for block in problem.blocks):
        raise ProofError("plans that are not listed are not counted in steps")
    told = [*chain.from_iterable(parts.blocks)]
    free = [b for of in parts.loose for bs, _ in of for b in bs]
    if sorted(told + free) != list(range(len(problem.blocks))) or not all(parts.blocks):
        raise ProofError("a block stands in no part or in two, or a part has none")
    if any(not sizes[b] for b in told) or any(sizes[b] for b in free):
        raise ProofError("a block that comes in steps is divided at will, or the other way round")
    for vectors in (vs for of in parts.loose for _, vs in of):
        if not vectors or any(p < 0 or not 0 <= row < len(problem.rows) for v in vectors for row, p in v):
            raise ProofError("there are no multipliers, or one is below zero or of no row")
    for of in parts.loose:
        rows = [_rows(problem, bs) for bs, _ in of]
        if len(set().union(*rows)) < sum(map(len, rows)):
            raise ProofError("a row joins what is divided at will and told apart")
        if any(row not in own for own, (_, vs) in zip(rows, of, strict=True) for v in vs for row, _ in v):
            raise ProofError("a multiplier is of a row that is not used")
