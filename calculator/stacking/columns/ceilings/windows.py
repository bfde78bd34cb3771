"""Ceilings over years for many farms at once: whether everything that a farm is granted fits in every window.

Where it does, no ceiling over years holds the farm back, whatever else is chosen: nothing could be granted more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.domain.rulebook import Rulebook
from calculator.domain.undertaking import Undertaking
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.ceilings.later import Later, later
from calculator.stacking.columns.offered.granted import Granted
from calculator.stacking.columns.offered.straight import whole
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.law.counting import binding
from calculator.stacking.law.deminimis import in_window, window_start
from calculator.stacking.law.instalments import YEARLY, Weighed, per_unit, weighed
from calculator.stacking.law.windows import Windows, ceiling, versions

TIGHT = "grants that fill a ceiling over years"

#: The first year of a grant that a farm does not have.
_NEVER = 2**31
#: Micro-cents per farm, by limit and the day on which they are granted.
Grants = dict[tuple[str, date], Ints]


@dataclass(slots=True)
class Ceilings:
    """The ceilings over years of one rulebook."""

    rulebook: Rulebook
    on: date
    years: range
    _worth: dict[tuple[str, date, bool, tuple[Fraction, ...]], Weighed] = field(default_factory=dict)

    def add(self, granted: Sequence[Granted], into: Grants, farms: int) -> None:
        """Add what farms are granted as a whole; a decision over years counts at once, discounted, when it is given."""
        first: dict[str, Ints] = {}
        for one in sorted(granted, key=lambda g: g.years[0]):
            names = self.limits(one.claim)
            if not names:
                continue
            begun = first.setdefault(one.claim.ref, np.full(farms, _NEVER, dtype=np.int64))
            begun[one.farm] = np.minimum(begun[one.farm], one.years[0])
            for name in names:
                for day, farm, weight in self.given(one, name, begun):
                    np.add.at(into.setdefault((name, day), np.zeros(farms, dtype=np.int64)), farm, weight)

    def parted(self, granted: Sequence[Granted], farms: int) -> Ints:
        """The farms whose grant for several years at once can be given in years with others between: its terms may pass these."""
        can: dict[str, Mask] = {}
        for one in granted:
            if one.claim.terms.at_once_years is not None and self.limits(one.claim):
                mine = can.setdefault(one.claim.ref, np.zeros((len(self.years), farms), dtype=np.bool_))
                for year in one.years:
                    mine[year - self.years[0], one.farm] = True
        found = np.zeros(farms, dtype=np.bool_)
        for mine in can.values():
            found |= (mine[1:] & ~mine[:-1]).sum(axis=0) + mine[0] > 1
        parted: Ints = np.flatnonzero(found)
        return parted

    def odd(self, granted: Sequence[Granted]) -> Ints:
        """The farms with a grant for several years at once of which it is not worked out here what it weighs (``plain``)."""
        found = [one.farm for one in granted if not self.plain(one) and self.limits(one.claim)]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    @staticmethod
    def plain(one: Granted) -> bool:
        """Whether every farm is granted the same per unit in each year, of what pays another amount in a later year."""
        rate, later = one.claim.terms.rate, one.claim.terms.instalments
        if later is None or not later.uneven(rate):
            return True
        exact = all(x.is_exact for x in (rate, *later.after))
        return exact and bool(np.all(one.rate == one.rate[:1]))

    def limits(self, claim: Claim) -> tuple[str, ...]:
        """The limits over years that count the claim."""
        return tuple(dict.fromkeys(x.id for x in binding(self.rulebook, versions(self.rulebook), claim)))

    def given(self, one: Granted, limit: str, begun: Ints) -> Iterator[tuple[date, Ints, Ints]]:
        """Per year its day, the farms that are granted something on it, and what that weighs in micro-cents, rounded up.

        ``begun`` is the first year of each farm: a decision over years counts when a term begins.
        """
        term = one.claim.terms.at_once_years
        for year in one.years:
            day = same_day_in(year, one.claim.grant_date)
            counts, given = YEARLY, np.ones(len(one.farm), dtype=np.bool_)
            if term is not None:
                counts = self._weighed(limit, day, one.claim)
                given = (year - begun[one.farm]) % term == 0
            exact = one.exact[given]
            # Rounded up, as less down.
            weight = exact if counts.factor == 1 else -whole((Fraction(0), counts.factor), -exact)
            if counts.besides:
                weight = weight - whole((Fraction(0), counts.besides), -one.quantity[given])
            yield day, one.farm[given], weight

    def _weighed(self, limit: str, day: date, claim: Claim) -> Weighed:
        """What a grant over a term weighs on the day on which all of it is given; nothing here takes from what it pays."""
        term, later = claim.terms.at_once_years or 1, claim.terms.instalments
        uneven = later is not None and later.uneven(claim.terms.rate)
        # Where all years pay the same it goes by what is paid: that may be another amount for every farm.
        paid = per_unit(claim, term, "expected") if uneven else (Fraction(1),) * term
        found = self._worth.get((limit, day, uneven, paid))
        if found is None:
            rate = Windows(Undertaking(), self.rulebook, ()).discount(limit, day)
            found = weighed(paid, rate)
            found = found if uneven else Weighed(found.factor + found.besides)
            self._worth[limit, day, uneven, paid] = found
        return found

    def tight(
        self, farms: Farms, grants: Mapping[tuple[str, date], Ints], aid: Sequence[Later], lines: Ints
    ) -> dict[int, str]:
        """The farms for which a window may be too full, or is full to the cent; ``aid`` has the windows of aid received later.

        Near the ceiling the ordinary engine decides: rounding may add half a cent for each of so many ``lines``.
        """
        spare = rounded(lines)
        left: dict[int, str] = {}
        for limit in {x.id for x in versions(self.rulebook)}:
            mine = of_limit(grants, limit)
            days = {same_day_in(year, self.on) for year in self.years} | set(mine)
            for day in sorted(days):
                for version in versions(self.rulebook):
                    if version.id == limit and version.validity.contains(day):
                        self._test(version, day, mine, farms, spare, left)
        for some in aid:
            over = some.taken(of_limit(grants, some.limit)) > some.room - spare[some.farm]
            left |= dict.fromkeys(some.farm[over].tolist(), TIGHT)
        return left

    def after(self, farms: Farms, grants: Mapping[tuple[str, date], Ints]) -> list[Later]:
        """Per limit the windows of aid that farms received after something of this is granted."""
        limits = dict.fromkeys(x.id for x in versions(self.rulebook))
        return [later(self.rulebook, limit, farms, of_limit(grants, limit)) for limit in limits]

    @staticmethod
    def _test(
        limit: Limit, day: date, grants: Mapping[date, Ints], farms: Farms, spare: Ints, left: dict[int, str]
    ) -> None:
        most = ceiling(limit, day)
        if most is None:
            return
        total = held(limit, day, farms) * MICRO
        for granted, column in grants.items():
            if in_window(limit, granted, day):
                total = total + column
        left |= dict.fromkeys(np.flatnonzero(total > most * MICRO - spare).tolist(), TIGHT)


def rounded(lines: Ints) -> Ints:
    """Micro-cents that so many lines may be off by, and a cent."""
    return MICRO + MICRO * lines // 2


def of_limit(grants: Mapping[tuple[str, date], Ints], limit: str) -> dict[date, Ints]:
    """What one limit counts, by day."""
    return {day: column for (name, day), column in grants.items() if name == limit}


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
    inside = (granted >= window_start(limit, day).toordinal()) & (granted <= day.toordinal())
    np.add.at(total, farm[counts & inside], cents[counts & inside])
    return total
