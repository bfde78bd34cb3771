"""Aid that farms received after something is granted to them: each day of it has a window of its own to keep.

Other windows are on days that many farms share; these are of single farms, one row each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from calculator.domain.limit import Limit
from calculator.domain.problem import MICRO
from calculator.domain.rulebook import Rulebook
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.numbering import spread
from calculator.stacking.law.deminimis import window_start
from calculator.stacking.law.windows import ceiling, versions

#: Later than any day.
_NEVER = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True, eq=False)
class Later:
    """Windows of one limit: which farm, the day that is tested, the first day that it counts, and micro-cents that aid leaves.

    Days are ordinals; ``room`` is below zero where aid received alone is more than may be given; ``version`` is the place of
    what is in force on the day among the ``versions`` of the limit. Rows are in the order of the farms.
    """

    limit: str
    farm: Ints
    day: Ints
    start: Ints
    room: Ints
    version: Ints
    versions: tuple[Limit, ...]

    def taken(self, grants: Mapping[date, Ints]) -> Ints:
        """Micro-cents of what is granted, by day and farm, in each window."""
        total = np.zeros(len(self.farm), dtype=np.int64)
        for day, column in grants.items():
            inside = (self.start <= day.toordinal()) & (self.day >= day.toordinal())
            total += np.where(inside, column[self.farm], 0)
        return total

    def inside(self, day: date) -> Ints:
        """Whether each window counts what is granted on the day."""
        found: Ints = ((self.start <= day.toordinal()) & (self.day >= day.toordinal())).astype(np.int64)
        return found


def later(rulebook: Rulebook, limit: str, farms: Farms, grants: Mapping[date, Ints]) -> Later:
    """The windows of the days on which farms received aid that the limit counts, after the first day with something granted."""
    mine = [x for x in versions(rulebook) if x.id == limit]
    first = np.full(len(farms), _NEVER, dtype=np.int64)
    for day in sorted(grants, reverse=True):
        first[grants[day] > 0] = day.toordinal()
    bases = {basis for version in mine for basis in version.legal_bases}
    counts = np.array([name in bases for name in farms.bases], dtype=np.bool_)
    farm, basis, received, _ = farms.aid.T
    after = np.flatnonzero(counts[basis] & (received > first[farm])) if len(basis) else np.zeros(0, np.int64)
    where = np.unique(np.stack([farm[after], received[after]]), axis=1)
    known = {day: _version(mine, date.fromordinal(day)) for day in np.unique(where[1]).tolist()}
    tested = np.array([known[day] is not None for day in where[1].tolist()], dtype=np.bool_)
    where = where[:, tested]
    found = [known[day] for day in where[1].tolist()]
    start = np.array([x.start for x in found if x], dtype=np.int64)
    most = np.array([x.most for x in found if x], dtype=np.int64)
    version = np.array([x.version for x in found if x], dtype=np.int64)
    held = _held(farms, mine, where[0], where[1], start, version)
    return Later(limit, where[0], where[1], start, (most - held) * MICRO, version, tuple(mine))


@dataclass(frozen=True, slots=True)
class _OnDay:
    version: int
    start: int
    most: int


def _version(of: list[Limit], day: date) -> _OnDay | None:
    """The version in force on the day; none where its ceiling is not published."""
    for place, version in enumerate(of):
        most = ceiling(version, day) if version.validity.contains(day) else None
        if most is not None:
            return _OnDay(place, window_start(version, day).toordinal(), most)
    return None


def _held(farms: Farms, of: list[Limit], farm: Ints, day: Ints, start: Ints, version: Ints) -> Ints:
    """Cents of aid received in each window, by what the version in force counts."""
    owner, basis, received, cents = farms.aid.T
    counts = np.array([[name in x.legal_bases for name in farms.bases] for x in of], dtype=np.bool_)
    begin, end = np.searchsorted(owner, farm), np.searchsorted(owner, farm, side="right")
    rows = spread(begin, end - begin)
    window = np.repeat(np.arange(len(farm)), end - begin)
    inside = (received[rows] >= start[window]) & (received[rows] <= day[window])
    inside &= counts[version[window], basis[rows]] if len(rows) else inside
    total = np.zeros(len(farm), dtype=np.int64)
    np.add.at(total, window[inside], cents[rows[inside]])
    return total
