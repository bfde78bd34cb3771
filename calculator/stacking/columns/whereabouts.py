"""Which farms lie where a scheme is open: asked of one of all farms that give the same places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme
from calculator.eligibility.territory import PATHS, looks_at, outside
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.farms import Farms


@dataclass(slots=True)
class Whereabouts:
    """For every scheme met, whether it is open to the farms that give a set of places."""

    rulebook: Rulebook
    _known: dict[int, tuple[Scheme, Ints]] = field(default_factory=dict)

    def take(self, other: Whereabouts) -> None:
        """Take over what is known of schemes, under the same lists of places."""
        self._known = {key: (scheme, known.copy()) for key, (scheme, known) in other._known.items()}

    def within(self, scheme: Scheme, farms: Farms) -> Mask:
        """Whether each farm lies inside the territory."""
        paths = tuple(looks_at(scheme))
        if not paths:
            return np.ones(len(farms), dtype=np.bool_)
        alike = farms.alike(tuple((path, None) for path in paths))
        # The scheme is kept, so that nothing else can come to bear its identity.
        known = self._known.get(id(scheme), (scheme, np.zeros(0, dtype=np.int64)))[1]
        room = int(alike.max(initial=-1)) + 1
        if len(known) < room:
            known = np.concatenate([known, np.full(room - len(known), -1)])
            self._known[id(scheme)] = (scheme, known)
        for at in _firsts(alike, known):
            inside = not outside(scheme, farms.told(at, PATHS.values()), self.rulebook)
            known[alike[at]] = int(inside)
        found: Mask = known[alike] == 1
        return found

    def of(self, schemes: Sequence[Scheme], farms: Farms, at: Ints, seen: dict[int, Mask]) -> Ints:
        """For some farms a number that is the same for those to which the same of these schemes are open.

        ``seen`` keeps what was found of these farms, for the next schemes.
        """
        found = np.zeros(len(at), dtype=np.int64)
        for scheme in schemes:
            if id(scheme) not in seen:
                seen[id(scheme)] = self.within(scheme, farms)
            found = found * 2 + seen[id(scheme)][at]
            if len(schemes) > 60:
                _, found = np.unique(found, return_inverse=True)
        return found


def _firsts(alike: Ints, known: Ints) -> list[int]:
    """A farm of each group of which nothing is known."""
    fresh = np.flatnonzero(known[alike] < 0)
    _, first = np.unique(alike[fresh], return_index=True)
    return [int(n) for n in fresh[first]]
