"""Payments for the farm as decisions: one for every year, or for every term of a grant that is given for several years at once.

A term begins in any year in which the grant can be claimed, and is of all those that it lasts; terms of one grant do not overlap.
A grant that may be extended as well is left to the ordinary engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from calculator.domain.period import same_day_in
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.ceilings.windows import Ceilings
from calculator.stacking.columns.offered.granted import Granted
from calculator.stacking.columns.offered.meeting import Meeting
from calculator.stacking.law.pairs import selects


@dataclass(frozen=True, slots=True)
class Item:
    """One decision on a payment (by its places in the case): what it pays each farm in ``years``, and weighs per limit.

    ``until`` is the year after its last; years in which nothing can be claimed pass as years of a term.
    ``could`` is what it pays at the highest of a tariff that is a range.
    """

    grants: tuple[int, ...]
    ref: str
    years: tuple[int, ...]
    until: int
    day: date
    exact: Ints
    could: Ints
    weight: Mapping[str, Ints]

    @property
    def in_terms(self) -> bool:
        """Whether it is a term, which others of the same grant may overlap."""
        return self.until - self.years[0] > 1


def leans(meeting: Meeting, one: Granted) -> bool:
    """Whether something may rest on the grant, or it counts towards a minimum."""
    terms = one.claim.terms
    for year in one.years:
        rules = meeting.rules[year]
        if rules.minimum is not None and rules.shares_minimum(one.claim):
            return True
        for row in rules.relations.needing:
            if any(selects(side, terms.ref, terms.scheme, terms.groups) for side in (row.a, row.b)):
                return True
    return False


@dataclass(frozen=True, slots=True)
class Deciding:
    """What is decided on the farms that have a ``place`` (not below zero)."""

    granted: list[Granted]
    ceilings: Ceilings
    meeting: Meeting
    place: Ints
    #: By payment (identity: ``granted`` keeps it alive) what it pays in a year.
    _known: dict[int, Ints] = field(default_factory=dict)

    def items(self, beyond: Mask) -> Iterator[Item]:
        """All decisions on payments that are counted or excluded; ``beyond`` gains the farms on which they hang on more.

        So do those with a grant of which it is not worked out what it weighs.
        """
        at_once: dict[str, list[int]] = {}
        for place, one in enumerate(self.granted):
            counted = self.ceilings.limits(one.claim) or self.meeting.excluded(one.claim.ref)
            at = self.place[one.farm]
            at = at[at >= 0]
            if not len(at) or not counted:
                continue
            if leans(self.meeting, one) or not self.ceilings.plain(one):
                beyond[at] = True
            elif one.claim.terms.at_once_years is not None:
                at_once.setdefault(one.claim.ref, []).append(place)
            else:
                yield from self._yearly(place)
        for places in at_once.values():
            yield from self._at_once(places, beyond)

    def _yearly(self, place: int) -> Iterator[Item]:
        one = self.granted[place]
        one = one.of(self.place[one.farm] >= 0)
        exact = self._exact(one)
        could = exact if one.high is None else self._could(one)
        for year in one.years:
            yield self._item((place,), replace(one, years=(year,)), exact, could, year + 1)

    def _at_once(self, places: list[int], beyond: Mask) -> Iterator[Item]:
        """The terms of a grant, of farms that can be given it in the same years."""
        has, patterns = self._patterns(places, len(beyond))
        for mask, mine in enumerate(patterns):
            if not mine or not np.any(has == mask):
                continue
            of = {year: self.granted[place] for place in mine for year in self.granted[place].years}
            if len(of) > 1 and (_extends(of) or any(one.claim.terms.continuation for one in of.values())):
                beyond[has == mask] = True
                continue
            for first in sorted(of):
                yield self._term(mine, of, first, has == mask)

    def _term(self, mine: tuple[int, ...], of: Mapping[int, Granted], first: int, on: Mask) -> Item:
        """The term that begins in the ``first`` year, of the farms on which it can."""
        one = of[first]
        until = _until(of, first)
        years = tuple(sorted(year for year in of if first <= year < until))
        exact = np.sum([self._paid(of[year]) for year in years], axis=0)
        exact[~on] = 0
        could = exact
        if any(of[year].high is not None for year in years):
            could = np.sum([self._could(of[year]) for year in years], axis=0)
            could[~on] = 0
        place = self.place[one.farm]
        return self._item(mine, replace(one.of((place >= 0) & on[place]), years=years), exact, could, until)

    def _patterns(self, places: list[int], farms: int) -> tuple[Ints, list[tuple[int, ...]]]:
        """Which of these payments farms have: the number of that per farm, and what each number is."""
        has, patterns = np.zeros(farms, dtype=np.int64), list[tuple[int, ...]]([()])
        for place in places:
            at = self.place[self.granted[place].farm]
            at = at[at >= 0]
            for before in np.unique(has[at]).tolist():
                has[at[has[at] == before]] = len(patterns)
                patterns.append((*patterns[before], place))
        return has, patterns

    def _paid(self, one: Granted) -> Ints:
        """As ``_exact``, of one of what is granted."""
        found = self._known.get(id(one))
        if found is None:
            found = self._known[id(one)] = self._exact(one)
        return found

    def _exact(self, one: Granted) -> Ints:
        """Micro-cents in a year, per farm that has a place."""
        found = np.zeros(int(self.place.max(initial=-1)) + 1, dtype=np.int64)
        held = self.place[one.farm] >= 0
        found[self.place[one.farm[held]]] = one.exact[held]
        return found

    def _could(self, one: Granted) -> Ints:
        """The same at the highest of a tariff that is a range."""
        return self._exact(one.high or one)

    def _item(self, grants: tuple[int, ...], one: Granted, exact: Ints, could: Ints, until: int) -> Item:
        """The decision whose first year is that of ``one``: there it is given, and weighs."""
        begun = np.full(len(self.place), one.years[0], dtype=np.int64)
        weight: dict[str, Ints] = {}
        for limit in self.ceilings.limits(one.claim):
            _, farm, much = next(self.ceilings.given(one, limit, begun))
            weight[limit] = np.zeros_like(exact)
            weight[limit][self.place[farm]] = much
        day = same_day_in(one.years[0], one.claim.grant_date)
        return Item(grants, one.claim.ref, one.years, until, day, exact, could, weight)


def _until(of: Mapping[int, Granted], first: int) -> int:
    """The year after the last of a term that begins in the ``first``."""
    return first + (of[first].claim.terms.at_once_years or 1)


def _extends(of: Mapping[int, Granted]) -> bool:
    """Whether an extension may begin where a term ends."""
    ends = {_until(of, first) for first in of}
    return any(year in ends and one.claim.terms.extension is not None for year, one in of.items())
