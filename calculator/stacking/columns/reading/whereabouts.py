"""Which farms lie where a scheme is open: asked of one of all farms that give the same places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme
from calculator.eligibility.conditions.territory import PATHS, Room, looks_at, readings
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.numbering import distinct

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
    _known: dict[int, tuple[Scheme, dict[int, bool]]] = field(default_factory=dict)
    _areas: dict[bytes, int] = field(default_factory=dict)
    _area_of: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _key: tuple[object, ...] = field(default_factory=lambda: ("areas", object()))

    def __post_init__(self) -> None:
        self.bound = tuple(s for s in readings(self.rulebook) if any(looks_at(s)))
        self._column = {id(scheme): at for at, scheme in enumerate(self.bound)}
        self.open = np.zeros((0, len(self.bound)), dtype=np.bool_)

    def take(self, other: Whereabouts) -> None:
        """Take over what is known of schemes, under the same lists of places."""
        self._known = {key: (scheme, dict(known)) for key, (scheme, known) in other._known.items()}

    def within(self, scheme: Scheme, farms: Farms) -> Mask:
        """Whether each farm lies inside the territory."""
        column = self._column.get(id(scheme))
        if column is None:
            return np.ones(len(farms), dtype=np.bool_)
        area = self.areas(farms)
        found: Mask = self.open[area, column]
        return found

    def areas(self, farms: Farms) -> Ints:
        """A number per farm, the same where the same schemes are open."""
        known = farms.kept.get(self._key) if farms.whole is not None else None
        if known is not None:
            return known
        where = farms.alike(_WHERE)
        if len(where) and (where.max() >= len(self._area_of) or (self._area_of[where] < 0).any()):
            # Of the whole population at once, so that no other part of it asks once more.
            self._learn(farms if farms.whole is None else farms.whole)
        found: Ints = self._area_of[where]
        if farms.whole is not None:
            # A part is asked of every scheme, and goes before the places do.
            farms.kept[self._key] = found
        return found

    def _learn(self, farms: Farms) -> None:
        where = farms.alike(_WHERE)
        room = int(where.max()) + 1 - len(self._area_of)
        self._area_of = np.concatenate([self._area_of, np.full(max(0, room), -1)])
        first = distinct(where)[0]
        fresh = first[self._area_of[where[first]] < 0]
        rows, told = np.ones((len(fresh), len(self.bound)), dtype=np.bool_), dict[int, Room]()
        for column, scheme in enumerate(self.bound):
            alike = farms.alike(tuple((path, None) for path in looks_at(scheme)))[fresh]
            rows[:, column] = self._inside(scheme, farms, fresh, alike, told)
        numbers = [self._areas.setdefault(row.tobytes(), len(self._areas)) for row in rows]
        new = {n: row for n, row in zip(numbers, rows, strict=True) if n >= len(self.open)}
        self._area_of[where[fresh]] = numbers
        self.open = np.concatenate([self.open, *(new[n][None] for n in sorted(new))])

    def _inside(self, scheme: Scheme, farms: Farms, some: Ints, alike: Ints, told: dict[int, Room]) -> Mask:
        """Whether some farms lie inside, of which those that say the same have one number; ``told`` gains their room."""
        # The scheme is kept, so that nothing else can come to bear its identity.
        known = self._known.setdefault(id(scheme), (scheme, {}))[1]
        first, inverse = distinct(alike)
        numbers = alike[first].tolist()
        for at, number in zip(some[first].tolist(), numbers, strict=True):
            if number not in known:
                if at not in told:
                    told[at] = Room.of(farms.told(at, PATHS.values()), self.rulebook)
                known[number] = told[at].reads_so(scheme)
        return np.array([known[number] for number in numbers], dtype=np.bool_)[inverse]

    def columns(self, schemes: Iterable[Scheme]) -> list[int]:
        """The columns of ``open`` of these schemes."""
        return [self._column[id(scheme)] for scheme in schemes]

    def opened(self, schemes: Sequence[Scheme], area: int) -> list[Scheme]:
        """Which of the schemes are open there."""
        row = self.open[area]
        return [s for s, at in zip(schemes, self.columns(schemes), strict=True) if row[at]]
