"""Counts out what answers in whole steps gain at most, where steps are worth much and few answers come near the best.

Block after block every way to take all of its steps is tried, or where these are many, step after step. A state has what is
left of every row, as far as it can still be used, and what it gained; rows that something divided at will eases are weighed at
every price that they have in the vectors (``step_measure``).
States that another beats go no further, and so do those that cannot keep a row any more, or of which some multipliers y >= 0 show
that nothing that follows comes above what is claimed:

    gained so far + sum over rows of y * what can be used of it + the most that the steps to come are worth, at gain - y * use

What is divided as finely as one likes is bounded by the multipliers alone. Nothing of the solver, and any multipliers do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import prod

import numpy as np

from calculator.domain.problem import Multipliers, Problem
from calculator.stacking.proof.in_steps import Place
from calculator.stacking.proof.recount import ProofError
from calculator.stacking.proof.step_measure import PARTS, Measure
from calculator.stacking.proof.step_trail import States, Trail, joined
from calculator.stacking.proof.step_ways import FINE, Ints, Scale, Step, TooManyError, ways_of
from calculator.stacking.proof.undominated import undominated

#: Steps of all blocks, and ways to take one step of a block, that are counted out.
_MOST_STEPS, _MOST_WAYS = 4_000, 1_000
#: Ways on from a state that are tried.
MOST_TRIED = 4_000_000
#: Ways that it takes about as long to try as a step takes by itself, and coordinates under mixtures that a way is weighed in.
_BY_ITSELF, _WEIGHED = 500, 128
#: Ways tried at once.
_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Counted:
    """Micro-cents, rounded up, that no answer in whole steps exceeds, never less than was claimed; and steps by place that come
    to more, if any do.

    ``tried`` are the ways looked at; one counts for more where there are many vectors. Without a bound there were too many.
    """

    bound: int | None
    steps: Mapping[Place, int] | None
    tried: int


def count_steps(
    problem: Problem,
    sizes: Sequence[int],
    vectors: Sequence[Multipliers],
    claimed: int,
    most: int = MOST_TRIED,
) -> Counted:
    """What no answer in whole steps exceeds; ``sizes`` are the steps in which blocks come, 0 for what is divided at will, and
    ``most`` the ways on from a state that may be tried.

    ProofError: plans are not listed, there are no multipliers, or one is below zero or of no row.
    """
    if any(block.runs is not None for block in problem.blocks):
        raise ProofError("plans that are not listed are not counted in steps")
    if not vectors or any(p < 0 or not 0 <= row < len(problem.rows) for v in vectors for row, p in v):
        raise ProofError("there are no multipliers, or one is below zero or of no row")
    if sum(sizes) > _MOST_STEPS or _most_ways(problem, sizes) > _MOST_WAYS:
        return Counted(None, None, 0)
    count = _Count(problem, claimed, most)
    try:
        return count.run(sizes, vectors)
    except TooManyError:
        return Counted(None, None, count.tried)


def _most_ways(problem: Problem, sizes: Sequence[int]) -> int:
    return max(
        [
            sum(prod(len(cell.options) for cell in group.cells) for group in block.groups)
            for block, size in zip(problem.blocks, sizes, strict=True)
            if size
        ],
        default=0,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _ToCome:
    """The most that something is worth under every mixture, and the least and the most that it uses of the rows held."""

    worth: Ints
    least: Ints
    most: Ints

    @classmethod
    def of(cls, added: Ints, rows: int, measure: Measure) -> _ToCome:
        """Of one of these, each with what it adds to the coordinates."""
        held = added[:, :rows]
        return cls(measure.worth(added).max(axis=0), -held.max(axis=0), -held.min(axis=0))

    def and_also(self, other: _ToCome, times: int = 1) -> _ToCome:
        return _ToCome(
            self.worth + times * other.worth, self.least + times * other.least, self.most + times * other.most
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Lot:
    """Ways to take each step of a block, and what they add to the coordinates; where the first stands among all steps."""

    first: int
    added: Ints
    one: _ToCome


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Lots of which all steps of a block are taken from one; ``moves`` are what all of them together add, where these are few,
    and ``all`` what they come to at most.
    """

    size: int
    lots: tuple[_Lot, ...]
    moves: States | None
    all: _ToCome

    @property
    def ways(self) -> tuple[bool, int]:
        """The later a block is counted the more."""
        steps = self.size * max(len(lot.added) for lot in self.lots)
        return self.moves is None, steps if self.moves is None else len(self.moves.at)


