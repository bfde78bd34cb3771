"""What farms are paid as a whole: the ordinary engine asked once per set of answers, amounts as lines over the quantity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from calculator.domain.claim import Claim
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.domain.quantity import GRAIN
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, Scheme
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.reads import Reads, reads
from calculator.eligibility.spans import Span, spans
from calculator.eligibility.subject import Findings, Subject
from calculator.eligibility.territory import looks_at, outside
from calculator.stacking.columns.answer import Ints, Mask, Opened
from calculator.stacking.columns.farms import FINE, Farms
from calculator.stacking.columns.sizes import MISSING, ODD, Asked, Straight, knots_of, quantities, stretches
from calculator.stacking.columns.units import LATE, stretch


@dataclass(frozen=True, slots=True, eq=False)
class Granted:
    """One payment to some farms, the same in each of ``years``: cents as a line says them, and exactly in micro-cents.

    ``claim`` stands for all of them: its terms hold but for the rate. ``quantity`` is in millionths.
    """

    claim: Claim
    years: tuple[int, ...]
    farm: Ints
    cents: Ints
    exact: Ints
    quantity: Ints

    def of(self, mask: Mask) -> Granted:
        """To some of its farms."""
        return Granted(
            self.claim, self.years, self.farm[mask], self.cents[mask], self.exact[mask], self.quantity[mask]
        )


def in_year(claim: Claim, year: int) -> Claim:
    """The claim as it is granted in that year."""
    return replace(claim, year=year, grant_date=same_day_in(year, claim.grant_date))


@dataclass(slots=True)
class FarmPayments:
    """All payments for the farm itself under one rulebook, but for class premiums."""

    rulebook: Rulebook
    on: date
    years: range
    answers: dict[tuple[object, ...], Asked] = field(default_factory=dict)
    _spans: list[Span] = field(init=False)

    def __post_init__(self) -> None:
        # They are kept, so that nothing else can come to bear the identity under which answers are remembered.
        self._spans = sorted(spans(self.rulebook, self.years, self.on), key=lambda s: s.years[0])

    def of(self, farms: Farms, left: dict[int, str], open_: Opened) -> list[Granted]:
        """What the farms are granted; ``left`` and ``open_`` gain the farms to leave, and what is open."""
        found: list[Granted] = []
        done: dict[str, Ints] = {}
        places = Whereabouts(self.rulebook, farms)
        for span in self._spans:
            inside = places.within(span.scheme)
            if not inside.any():
                continue
            if span.blocked:
                refs = [f"{span.scheme.id}#{p.id}" for p in span.scheme.payments]
                for ref in refs:
                    open_.add(ref, np.flatnonzero(inside))
                continue
            for payment in span.late:
                if payment.level is Level.FARM:
                    known = quantities(payment, farms)
                    for at in np.flatnonzero(inside & (known != MISSING) & (known != 0)).tolist():
                        left.setdefault(at, LATE)
            for payment, mode in (
                *((p, "steady") for p in span.steady),
                *((p, "yearly") for p in span.yearly),
            ):
                if payment.level is Level.FARM:
                    self._payment(_Case(span, payment, mode), farms, inside, found, left, open_, done)
        return found

    def _payment(
        self,
        case: _Case,
        farms: Farms,
        inside: Mask,
        found: list[Granted],
        left: dict[int, str],
        open_: Opened,
        done: dict[str, Ints],
    ) -> None:
        sizes = quantities(case.payment, farms)
        for at in np.flatnonzero(inside & (sizes == ODD)).tolist():
            left.setdefault(at, FINE)
        usable = np.flatnonzero(inside & (sizes != ODD) & (sizes != 0))
        for day, years in case.days():
            for line, members in self._lines(case, day, farms, usable, sizes):
                if line.open:
                    open_.add(case.ref, members)
                if line.claim is None or line.claim.terms.continuation:
                    continue
                mine = np.array(members, dtype=np.int64)
                if case.payment.once:
                    paid = done.setdefault(case.ref, np.zeros(len(farms), dtype=np.int64))
                    mine, years = mine[paid[mine] == 0], years[:1]
                    paid[mine] = 1
                if len(mine):
                    found.append(_granted(line, tuple(years), mine, sizes[mine]))

    def _lines(
        self, case: _Case, day: date, farms: Farms, usable: Ints, sizes: Ints
    ) -> Iterator[tuple[Straight, Sequence[int]]]:
        read = reads(self.rulebook, case.span.scheme, case.payment)
        by_size = usable[np.argsort(sizes[usable], kind="stable")]
        knots = () if case.payment.quantity in ("one", "area") else knots_of(case.payment)
        for members, key in grouped(farms, read, by_size):

            def ask(at: int, key: tuple[object, ...] = key) -> Asked:
                return self._ask(case, day, read, farms, at, (*key, int(sizes[at])))

            if read.beyond or _listed(case.payment, farms):
                yield from ((_single(ask(at)), (at,)) for at in members.tolist())
                continue
            missing = members[sizes[members] == MISSING].tolist()
            if missing:
                yield _single(ask(missing[0])), missing
            known = members[sizes[members] != MISSING].tolist()
            if known:
                yield from stretches(known, sizes, ask, knots)

    def _ask(
        self, case: _Case, day: date, read: Reads, farms: Farms, at: int, key: tuple[object, ...]
    ) -> Asked:
        """What the ordinary eligibility says of one payment to one farm; remembered by all that it reads."""
        whole = (id(case.span), case.payment.id, day, *key)
        found = None if read.beyond else self.answers.get(whole)
        if found is None:
            gathered = Findings()
            subject = Subject(farms.profiles[at], self.rulebook, case.span.scheme, case.payment, day)
            assess_payment(subject, gathered)
            found = (gathered.claims[0] if gathered.claims else None, bool(gathered.open))
            if not read.beyond and _memorable(case.payment):
                self.answers[whole] = found
        return found


def _listed(payment: Payment, farms: Farms) -> bool:
    """Whether a farm may give a list of amounts, which may count one by one."""
    farms.words.values(payment.quantity)
    return payment.quantity in farms.words.listed


def _memorable(payment: Payment) -> bool:
    """Whether an answer may be kept for other populations: none that holds how much a farm has."""
    return payment.quantity in ("one", "area")


@dataclass(frozen=True, slots=True)
class _Case:
    span: Span
    payment: Payment
    mode: str

    @property
    def ref(self) -> str:
        return f"{self.span.scheme.id}#{self.payment.id}"

    def days(self) -> Iterator[tuple[date, Sequence[int]]]:
        if self.mode == "steady":
            yield self.span.day, self.span.years
            return
        for year in self.span.years:
            yield same_day_in(year, self.span.day), (year,)


def _single(asked: Asked) -> Straight:
    claim, open_ = asked
    if claim is None:
        return Straight(None, open_)
    zero = Fraction(0)
    return Straight(claim, open_, (Fraction(claim.quantity), zero), (claim.rate.expected, zero))


def _granted(line: Straight, years: tuple[int, ...], farm: Ints, sizes: Ints) -> Granted:
    """The amounts on a line, in whole numbers of any length; OverflowError where one does not fit in the columns."""
    claim = line.claim
    assert claim is not None
    grain = Fraction(GRAIN[claim.unit])
    size = sizes.astype(object)
    (much, under), (rate, below) = _over_one(line.quantity, size), _over_one(line.rate, size)
    steps = much * grain.denominator // (under * grain.numerator)
    whole = below * grain.denominator
    cents = (2 * rate * steps * grain.numerator + whole) // (2 * whole)
    exact, taken = rate * much * MICRO // (below * under), much * MICRO // under
    return Granted(
        claim, years, farm, *(np.asarray(x + 0 * size, dtype=np.int64) for x in (cents, exact, taken))
    )


def _over_one(line: tuple[Fraction, Fraction], size: Ints) -> tuple[Ints, int]:
    """A number plus a slope times the sizes, as numerators over one denominator."""
    start, slope = line
    under = start.denominator * slope.denominator
    return start.numerator * slope.denominator + slope.numerator * start.denominator * size, under


@dataclass(slots=True)
class Whereabouts:
    """Which farms lie where a scheme is open: asked of one of all farms that give the same places."""

    rulebook: Rulebook
    farms: Farms
    known: dict[tuple[str, ...], tuple[Ints, Ints]] = field(default_factory=dict)

    def within(self, scheme: Scheme) -> Mask:
        """Whether each farm lies inside the territory."""
        paths = tuple(looks_at(scheme))
        if not paths:
            return np.ones(len(self.farms), dtype=np.bool_)
        if paths not in self.known:
            alike = projected(self.farms, [(path, None) for path in paths])
            _, firsts, group = np.unique(alike, return_index=True, return_inverse=True)
            self.known[paths] = firsts, group
        firsts, group = self.known[paths]
        profiles = self.farms.profiles
        inside = [not outside(scheme, profiles[at], self.rulebook) for at in firsts.tolist()]
        return np.array(inside, dtype=np.bool_)[group]


def grouped(farms: Farms, read: Reads, members: Ints) -> Iterator[tuple[Ints, tuple[object, ...]]]:
    """The members in groups that answer alike on all that is read, each in the order given."""
    codes = projected(farms, tuple(sorted(read.facts.items())))[members]
    order = np.argsort(codes, kind="stable")
    bounds = np.flatnonzero(np.diff(codes[order])) + 1
    for part in np.split(members[order], bounds) if len(members) else ():
        yield part, tuple(_read(farms, int(part[0]), path, cuts) for path, cuts in read.facts.items())


def _read(farms: Farms, at: int, path: str, cuts: tuple[Decimal, ...] | None) -> object:
    column = farms.codes.get(path)
    if column is None or column[at] < 0:
        return None
    value = farms.words.values(path)[column[at]]
    return value.__class__, stretch(value, cuts)


def projected(farms: Farms, facts: Sequence[tuple[str, tuple[Decimal, ...] | None]]) -> Ints:
    """A number per farm that is the same for farms which answer alike on the facts."""
    found = np.zeros(len(farms), dtype=np.int64)
    for path, cuts in facts:
        column = farms.codes.get(path)
        if column is None:
            continue
        known: dict[object, int] = {}
        values = [
            known.setdefault((v.__class__, stretch(v, cuts)), len(known)) for v in farms.words.values(path)
        ]
        mapped = np.array([*values, len(known)], dtype=np.int64)[column]
        _, found = np.unique(found * (len(known) + 1) + mapped, return_inverse=True)
    return found
