"""What refuses the payments that farms do not qualify for, with the shortfall in words, and what leaves others open: the ordinary
eligibility, asked once per type of land and per group of farms that answer alike in every number; shares of a farm's land from
its sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from calculator.domain.claim import OpenQuestion, Refusal
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.scheme import Level, Payment, PaymentKind
from calculator.eligibility.conditions.territory import PATHS
from calculator.eligibility.payments import CONTINGENT, refused_by_conditions
from calculator.eligibility.reads import reads
from calculator.eligibility.spans import Span, spans
from calculator.eligibility.subject import Findings, Subject, try_conditions
from calculator.stacking.columns.answer import Ints, Mask, Opened
from calculator.stacking.columns.explained.by_land import ByLand, Told
from calculator.stacking.columns.explained.open_farm import OpenFarm, single
from calculator.stacking.columns.explained.open_farm import rows as open_rows
from calculator.stacking.columns.explained.said_on_land import SaidOnLand, findings, said_in
from calculator.stacking.columns.explained.saying import Questions, Sayings, bits
from calculator.stacking.columns.explained.shares import Sums
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.offered.land import Land
from calculator.stacking.columns.offered.sizes import quantities, seen_by
from calculator.stacking.columns.offered.straight import parts
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.settling import Columns

SHARES = "a share of land that is not kept in columns"

#: A refusal without place and year, and the year.
_Said = tuple[int, int]


@dataclass(slots=True)
class Refusing:
    """The refusals and open questions of farms under the rules of ``columns``; what was asked of land is kept for the next part.

    ``open`` gains the rows of ``open_farm``.
    """

    columns: Columns
    sayings: Sayings = field(default_factory=Sayings)
    questions: Questions = field(default_factory=Questions)
    open: list[Ints] = field(default_factory=list)
    land: SaidOnLand = field(init=False)
    _of_open: OpenFarm = field(init=False)
    _farms: dict[tuple[object, ...], tuple[tuple[_Said, ...], bool]] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)
    _told: dict[tuple[int, str], Told] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._of_open = OpenFarm(self.columns, self.questions)
        self.land = SaidOnLand(self.columns, self.sayings, self.questions)

    def of(self, farms: Farms, land: Land, stays: Mask, open_: Opened) -> Iterator[Ints]:
        """Rows of the farms that stay: farm, year, place, what is said. ``left`` takes those of which it cannot be said.

        ``open_`` are payments that are open.
        """
        self.left, self._told, self.open = {}, {}, []
        refused, asked = self.land.of(farms, stays)
        self.open.append(asked)
        yield refused
        for span in spans(self.columns.rulebook, self.columns.years, self.columns.on):
            inside = stays & self.columns.places.within(span.scheme, farms)
            if not inside.any():
                continue
            if span.blocked:
                self.open += [
                    self._blocked(span, payment, np.flatnonzero(inside)) for payment in _every(span)
                ]
                continue
            yield from self._of_span(span, farms, land, inside, open_)

    def _blocked(self, span: Span, payment: Payment, members: Ints) -> Ints:
        """A payment of a scheme of which nobody accepted what is not worked out."""
        texts = tuple(n.text for n in span.scheme.not_modelled if not n.accepted)
        question = OpenQuestion(span.scheme.id, payment.id, "farm", span.day.year, texts, (), None)
        return open_rows(members, FARM, self.questions.of(question), self._bits(span.years), None)

    def _bits(self, years: Sequence[int]) -> int:
        return bits(years, self.columns.years.start)

    def _of_span(self, span: Span, farms: Farms, land: Land, inside: Mask, open_: Opened) -> Iterator[Ints]:
        for mode, payments in (("steady", span.steady), ("yearly", span.yearly), ("late", span.late)):
            for payment in payments:
                if payment.level is Level.FARM:
                    there = np.flatnonzero(inside & (quantities(payment, farms) != 0))
                    yield from self._of_farm(span, payment, mode, farms, land, there)
        active = {y: land.scoring[k] for y in span.years if (k := (span.scheme.id, y)) in land.scoring}
        for payment in span.premiums if active else ():
            scoring = np.flatnonzero(inside & np.any(list(active.values()), axis=0))
            for rows in self._of_farm(span, payment, "steady", farms, land, scoring):
                told = np.array([active[y][f] for f, y in rows[:, :2].tolist()], dtype=np.bool_)
                yield rows[told]
            marks = open_.marks.get(f"{span.scheme.id}#{payment.id}")
            for at in scoring[marks[scoring]].tolist() if marks is not None else ():
                years = [y for y in span.years if y in active and active[y][at]]
                self._premium(span, payment, farms.profiles[at], at, years)

    def _premium(self, span: Span, payment: Payment, profile: FarmProfile, at: int, years: list[int]) -> None:
        """A class premium that misses a fact or figure of itself."""
        first = self.columns.years.start
        day = same_day_in(years[0], span.day)
        for question in findings(self._subject(span, payment, day, profile)).open:
            self.open.append(single(at, question, years, first, self.questions))

    def _of_farm(
        self, span: Span, payment: Payment, mode: str, farms: Farms, land: Land, members: Ints
    ) -> Iterator[Ints]:
        """Of a payment for the farm: who answers alike in every number is asked once, each farm where its land matters."""
        if not len(members):
            return
        read = reads(self.columns.rulebook, span.scheme, payment)
        if read.beyond:
            if payment.kind is not PaymentKind.CLASS_PREMIUM:
                members = self._unclaimed(span, payment, mode, farms, members)
            if len(members):
                yield from self._by_land(span, payment, mode, farms, land, members)
            return
        facts = tuple((path, None) for path in sorted(read.facts))
        codes = farms.alike(facts)
        for day, years in _days(span, mode):
            silent, waits, _ = self.columns.payments.standing(span.scheme, payment, day, farms, members)
            if payment.kind is not PaymentKind.CLASS_PREMIUM:
                self.open += self._of_open.of(
                    span, payment, day, self._bits(years), farms, members[waits[members]]
                )
            for some in parts(codes, members):
                key = (id(span.scheme), payment.id, day, years, facts, int(codes[some[0]]))
                known = self._farms.get(key)
                if known is None:
                    subject = self._subject(
                        span, payment, day, farms.told(int(some[0]), (*read.facts, *PATHS.values()))
                    )
                    refused, ends = _by_conditions(subject)
                    known = self._farms[key] = said_in(self.sayings, refused, years), ends
                yield _rows(some, known[0])
                for at in some[silent[some]].tolist() if not known[1] else ():
                    subject = self._subject(span, payment, day, seen_by(payment, read.facts, farms, at))
                    yield _rows(np.array([at]), said_in(self.sayings, findings(subject).refusals, years))

    def _unclaimed(self, span: Span, payment: Payment, mode: str, farms: Farms, members: Ints) -> Ints:
        """Those of the farms of which it is not known that they can claim the payment in all years: of others nothing is said."""
        some = np.zeros(len(farms), dtype=np.bool_)
        for day, _ in _days(span, mode):
            some |= ~self.columns.payments.standing(span.scheme, payment, day, farms, members)[2]
        return members[some[members]]

    def _by_land(
        self, span: Span, payment: Payment, mode: str, farms: Farms, land: Land, members: Ints
    ) -> Iterator[Ints]:
        """Of a payment that looks at shares of the land: farms by their sums."""
        sums = Sums.of(span, payment, farms, land, self.columns)
        if sums.beyond:
            for at in members.tolist():
                self.left.setdefault(at, SHARES)
            return
        told = self._told.setdefault((id(span.scheme), payment.id), {})
        asked = ByLand(self.columns, self.sayings, self.questions, span, payment, sums, told)
        yield from asked.of(mode, members)
        self.open += asked.open

    def _subject(self, span: Span, payment: Payment, day: date, profile: FarmProfile) -> Subject:
        return Subject(profile, self.columns.rulebook, span.scheme, payment, day)


def _every(span: Span) -> tuple[Payment, ...]:
    return (*span.steady, *span.yearly, *span.late, *span.premiums)


def _by_conditions(subject: Subject) -> tuple[list[Refusal], bool]:
    """What refuses the payment, and whether that is all there is to say whatever it is multiplied with."""
    if subject.payment.kind is PaymentKind.CLASS_PREMIUM:
        return findings(subject).refusals, True
    found = Findings()
    trouble, elsewhere = try_conditions(subject, found)
    refused = not elsewhere and refused_by_conditions(subject, trouble, found)
    return found.refusals, elsewhere or refused or subject.payment.kind in CONTINGENT


def _days(span: Span, mode: str) -> list[tuple[date, tuple[int, ...]]]:
    """The days on which a payment for the farm is asked, with the years for which the answer holds."""
    if mode == "steady":
        return [(span.day, span.years)]
    return [(same_day_in(year, span.day), (year,)) for year in span.years]


def _rows(farm: Ints, said: Sequence[_Said]) -> Ints:
    told = np.array(said, dtype=np.int64).reshape(-1, 2)
    at, both = np.repeat(farm, len(told)), np.tile(told, (len(farm), 1))
    return np.stack([at, both[:, 1], np.full_like(at, FARM), both[:, 0]], axis=1)