@dataclass(slots=True)
class _Count:
    problem: Problem
    claimed: int
    most: int
    tried: int = 0
    _measure: Measure = field(init=False)
    _steps: list[Step] = field(default_factory=list)
    _moves: Trail = field(default_factory=Trail)
    _states: Trail = field(default_factory=Trail)

    def run(self, sizes: Sequence[int], vectors: Sequence[Multipliers]) -> Counted:
        """TooManyError where there is too much to count."""
        blocks = list(zip(self.problem.blocks, sizes, strict=True))
        ways = [ways_of(b, block, size) for b, (block, size) in enumerate(blocks) if size]
        at_will, each = [block for block, size in blocks if not size], [size for size in sizes if size]
        scale = Scale.of(self.problem, ways, at_will, vectors)
        beside = scale.at_will(at_will)
        scale.check(ways, each, beside, self.claimed - self.problem.constant, PARTS)
        self._measure = Measure.of(scale, at_will, beside)
        made = [self._block(scale, lots, size) for lots, size in zip(ways, each, strict=True)]
        every = _ToCome(*self._measure.beside)
        for block in made:
            every = every.and_also(block.all)
        made = [self._all_moves(block, every.and_also(block.all, -1)) for block in made]
        return self._walked(sorted(made, key=lambda block: block.ways))

    def _block(self, scale: Scale, lots: Sequence[Sequence[Step]], size: int) -> _Block:
        made = tuple(self._lot(scale, lot) for lot in lots)
        none = _ToCome.of(0 * self._measure.start[None, :], len(self._measure.held), self._measure)
        return _Block(size, made, None, none.and_also(_either([lot.one for lot in made]), size))

    def _lot(self, scale: Scale, ways: Sequence[Step]) -> _Lot:
        steps, added = self._measure.of_steps(scale, ways)
        self._steps += steps
        return _Lot(len(self._steps) - len(steps), added, self._to_come(added))

    def _to_come(self, added: Ints) -> _ToCome:
        return _ToCome.of(added, len(self._measure.held), self._measure)

    def _all_moves(self, block: _Block, rest: _ToCome) -> _Block:
        """The block with what all of its steps add, in every way that may come above what is claimed; as it is where these are
        more than its steps have ways.
        """
        found, many = [], block.size * sum(len(lot.added) for lot in block.lots)
        for lot in block.lots:
            moves = States(0 * self._measure.start[None, :], np.zeros(1, dtype=np.int64))
            for left in range(block.size - 1, -1, -1):
                if len(moves.at) > many:
                    return block
                if len(moves.at):
                    after, before, taken = self._tried(
                        moves.at, lot.added, rest.and_also(lot.one, left), self._measure.start
                    )
                    number = self._moves.add(moves.number[before], lot.first + taken)
                    moves = States(after - self._measure.start, number)
            found.append(moves)
        moves = joined(found)
        if not 0 < len(moves.at) <= many:
            return block
        return _Block(block.size, block.lots, moves, self._to_come(moves.at))

    def _walked(self, blocks: Sequence[_Block]) -> Counted:
        beside = _ToCome(*self._measure.beside)
        rest = beside
        for block in blocks:
            rest = rest.and_also(block.all)
        states = States(self._measure.start[None, :], np.zeros(1, dtype=np.int64))
        for block in blocks:
            rest = rest.and_also(block.all, -1)
            if block.moves is not None:
                states = self._after(states, block.moves.at, block.moves.number, rest)
            else:
                states = joined([self._step_by_step(states, block.size, lot, rest) for lot in block.lots])
            if not len(states.at):
                return Counted(self.claimed, None, self.tried)
        alone = (self._measure.worth(states.at) + beside.worth)[:, self._measure.parts == 1].min(axis=1)
        best = int(alone.argmax())
        bound = self.problem.constant - int(-alone[best] // FINE)
        if bound <= self.claimed:
            return Counted(self.claimed, None, self.tried)
        return Counted(bound, self._picked(int(states.number[best])), self.tried)

    def _step_by_step(self, states: States, size: int, lot: _Lot, rest: _ToCome) -> States:
        for left in range(size - 1, -1, -1):
            if len(states.at):
                said = -1 - lot.first - np.arange(len(lot.added))
                states = self._after(states, lot.added, said, rest.and_also(lot.one, left))
        return states

    def _after(self, states: States, ways: Ints, said: Ints, rest: _ToCome) -> States:
        """The states after one of these ways; a move is said by where it stands, a step by a number below zero."""
        after, before, taken = self._tried(states.at, ways, rest, 0 * self._measure.start)
        # What is more than the most that can still be used is not counted.
        after[:, : len(rest.most)] = np.minimum(after[:, : len(rest.most)], rest.most)
        return States(after, self._states.add(states.number[before], said[taken]))

    def _tried(self, states: Ints, ways: Ints, rest: _ToCome, start: Ints) -> tuple[Ints, Ints, Ints]:
        """Coordinates after each way on from each state and ``start``, and which state and which way each is.

        They leave the least that must still be used, and under every mixture of vectors they are worth more than is claimed.
        """
        tried = len(states) * len(ways) * (1 + self._measure.mixes.size // _WEIGHED) + _BY_ITSELF
        if self.tried + tried > self.most:
            raise TooManyError
        self.tried += tried
        floor = (self.claimed - self.problem.constant) * FINE * self._measure.parts - rest.worth
        found, many = list[tuple[Ints, Ints, Ints]](), max(1, _AT_ONCE // len(ways))
        for first in range(0, len(states), many):
            some = states[first : first + many] + start
            after = (some[:, None] + ways[None]).reshape(-1, len(start))
            lawful = np.flatnonzero((after[:, : len(rest.least)] >= rest.least).all(axis=1))
            stays = lawful[(self._measure.worth(after[lawful]) > floor).all(axis=1)]
            found.append((after[stays], first + stays // len(ways), stays % len(ways)))
        after, before, taken = (np.concatenate(each) for each in zip(*found, strict=True))
        best = undominated(after, len(self._measure.easing))
        return after[best], before[best], taken[best]

    def _picked(self, state: int) -> dict[Place, int]:
        """The steps by place on the way to a state."""
        said = list(self._states.back([state]))
        taken = [-1 - n for n in said if n < 0]
        taken += self._moves.back([n for n in said if n >= 0])
        steps: dict[Place, int] = {}
        for place in chain.from_iterable(self._steps[step].places for step in taken):
            steps[place] = steps.get(place, 0) + 1
        return steps


def _either(these: Sequence[_ToCome]) -> _ToCome:
    return _ToCome(
        np.array([x.worth for x in these]).max(axis=0),
        np.array([x.least for x in these]).min(axis=0),
        np.array([x.most for x in these]).max(axis=0),
    )
