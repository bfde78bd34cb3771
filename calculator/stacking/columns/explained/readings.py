"""The same farms read otherwise: the optimum where pairs that nobody has published may be combined and what waits scores for
classes, and the years after the end of a legal basis, each solved by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.claim import Terms
from calculator.stacking.columns.answer import Ints, Opened
from calculator.stacking.columns.case import Case, Chosen
from calculator.stacking.columns.explained.pairs import Pairs
from calculator.stacking.columns.offered.granted import Granted
from calculator.stacking.columns.offered.land import Land, Types
from calculator.stacking.columns.offered.meeting import Meeting
from calculator.stacking.columns.offered.premiums import Named
from calculator.stacking.columns.offered.tables import Tables
from calculator.stacking.columns.offered.units import Offer, Template
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.numbering import distinct
from calculator.stacking.columns.settling import Columns

RANGE = "a tariff that may be lower than is expected, or a class with a range"


@dataclass(slots=True)
class Readings:
    """What was worked out of land read otherwise, under the rules of ``columns``."""

    columns: Columns
    pairs: Pairs
    high: Types = field(init=False)
    meeting: Meeting = field(init=False)
    _numbers: dict[int, int] = field(default_factory=dict)
    _after: dict[int, int] = field(default_factory=dict)
    _spread: dict[int, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        columns, types = self.columns, self.columns.types
        known = types.tables
        tables = Tables(
            columns.rulebook, columns.on, columns.years, "high", terms=known.terms, most=known.most
        )
        self.high = Types(types.units, tables, types.compiled, types.kinds)
        self.meeting = Meeting(tables.rules, high=True)

    def highest(
        self, case: Case, left: dict[int, str], hopes: Mapping[Named, Ints]
    ) -> tuple[Case, list[Chosen]]:
        """The optimum of the high reading; ``left`` gains the farms of which it cannot be said.

        ``hopes`` is what activities that wait could score for classes, in millionths.
        """
        self._exact(case, left)
        offers = self._other(case.land.offer, self._numbers, self._same)
        land = self.high.laid(case.farms, offers, case.land.piece, left, Opened(len(case.farms)))
        granted = [one.high or one for one in _granted(case)]
        already = dict(left)
        found = self.columns.solved(
            case.farms, land, granted, left, Opened(len(case.farms)), meeting=self.meeting, hopes=hopes
        )
        # A farm that is left stays so, whatever can be said of it in this reading.
        left.update(already)
        return found

    def after(
        self, farms: Farms, land: Land, ended: list[Granted], left: dict[int, str]
    ) -> tuple[Case, list[Chosen]]:
        """What is paid after the end of a legal basis, outside the total."""
        offers = self._other(land.offer, self._after, self._later)
        there = self.columns.types.laid(farms, offers, land.piece, left, Opened(len(farms)))
        already = dict(left)
        found = self.columns.solved(farms, there, ended, left, Opened(len(farms)), ended=True)
        left.update(already)
        return found

    def _other(self, offers: Ints, known: dict[int, int], of: Callable[[int], int]) -> Ints:
        at, back = distinct(offers)
        for number in offers[at].tolist():
            if number not in known:
                known[number] = of(number)
        return np.array([known[n] for n in offers[at].tolist()], dtype=np.int64)[back]

    def _same(self, number: int) -> int:
        """The number of an offer in the high reading; its table stays where all pairs are published and no tariff is a range."""
        types = self.columns.types
        offer = types.offer(number)
        wide = any(not t.terms.rate.is_exact for year in offer.years for t in year)
        return self.high.number(offer, None if wide or self.pairs.on(number) else types.table(number))

    def _later(self, number: int) -> int:
        offer = self.columns.types.offer(number)
        years: list[tuple[Template, ...]] = [
            tuple([t for y, t in offer.beside if y == year and self.later(offer, y, t)])
            for year in self.columns.years
        ]
        return self.columns.types.number(Offer(tuple(years), scoring=offer.scoring, reason=offer.reason))

    def later(self, offer: Offer, year: int, template: Template) -> bool:
        """Whether a template beside the offer is claimed after the end of its legal basis."""
        before = (t for y, t in (*offer.beside, *_paid(offer, self.columns.years)) if y < year)
        once = template.once and any(t.terms.ref == template.terms.ref for t in before)
        return template.terms.continuation and not once and not self.held(offer, year, template)

    def held(self, offer: Offer, year: int, template: Template) -> bool:
        """Whether a template beside the offer waits until aid received is known."""
        units = self.columns.types.units
        return template.terms.ref in offer.open and units.waits_for_aid(template, year)

    def _exact(self, case: Case, left: dict[int, str]) -> None:
        """Leave the farms that are offered a tariff that may be lower than is expected, or a class with a range."""
        at, back = distinct(case.land.offer)
        numbers = case.land.offer[at].tolist()
        for number in numbers:
            if number not in self._spread:
                offered = self.columns.types.offer(number).years
                self._spread[number] = any(_lower(t.terms) for year in offered for t in year)
        spread = np.array([self._spread[n] for n in numbers], dtype=np.bool_)[back]
        for farm in np.unique(case.land.farm[spread]).tolist():
            left.setdefault(farm, RANGE)
        for one in case.granted:
            if _lower(one.claim.terms):
                case.leave(one.farm, RANGE)
        for made in case.premiums:
            if not all(claim.rate.is_exact for claim in made.claims):
                case.leave(made.farm, RANGE)


def _granted(case: Case) -> list[Granted]:
    """What farms are granted; where other grants may be the best in the high reading, all that they could be granted."""
    again = np.zeros(len(case.farms), dtype=np.bool_)
    if case.decided is not None:
        again[case.decided.otherwise()] = True
    if case.decided is None or not again.any():
        return case.granted
    return [
        *(one.of(~again[one.farm]) for one in case.granted),
        *(one.of(again[one.farm]) for one in case.decided.before),
    ]


def _lower(terms: Terms) -> bool:
    """Whether the low reading pays less than is expected."""
    return terms.rate.low != terms.rate.expected


def _paid(offer: Offer, years: range) -> list[tuple[int, Template]]:
    return [(y, t) for y, now in zip(years, offer.years, strict=False) for t in now]
