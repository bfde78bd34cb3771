"""Farms whose grants do not all fit under a ceiling over years: the grants that pay most, by themselves.

Land has no part in it: only farms are taken on which nothing on land is counted, and nothing that may be dropped is what another
payment rests on. Which grants to give is then a choice of its own; where two choices pay the same, the ordinary engine decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from calculator.domain.limit import Limit
from calculator.domain.money import settle
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.compiled import Name
from calculator.stacking.columns.whole_farm import Granted
from calculator.stacking.columns.windows import TIGHT, Ceilings, held
from calculator.stacking.deminimis import in_window
from calculator.stacking.pairs import selects
from calculator.stacking.regime import Regime
from calculator.stacking.windows import ceiling, versions

#: Micro-cents within which choices are equals.
_NEAR = 1000


#: By the place of a payment, per farm the years that are not given.
_Dropped = dict[int, dict[int, list[int]]]


@dataclass(frozen=True, slots=True)
class _Item:
    """A payment (by its place in the case) in one year: what it pays every farm is what it weighs on its day."""

    grant: int
    year: int
    day: date
    exact: Ints


@dataclass(slots=True)
class Grants:
    """The grants of a case that one ceiling over years counts, per farm (0 where a farm has none)."""

    case: Case
    ceilings: Ceilings
    rules: Mapping[int, Regime]
    items: list[_Item] = field(default_factory=list)

    def settle(self, on_land: Mapping[Name, Ints]) -> None:
        """Give the farms that are left for a ceiling what pays most; the others stay left."""
        tight = [at for at, why in self.case.left.items() if why == TIGHT]
        limits = {limit.id for limit in versions(self.case.rulebook)}
        if not tight or not limits:
            return
        counted = [self.ceilings.limits(one.claim) for one in self.case.granted]
        land = sum(on_land.values(), np.zeros(len(self.case.farms), dtype=np.int64))
        kinds = {names for names in counted if names}
        if len(kinds) != 1 or len(next(iter(kinds))) != 1:
            return
        (limit,) = next(iter(kinds))
        mine = [n for n, names in enumerate(counted) if names]
        if any(self._leans(self.case.granted[n]) for n in mine):
            return
        self.items = [item for n in mine for item in self._items(n)]
        rooms = self._rooms(limit)
        dropped: _Dropped = {}
        for farm in sorted(tight):
            if not land[farm]:
                self._choose(farm, limit, rooms, dropped)
        self._drop(dropped)

    def _leans(self, one: Granted) -> bool:
        """Whether something may rest on the grant, it counts towards a minimum, or it is given for several years at once."""
        terms = one.claim.terms
        if terms.at_once_years is not None:
            return True
        for year in one.years:
            rules = self.rules[year]
            if rules.minimum is not None and rules.shares_minimum(one.claim):
                return True
            for row in rules.relations.needing:
                if any(selects(side, terms.ref, terms.scheme, terms.groups) for side in (row.a, row.b)):
                    return True
        return False

    def _items(self, place: int) -> Iterator[_Item]:
        one, exact = self.case.granted[place], np.zeros(len(self.case.farms), dtype=np.int64)
        exact[one.farm] = one.exact
        for year in one.years:
            yield _Item(place, year, same_day_in(year, one.claim.grant_date), exact)

    def _rooms(self, limit: str) -> list[tuple[date, Limit, Ints]]:
        """Per day of a grant and version in force on it what the window leaves, in micro-cents."""
        days = sorted({item.day for item in self.items})
        found = []
        for day in days:
            for version in versions(self.case.rulebook):
                most = ceiling(version, day)
                if version.id == limit and version.validity.contains(day) and most is not None:
                    room = np.maximum(most - held(version, day, self.case.farms), 0) * MICRO
                    found.append((day, version, room))
        return found

    def _choose(
        self, farm: int, limit: str, rooms: Sequence[tuple[date, Limit, Ints]], dropped: _Dropped
    ) -> None:
        from calculator.stacking.columns import choosing

        items = [item for item in self.items if item.exact[farm]]
        gain = np.array([item.exact[farm] for item in items], dtype=np.int64)
        inside = [[in_window(version, item.day, day) for day, version, _ in rooms] for item in items]
        weight = np.array(inside, dtype=np.int64).reshape(len(items), len(rooms)) * gain[:, None]
        best = np.zeros(len(items), dtype=np.int64)
        room = np.array([room[farm] for _, _, room in rooms], dtype=np.int64)
        # The only best choice with a cent more room, which fits with a cent less too: so parts of cents decide nothing.
        only = choosing.most(gain, weight, room + MICRO, _NEAR, best) == 1
        if not only or best.all() or (best @ weight > room - MICRO).any():
            return
        for n in np.flatnonzero(best == 0).tolist():
            dropped.setdefault(items[n].grant, {}).setdefault(farm, []).append(items[n].year)
        self.case.withheld[farm, limit] = settle(Fraction(int(gain[best == 0].sum()), MICRO))
        del self.case.left[farm]

    def _drop(self, dropped: _Dropped) -> None:
        """Take the dropped years of farms out of what is granted."""
        granted: list[Granted] = []
        for place, one in enumerate(self.case.granted):
            if place not in dropped:
                granted.append(one)
                continue
            farms = dropped[place]
            granted.append(one.of(~np.isin(one.farm, list(farms))))
            for farm, years in farms.items():
                kept = tuple(y for y in one.years if y not in years)
                if kept:
                    granted.append(one.of(one.farm == farm).over(kept))
        self.case.granted = granted
