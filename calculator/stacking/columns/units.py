"""What a piece of land is offered: the ordinary engine's eligibility, asked once per type.

A *type* is a kind of piece on a farm that answers alike on every fact that its payments read. Of each payment on it the answer
is remembered by what that payment reads, so that types which differ elsewhere share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import count

from calculator.domain.claim import Claim, Terms
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, PaymentKind
from calculator.eligibility.activities import assess_activity
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.reads import Reads, reads
from calculator.eligibility.spans import Span, spans
from calculator.eligibility.subject import Findings, Subject, codes_of, triggers
from calculator.eligibility.territory import PATHS, outside
from calculator.eligibility.units import Piece
from calculator.stacking.columns.looking import looks, seen, triggered
from calculator.stacking.windows import stands

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


#: Paths of facts, each with the bounds that it is only compared with (none: its value matters).
Facts = tuple[tuple[str, tuple[Decimal, ...] | None], ...]
#: What one payment answers: a template, or whether it is open, and whether an activity waits there.
_Answer = tuple[Template | None, bool]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a type is offered: per year its templates in written order; ``open`` are payments that miss something.

    ``scoring`` are the schemes that have an activity in a year, claimed or waiting. A ``reason`` says why it is none of these.
    """

    years: tuple[tuple[Template, ...], ...]
    open: frozenset[str] = frozenset()
    scoring: frozenset[tuple[str, int]] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A payment that measures trigger, with all that it reads; ``measure`` is what it may ask of the one that triggers it."""

    span: Span
    payment: Payment
    reads: Reads
    mode: str
    measure: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Sort:
    """What measures on one piece trigger, whatever the piece: ``attributes`` and ``facts`` are all that is read of either.

    ``codes`` are the measures, with those that they imply.
    ``alone``: the answer depends on the whole farm; ``sized``: on the quantity itself; ``history``: on earlier crops.
    """

    number: int
    key: tuple[object, ...]
    codes: frozenset[str]
    entries: tuple[Entry, ...]
    attributes: tuple[str, ...]
    facts: Facts
    alone: bool
    sized: bool
    history: bool
    inside: dict[tuple[object, ...], tuple[int, tuple[Entry, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """Pieces that the rules cannot tell apart: a sample, the sort of its measures, and what is read of the place."""

    number: int
    piece: Piece
    sort: Sort
    place: tuple[object, ...]


@dataclass(slots=True)
class Units:
    """The answers under one rulebook, read on the day ``on`` of each of the years."""

    rulebook: Rulebook
    on: date
    years: range
    answers: dict[tuple[object, ...], _Answer] = field(default_factory=dict)
    templates: dict[tuple[object, ...], Template] = field(default_factory=dict)
    _by_code: dict[str, list[int]] = field(default_factory=dict)
    _entries: list[Entry] = field(default_factory=list)
    _sorts: dict[tuple[object, ...], Sort] = field(default_factory=dict)
    _insides: dict[tuple[int, ...], int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)
    _kept: tuple[object, ...] = ()

    def __post_init__(self) -> None:
        for span in spans(self.rulebook, self.years, self.on):
            for mode, payments in (("steady", span.steady), ("yearly", span.yearly), ("late", span.late)):
                for payment in payments if not span.blocked else ():
                    entry = Entry(span, payment, reads(self.rulebook, span.scheme, payment), mode)
                    for code in payment.measures:
                        self._by_code.setdefault(code, []).append(len(self._entries))
                    self._entries.append(entry)

    def take(self, other: Units) -> None:
        """Take over what holds here too, of a rulebook that differs in some schemes alone: all on which none of these bears."""
        mine, theirs = ({id(s): s for s in u.rulebook.schemes} for u in (self, other))
        differing = [s for one, it in ((mine, theirs), (theirs, mine)) for n, s in one.items() if n not in it]
        codes = {code for scheme in differing for payment in scheme.payments for code in payment.measures}
        self.answers, self.templates = dict(other.answers), dict(other.templates)
        # Answers go by the identity of their schemes.
        self._kept = (other.rulebook.schemes, other._kept)
        # Numbers are never given twice, so that those that are shared stay apart from those that are not.
        self._insides, self._numbers = dict(other._insides), other._numbers
        self._sorts = {key: sort for key, sort in other._sorts.items() if not sort.codes & codes}

    def knows(self, sort: Sort) -> bool:
        """Whether the sort is one of these rules."""
        return self._sorts.get(sort.key) is sort

    def sort(self, piece: Piece) -> Sort:
        """The sort of what lies on a piece."""
        key = tuple([(m.code, m.unit, m.width_m, m.cost_eur, m.income_forgone_eur) for m in piece.measures])
        found = self._sorts.get(key)
        if found is None:
            found = self._sorts[key] = self._sorted(piece, key)
        return found

    def _sorted(self, piece: Piece, key: tuple[object, ...]) -> Sort:
        codes = frozenset[str]().union(*(codes_of(self.rulebook, m.code) for m in piece.measures))
        places = sorted({at for code in codes for at in self._by_code.get(code, ())})
        entries = [
            replace(e, measure=triggered(piece, e.payment, self.rulebook))
            for e in (self._entries[at] for at in places)
        ]
        facts: dict[str, tuple[Decimal, ...] | None] = {}
        for entry in entries:
            for path, cuts in entry.reads.facts.items():
                before = facts.get(path, ())
                both = None if cuts is None or before is None else tuple(sorted({*before, *cuts}))
                facts[path] = both
        every = [e.reads for e in entries]
        return Sort(
            next(self._numbers), key, codes, tuple(entries),
            tuple(sorted(frozenset[str]().union(*(r.attributes for r in every)))),
            tuple(sorted(facts.items())), any(r.beyond for r in every), any(r.size for r in every),
            any(r.history for r in every),
        )  # fmt: skip

    def offer(self, kind: Kind, profile: FarmProfile, piece: Piece) -> Offer:
        """What the kind is offered on a farm; ``piece`` is one of the kind with the quantity that counts."""
        years: list[dict[str, Template]] = [{} for _ in self.years]
        open_, scoring = set[str](), set[tuple[str, int]]()
        for entry in self.inside(kind.sort, profile)[1]:
            trouble = _beyond(entry, piece)
            if trouble:
                return Offer((), reason=trouble)
            ref = f"{entry.span.scheme.id}#{entry.payment.id}"
            activity = entry.payment.kind is PaymentKind.ACTIVITY
            for day, of in _days(entry):
                found, waits = self._answer(entry, day, kind, profile, piece)
                if waits:
                    open_.add(ref)
                if activity and (found or waits):
                    scoring |= {(entry.span.scheme.id, year) for year in of}
                for year in of if found else ():
                    assert found is not None
                    years[year - self.years.start][ref] = found
        return Offer(tuple(_first_only(years)), frozenset(open_), frozenset(scoring))

    def inside(self, sort: Sort, profile: FarmProfile) -> tuple[int, tuple[Entry, ...]]:
        """The entries whose scheme is open where the farm lies, with a number that is the same for the same entries."""
        key = tuple([profile.fact(path) for path in PATHS.values()])
        found = sort.inside.get(key)
        if found is None:
            kept = tuple(e for e in sort.entries if not outside(e.span.scheme, profile, self.rulebook))
            same = tuple(map(id, kept))
            number = self._insides[same] if same in self._insides else next(self._numbers)
            self._insides[same] = number
            found = sort.inside[key] = (number, kept)
        return found

    def _answer(self, entry: Entry, day: date, kind: Kind, profile: FarmProfile, piece: Piece) -> _Answer:
        if entry.reads.beyond:
            return self._asked(entry, day, profile, piece)
        key: tuple[object, ...] = (
            id(entry.span.scheme), entry.payment.id, day, entry.measure, looks(piece, entry.reads),
            tuple([seen(profile, path, cuts) for path, cuts in entry.reads.facts.items()]),
        )  # fmt: skip
        if entry.reads.size:
            key = (*key, piece.quantity)
        found = self.answers.get(key)
        if found is None:
            found = self.answers[key] = self._asked(entry, day, profile, piece)
        return found

    def _asked(self, entry: Entry, day: date, profile: FarmProfile, piece: Piece) -> _Answer:
        """What the ordinary eligibility says of one payment on one piece."""
        found = Findings()
        measure = triggers(piece, entry.payment, self.rulebook)
        subject = Subject(profile, self.rulebook, entry.span.scheme, entry.payment, day, piece, measure)
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


def _neat(ratio: Fraction) -> Fraction:
    """The ratio as it was meant, where a quotient of decimals has been cut off at 28 digits."""
    near = ratio.limit_denominator(1_000_000_000)
    return near if abs(near - ratio) < Fraction(1, 10**20) else ratio


def _days(entry: Entry) -> Iterator[tuple[date, Sequence[int]]]:
    if entry.mode == "steady":
        yield entry.span.day, entry.span.years
    else:
        yield from ((same_day_in(year, entry.span.day), (year,)) for year in entry.span.years)


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
