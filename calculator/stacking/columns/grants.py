"""Payments for the farm of which not all can be given: under a ceiling over years, or where one excludes another.

Land has no part in it: where a ceiling is full only farms are taken on which nothing on land is counted, and nothing that may be
dropped is what another payment rests on. Which to give is then a choice of its own; where two choices pay the same, the ordinary
engine decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.balancing import Floats
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.compiled import Name
from calculator.stacking.columns.later import Later
from calculator.stacking.columns.meeting import EXCLUDING, Meeting
from calculator.stacking.columns.whole_farm import Granted
from calculator.stacking.columns.windows import TIGHT, Ceilings, held
from calculator.stacking.law.counting import binding
from calculator.stacking.law.deminimis import in_window
from calculator.stacking.law.pairs import selects
from calculator.stacking.law.windows import ceiling, versions
from calculator.stacking.solving.bounds import MOST_NOISE

#: Micro-cents within which choices are equals.
_NEAR = 1000


@dataclass(frozen=True, slots=True)
class _Item:
    """One decision on a payment (by its place in the case): what it pays each farm over ``years``, and per limit what it weighs.

    A decision over several years is given for all of them or not at all; it weighs at once, on its day.
    """

    grant: int
    ref: str
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
    """The payments of a case that ceilings over years count, and those that exclude each other.

    ``wanted`` are the farms that are left for that; rows of the items, and of the windows, are for these alone.
    """

    case: Case
    ceilings: Ceilings
    meeting: Meeting
    wanted: Ints = field(init=False)
    _place: Ints = field(init=False)

    def __post_init__(self) -> None:
        left = self.case.left
        self.wanted = np.array(
            sorted(at for at, why in left.items() if why in (TIGHT, EXCLUDING)), dtype=np.int64
        )
        self._place = np.full(len(self.case.farms), -1, dtype=np.int64)
        self._place[self.wanted] = np.arange(len(self.wanted))

    def settle(self, on_land: Mapping[Name, Ints], aid: Sequence[Later]) -> None:
        """Give the farms that are left for it what pays most; the others stay left. ``aid`` is received after a grant."""
        if not len(self.wanted):
            return
        full = np.array([self.case.left[at] == TIGHT for at in self.wanted.tolist()], dtype=np.bool_)
        beyond = np.zeros(len(self.wanted), dtype=np.bool_)
        for column in on_land.values():
            beyond |= full & (column[self.wanted] > 0)
        items = list(self._items(beyond))
        windows = list(self._windows({item.day for item in items}))
        plain = list(self._windows({same_day_in(year, self.case.on) for year in self.case.years}))
        self._settled(items, windows, plain, aid, full, beyond)

    def _items(self, beyond: Mask) -> Iterator[_Item]:
        """All decisions on payments that are counted or excluded; ``beyond`` gains the farms on which they hang on more."""
        given: dict[str, Ints] = {}
        for one in self.case.granted:
            count = given.setdefault(one.claim.ref, np.zeros(len(self.case.farms), dtype=np.int64))
            count[one.farm] += 1
        for place, one in enumerate(self.case.granted):
            limits = self.ceilings.limits(one.claim)
            mine = one.of(self._place[one.farm] >= 0)
            if not len(mine.farm) or not (limits or self.meeting.excluded(one.claim.ref)):
                continue
            at = self._place[mine.farm]
            if self._leans(one):
                beyond[at] = True
                continue
            term = one.claim.terms.at_once_years
            if term is not None:
                gaps = one.years != tuple(range(one.years[0], one.years[-1] + 1)) or len(one.years) > term
                beyond[at] |= gaps | (given[one.claim.ref][mine.farm] > 1)
            yield from self._decisions(place, mine, limits)

    def _leans(self, one: Granted) -> bool:
        """Whether something may rest on the grant, or it counts towards a minimum."""
        terms = one.claim.terms
        for year in one.years:
            rules = self.meeting.rules[year]
            if rules.minimum is not None and rules.shares_minimum(one.claim):
                return True
            for row in rules.relations.needing:
                if any(selects(side, terms.ref, terms.scheme, terms.groups) for side in (row.a, row.b)):
                    return True
        return False

    def _decisions(self, place: int, one: Granted, limits: tuple[str, ...]) -> Iterator[_Item]:
        farms, at = len(self.wanted), self._place[one.farm]
        begun = np.full(len(self.case.farms), one.years[0], dtype=np.int64)
        weight = {limit: list(self.ceilings.given(one, limit, begun)) for limit in limits}
        at_once = one.claim.terms.at_once_years is not None
        for n, year in enumerate(one.years[:1] if at_once else one.years):
            years = one.years if at_once else (year,)
            exact, weighs = np.zeros(farms, dtype=np.int64), dict[str, Ints]()
            exact[at] = one.exact * len(years)
            for limit, days in weight.items():
                _, farm, much = days[n]
                weighs[limit] = np.zeros(farms, dtype=np.int64)
                weighs[limit][self._place[farm]] = much
            yield _Item(place, one.claim.ref, years, same_day_in(year, one.claim.grant_date), exact, weighs)

    def _windows(self, days: Iterable[date]) -> Iterator[_Window]:
        for day in sorted(days):
            for version in versions(self.case.rulebook):
                most = ceiling(version, day)
                if version.validity.contains(day) and most is not None:
                    room = (most - held(version, day, self.case.farms)[self.wanted]) * MICRO
                    yield _Window(version.id, day, version, room)

    def _settled(
        self, items: Sequence[_Item], windows: Sequence[_Window], plain: Sequence[_Window], aid: Sequence[Later],
        full: Mask, beyond: Mask,
    ) -> None:  # fmt: skip
        # Compiling takes seconds: only those who ask for a population pay for it.
        from calculator.stacking.columns import choosing

        farms = len(self.wanted)
        names = sorted({w.limit for w in (*windows, *plain, *aid)})
        heavy, asked = (_Counted.made(items, some, names, farms) for some in (windows, plain))
        own = _Own.made(items, aid, names, self._place, farms, choosing.FREE)
        exact = _rows([item.exact for item in items], farms)
        best, status = np.zeros_like(exact), np.zeros(farms, dtype=np.int64)
        withheld, binds = np.zeros((len(names), farms), np.int64), np.zeros((len(names), farms), np.bool_)
        choosing.each(
            exact, _weights(items, names, farms), heavy.inside, heavy.on, heavy.limit, heavy.room, heavy.year,
            own.inside, own.limit, own.room, own.year, self.case.years[-1], asked.inside, asked.limit, asked.room,
            asked.year, self._apart(items), self._drawn(items), full, beyond, MICRO, _NEAR, best, withheld, binds, status,
        )  # fmt: skip
        cents = (2 * withheld + MICRO) // (2 * MICRO)
        for n, at in zip(*np.nonzero(((cents > 0) | binds) & (status == choosing.CHOSEN)), strict=True):
            self.case.withheld[int(self.wanted[at]), names[n]] = int(cents[n, at])
        bare = np.flatnonzero(status == choosing.NOTHING)
        for window in plain:
            # Limits that are full of what a farm received, which is granted nothing that counts, cost it nothing.
            for at in bare[window.room[bare] <= 0].tolist():
                self.case.withheld[int(self.wanted[at]), window.limit] = 0
        done = status != choosing.LEFT
        for at in self.wanted[done].tolist():
            del self.case.left[at]
        self._drop(items, (best == 0) & (exact != 0) & done)

    def _apart(self, items: Sequence[_Item]) -> Ints:
        """Rows of two payments in a year of which one at most is given: whether each item is one of them."""
        refs = sorted({item.ref for item in items if self.meeting.excluded(item.ref)})
        rows = [
            [int(item.ref in (a, b) and year in item.years) for item in items]
            for year in self.case.years
            for n, a in enumerate(refs)
            for b in refs[n + 1 :]
            if self.meeting.excludes(a, b, year)
        ]
        return _rows([np.array(row, dtype=np.int64) for row in rows], len(items))

    def _drawn(self, items: Sequence[_Item]) -> Floats:
        """How much the number that is drawn from a decision's name can weigh among equals; below zero where caps weigh too."""
        rulebook, on = self.case.rulebook, self.case.on
        found = np.zeros(len(items))
        for place, item in enumerate(items):
            claim = self.case.granted[item.grant].claim
            capped = claim.terms.max_quantity is not None or any(
                limit.kind in (LimitKind.AMOUNT_CAP, LimitKind.QUANTITY_CAP)
                for year in item.years
                for limit in binding(rulebook, rulebook.limits_on(same_day_in(year, on)), claim)
            )
            found[place] = -1.0 if capped else MOST_NOISE * len(item.years)
        return found

    def _drop(self, items: Sequence[_Item], dropped: Mask) -> None:
        """Take the dropped years of farms out of what is granted."""
        years: dict[int, dict[int, list[int]]] = {}
        for item, farms in zip(items, dropped, strict=True):
            for farm in self.wanted[farms].tolist():
                years.setdefault(item.grant, {}).setdefault(farm, []).extend(item.years)
        granted: list[Granted] = []
        for place, one in enumerate(self.case.granted):
            of = years.get(place)
            if of is None:
                granted.append(one)
                continue
            granted.append(one.of(~np.isin(one.farm, list(of))))
            alike: dict[tuple[int, ...], list[int]] = {}
            for farm, lost in of.items():
                alike.setdefault(tuple(y for y in one.years if y not in lost), []).append(farm)
            granted += [one.of(np.isin(one.farm, some)).over(kept) for kept, some in alike.items() if kept]
        self.case.granted = granted


