"""Ceilings over years for many farms at once: whether everything that a farm is granted fits in every window.

Where it does, no ceiling over years holds the farm back, whatever else is chosen: nothing could be granted more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.domain.rulebook import Rulebook
from calculator.domain.undertaking import Undertaking
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.farms import Farms
from calculator.stacking.columns.straight import whole
from calculator.stacking.columns.whole_farm import Granted
from calculator.stacking.law.counting import binding
from calculator.stacking.law.deminimis import in_window
from calculator.stacking.law.windows import Windows, ceiling, versions

TIGHT = "grants that fill a ceiling over years"
LATER = "aid received after a grant that fills a ceiling over years"

#: Micro-cents per farm, by limit and the day on which they are granted.
Grants = dict[tuple[str, date], Ints]


@dataclass(slots=True)
class Ceilings:
    """The ceilings over years of one rulebook."""

    rulebook: Rulebook
    on: date
    years: range

    def add(self, granted: Sequence[Granted], into: Grants, farms: int) -> None:
        """Add what farms are granted as a whole; a decision over years counts at once, discounted, when it is given."""
        first: dict[str, Ints] = {}
        for one in sorted(granted, key=lambda g: g.years[0]):
            names = self.limits(one.claim)
            if not names:
                continue
            begun = first.setdefault(one.claim.ref, np.full(farms, one.years[0], dtype=np.int64))
            for name in names:
                for day, farm, weight in self.given(one, name, begun):
                    np.add.at(into.setdefault((name, day), np.zeros(farms, dtype=np.int64)), farm, weight)

    def limits(self, claim: Claim) -> tuple[str, ...]:
        """The limits over years that count the claim."""
        return tuple(dict.fromkeys(x.id for x in binding(self.rulebook, versions(self.rulebook), claim)))

    def given(self, one: Granted, limit: str, begun: Ints) -> Iterator[tuple[date, Ints, Ints]]:
        """Per year its day, the farms that are granted something on it, and what that weighs in micro-cents, rounded up.

        ``begun`` is the first year of each farm: a decision over years counts when a term begins.
        """
        term, windows = one.claim.terms.at_once_years, Windows(Undertaking(), self.rulebook, ())
        for year in one.years:
            day = same_day_in(year, one.claim.grant_date)
            factor, given = Fraction(1), np.ones(len(one.farm), dtype=np.bool_)
            if term is not None:
                rate = windows.discount(limit, day)
                factor = sum((1 / (1 + rate) ** t for t in range(1, term + 1)), Fraction(0))
                given = (year - begun[one.farm]) % term == 0
            # Rounded up, as less down.
            yield day, one.farm[given], -whole((Fraction(0), factor), -one.exact[given])

    def tight(self, farms: Farms, grants: Mapping[tuple[str, date], Ints]) -> dict[int, str]:
        """The farms for which a window may be too full, or is full to the cent, and why they are left."""
        left: dict[int, str] = {}
        later = _later(farms, grants)
        for limit in {x.id for x in versions(self.rulebook)}:
            mine = {day: column for (name, day), column in grants.items() if name == limit}
            days = {same_day_in(year, self.on) for year in self.years} | set(mine)
            every = np.arange(len(farms))
            for day in sorted(days):
                self._on(limit, day, every, mine, farms, left)
            if mine:
                for day, holders in later.items():
                    self._on(limit, day, holders, mine, farms, left)
        odd = {int(at) for holders in later.values() for at in holders}
        return {at: LATER if at in odd else why for at, why in left.items()}

    def _on(
        self,
        limit: str,
        day: date,
        members: Ints,
        grants: Mapping[date, Ints],
        farms: Farms,
        left: dict[int, str],
    ) -> None:
        for version in versions(self.rulebook):
            if version.id == limit and version.validity.contains(day):
                self._test(version, day, members, grants, farms, left)

    def _test(
        self,
        limit: Limit,
        day: date,
        members: Ints,
        grants: Mapping[date, Ints],
        farms: Farms,
        left: dict[int, str],
    ) -> None:
        most = ceiling(limit, day)
        if most is None:
            return
        total = held(limit, day, farms)[members] * MICRO
        for granted, column in grants.items():
            if in_window(limit, granted, day):
                total = total + column[members]
        # Within a cent of the ceiling the ordinary engine decides.
        for at in members[total > (most - 1) * MICRO].tolist():
            left.setdefault(at, TIGHT)


def _later(farms: Farms, grants: Mapping[tuple[str, date], Ints]) -> dict[date, Ints]:
    """Days of aid received after something is granted, each with the farms that received it: these days are tested too."""
    given = sum((column for column in grants.values()), np.zeros(len(farms), dtype=np.int64)) > 0
    if not given.any() or not len(farms.aid):
        return {}
    first = min(day for _, day in grants).toordinal()
    after = farms.aid[(farms.aid[:, 2] > first) & given[farms.aid[:, 0]]]
    days = sorted(set(after[:, 2].tolist()))
    return {date.fromordinal(day): np.unique(after[after[:, 2] == day, 0]) for day in days}


def held(limit: Limit, day: date, farms: Farms) -> Ints:
    """Cents of aid received that stand in the window of the day: the same whatever the farms are granted."""
    key = ("held", limit.legal_bases, limit.window, limit.window_years, day)
    return farms.once(key, lambda every: _held(limit, day, every))


def _held(limit: Limit, day: date, farms: Farms) -> Ints:
    total = np.zeros(len(farms), dtype=np.int64)
    if not len(farms.aid):
        return total
    farm, basis, granted, cents = farms.aid.T
    counts = np.array([name in limit.legal_bases for name in farms.bases], dtype=np.bool_)[basis]
    stretch = [in_window(limit, date.fromordinal(int(d)), day) for d in np.unique(granted)]
    inside = np.array(stretch, dtype=np.bool_)[np.unique(granted, return_inverse=True)[1]]
    np.add.at(total, farm[counts & inside], cents[counts & inside])
    return total
