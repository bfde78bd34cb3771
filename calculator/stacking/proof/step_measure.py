"""What states of a count in steps are held against: coordinates of which more is never worse, and the multipliers over them.

Rows that something divided at will eases (a cap on euros, past which nothing is paid) have no coordinate of their own where the
vectors give them several prices: a state has what it gains under each of these, and what is left of every other row. What a
state can still come to under a vector is a sum of these, and so it is under several vectors at once, weighed in whole numbers;
that bounds closer than each of them, since what is best under one is seldom best under another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement

import numpy as np

from calculator.domain.problem import Block
from calculator.stacking.proof.step_ways import FINE, Ints, Scale, Step
from calculator.stacking.proof.undominated import undominated

#: Vectors weighed together are weighed in so many parts.
PARTS = 4
#: Vectors up to which these are dealt out over all of them in every way.
_ALL_WAYS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """``held`` are rows that have a coordinate, ``eased`` the others, and ``easing`` prices of those; ``mixes`` say of every
    mixture of vectors what a coordinate counts in it, each vector by itself first, and ``parts`` how many vectors are in it.

    ``beside`` is what is divided at will: its worth under every mixture at most, and the least and the most that it uses of rows
    that are held.
    """

    held: Ints
    eased: Ints
    easing: Ints
    mixes: Ints
    parts: Ints
    start: Ints
    beside: tuple[Ints, Ints, Ints]

    @classmethod
    def of(cls, scale: Scale, at_will: Sequence[Block], beside: tuple[Ints, Ints, Ints]) -> Measure:
        """``beside`` is what the blocks that are divided at will come to under every vector."""
        rows = range(len(scale.units))
        by_will = {
            r
            for block in at_will
            for g in block.groups
            for c in g.cells
            for o in c.options
            for r, _ in o.uses
        }
        apart = {r for r in by_will if len(set(scale.prices[:, r].tolist())) > 1}
        eased = np.array(sorted(apart), dtype=np.int64)
        held = np.array([r for r in rows if r not in apart], dtype=np.int64)
        easing, of = np.unique(scale.prices[:, eased], axis=0, return_inverse=True)
        alone = np.hstack([scale.prices[:, held], np.eye(len(easing), dtype=np.int64)[of.reshape(-1)]])
        weights = np.array(list(_mixtures(len(alone))), dtype=np.int64)
        worth, least, most = beside
        return cls(
            held,
            eased,
            easing,
            weights @ alone,
            weights.sum(axis=1),
            np.concatenate([scale.room[held], easing @ scale.room[eased]]),
            (weights @ worth, least[held], most[held]),
        )

    def of_steps(self, scale: Scale, ways: Sequence[Step]) -> tuple[tuple[Step, ...], Ints]:
        """The ways to take a step that none beats, and what each adds to the coordinates."""
        gains, uses = scale.arrays(ways)
        worth = gains[:, None] * FINE - uses[:, self.eased] @ self.easing.T
        added = np.hstack([-uses[:, self.held], worth])
        kept = undominated(added, len(self.easing))
        return tuple(ways[at] for at in kept.tolist()), added[kept]

    def worth(self, coordinates: Ints) -> Ints:
        """What coordinates come to under every mixture."""
        return np.asarray(coordinates @ self.mixes.T)


def _mixtures(vectors: int) -> Iterator[list[int]]:
    for v in range(vectors):
        yield [int(v == w) for w in range(vectors)]
    if vectors <= _ALL_WAYS:
        for dealt in combinations_with_replacement(range(vectors), PARTS):
            if len(set(dealt)) > 1:
                yield [dealt.count(v) for v in range(vectors)]
        return
    for pair in combinations(range(vectors), 2):
        yield [int(v in pair) for v in range(vectors)]
