"""Which conditions refuse which farms: asked once per type of land and per group of farms, as payments are.

For every payment within reach the ordinary eligibility says which conditions fail. On land that is remembered by all that the
payment reads; for the farm itself it follows from the facts that its conditions read. Farms of which a payment looks
at more than that are left, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

import numpy as np

from calculator.domain.period import same_day_in
from calculator.domain.scheme import Level, Payment
from calculator.eligibility.earning import earning
from calculator.eligibility.reads import reads
from calculator.eligibility.spans import Span, contracted, spans
from calculator.eligibility.subject import Findings, Subject, triggers, try_conditions
from calculator.stacking.columns.answer import Ints, Mask, Opened
from calculator.stacking.columns.offered.land import Land, one
from calculator.stacking.columns.offered.sizes import quantities
from calculator.stacking.columns.offered.units import LATE, read_of
from calculator.stacking.columns.offered.whole_farm import grouped
from calculator.stacking.columns.reading.counting import ITSELF
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.sorts import Kind, days_of
from calculator.stacking.columns.settling import Columns

#: A scheme and the Dutch words of one of its conditions.
Refused = tuple[str, str]


@dataclass(slots=True)
class Refusals:
    """The farms that each condition refuses, under the rules of ``columns``; what was asked is kept for the next part."""

    columns: Columns
    _failing: dict[tuple[object, ...], frozenset[Refused]] = field(default_factory=dict)
    _asked: dict[tuple[int, ...], int] = field(default_factory=dict)
    _sets: dict[frozenset[Refused], int] = field(default_factory=dict)

    def of(self, farms: Farms) -> tuple[dict[Refused, Mask], dict[int, str]]:
        """Per condition the farms that it refuses; and the farms that must be asked one by one, with the reason."""
        left = dict(farms.reasons)
        land = self.columns.types.of(farms, left, Opened(len(farms)))
        found = _Found(len(farms))
        numbers, sets = self.columns.types.asked(farms, self._number), list(self._sets)
        for number in np.unique(numbers).tolist():
            found.add(sets[number], farms.piece_farm[numbers == number])
        for span in spans(self.columns.rulebook, self.columns.years, self.columns.on):
            inside = self.columns.places.within(span.scheme, farms)
            if span.blocked or not inside.any():
                continue
            for payment in span.late:
                if payment.level is Level.FARM:
                    there = inside & (quantities(payment, farms) != 0)
                    self._late(span, payment, farms, there, land, found, left)
            for day, payment in _of_the_farm(span):
                self._farm(span, payment, day, farms, inside & (quantities(payment, farms) != 0), found)
            active = [land.scoring[k] for y in span.years if (k := (span.scheme.id, y)) in land.scoring]
            for payment in span.premiums if active else ():
                scoring = inside & np.any(active, axis=0)
                self._farm(span, payment, span.day, farms, scoring, found, first=True)
        return found.farms, left

    def _farm(
        self,
        span: Span,
        payment: Payment,
        day: date,
        farms: Farms,
        within: Mask,
        found: _Found,
        *,
        first: bool = False,
    ) -> None:
        """Conditions of a payment for the farm; of a class premium the ``first`` that fails is told."""
        read = reads(self.columns.rulebook, span.scheme, payment)
        for members, _ in grouped(farms, read, np.flatnonzero(within)):
            for some in members[:, None] if read.beyond else (members,):
                at = int(some[0])
                profile = farms.profiles[at] if read.beyond else farms.told(at)
                failing = _failing(Subject(profile, self.columns.rulebook, span.scheme, payment, day))
                found.add(failing[:1] if first else failing, some)

    def _late(
        self,
        span: Span,
        payment: Payment,
        farms: Farms,
        within: Mask,
        land: Land,
        found: _Found,
        left: dict[int, str],
    ) -> None:
        """A payment that looks at contracts: packages that a farm can claim may leave open what else refuses it."""
        names = contracted(span.scheme, payment)
        packages = np.zeros(len(farms), dtype=np.bool_)
        for ref, has in land.has.items():
            if any(fnmatchcase(ref.partition("#")[0], name) for name in names):
                packages |= has
        within[list(left)] = False
        for at in np.flatnonzero(within).tolist():
            for year in span.years:
                day = same_day_in(year, span.day)
                failing = _failing(
                    Subject(farms.profiles[at], self.columns.rulebook, span.scheme, payment, day)
                )
                if failing and packages[at]:
                    left[at] = LATE
                    break
                found.add(failing, np.array([at]))

    def _number(self, farms: Farms, kind: Kind, at: int, key: tuple[int, ...]) -> int:
        """The number of what refuses the payments on a piece."""
        number = self._asked.get(key)
        if number is None:
            number = self._sets.setdefault(frozenset(self._on_land(farms, kind, at)), len(self._sets))
            if key[1] < ITSELF:
                self._asked[key] = number
        return number

    def _on_land(self, farms: Farms, kind: Kind, at: int) -> Iterator[Refused]:
        profile, piece = one(farms, kind, at)
        for entry in kind.site.entries:
            for day, _ in days_of(entry):
                key = read_of(entry, day, profile, piece)
                failing = None if entry.reads.beyond else self._failing.get(key)
                if failing is None:
                    measure = triggers(piece, entry.payment, self.columns.rulebook)
                    scheme = entry.span.scheme
                    subject = Subject(
                        profile, self.columns.rulebook, scheme, entry.payment, day, piece, measure
                    )
                    failing = frozenset(_failing(earning(subject)))
                    if not entry.reads.beyond:
                        self._failing[key] = failing
                yield from failing


@dataclass(slots=True)
class _Found:
    count: int
    farms: dict[Refused, Mask] = field(default_factory=dict)

    def add(self, conditions: Iterable[Refused], members: Ints) -> None:
        for condition in conditions:
            if condition not in self.farms:
                self.farms[condition] = np.zeros(self.count, dtype=np.bool_)
            self.farms[condition][members] = True


def _of_the_farm(span: Span) -> Iterator[tuple[date, Payment]]:
    """The payments for the farm itself with the days on which they are asked."""
    yearly = [same_day_in(year, span.day) for year in span.years]
    for days, payments in (([span.day], span.steady), (yearly, span.yearly)):
        for payment in payments:
            if payment.level is Level.FARM:
                yield from ((day, payment) for day in days)


def _failing(subject: Subject) -> tuple[Refused, ...]:
    """The conditions that fail, in written order; none where the scheme is somebody else's."""
    trouble, _ = try_conditions(subject, Findings())
    return tuple((subject.scheme.id, c.text.nl) for c, outcome in trouble if outcome.met is False)
