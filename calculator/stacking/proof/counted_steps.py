"""Counts out what answers in whole steps gain at most, where steps are worth much and few answers come near the best.

Block after block every number of steps of every option is tried; ways that leave the same of every row, as far as it can still be
used, are one state, of which the one that gains most goes on. A state is dropped when it cannot keep a row any more, or when some
multipliers y >= 0 show that nothing that follows it comes above what is claimed:

    gained so far + sum over rows of y * what can be used of it + the most that the blocks to come are worth, at gain - y * use

What is divided as finely as one likes is bounded by the multipliers alone. Nothing of the solver, and any multipliers do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from calculator.domain.problem import Multipliers, Problem
from calculator.stacking.proof.in_steps import Place
from calculator.stacking.proof.recount import ProofError
from calculator.stacking.proof.step_moves import (
    FINE,
    Beside,
    Ints,
    Moves,
    Scale,
    TooManyError,
    moves_of,
    of_equal_uses,
    ways_of,
)

#: Steps of all blocks, and ways to take one step of a block, that are counted out.
_MOST_STEPS, _MOST_WAYS = 4_000, 64
#: States in all, and ways on from a state that are tried.
_MOST_STATES, MOST_TRIED = 400_000, 8_000_000
#: Ways that it takes about as long as to find out that a block has too many of them.
_GIVEN_UP = 1_000_000
#: Ways tried at once.
_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Counted:
    """Micro-cents, rounded up, that no answer in whole steps exceeds, never less than was claimed; and steps by place that come
    to more, if any do.

    ``tried`` are the ways looked at. Without a bound there were too many.
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
    count = _Count(problem, tuple(sizes), vectors, claimed, most)
    try:
        return count.run()
    except TooManyError:
        return Counted(None, None, count.tried + _GIVEN_UP)


def _most_ways(problem: Problem, sizes: Sequence[int]) -> int:
    return max(
        [
            sum(prod(len(cell.options) for cell in group.cells) for group in block.groups)
            for block, size in zip(problem.blocks, sizes, strict=True)
            if size
        ],
        default=0,
    )


@dataclass(slots=True)
class _Count:
    problem: Problem
    sizes: tuple[int, ...]
    vectors: Sequence[Multipliers]
    claimed: int
    most: int
    tried: int = 0
    kept: int = 0

    def run(self) -> Counted:
        """TooManyError where there is too much to count."""
        sizes = [size for size in self.sizes if size]
        ways = [ways_of(b, self.problem.blocks[b], size) for b, size in enumerate(self.sizes) if size]
        at_will = [x for x, size in zip(self.problem.blocks, self.sizes, strict=True) if not size]
        scale = Scale.of(self.problem, ways, at_will, self.vectors)
        scale.check(ways, sizes)
        beside, floor = scale.at_will(at_will), (self.claimed - self.problem.constant) * FINE
        gap = beside.worth + scale.prices @ scale.room - floor
        gap += sum(size * scale.most(lots) for lots, size in zip(ways, sizes, strict=True))
        made = [moves_of(lots, size, scale, gap) for lots, size in zip(ways, sizes, strict=True)]
        if not all(len(moves.gains) for moves in made):
            return Counted(self.claimed, None, self.tried)
        return self._walked(sorted(made, key=lambda moves: len(moves.gains)), scale, beside, floor)

    def _walked(self, made: Sequence[Moves], scale: Scale, beside: Beside, floor: int) -> Counted:
        rest = beside.worth + sum(moves.best for moves in made)
        least = beside.least + sum(moves.uses.min(axis=0) for moves in made)
        most = beside.most + sum(moves.uses.max(axis=0) for moves in made)
        left, gains = scale.room[None, :], np.zeros(1, dtype=np.int64)
        trail: list[tuple[Ints, Ints]] = []
        for moves in made:
            rest = rest - moves.best
            least, most = least - moves.uses.min(axis=0), most - moves.uses.max(axis=0)
            left, gains, before, taken = self._after(left, gains, moves, scale, (least, most, floor - rest))
            if not len(gains):
                return Counted(self.claimed, None, self.tried)
            trail.append((before, taken))
        worth = (scale.worth(gains, -left) + rest).min(axis=1)
        at = int(worth.argmax())
        bound = self.problem.constant - int(-worth[at] // FINE)
        return Counted(max(bound, self.claimed), _picked(made, trail, at), self.tried)

    def _after(
        self, left: Ints, gains: Ints, moves: Moves, scale: Scale, limits: tuple[Ints, Ints, Ints]
    ) -> tuple[Ints, Ints, Ints, Ints]:
        """The states after one more block, and the state and the move that each came by.

        They leave the least that must still be used, what is more than the most that can be is not counted, and under every
        vector they are worth more than the floor.
        """
        least, most, floor = limits
        found: list[tuple[Ints, Ints, Ints, Ints]] = []
        here, ways = np.arange(len(gains)), np.arange(len(moves.gains))
        if self.tried + len(here) * len(ways) > self.most:
            raise TooManyError
        self.tried += len(here) * len(ways)
        for start in range(0, len(ways), max(1, _AT_ONCE // len(here))):
            some = ways[start : start + max(1, _AT_ONCE // len(here))]
            before, taken = np.repeat(here, len(some)), np.tile(some, len(here))
            after, gained = left[before] - moves.uses[taken], gains[before] + moves.gains[taken]
            lawful = (after >= least).all(axis=1)
            after = np.minimum(after, most)
            stays = lawful & (scale.worth(gained, -after) > floor).all(axis=1)
            found.append((after[stays], gained[stays], before[stays], taken[stays]))
        after, gained, before, taken = (np.concatenate(each) for each in zip(*found, strict=True))
        best = of_equal_uses(after, gained)
        self.kept += len(best)
        if self.kept > _MOST_STATES:
            raise TooManyError
        return after[best], gained[best], before[best], taken[best]


def _picked(made: Sequence[Moves], trail: Sequence[tuple[Ints, Ints]], state: int) -> dict[Place, int]:
    """The steps by place on the way to a state after the last block."""
    steps: dict[Place, int] = {}
    for moves, (before, taken) in zip(reversed(made), reversed(trail), strict=True):
        for place, count in moves.steps(int(taken[state])):
            steps[place] = steps.get(place, 0) + count
        state = int(before[state])
    return steps
