"""Which farms lie where a scheme is open: asked of one of all farms that give the same places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme
from calculator.eligibility.conditions.territory import PATHS, Room, bounds, looks_at, readings, said_of
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.numbering import distinct

#: A kind of place that bounds a territory, and its places.
_Bound = tuple[str, tuple[str, ...]]
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
    _known: dict[_Bound, dict[int, tuple[bool, bool]]] = field(default_factory=dict)
    _areas: dict[bytes, int] = field(default_factory=dict)
    _area_of: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _key: tuple[object, ...] = field(default_factory=lambda: ("areas", object()))

    def __post_init__(self) -> None:
        self.bound = tuple(s for s in readings(self.rulebook) if any(looks_at(s)))
        self._column = {id(scheme): at for at, scheme in enumerate(self.bound)}
        self.open = np.zeros((0, len(self.bound)), dtype=np.bool_)

    def take(self, other: Whereabouts) -> None:
        """Take over what is known of places, under the same lists of them."""
        self._known = {bound: dict(known) for bound, known in other._known.items()}

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
        rows, told = np.ones((len(fresh), len(self.bound)), dtype=np.bool_), dict[_Bound, tuple[Mask, Mask]]()
        rooms = dict[int, Room]()
        for column, scheme in enumerate(self.bound):
            for kind, codes in bounds(scheme):
                if (kind, codes) not in told:
                    told[kind, codes] = self._stands(kind, codes, farms, fresh, rooms)
                open_, shut = told[kind, codes]
                rows[:, column] &= (open_ == (kind in scheme.unsaid)) & ~shut
        numbers = [self._areas.setdefault(row.tobytes(), len(self._areas)) for row in rows]
        new = {n: row for n, row in zip(numbers, rows, strict=True) if n >= len(self.open)}
        self._area_of[where[fresh]] = numbers
        self.open = np.concatenate([self.open, *(new[n][None] for n in sorted(new))])

    def _stands(
        self, kind: str, codes: tuple[str, ...], farms: Farms, some: Ints, rooms: dict[int, Room]
    ) -> tuple[Mask, Mask]:
        """Of which farms a place of that kind may be one of these and may be another, and of which it is none of them.

        It is asked of one of all that say the same; ``rooms`` gains where these may lie, by their places.
        """
        known = self._known.setdefault((kind, codes), {})
        alike = farms.alike(tuple((path, None) for path in said_of(kind)))[some]
        first, inverse = distinct(alike)
        numbers = alike[first].tolist()
        for at, number in zip(some[first].tolist(), numbers, strict=True):
            if number not in known:
                if at not in rooms:
                    rooms[at] = Room.of(farms.told(at, PATHS.values()), self.rulebook)
                known[number] = rooms[at].leaves_open(kind, codes), rooms[at].excludes(kind, codes)
        found = np.array([known[number] for number in numbers], dtype=np.bool_).reshape(-1, 2)[inverse]
        return found[:, 0], found[:, 1]

    def columns(self, schemes: Iterable[Scheme]) -> list[int]:
        """The columns of ``open`` of these schemes."""
        return [self._column[id(scheme)] for scheme in schemes]

    def opened(self, schemes: Sequence[Scheme], area: int) -> list[Scheme]:
        """Which of the schemes are open there."""
        row = self.open[area]
        return [s for s, at in zip(schemes, self.columns(schemes), strict=True) if row[at]]