@dataclass(frozen=True, slots=True)
class _Counted:
    """Windows as arrays: ``inside`` says which count the day of each item, ``on`` which are on that day."""

    inside: Ints
    on: Ints
    limit: Ints
    room: Ints
    year: Ints

    @classmethod
    def made(
        cls, items: Sequence[_Item], windows: Sequence[_Window], names: Sequence[str], farms: int
    ) -> _Counted:
        days = {i.day for i in items}
        counts = [{day: in_window(w.version, day, w.day) for day in days} for w in windows]
        inside = [[count[i.day] for count in counts] for i in items]
        on = [[i.day == w.day for w in windows] for i in items]
        return cls(
            np.array(inside, dtype=np.int64).reshape(len(items), len(windows)),
            np.array(on, dtype=np.int64).reshape(len(items), len(windows)),
            np.array([names.index(w.limit) for w in windows], dtype=np.int64),
            _rows([w.room for w in windows], farms),
            np.array([w.day.year for w in windows], dtype=np.int64),
        )


@dataclass(frozen=True, slots=True)
class _Own:
    """Windows of single farms as arrays, by their place among those of the farm; ``inside`` per item, place and farm."""

    inside: Ints
    limit: Ints
    room: Ints
    year: Ints

    @classmethod
    def made(
        cls, items: Sequence[_Item], aid: Sequence[Later], names: Sequence[str], place: Ints, farms: int, free: int
    ) -> _Own:  # fmt: skip
        mine = [(some, np.flatnonzero(place[some.farm] >= 0)) for some in aid]
        # Rows are in the order of the farms: the first of each farm is the first of its run.
        ranks = [np.arange(len(at)) - np.searchsorted(some.farm[at], some.farm[at]) for some, at in mine]
        deep = [int(rank.max(initial=-1)) + 1 for rank in ranks]
        shape = (sum(deep), farms)
        inside = np.zeros((len(items), *shape), dtype=np.int64)
        room, year, begun = np.full(shape, free), np.zeros(shape, dtype=np.int64), 0
        for (some, at), rank, size in zip(mine, ranks, deep, strict=True):
            farm, slot = place[some.farm[at]], begun + rank
            room[slot, farm] = some.room[at]
            year[slot, farm] = [date.fromordinal(day).year for day in some.day[at].tolist()]
            for n, item in enumerate(items):
                inside[n, slot, farm] = some.inside(item.day)[at]
            begun += size
        limit = [
            names.index(some.limit) for (some, _), size in zip(mine, deep, strict=True) for _ in range(size)
        ]
        return cls(inside, np.array(limit, dtype=np.int64), room, year)


def _weights(items: Sequence[_Item], names: Sequence[str], farms: int) -> Ints:
    """What each item takes of each limit of each farm."""
    none = np.zeros(farms, dtype=np.int64)
    found = np.array([[i.weight.get(n, none) for n in names] for i in items], dtype=np.int64)
    return found.reshape(len(items), len(names), farms)


def _rows(rows: Sequence[Ints], width: int) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)
