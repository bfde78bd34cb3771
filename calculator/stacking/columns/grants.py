"""Farms whose grants do not all fit under a ceiling over years: the grants that pay most, by themselves.

Land has no part in it: only farms are taken on which nothing on land is counted, and nothing that may be dropped is what another
payment rests on. Which grants to give is then a choice of its own; where two choices pay the same, the ordinary engine decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from calculator.stacking.law.deminimis import in_window
from calculator.stacking.law.pairs import selects
from calculator.stacking.law.windows import ceiling, versions
from calculator.stacking.problem.regime import Regime

#: Micro-cents within which choices are equals.
_NEAR = 1000


#: By the place of a payment, per farm the years that are not given.
_Dropped = dict[int, dict[int, list[int]]]


@dataclass(frozen=True, slots=True)
class _Item:
    """One decision on a payment (by its place in the case): what it pays each farm over ``years``, and per limit what it weighs.

    A decision over several years is given for all of them or not at all; it weighs at once, on its day.
    """

    grant: int
    years: tuple[int, ...]
    day: date
    exact: Ints
    weight: Mapping[str, Ints]


@dataclass(frozen=True, slots=True)
class _Window:
    """A version of a limit on a day: per farm micro-cents that it leaves."""

    limit: str
    day: date
    version: Limit
    room: Ints


@dataclass(slots=True)
class Grants:
    """The grants of a case that ceilings over years count."""

    case: Case
    ceilings: Ceilings
    rules: Mapping[int, Regime]
    items: list[_Item] = field(default_factory=list)
    windows: list[_Window] = field(default_factory=list)
    plain: list[_Window] = field(default_factory=list)
    rooms: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))

    def settle(self, on_land: Mapping[Name, Ints]) -> None:
        """Give the farms that are left for a ceiling what pays most; the others stay left."""
        tight = np.array(sorted(at for at, why in self.case.left.items() if why == TIGHT), dtype=np.int64)
        if not len(tight):
            return
        beyond = np.zeros(len(self.case.farms), dtype=np.bool_)
        for column in on_land.values():
            beyond |= column > 0
        for place, one in enumerate(self.case.granted):
            limits = self.ceilings.limits(one.claim)
            if limits and (self._leans(one) or self._several(one)):
                beyond[one.farm] = True
            elif limits:
                self.items += self._items(place, limits)
        self.windows = list(self._windows({item.day for item in self.items}))
        plain = list(self._windows({same_day_in(year, self.case.on) for year in self.case.years}))
        heavy, asked = (_Weights.made(self.items, w, len(self.case.farms)) for w in (self.windows, plain))
        self.plain = plain
        exact = np.array([item.exact for item in self.items], dtype=np.int64).reshape(
            -1, len(self.case.farms)
        )
        self.rooms = np.array([w.room for w in self.windows], dtype=np.int64).reshape(
            -1, len(self.case.farms)
        )
        dropped: _Dropped = {}
        for farm in tight[~beyond[tight]].tolist():
            mine = np.flatnonzero(exact[:, farm])
            if not len(mine):
                self._held(farm, plain)
            else:
                self._choose(farm, mine, heavy, asked, dropped)
        self._drop(dropped)

    def _leans(self, one: Granted) -> bool:
        """Whether something may rest on the grant, or it counts towards a minimum."""
        terms = one.claim.terms
        for year in one.years:
            rules = self.rules[year]
            if rules.minimum is not None and rules.shares_minimum(one.claim):
                return True
            for row in rules.relations.needing:
                if any(selects(side, terms.ref, terms.scheme, terms.groups) for side in (row.a, row.b)):
                    return True
        return False

    def _several(self, one: Granted) -> bool:
        """Whether it is a decision over several years that is given more than once, or paid in other years besides."""
        term, ref = one.claim.terms.at_once_years, one.claim.ref
        if term is None:
            return False
        others = any(
            np.isin(g.farm, one.farm).any() for g in self.case.granted if g is not one and g.claim.ref == ref
        )
        return others or one.years != tuple(range(one.years[0], one.years[-1] + 1)) or len(one.years) > term

    def _items(self, place: int, limits: tuple[str, ...]) -> Iterator[_Item]:
        one, farms = self.case.granted[place], len(self.case.farms)
        begun = np.full(farms, one.years[0], dtype=np.int64)
        weight = {limit: list(self.ceilings.given(one, limit, begun)) for limit in limits}
        at_once = one.claim.terms.at_once_years is not None
        for at, year in enumerate(one.years[:1] if at_once else one.years):
            years = one.years if at_once else (year,)
            exact, weighs = np.zeros(farms, dtype=np.int64), dict[str, Ints]()
            exact[one.farm] = one.exact * len(years)
            for limit, days in weight.items():
                _, farm, much = days[at]
                weighs[limit] = np.zeros(farms, dtype=np.int64)
                weighs[limit][farm] = much
            yield _Item(place, years, same_day_in(year, one.claim.grant_date), exact, weighs)

    def _windows(self, days: Iterable[date]) -> Iterator[_Window]:
        for day in sorted(days):
            for version in versions(self.case.rulebook):
                most = ceiling(version, day)
                if version.validity.contains(day) and most is not None:
                    room = (most - held(version, day, self.case.farms)) * MICRO
                    yield _Window(version.id, day, version, room)

    def _held(self, farm: int, windows: Sequence[_Window]) -> None:
        """A farm that is granted nothing that counts: the limits that are full of what it received cost it nothing."""
        for window in windows:
            if window.room[farm] <= 0:
                self.case.withheld[farm, window.limit] = 0
        del self.case.left[farm]

    def _choose(self, farm: int, mine: Ints, heavy: _Weights, asked: _Weights, dropped: _Dropped) -> None:
        """``asked`` are the weights in windows on the asked day, of which those count in years in which nothing is granted."""
        items = [self.items[n] for n in mine]
        gain = np.array([item.exact[farm] for item in items], dtype=np.int64)
        room = np.maximum(self.rooms[:, farm], 0)
        weight = heavy.at(farm, mine)
        best = _only(gain, weight, room)
        if best is None or best.all() or (best @ weight > room - MICRO).any():
            return
        given = {year for item in items for year in item.years}
        bare = [n for n, w in enumerate(self.plain) if w.day.year not in given]
        left = np.array([self.plain[n].room[farm] for n in bare], dtype=np.int64)
        if (left - best @ asked.at(farm, mine, bare) < MICRO).any():
            return
        withheld: dict[str, int] = {}
        for limit in {w.limit for w in self.windows}:
            others = np.array([w.limit != limit for w in self.windows])
            if not weight[:, ~others].any():
                continue
            free = _only(gain, weight[:, others], room[others], ties=True)
            if free is None:
                return
            withheld[limit] = settle(Fraction(int((free - best) @ gain), MICRO))
        self.case.withheld |= {(farm, limit): cents for limit, cents in withheld.items() if cents}
        for n in mine[best == 0].tolist():
            dropped.setdefault(self.items[n].grant, {}).setdefault(farm, []).extend(self.items[n].years)
        del self.case.left[farm]

    def _drop(self, dropped: _Dropped) -> None:
        """Take the dropped years of farms out of what is granted."""
        granted: list[Granted] = []
        for place, one in enumerate(self.case.granted):
            farms = dropped.get(place, {})
            granted.append(one.of(~np.isin(one.farm, list(farms))) if farms else one)
            for farm, years in farms.items():
                kept = tuple(y for y in one.years if y not in years)
                if kept:
                    granted.append(one.of(one.farm == farm).over(kept))
        self.case.granted = granted


@dataclass(frozen=True, slots=True)
class _Weights:
    """What each item takes of each window: per limit of its farm (``of``), where the window counts its day (``inside``)."""

    of: Ints
    inside: Ints
    limit: list[int]

    @classmethod
    def made(cls, items: Sequence[_Item], windows: Sequence[_Window], farms: int) -> _Weights:
        names = sorted({window.limit for window in windows})
        none = np.zeros(farms, dtype=np.int64)
        of = np.array([[i.weight.get(n, none) for n in names] for i in items], dtype=np.int64)
        inside = np.array(
            [[in_window(w.version, i.day, w.day) for w in windows] for i in items], dtype=np.int64
        )
        return cls(
            of.reshape(len(items), len(names), farms), inside.reshape(len(items), len(windows)),
            [names.index(window.limit) for window in windows],
        )  # fmt: skip

    def at(self, farm: int, items: Ints, windows: Sequence[int] | slice = slice(None)) -> Ints:
        """For some items of one farm."""
        found: Ints = (self.of[items][:, self.limit, farm] * self.inside[items])[:, windows]
        return found


def _only(gain: Ints, weight: Ints, room: Ints, *, ties: bool = False) -> Ints | None:
    """The best choice with a cent more room; None where it cannot be found, or others come near to it (unless ``ties``).

    What is best with a cent more and fits with a cent less is best whatever parts of cents are counted.
    """
    from calculator.stacking.columns import choosing

    best = np.zeros(len(gain), dtype=np.int64)
    found = choosing.most(gain, np.ascontiguousarray(weight), room + MICRO, _NEAR, best)
    return best if found == 1 or (ties and found > 1) else None
