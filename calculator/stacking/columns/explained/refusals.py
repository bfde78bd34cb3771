"""What refuses the payments that farms do not qualify for, with the shortfall in words, and what leaves others open: the ordinary
eligibility, asked once per type of land and per group of farms that answer alike in every number; shares of a farm's land from
its sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from calculator.domain.claim import Claim, OpenQuestion, Refusal
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.scheme import Level, Payment, PaymentKind
from calculator.eligibility.activities import assess_activity
from calculator.eligibility.class_premium import assess_class
from calculator.eligibility.payments import CONTINGENT, assess_payment, could_pay
from calculator.eligibility.reads import reads
from calculator.eligibility.spans import Span, every_condition, spans
from calculator.eligibility.subject import Findings, Subject, triggers, try_conditions
from calculator.eligibility.territory import PATHS
from calculator.stacking.columns.answer import Ints, Mask, Opened
from calculator.stacking.columns.explained.open_farm import OpenFarm, single
from calculator.stacking.columns.explained.open_farm import rows as open_rows
from calculator.stacking.columns.explained.saying import Questions, Sayings, Waitings, bits
from calculator.stacking.columns.explained.shares import Sums
from calculator.stacking.columns.farms import SCALE, Farms
from calculator.stacking.columns.land import Land, one
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.looking import looks, seen
from calculator.stacking.columns.numbering import spread
from calculator.stacking.columns.settling import Columns
from calculator.stacking.columns.sizes import quantities
from calculator.stacking.columns.sorts import Entry, Kind
from calculator.stacking.columns.straight import parts, whole
from calculator.stacking.columns.units import days_of

SHARES = "a share of land that is not kept in columns"

#: Columns of a refusal: farm, year, place, what is said.
WIDTH = 4
#: A refusal without place and year, and the year.
_Said = tuple[int, int]


@dataclass(frozen=True, slots=True)
class OnLand:
    """What is said of the payments on a piece: refusals; open questions with the years (bits), and what each could pay per unit
    of the piece (None: unknown); activities that wait, with the years.
    """

    refused: tuple[_Said, ...] = ()
    open: tuple[tuple[int, int, Fraction | None], ...] = ()
    waits: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Refusing:
    """The refusals and open questions of farms under the rules of ``columns``; what was asked of land is kept for the next part.

    ``open`` gains the rows of ``open_farm``; ``pieces`` is what is said of each piece, a number of ``sets``.
    """

    columns: Columns
    sayings: Sayings = field(default_factory=Sayings)
    questions: Questions = field(default_factory=Questions)
    waitings: Waitings = field(default_factory=Waitings)
    open: list[Ints] = field(default_factory=list)
    pieces: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _of_open: OpenFarm = field(init=False)
    _entries: dict[tuple[object, ...], OnLand] = field(default_factory=dict)
    _types: dict[tuple[int, ...], int] = field(default_factory=dict)
    _sets: dict[OnLand, int] = field(default_factory=dict)
    _farms: dict[tuple[object, ...], tuple[tuple[_Said, ...], bool]] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)
    _amounts: dict[Fraction, int] = field(default_factory=dict)
    _asked: dict[tuple[int, str], dict[tuple[object, ...], tuple[int, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._of_open = OpenFarm(self.columns, self.questions)

    def of(self, farms: Farms, land: Land, stays: Mask, open_: Opened) -> Iterator[Ints]:
        """Rows of the farms that stay: farm, year, place, what is said. ``left`` takes those of which it cannot be said.

        ``open_`` are payments that are open.
        """
        self.left, self._asked, self.open = {}, {}, []
        yield self._on_land(farms, stays)
        for span in spans(self.columns.rulebook, self.columns.years, self.columns.on):
            inside = stays & self.columns.places.within(span.scheme, farms)
            if not inside.any():
                continue
            if span.blocked:
                self.open += [self._blocked(span, payment, np.flatnonzero(inside)) for payment in _every(span)]
                continue
            yield from self._of_span(span, farms, land, inside, open_)

    def _blocked(self, span: Span, payment: Payment, members: Ints) -> Ints:
        """A payment of a scheme of which nobody accepted what is not worked out."""
        texts = tuple(n.text for n in span.scheme.not_modelled if not n.accepted)
        question = OpenQuestion(span.scheme.id, payment.id, "farm", span.day.year, texts, (), None)
        return open_rows(members, FARM, self.questions.of(question), self._bits(span.years), None)

    def _bits(self, years: Sequence[int]) -> int:
        return bits(years, self.columns.years.start)

    def _of_span(
        self, span: Span, farms: Farms, land: Land, inside: Mask, open_: Opened
    ) -> Iterator[Ints]:
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
        for question in _findings(self._subject(span, payment, day, profile)).open:
            self.open.append(single(at, question, years, first, self.questions))

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
            silent, waits = self.columns.payments.standing(span.scheme, payment, day, farms, members)
            if payment.kind is not PaymentKind.CLASS_PREMIUM:
                self.open += self._of_open.of(span, payment, day, self._bits(years), farms, members[waits[members]])
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
                    yield _rows(np.array([at]), tuple(self._said(_findings(subject).refusals, years)))

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
                    said, waits = self._by_sums(span, payment, day, sums, at, years[0])
                    # What is open could pay another amount on another day.
                    if not waits:
                        known[key] = said
                    for question in waits:
                        self.open.append(single(at, question, years, self.columns.years.start, self.questions))
                found += [(at, year, FARM, number) for number in said for year in years]
        yield np.array(found, dtype=np.int64).reshape(-1, WIDTH)

    def _by_sums(
        self, span: Span, payment: Payment, day: date, sums: Sums, at: int, year: int
    ) -> tuple[tuple[int, ...], list[OpenQuestion]]:
        profile = sums.profile(at)
        subject = self._subject(span, payment, day, profile, sums.claimed(at, year, profile))
        found = _findings(subject)
        return tuple([self.sayings.of(refusal) for refusal in found.refusals]), found.open

    def _subject(
        self, span: Span, payment: Payment, day: date, profile: FarmProfile, claimed: tuple[Claim, ...] = ()
    ) -> Subject:
        return Subject(profile, self.columns.rulebook, span.scheme, payment, day, claimed=claimed)

    def _said(self, refusals: Sequence[Refusal], years: Sequence[int]) -> Iterator[_Said]:
        for refusal in refusals:
            number = self.sayings.of(refusal)
            yield from ((number, year) for year in years)

    def _on_land(self, farms: Farms, stays: Mask) -> Ints:
        self.pieces = numbers = self.columns.types.asked(farms, self._number, exactly=True)
        at, mine = _each(numbers, [s.refused for s in self.sets], stays[farms.piece_farm], 2)
        asked, questions = _each(numbers, self._questions(), stays[farms.piece_farm], 3)
        much, question = farms.piece_quantity[asked], questions[:, 0]
        found = open_rows(farms.piece_farm[asked], farms.piece_place[asked], 0, 0, np.zeros_like(asked))
        found[:, 2], found[:, 3], found[:, 5] = question, questions[:, 1], questions[:, 2] >= 0
        for place in np.unique(questions[:, 2]).tolist():
            if place >= 0:
                here = questions[:, 2] == place
                found[here, 4] = whole((Fraction(1, 2), list(self._amounts)[place] / SCALE), much[here])
        self.open.append(found)
        return np.stack([farms.piece_farm[at], mine[:, 1], farms.piece_place[at], mine[:, 0]], axis=1)

    @property
    def sets(self) -> list[OnLand]:
        """What is said on land, by number."""
        return list(self._sets)

    def _questions(self) -> list[list[tuple[int, int, int]]]:
        """Per set its questions with their years, and the number of what they could pay per unit."""
        amounts = self._amounts
        return [
            [(q, years, -1 if each is None else amounts.setdefault(each, len(amounts))) for q, years, each in s.open]
            for s in self._sets
        ]

    def _number(self, farms: Farms, kind: Kind, at: int, key: tuple[int, ...]) -> int:
        """The number of what is said of the payments on a piece."""
        number = None if kind.site.alone else self._types.get(key)
        if number is None:
            number = self._sets.setdefault(_together(self._of_piece(farms, kind, at)), len(self._sets))
            if not kind.site.alone:
                self._types[key] = number
        return number

    def _of_piece(self, farms: Farms, kind: Kind, at: int) -> Iterator[OnLand]:
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
                    said = self._asked_there(subject, years, Fraction(piece.quantity))
                    if not entry.reads.beyond:
                        self._entries[key] = said
                yield said

    def _asked_there(self, subject: Subject, years: Sequence[int], quantity: Fraction) -> OnLand:
        found, when = _findings(subject), self._bits(years)
        if not found.open:
            return OnLand(tuple(self._said(found.refusals, years)))
        number = self.questions.of(found.open[0])
        most = None if found.waiting else could_pay(subject)
        waits = tuple((self.waitings.of(w, number, quantity), when) for w in found.waiting)
        return OnLand((), ((number, when, None if most is None else most / quantity),), waits)


def _together(every: Iterable[OnLand]) -> OnLand:
    """What is said of all payments; the same question in other years is asked once."""
    refused, waits = list[_Said](), dict[int, int]()
    asked = dict[tuple[int, Fraction | None], int]()
    for said in every:
        refused += said.refused
        for question, years, each in said.open:
            asked[question, each] = asked.get((question, each), 0) | years
        for number, years in said.waits:
            waits[number] = waits.get(number, 0) | years
    return OnLand(tuple(refused), tuple((q, y, each) for (q, each), y in asked.items()), tuple(waits.items()))


def _each(numbers: Ints, sets: Sequence[Sequence[tuple[int, ...]]], stays: Mask, width: int) -> tuple[Ints, Ints]:
    """The members of the sets of all pieces that stay: the piece, and the member."""
    counts = np.array([len(s) for s in sets], dtype=np.int64)
    every = np.array([member for s in sets for member in s], dtype=np.int64).reshape(-1, width)
    if not len(sets):
        return np.zeros(0, dtype=np.int64), every
    piece = np.flatnonzero((counts[numbers] > 0) & stays)
    mine = counts[numbers[piece]]
    starts = (np.cumsum(counts) - counts)[numbers[piece]]
    return np.repeat(piece, mine), every[spread(starts, mine)]


def _read_exactly(
    entry: Entry, profile: FarmProfile, place: tuple[object, ...], size: tuple[object, ...]
) -> tuple[object, ...]:
    told = tuple([seen(profile, path, None) for path in entry.reads.facts])
    key = (id(entry.span.scheme), entry.payment.id, entry.span.years, entry.measure, place, told, size[0])
    return (*key, size[1]) if entry.reads.size else key


def _every(span: Span) -> tuple[Payment, ...]:
    return (*span.steady, *span.yearly, *span.late, *span.premiums)


def _findings(subject: Subject) -> Findings:
    """What the ordinary eligibility says of one payment at one place."""
    found = Findings()
    kind = subject.payment.kind
    if kind is PaymentKind.CLASS_PREMIUM:
        assess_class(subject, found)
    elif kind is PaymentKind.ACTIVITY:
        assess_activity(subject, found)
    else:
        assess_payment(subject, found)
    return found


def _by_conditions(subject: Subject) -> tuple[list[Refusal], bool]:
    """What refuses the payment, and whether that is all there is to say whatever it is multiplied with."""
    if subject.payment.kind is PaymentKind.CLASS_PREMIUM:
        return _findings(subject).refusals, True
    _, elsewhere = try_conditions(subject, None, Findings())
    refused = [] if elsewhere else _findings(subject).refusals
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
