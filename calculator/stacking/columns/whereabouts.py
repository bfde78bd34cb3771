"""Which farms lie where a scheme is open: asked of one of all farms that give the same places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme
from calculator.eligibility.territory import PATHS, looks_at, outside
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.farms import Farms

_WHERE = tuple((path, None) for path in PATHS.values())


@dataclass(slots=True)
class Whereabouts:
    """For every scheme met, whether it is open to the farms that give a set of places.

    ``bound`` are the schemes that are not open everywhere, ``open`` says of each in every area (a row) whether it is open there.
    """

    rulebook: Rulebook
    bound: tuple[Scheme, ...] = field(init=False)
    open: Mask = field(init=False)
    _column: dict[int, int] = field(init=False)
    _known: dict[int, tuple[Scheme, Ints]] = field(default_factory=dict)
    _areas: dict[bytes, int] = field(default_factory=dict)
    _area_of: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __post_init__(self) -> None:
        self.bound = tuple(s for s in self.rulebook.schemes if any(looks_at(s)))
        self._column = {id(scheme): at for at, scheme in enumerate(self.bound)}
        self.open = np.zeros((0, len(self.bound)), dtype=np.bool_)

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

    def areas(self, farms: Farms) -> Ints:
        """A number per farm, the same where the same schemes are open."""
        where = farms.alike(_WHERE)
        room = int(where.max(initial=-1)) + 1 - len(self._area_of)
        self._area_of = np.concatenate([self._area_of, np.full(max(0, room), -1)])
        fresh = np.array(_firsts(where, self._area_of), dtype=np.int64)
        if len(fresh):
            columns = [self.within(scheme, farms)[fresh] for scheme in self.bound]
            rows = np.stack([np.ones(len(fresh), dtype=np.bool_), *columns], axis=1)[:, 1:]
            numbers = [self._areas.setdefault(row.tobytes(), len(self._areas)) for row in rows]
            first = np.unique(numbers, return_index=True)[1]
            new = [
                at for at in sorted(first.tolist(), key=numbers.__getitem__) if numbers[at] >= len(self.open)
            ]
            self._area_of[where[fresh]] = numbers
            self.open = np.concatenate([self.open, rows[new]])
        found: Ints = self._area_of[where]
        return found

    def columns(self, schemes: Iterable[Scheme]) -> list[int]:
        """The columns of ``open`` of these schemes."""
        return [self._column[id(scheme)] for scheme in schemes]

    def opened(self, schemes: Sequence[Scheme], area: int) -> list[Scheme]:
        """Which of the schemes are open there."""
        row = self.open[area]
        return [s for s, at in zip(schemes, self.columns(schemes), strict=True) if row[at]]


def _firsts(alike: Ints, known: Ints) -> list[int]:
    """A farm of each group of which nothing is known."""
    fresh = np.flatnonzero(known[alike] < 0)
    _, first = np.unique(alike[fresh], return_index=True)
    return [int(n) for n in fresh[first]]
