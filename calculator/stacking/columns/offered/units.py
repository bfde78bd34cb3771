"""What a piece of land is offered: the ordinary engine's eligibility, asked once per type.

A *type* is a kind of piece on a farm that answers alike on every fact that its payments read. Of each payment on it the answer
is remembered by what that payment reads, so that types which differ elsewhere share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.claim import Claim, Terms
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import PaymentKind
from calculator.eligibility.earning import earning
from calculator.eligibility.eco.activities import assess_activity
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.subject import Findings, Subject, triggers
from calculator.eligibility.units import Piece
from calculator.stacking.columns.reading.looking import looks, place_of, seen
from calculator.stacking.columns.reading.sharing import otherwise
from calculator.stacking.columns.reading.sorts import Entry, Facts, Kind, Site, Sorts, days_of
from calculator.stacking.law.windows import stands

LATE = "a payment that looks at contracts"
GLMC8 = "land that fulfils GLMC 8"


@dataclass(frozen=True, slots=True)
class Template:
    """A claim on one unit of a kind of piece: its terms, and how many units of measure there are to one of the piece.

    ``granted`` is the grant date in the first year in which it was asked, ``stands`` whether a ceiling over years counts it.
    """

    terms: Terms
    factor: Fraction
    granted: date
    costs: tuple[tuple[str, Fraction], ...]
    once: bool

    def in_year(self, year: int, quantity: Decimal = Decimal(1), at: str = "") -> Claim:
        """The claim on that much of a piece."""
        each = Decimal(self.factor.numerator) / Decimal(self.factor.denominator)
        granted = same_day_in(year, self.granted)
        return Claim(self.terms, at, f"{at}/1", year, quantity * each, "", granted, None, self.costs)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a payment is asked for a piece: what it is called, on which days, and what it reads."""

    entry: Entry
    scheme: str
    ref: str
    activity: bool
    key: tuple[object, ...]
    attributes: tuple[str, ...]
    facts: Facts
    days: tuple[tuple[date, Sequence[int]], ...]
    reading: int

    @classmethod
    def of(cls, entry: Entry, readings: dict[tuple[object, ...], int]) -> Plan:
        """Of one payment; ``readings`` numbers what payments read, the same for those that read the same."""
        scheme, read = entry.span.scheme, entry.reads
        attributes, facts = tuple(sorted(read.attributes)), tuple(read.facts.items())
        reading = readings.setdefault((attributes, facts, read.history, read.size), len(readings))
        return cls(
            entry, scheme.id, f"{scheme.id}#{entry.payment.id}", entry.payment.kind is PaymentKind.ACTIVITY,
            (id(scheme), entry.payment.id, entry.measure), attributes, facts, tuple(days_of(entry)), reading,
        )  # fmt: skip

    def looks(self, profile: FarmProfile, piece: Piece, *, exactly: bool = False) -> tuple[object, ...]:
        """All that the payment reads there, the day apart; ``exactly``: facts that are only compared by their value too."""
        read = self.entry.reads
        place = place_of(piece, self.attributes, history=read.history)
        told = tuple([seen(profile, path, None if exactly else cuts) for path, cuts in self.facts])
        return (place, told, *extents(piece)) if read.size else (place, told)


