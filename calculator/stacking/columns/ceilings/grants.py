"""Payments for the farm of which not all can be given: under a ceiling over years, or where one excludes another.

Land has no part in it: where a ceiling is full only farms are taken on which nothing on land is counted, and nothing that may be
dropped is what another payment rests on. Which to give is then a choice of its own, of a grant for several years when its terms
begin. Of choices that pay the same the one is taken that takes least of the limits (``bounds``), and where names drawn may
decide, the ordinary engine does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from calculator.domain.claim import Claim
from calculator.domain.limit import LimitKind
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.ceilings.deciding import Deciding, Item
from calculator.stacking.columns.ceilings.later import Later
from calculator.stacking.columns.ceilings.tested import Counted, Own, Window, rows_of, weights
from calculator.stacking.columns.ceilings.windows import TIGHT, Ceilings, held
from calculator.stacking.columns.classes.programme import Floats
from calculator.stacking.columns.offered.compiled import Name
from calculator.stacking.columns.offered.decided import Decided, Kept
from calculator.stacking.columns.offered.granted import Granted, in_year
from calculator.stacking.columns.offered.meeting import EXCLUDING, Meeting
from calculator.stacking.law.counting import binding
from calculator.stacking.law.deminimis import in_window
from calculator.stacking.law.windows import ceiling, counts_more, versions
from calculator.stacking.solving.free_choice.bounds import MOST_NOISE

#: Room that nothing fills.
_UNASKED = 2**60
#: Micro-cents within which choices are equals.
_NEAR = 1000


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
        deciding = Deciding(self.case.granted, self.ceilings, self.meeting, self._place)
        items = list(deciding.items(beyond))
        # What fits from the first year on need not fit where it begins later, beside what it excludes.
        full |= _several((item for item in items if item.weight), len(full))
        for column in on_land.values():
            beyond |= full & (column[self.wanted] > 0)
        windows = list(self._windows({item.day for item in items}))
        if _tightens(windows, [item.day for item in items]):
            # A day on which nothing is granted would be tested too.
            beyond |= full
        claiming = self.case.claiming(self.wanted)
        plain = [
            # Of a year in which a farm can claim nothing no limit is told.
            replace(window, room=np.where(claiming[window.day.year], window.room, _UNASKED))
            for window in self._windows({same_day_in(year, self.case.on) for year in self.case.years})
        ]
        self._settled(items, windows, plain, aid, full, beyond)

    def _windows(self, days: Iterable[date]) -> Iterator[Window]:
        for day in sorted(days):
            for version in versions(self.case.rulebook):
                most = ceiling(version, day)
                if version.validity.contains(day) and most is not None:
                    room = (most - held(version, day, self.case.farms)[self.wanted]) * MICRO
                    yield Window(version.id, day, version, room)

    def _settled(
        self, items: Sequence[Item], windows: Sequence[Window], plain: Sequence[Window], aid: Sequence[Later],
        full: Mask, beyond: Mask,
    ) -> None:  # fmt: skip
        # Compiling takes seconds: only those who ask for a population pay for it.
        from calculator.stacking.columns.ceilings import choosing

        farms = len(self.wanted)
        names = sorted({w.limit for some in (windows, plain, aid) for w in some})
        heavy, asked = (Counted.made(items, some, names, farms) for some in (windows, plain))
        own = Own.made(items, aid, names, self._place, farms, choosing.FREE)
        exact = rows_of([item.exact for item in items], farms)
        best, status = np.zeros_like(exact), np.zeros(farms, dtype=np.int64)
        withheld, binds = np.zeros((len(names), farms), np.int64), np.zeros((len(names), farms), np.bool_)
        weight, pairs = weights(items, names, farms), list(self._pairs(items))
        apart = rows_of([row for row, _ in pairs], len(items))
        lines = np.array([len(item.years) for item in items], dtype=np.int64)
        choosing.each(
            exact, weight, heavy.inside, heavy.on, heavy.limit, heavy.room, heavy.year,
            own.inside, own.limit, own.room, own.year, self.case.years[-1], asked.inside, asked.limit, asked.room,
            asked.year, apart, self._drawn(items), lines, full, beyond, MICRO, _NEAR, best, withheld, binds, status,
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
        self.case.decided = Decided(
            self.wanted, tuple(self._claim(i) for i in items), tuple(i.years for i in items), exact, weight,
            self._kept(windows, heavy, own), apart,
            np.array([published for _, published in pairs], dtype=np.bool_), best, status == choosing.CHOSEN, full,
            self._meeting(items, pairs, exact), rows_of([item.could for item in items], farms), tuple(self.case.granted),
        )  # fmt: skip
        self._drop(items, (best == 0) & (exact != 0) & done, best == 1)

    def _pairs(self, items: Sequence[Item]) -> Iterator[tuple[Ints, bool]]:
        """Two payments in a year, or terms of one grant, of which one is given: which items, and whether it is published."""
        refs = sorted({item.ref for item in items if self.meeting.excluded(item.ref)})
        for year in self.case.years:
            for n, a in enumerate(refs):
                for b in refs[n + 1 :]:
                    if self.meeting.excludes(a, b, year):
                        # What is given keeps the other out for as long as it runs, whether or not it pays.
                        row = [
                            int(item.ref in (a, b) and item.years[0] <= year < item.until) for item in items
                        ]
                        yield np.array(row, dtype=np.int64), not self.meeting.unpublished(a, b, year)

        for begun in {(item.ref, item.years[0]): item for item in items if item.in_terms}.values():
            row = [
                int(item.ref == begun.ref and item.years[0] <= begun.years[0] < item.until) for item in items
            ]
            yield np.array(row, dtype=np.int64), True

    @staticmethod
    def _kept(windows: Sequence[Window], heavy: Counted, own: Own) -> Kept:
        days = np.array([w.day.toordinal() for w in windows], dtype=np.int64)
        return Kept(
            heavy.inside, heavy.on, heavy.limit, heavy.room, days, own.inside, own.limit, own.room, own.day, own.version,
            (*(w.version for w in windows), *own.versions),
        )  # fmt: skip

    @staticmethod
    def _meeting(items: Sequence[Item], pairs: Sequence[tuple[Ints, bool]], exact: Ints) -> Mask:
        """The farms with terms that meet others: of the same grant, or of one that keeps them out."""
        found = _several(items, exact.shape[1])
        for row, _ in pairs:
            long = row * np.array([len(item.years) > 1 for item in items], dtype=np.int64)
            found |= ((row @ (exact != 0)) > 1) & ((long @ (exact != 0)) > 0)
        return found

    def _claim(self, item: Item) -> Claim:
        """What is decided, in its first year."""
        return in_year(self.case.granted[item.grants[0]].claim, item.years[0])

    def _drawn(self, items: Sequence[Item]) -> Floats:
        """How much the number that is drawn from a decision's name can weigh among equals; below zero where caps weigh too."""
        rulebook, on = self.case.rulebook, self.case.on
        found = np.zeros(len(items))
        for place, item in enumerate(items):
            claim = self.case.granted[item.grants[0]].claim
            capped = claim.terms.max_quantity is not None or any(
                limit.kind in (LimitKind.AMOUNT_CAP, LimitKind.QUANTITY_CAP)
                for year in item.years
                for limit in binding(rulebook, rulebook.limits_on(same_day_in(year, on)), claim)
            )
            found[place] = -1.0 if capped else MOST_NOISE * len(item.years)
        return found

    def _drop(self, items: Sequence[Item], dropped: Mask, given: Mask) -> None:
        """Take the dropped years of farms out of what is granted, but for those of a term that is given."""
        years: dict[int, dict[int, set[int]]] = {}
        for item, farms in zip(items, dropped, strict=True):
            for farm in self.wanted[farms].tolist():
                for grant in item.grants:
                    years.setdefault(grant, {}).setdefault(farm, set()).update(item.years)
        for item, farms in zip(items, given & dropped.any(axis=0), strict=True):
            for farm in self.wanted[farms].tolist() if item.in_terms else ():
                for grant in item.grants:
                    years.get(grant, {}).get(farm, set()).difference_update(item.years)
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


def _several(items: Iterable[Item], farms: int) -> Mask:
    """The farms on which a term of one grant may begin in several years."""
    found, met = np.zeros(farms, dtype=np.bool_), dict[str, Mask]()
    for item in items:
        if item.in_terms:
            before, mine = met.get(item.ref, np.zeros_like(found)), item.exact != 0
            found, met[item.ref] = found | before & mine, before | mine
    return found


def _tightens(windows: Sequence[Window], granted: Sequence[date]) -> bool:
    """Whether a ceiling is lowered, or counts more, while grants under it still stand in the window."""
    return any(
        (ceiling(now.version, now.day) or 0) < (ceiling(then.version, then.day) or 0)
        or counts_more(now.version, now.day, then.version, then.day, granted)
        for now in windows
        for then in windows
        if now.limit == then.limit and then.day < now.day and in_window(now.version, then.day, now.day)
    )
