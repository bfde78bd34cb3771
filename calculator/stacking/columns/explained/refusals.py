"""What refuses the payments that farms do not qualify for, with the shortfall in words: the ordinary eligibility, asked once per
type of land and per group of farms that answer alike in every number; shares of a farm's land from its sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from calculator.domain.claim import Claim, Refusal
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.scheme import Level, Payment, PaymentKind
from calculator.eligibility.activities import assess_activity
from calculator.eligibility.class_premium import assess_class
from calculator.eligibility.payments import CONTINGENT, assess_payment
from calculator.eligibility.reads import reads
from calculator.eligibility.spans import Span, every_condition, spans
from calculator.eligibility.subject import Findings, Subject, triggers, try_conditions
from calculator.eligibility.territory import PATHS
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.explained.shares import Sums
from calculator.stacking.columns.farms import Farms
from calculator.stacking.columns.land import Land, one
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.looking import looks, seen
from calculator.stacking.columns.numbering import spread
from calculator.stacking.columns.settling import Columns
from calculator.stacking.columns.sizes import quantities
from calculator.stacking.columns.sorts import Entry, Kind
from calculator.stacking.columns.straight import parts
from calculator.stacking.columns.units import days_of

SHARES = "a share of land that is not kept in columns"

#: Columns of a refusal: farm, year, place, what is said.
WIDTH = 4
#: A refusal without place and year, and the year.
_Said = tuple[int, int]


@dataclass(slots=True)
class Sayings:
    """Refusals without their place and year, by number."""

    known: dict[tuple[object, ...], int] = field(default_factory=dict)
    all: list[Refusal] = field(default_factory=list)

    def of(self, refusal: Refusal) -> int:
        """The number of what it says."""
        short, remedy = refusal.shortfall, refusal.remedy
        key = (
            refusal.scheme, refusal.payment, refusal.reason.nl, short and short.nl, remedy and remedy.nl, id(refusal.source),
        )  # fmt: skip
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = len(self.all)
            self.all.append(replace(refusal, place="", year=0))
        return found


@dataclass(slots=True)
class Refusing:
    """The refusals of farms under the rules of ``columns``; what was asked of land is kept for the next part."""

    columns: Columns
    sayings: Sayings = field(default_factory=Sayings)
    _entries: dict[tuple[object, ...], tuple[_Said, ...]] = field(default_factory=dict)
    _types: dict[tuple[int, ...], int] = field(default_factory=dict)
    _sets: dict[tuple[_Said, ...], int] = field(default_factory=dict)
    _farms: dict[tuple[object, ...], tuple[tuple[_Said, ...], bool]] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)
    _asked: dict[tuple[int, str], dict[tuple[object, ...], tuple[int, ...]]] = field(default_factory=dict)

    def of(self, farms: Farms, land: Land, stays: Mask) -> Iterator[Ints]:
        """Rows of the farms that stay: farm, year, place, what is said. ``left`` takes those of which it cannot be said."""
        self.left, self._asked = {}, {}
        yield self._on_land(farms, stays)
        for span in spans(self.columns.rulebook, self.columns.years, self.columns.on):
            inside = stays & self.columns.places.within(span.scheme, farms)
            if span.blocked or not inside.any():
                continue
            yield from self._of_span(span, farms, land, inside)

    def _of_span(self, span: Span, farms: Farms, land: Land, inside: Mask) -> Iterator[Ints]:
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

    def _of_farm(
        self, span: Span, payment: Payment, mode: str, farms: Farms, land: Land, members: Ints
    ) -> Iterator[Ints]:
        """Of a payment for the farm: who answers alike in every number is asked once, each farm where its land matters."""
        if not len(members):
            return
        read = reads(self.columns.rulebook, span.scheme, payment)
        if read.beyond:
            yield from self._by_land(span, payment, mode, farms, land, members)
            return
        facts = tuple((path, None) for path in sorted(read.facts))
        codes = farms.alike(facts)
        for day, years in _days(span, mode):
            silent = self.columns.payments.silent(span.scheme, payment, day, farms, members)
            for some in parts(codes, members):
                key = (id(span.scheme), payment.id, day, years, facts, int(codes[some[0]]))
                known = self._farms.get(key)
                if known is None:
                    subject = self._subject(
                        span, payment, day, farms.told(int(some[0]), (*read.facts, *PATHS.values()))
                    )
                    refused, ends = _by_conditions(subject)
                    known = self._farms[key] = tuple(self._said(refused, years)), ends
                yield _rows(some, known[0])
                for at in some[silent[some]].tolist() if not known[1] else ():
                    subject = self._subject(span, payment, day, farms.profiles[at])
                    yield _rows(np.array([at]), tuple(self._said(_refusals(subject), years)))

    def _by_land(
        self, span: Span, payment: Payment, mode: str, farms: Farms, land: Land, members: Ints
    ) -> Iterator[Ints]:
        """Of a payment that looks at shares of the land: each farm by its sums."""
        sums = Sums.of(span, payment, farms, land, self.columns)
        if sums.beyond:
            for at in members.tolist():
                self.left.setdefault(at, SHARES)
            return
        found = list[tuple[int, int, int, int]]()
        # Conditions that name no figure say the same whatever the span.
        named = any("figure" in c.arguments for c in every_condition(span.scheme, payment))
        known = {} if named else self._asked.setdefault((id(span.scheme), payment.id), {})
        for at in members.tolist():
            days = _days(span, mode)
            if mode == "late":
                days = [(same_day_in(alike[0], span.day), alike) for alike in sums.alike(at, span.years)]
            for day, years in days:
                key = (at, sums.much(at, years[0]), day if mode == "yearly" else None)
                said = known.get(key)
                if said is None:
                    said = self._by_sums(span, payment, day, sums, at, years[0])
                    known[key] = said
                found += [(at, year, FARM, number) for number in said for year in years]
        yield np.array(found, dtype=np.int64).reshape(-1, WIDTH)

    def _by_sums(
        self, span: Span, payment: Payment, day: date, sums: Sums, at: int, year: int
    ) -> tuple[int, ...]:
        profile = sums.profile(at)
        subject = self._subject(span, payment, day, profile, sums.claimed(at, year, profile))
        return tuple([self.sayings.of(refusal) for refusal in _refusals(subject)])

    def _subject(
        self, span: Span, payment: Payment, day: date, profile: FarmProfile, claimed: tuple[Claim, ...] = ()
    ) -> Subject:
        return Subject(profile, self.columns.rulebook, span.scheme, payment, day, claimed=claimed)

    def _said(self, refusals: Sequence[Refusal], years: Sequence[int]) -> Iterator[_Said]:
        for refusal in refusals:
            number = self.sayings.of(refusal)
            yield from ((number, year) for year in years)

    def _on_land(self, farms: Farms, stays: Mask) -> Ints:
        numbers, sets = self.columns.types.asked(farms, self._number, exactly=True), list(self._sets)
        counts = np.array([len(s) for s in sets], dtype=np.int64)
        every = np.array([pair for s in sets for pair in s], dtype=np.int64).reshape(-1, 2)
        piece = (
            np.flatnonzero((counts[numbers] > 0) & stays[farms.piece_farm])
            if len(sets)
            else np.zeros(0, np.int64)
        )
        mine = counts[numbers[piece]] if len(piece) else np.zeros(0, dtype=np.int64)
        starts = (np.cumsum(counts) - counts)[numbers[piece]] if len(piece) else mine
        said, at = every[spread(starts, mine)], np.repeat(piece, mine)
        return np.stack([farms.piece_farm[at], said[:, 1], farms.piece_place[at], said[:, 0]], axis=1)

    def _number(self, farms: Farms, kind: Kind, at: int, key: tuple[int, ...]) -> int:
        """The number of what refuses the payments on a piece."""
        number = None if kind.site.alone else self._types.get(key)
        if number is None:
            said = tuple(self._of_piece(farms, kind, at))
            number = self._sets.setdefault(said, len(self._sets))
            if not kind.site.alone:
                self._types[key] = number
        return number

    def _of_piece(self, farms: Farms, kind: Kind, at: int) -> Iterator[_Said]:
        profile, piece = one(farms, kind, at)
        for entry in kind.site.entries:
            for day, years in days_of(entry):
                key = _read_exactly(entry, profile, looks(piece, entry.reads), (day, piece.quantity))
                said = None if entry.reads.beyond else self._entries.get(key)
                if said is None:
                    measure = triggers(piece, entry.payment, self.columns.rulebook)
                    subject = Subject(
                        profile, self.columns.rulebook, entry.span.scheme, entry.payment, day, piece, measure
                    )
                    said = tuple(self._said(_refusals(subject), years))
                    if not entry.reads.beyond:
                        self._entries[key] = said
                yield from said


def _read_exactly(
    entry: Entry, profile: FarmProfile, place: tuple[object, ...], size: tuple[object, ...]
) -> tuple[object, ...]:
    told = tuple([seen(profile, path, None) for path in entry.reads.facts])
    key = (id(entry.span.scheme), entry.payment.id, entry.span.years, entry.measure, place, told, size[0])
    return (*key, size[1]) if entry.reads.size else key


def _refusals(subject: Subject) -> list[Refusal]:
    """What the ordinary eligibility refuses of one payment at one place."""
    found = Findings()
    kind = subject.payment.kind
    if kind is PaymentKind.CLASS_PREMIUM:
        assess_class(subject, found)
    elif kind is PaymentKind.ACTIVITY:
        assess_activity(subject, found)
    else:
        assess_payment(subject, found)
    return found.refusals


def _by_conditions(subject: Subject) -> tuple[list[Refusal], bool]:
    """What refuses the payment, and whether that is all there is to say whatever it is multiplied with."""
    if subject.payment.kind is PaymentKind.CLASS_PREMIUM:
        return _refusals(subject), True
    _, elsewhere = try_conditions(subject, None, Findings())
    refused = [] if elsewhere else _refusals(subject)
    return refused, elsewhere or bool(refused) or subject.payment.kind in CONTINGENT


def _days(span: Span, mode: str) -> list[tuple[date, tuple[int, ...]]]:
    """The days on which a payment for the farm is asked, with the years for which the answer holds."""
    if mode == "steady":
        return [(span.day, span.years)]
    return [(same_day_in(year, span.day), (year,)) for year in span.years]


def _rows(farm: Ints, said: Sequence[_Said]) -> Ints:
    told = np.array(said, dtype=np.int64).reshape(-1, 2)
    at, both = np.repeat(farm, len(told)), np.tile(told, (len(farm), 1))
    return np.stack([at, both[:, 1], np.full_like(at, FARM), both[:, 0]], axis=1)
