"""What a search through one component ends with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calculator.domain.problem import Partition
from calculator.stacking.solving.search.relaxation import Allowed, Relaxed
from calculator.stacking.solving.search.uses import Floats

#: Two answers within this many micro-cents (a thousandth of a cent) are equal, and so is a bound that near.
COIN = 1_000.0


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """All points that gain the most, where they lie in one part of the search: what it allows, and its relaxation."""

    allowed: Allowed
    relaxed: Relaxed


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Best point found (None: none), whether it is proven, and the proof. ``feasible`` False: proven to
    have none. ``face``: where the best points are.
    """

    departures: Floats | None
    proven: bool
    partition: Partition
    feasible: bool = True
    face: Face | None = None


def together(starts: Sequence[Allowed]) -> Allowed:
    """The groups that may be taken of each block that every one of these parts says something of."""
    named = set.intersection(*[set(start) for start in starts])
    return {b: tuple(sorted({g for start in starts for g in start[b]})) for b in sorted(named)}