#: What one payment answers: a template, or whether it is open, and whether an activity waits there.
_Answer = tuple[Template | None, bool]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a type is offered: per year its templates in written order; ``open`` are payments that miss something.

    ``scoring`` are the schemes that have an activity in a year, claimed or waiting. ``beside`` could be claimed in that year
    but is not paid: its legal basis has ended, it was paid before, or aid received is unknown. A ``reason`` says why it is
    none of these.
    """

    years: tuple[tuple[Template, ...], ...]
    open: frozenset[str] = frozenset()
    scoring: frozenset[tuple[str, int]] = frozenset()
    reason: str = ""
    beside: tuple[tuple[int, Template], ...] = ()


@dataclass(slots=True)
class Units:
    """The answers under one rulebook, read on the day ``on`` of each of the years."""

    rulebook: Rulebook
    on: date
    years: range
    answers: dict[tuple[object, ...], _Answer] = field(default_factory=dict)
    templates: dict[tuple[object, ...], Template] = field(default_factory=dict)
    sorts: Sorts = field(init=False)
    _kept: tuple[object, ...] = ()
    _plans: dict[int, tuple[Site, tuple[Plan, ...]]] = field(default_factory=dict)
    _plan_of: dict[int, Plan] = field(default_factory=dict)
    _readings: dict[tuple[object, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sorts = Sorts(self.rulebook, self.on, self.years)

    def take(self, other: Units) -> None:
        """Take over what holds here too, of a rulebook that differs in some schemes alone."""
        anew = otherwise(self.rulebook, other.rulebook)
        self.answers = {key: found for key, found in other.answers.items() if key[0] not in anew}
        self.templates = dict(other.templates)
        # Answers go by the identity of their schemes.
        self._kept = (other.rulebook.schemes, other._kept)
        self.sorts.take(other.sorts)

    def offer(self, kind: Kind, profile: FarmProfile, piece: Piece) -> Offer:
        """What the kind is offered on a farm; ``piece`` is one of the kind with the quantity that counts."""
        years: list[dict[str, Template]] = [{} for _ in self.years]
        open_, scoring, told = set[str](), set[tuple[str, int]](), dict[int, tuple[object, ...]]()
        for plan in self.planned(kind.site):
            trouble = _beyond(plan.entry, piece)
            if trouble:
                return Offer((), reason=trouble)
            reads_ = None
            if not plan.entry.reads.beyond:
                reads_ = told.get(plan.reading)
                if reads_ is None:
                    reads_ = told[plan.reading] = plan.looks(profile, piece)
            for day, of in plan.days:
                found, waits = self._answer(plan, day, reads_, profile, piece)
                if waits:
                    open_.add(plan.ref)
                if plan.activity and (found or waits):
                    scoring |= {(plan.scheme, year) for year in of}
                for year in of if found else ():
                    assert found is not None
                    years[year - self.years.start][plan.ref] = found
        kept = tuple(_first_only(years))
        beside = [
            (year, t)
            for year, all_, paid in zip(self.years, years, kept, strict=True)
            if len(all_) > len(paid)
            for ref, t in sorted(all_.items())
            if ref not in {p.terms.ref for p in paid}
        ]
        return Offer(kept, frozenset(open_), frozenset(scoring), beside=tuple(beside))

    def planned(self, site: Site) -> tuple[Plan, ...]:
        """How to ask each payment of the site."""
        found = self._plans.get(id(site))
        if found is None:
            # The site is kept beside it, so that nothing else can come to bear its identity.
            found = self._plans[id(site)] = (site, tuple([self._plan(entry) for entry in site.entries]))
        return found[1]

    def _plan(self, entry: Entry) -> Plan:
        """How to ask a payment, wherever it is asked."""
        found = self._plan_of.get(id(entry))
        if found is None:
            # A plan holds its entry, so that nothing else can come to bear its identity.
            found = self._plan_of[id(entry)] = Plan.of(entry, self._readings)
        return found

    def _answer(
        self, plan: Plan, day: date, reads_: tuple[object, ...] | None, profile: FarmProfile, piece: Piece
    ) -> _Answer:
        if reads_ is None:
            return self._asked(plan.entry, day, profile, piece)
        key = (*plan.key, day, reads_)
        found = self.answers.get(key)
        if found is None:
            found = self.answers[key] = self._asked(plan.entry, day, profile, piece)
        return found

    def _asked(self, entry: Entry, day: date, profile: FarmProfile, piece: Piece) -> _Answer:
        """What the ordinary eligibility says of one payment on one piece."""
        found = Findings()
        measure = triggers(piece, entry.payment, self.rulebook)
        subject = earning(
            Subject(profile, self.rulebook, entry.span.scheme, entry.payment, day, piece, measure)
        )
        if entry.payment.kind is PaymentKind.ACTIVITY:
            assess_activity(subject, found)
        else:
            assess_payment(subject, found)
        if not found.claims:
            return None, bool(found.open)
        claim = found.claims[0]
        factor = _neat(Fraction(claim.quantity) / Fraction(piece.quantity))
        key = (id(claim.terms), factor, claim.grant_date, claim.costs, entry.payment.once)
        made = Template(claim.terms, factor, claim.grant_date, claim.costs, entry.payment.once)
        return self.templates.setdefault(key, made), False

    def waits_for_aid(self, template: Template, year: int) -> bool:
        """Whether a ceiling over years counts it, so that it is open while aid received is unknown."""
        return stands(self.rulebook, template.in_year(year))


def read_of(entry: Entry, day: date, profile: FarmProfile, piece: Piece) -> tuple[object, ...]:
    """All that a payment reads there: who agrees on it is answered alike, unless it looks at more of the farm."""
    key: tuple[object, ...] = (
        id(entry.span.scheme), entry.payment.id, day, entry.measure, looks(piece, entry.reads),
        tuple([seen(profile, path, cuts) for path, cuts in entry.reads.facts.items()]),
    )  # fmt: skip
    return (*key, *extents(piece)) if entry.reads.size else key


def extents(piece: Piece) -> tuple[object, ...]:
    """How large it is, and how much of each of its measures there is on its place."""
    return piece.quantity, *[(m.code, m.quantity) for m in piece.measures]


def _neat(ratio: Fraction) -> Fraction:
    """The ratio as it was meant, where a quotient of decimals has been cut off at 28 digits."""
    near = ratio.limit_denominator(1_000_000_000)
    return near if abs(near - ratio) < Fraction(1, 10**20) else ratio


def _beyond(entry: Entry, piece: Piece) -> str:
    """Why the payment cannot be asked for one piece alone; empty where it can."""
    if entry.mode == "late":
        return LATE
    if entry.payment.value_zero_when == "glmc8" and piece.parcel is not None and piece.parcel.glmc8_ha:
        return GLMC8
    return ""


def _first_only(years: list[dict[str, Template]]) -> Iterator[tuple[Template, ...]]:
    """What is paid once stays in the first year in which it is offered; what has ended counts no more."""
    done: set[str] = set()
    for offered in years:
        now = {ref: t for ref, t in offered.items() if not (t.once and ref in done)} if offered else offered
        done |= {ref for ref, t in now.items() if t.once}
        yield tuple([now[ref] for ref in sorted(now) if not now[ref].terms.continuation])
