"""What aid received leaves of the windows of one farm, and the farms that are settled as if no ceiling over years held them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from calculator.domain.limit import Limit
from calculator.domain.problem import MICRO
from calculator.domain.rulebook import Rulebook
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.law.deminimis import in_window
from calculator.stacking.law.windows import ceiling, versions

#: A limit and a day on which something is granted that it counts.
Key = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Room:
    """What aid received leaves of a window (micro-cents, below zero where it is more than may be given).

    ``received`` says that aid was received on its day: then it is tested whatever is granted.
    """

    version: Limit
    day: date
    micro: int
    received: bool

    def taken(self, given: Mapping[Key, int]) -> int:
        """How much of what is given stands in it."""
        return sum(micro for key, micro in given.items() if self.counts(*key))

    def counts(self, limit: str, day: date) -> bool:
        """Whether it counts what is granted under the limit on a day."""
        return limit == self.version.id and in_window(self.version, day, self.day)


@dataclass(slots=True)
class Under:
    """Farms on whose land a ceiling counts something, and on which not all that is offered fits.

    ``wants`` are the limits and days of which a farm is offered something, ``rooms`` the windows that are tested if it is given;
    ``kept_out`` is what full windows of a limit withhold, in micro-cents, of farms that lie otherwise for it.
    """

    farms: Ints
    wants: dict[int, frozenset[Key]]
    rooms: dict[int, tuple[Room, ...]]
    kept_out: dict[int, tuple[str, Fraction]] = field(default_factory=dict)

    @classmethod
    def none(cls) -> Under:
        """No farm."""
        return cls(np.zeros(0, dtype=np.int64), {}, {})

    @classmethod
    def of(cls, rulebook: Rulebook, farms: Farms, wants: dict[int, frozenset[Key]]) -> Under:
        """Those that want something."""
        rooms = {at: tuple(tested(rulebook, _aid(farms, at), keys)) for at, keys in wants.items()}
        return cls(np.array(sorted(wants), dtype=np.int64), wants, rooms)

    def full(self, at: int) -> frozenset[Key]:
        """What a farm wants of which nothing can be given, as a window that counts it is full already."""
        full = [room for room in self.rooms[at] if room.micro <= 0]
        return frozenset(
            key
            for key in self.wants[at]
            if any(room.counts(*key) and (room.received or room.day == key[1]) for room in full)
        )

    def told(self, rulebook: Rulebook, farms: Farms, at: int, days: Iterable[date]) -> Iterator[Room]:
        """The windows that are told of every limit in the years of these days: those that are tested, else that of the day."""
        for room in plain(rulebook, farms, at, days):
            name, year = room.version.id, room.day.year
            here = [x for x in self.rooms[at] if x.version.id == name and x.day.year == year]
            yield from here or (room,)


def plain(rulebook: Rulebook, farms: Farms, at: int, days: Iterable[date]) -> Iterator[Room]:
    """The windows of every limit on these days, whatever is granted on them."""
    aid, limits = _aid(farms, at), dict.fromkeys(x.id for x in versions(rulebook))
    for day in days:
        for limit in limits:
            room = _room(_versions(rulebook, limit), day, aid, received=False)
            if room is not None:
                yield room


#: Aid that a farm received: by which legal basis, when, and cents.
_Aid = list[tuple[str, date, int]]


def _aid(farms: Farms, at: int) -> _Aid:
    low, high = np.searchsorted(farms.aid[:, 0], [at, at + 1])
    rows = farms.aid[low:high].tolist()
    return [(farms.bases[basis], date.fromordinal(day), cents) for _, basis, day, cents in rows]


def _versions(rulebook: Rulebook, limit: str) -> list[Limit]:
    return [x for x in versions(rulebook) if x.id == limit]


def tested(rulebook: Rulebook, aid: _Aid, wants: Iterable[Key]) -> Iterator[Room]:
    """The windows of the days on which something could be granted, and of those of aid received after the first."""
    of: dict[str, set[date]] = {}
    for limit, day in wants:
        of.setdefault(limit, set()).add(day)
    for limit, days in sorted(of.items()):
        mine = _versions(rulebook, limit)
        bases = {basis for version in mine for basis in version.legal_bases}
        received = {day for basis, day, _ in aid if basis in bases and day > min(days)}
        for day in sorted(days | received):
            room = _room(mine, day, aid, received=day in received)
            if room is not None:
                yield room


def _room(of: list[Limit], day: date, aid: _Aid, *, received: bool) -> Room | None:
    """The window of the day by the version in force on it; none where there is none, or its ceiling is not published."""
    version = next((x for x in of if x.validity.contains(day)), None)
    most = ceiling(version, day) if version is not None else None
    if version is None or most is None:
        return None
    counted = ((given, cents) for basis, given, cents in aid if basis in version.legal_bases)
    held = sum(cents for given, cents in counted if in_window(version, given, day))
    return Room(version, day, (most - held) * MICRO, received)
