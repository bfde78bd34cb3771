"""States of a count in steps, and the way to each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.stacking.proof.step_ways import Ints, TooManyError

#: States in all.
_MOST_STATES = 3_000_000


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Coordinates of states, and where each stands among all that were kept."""

    at: Ints
    number: Ints


def joined(these: Sequence[States]) -> States:
    return States(np.concatenate([x.at for x in these]), np.concatenate([x.number for x in these]))


@dataclass(slots=True)
class Trail:
    """Of every state that was kept the one that it came from and what was taken then; the first came from nowhere."""

    kept: int = 1
    before: list[Ints] = field(default_factory=lambda: [np.zeros(1, dtype=np.int64)])
    taken: list[Ints] = field(default_factory=lambda: [np.zeros(1, dtype=np.int64)])

    def add(self, before: Ints, taken: Ints) -> Ints:
        """Where these stand. TooManyError: there are too many."""
        self.before.append(before)
        self.taken.append(taken)
        self.kept += len(before)
        if self.kept > _MOST_STATES:
            raise TooManyError
        return np.arange(self.kept - len(before), self.kept)

    def back(self, states: Sequence[int]) -> Iterator[int]:
        """All that was taken on the way to these."""
        before, taken = np.concatenate(self.before), np.concatenate(self.taken)
        for state in states:
            while state:
                yield int(taken[state])
                state = int(before[state])
