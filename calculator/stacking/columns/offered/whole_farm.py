"""What farms are paid as a whole: the ordinary engine asked once per set of answers, amounts as lines over the quantity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

import numpy as np

from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, Scheme
from calculator.eligibility.amounts.quantities import without_cap
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.reads import Reads, facts_on, reads
from calculator.eligibility.spans import Span, spans
from calculator.eligibility.subject import Findings, Subject
from calculator.stacking.columns.answer import Ints, Mask, Opened
from calculator.stacking.columns.offered.density import answering, land_of
from calculator.stacking.columns.offered.granted import Granted, on_line
from calculator.stacking.columns.offered.measuring import (
    BELOW,
    SIDES,
    Measured,
    bends,
    left_to_pay,
    measured,
)
from calculator.stacking.columns.offered.sizes import (
    MISSING,
    ODD,
    Asked,
    Straight,
    flat,
    knots_of,
    listed,
    quantities,
    seen_by,
)
from calculator.stacking.columns.offered.straight import Lines, parts
from calculator.stacking.columns.offered.units import LATE
from calculator.stacking.columns.reading.farms import FINE, Farms
from calculator.stacking.columns.reading.lying import lying_alike
from calculator.stacking.columns.reading.numbering import among
from calculator.stacking.columns.reading.sharing import otherwise
from calculator.stacking.columns.reading.whereabouts import Whereabouts


@dataclass(slots=True)
class FarmPayments:
    """All payments for the farm itself under one rulebook, but for class premiums."""

    rulebook: Rulebook
    on: date
    years: range
    places: Whereabouts
    lines: dict[tuple[object, ...], Lines] = field(default_factory=dict)
    _spans: list[Span] = field(init=False)
    _kept: tuple[object, ...] = ()

    def __post_init__(self) -> None:
        # They are kept, so that nothing else can come to bear the identity under which answers are remembered.
        self._spans = sorted(spans(self.rulebook, self.years, self.on), key=lambda s: s.years[0])

    def take(self, other: FarmPayments) -> None:
        """Take over the lines of schemes that both have; those of others are never asked for."""
        anew = otherwise(self.rulebook, other.rulebook)
        self.lines = {key: found.copy() for key, found in other.lines.items() if key[0] not in anew}
        # Lines go by the identity of their schemes.
        self._kept = (other._spans, other._kept)

    def of(
        self, farms: Farms, left: dict[int, str], open_: Opened, ended: list[Granted] | None = None
    ) -> list[Granted]:
        """What the farms are granted; ``left`` and ``open_`` gain the farms to leave, and what is open.

        ``ended`` gains what is granted after the end of its legal basis.
        """
        found: list[Granted] = []
        after = [] if ended is None else ended
        done: dict[str, Ints] = {}
        for span in self._spans:
            inside = self.places.within(span.scheme, farms)
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
                    self._payment(
                        _Case(span, payment, mode), farms, inside, (found, after), left, open_, done
                    )
        return found

    def standing(
        self, scheme: Scheme, payment: Payment, day: date, farms: Farms, members: Ints
    ) -> tuple[Mask, Mask, Mask]:
        """The farms, of these, of which the payment is neither claimed nor open, those of which it is open, and those that claim
        it; farms of which that is not known are none of them.

        It is asked of farms that were settled.
        """
        silent, waits, claimed = np.zeros((3, len(farms)), dtype=np.bool_)
        read, facts = reads(self.rulebook, scheme, payment), facts_on(self.rulebook, scheme, payment, day)
        known = self.lines.get((id(scheme), payment.id, day, facts))
        if known is not None and known.lines:
            codes = answering(farms, facts, read, payment, day, members)[members]
            sizes = quantities(payment, farms)[members]
            apart = np.zeros(len(members), dtype=np.bool_)
            if read.measured:
                how = self._measured(scheme, payment, day, farms, members, codes, None)
                codes, sizes, apart = how.codes(codes), how.size, how.apart
            on = np.where(apart, -1, known.on_lines(codes, sizes))
            mute = np.array([line.claim is None and not line.open for line in known.lines], dtype=np.bool_)
            open_ = np.array([line.open for line in known.lines], dtype=np.bool_)
            silent[members], waits[members] = (on >= 0) & mute[on], (on >= 0) & open_[on]
            claimed[members] = (on >= 0) & ~(mute | open_)[on]
        return silent, waits, claimed

    def _payment(
        self,
        case: _Case,
        farms: Farms,
        inside: Mask,
        found: tuple[list[Granted], list[Granted]],
        left: dict[int, str],
        open_: Opened,
        done: dict[str, Ints],
    ) -> None:
        """``found`` gains what is granted: in time, and after the end of its legal basis."""
        sizes = quantities(case.payment, farms)
        for at in np.flatnonzero(inside & (sizes == ODD)).tolist():
            left.setdefault(at, FINE)
        usable = np.flatnonzero(inside & (sizes != ODD) & (sizes != 0))
        for day, years in case.days():
            for line, members, much in self._lines(case, day, farms, usable, sizes):
                if line.open:
                    open_.add(case.ref, members)
                if line.claim is None:
                    continue
                mine = members
                if case.payment.once:
                    paid = done.setdefault(case.ref, np.zeros(len(farms), dtype=np.int64))
                    new = paid[mine] == 0
                    mine, much, years = mine[new], much[new], years[:1]
                    paid[mine] = 1
                if len(mine):
                    into = found[line.claim.terms.continuation]
                    into.append(on_line(line, tuple(years), mine, much))

    def _lines(
        self, case: _Case, day: date, farms: Farms, usable: Ints, sizes: Ints
    ) -> Iterator[tuple[Straight, Ints, Ints]]:
        """Lines with the farms on them, and where each of these lies on it."""
        read = reads(self.rulebook, case.span.scheme, case.payment)
        facts = facts_on(self.rulebook, case.span.scheme, case.payment, day)
        by_item = listed(case.payment, farms)
        if read.alone or read.anywhere or by_item:
            ask = self._asking(case, day, farms, read)
            alone = read.alone or by_item
            for mine in (
                [np.array([at]) for at in usable]
                if alone
                else lying_alike(farms, facts, read.anywhere, usable, sizes)
            ):
                yield flat(ask(int(mine[0]))), mine, sizes[mine]
            return
        codes = answering(farms, facts, read, case.payment, day, usable)[usable]
        if read.measured:
            yield from self._on_measured(case, day, farms, usable, codes)
            return
        known = self.lines.setdefault((id(case.span.scheme), case.payment.id, day, facts), Lines())
        knots: tuple[Fraction, ...] = ()
        found = known.on_lines(codes, sizes[usable])
        if case.payment.quantity not in ("one", "area"):
            knots = knots_of(case.payment) if (found < 0).any() else ()
        if (found < 0).any() and farms.whole is not None and not read.counts:
            # Asked of all who answer alike, so that no other part of the population asks once more.
            every = farms.whole
            much, inside = quantities(case.payment, every), self.places.within(case.span.scheme, every)
            alike = answering(every, facts, read, case.payment, day)
            there = np.flatnonzero(among(alike, codes[found < 0]) & inside & (much != ODD) & (much != 0))
            known.learn(there, alike[there], much, self._asking(case, day, every, read), knots)
            found = known.on_lines(codes, sizes[usable])
        left = found < 0
        if left.any():
            ask = self._asking(case, day, farms, read)
            found[left] = known.learn(usable[left], codes[left], sizes, ask, knots)
        for places in parts(found, np.arange(len(found))):
            mine = usable[places]
            yield known.lines[int(found[places[0]])], mine, sizes[mine]

    def _on_measured(
        self, case: _Case, day: date, farms: Farms, usable: Ints, codes: Ints
    ) -> Iterator[tuple[Straight, Ints, Ints]]:
        """As ``_lines``, by what is left to pay for and what the cap goes by."""
        scheme, payment = case.span.scheme, case.payment
        read, facts = reads(self.rulebook, scheme, payment), facts_on(self.rulebook, scheme, payment, day)
        ask = self._asking(case, day, farms, read)
        bare = replace(case, payment=without_cap(payment))
        how = self._measured(scheme, payment, day, farms, usable, codes, self._asking(bare, day, farms, read))
        for at in usable[how.apart].tolist():
            yield flat(ask(at)), np.array([at]), np.zeros(1, dtype=np.int64)
        known = self.lines.setdefault((id(scheme), payment.id, day, facts), Lines())
        found = known.on_lines(how.codes(codes), how.size)
        for side in range(SIDES):
            left = np.flatnonzero((found < 0) & (how.side == side) & ~how.apart)
            much = np.zeros(len(farms), dtype=np.int64)
            much[usable] = how.size
            found[left] = known.learn(usable[left], how.codes(codes)[left], much, ask, bends(payment, side))
        for places in parts(found, np.flatnonzero(~how.apart)):
            yield known.lines[int(found[places[0]])], usable[places], how.size[places]

    def _measured(
        self, scheme: Scheme, payment: Payment, day: date, farms: Farms, members: Ints, codes: Ints,
        ask: Callable[[int], Asked] | None,
    ) -> Measured:  # fmt: skip
        """How a payment measures the farms; what it comes to without its cap is asked of those of which it is not known."""
        size = left_to_pay(payment, day, farms, members)
        facts = facts_on(self.rulebook, scheme, payment, day)
        known = self.lines.setdefault((id(scheme), payment.id, day, facts, "without cap"), Lines())
        found = known.on_lines(codes, size)
        new = (found < 0) & (size != ODD)
        if payment.cap_per is not None and ask is not None and new.any():
            much = np.zeros(len(farms), dtype=np.int64)
            much[members] = size
            found[new] = known.learn(members[new], codes[new], much, ask, bends(payment, BELOW))
        return measured(payment, day, farms, members, size, (known, found))

    def _asking(self, case: _Case, day: date, farms: Farms, read: Reads) -> Callable[[int], Asked]:
        whole, lands = read.beyond and not read.dense, [land_of(condition) for condition in read.dense]

        def ask(at: int) -> Asked:
            seen = farms.profiles[at] if whole else seen_by(case.payment, read.facts, farms, at, lands)
            return self._ask(case, day, seen)

        return ask

    def _ask(self, case: _Case, day: date, profile: FarmProfile) -> Asked:
        """What the ordinary eligibility says of one payment to one farm."""
        gathered = Findings()
        subject = Subject(profile, self.rulebook, case.span.scheme, case.payment, day)
        assess_payment(subject, gathered)
        return gathered.claims[0] if gathered.claims else None, bool(gathered.open)


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


def grouped(farms: Farms, read: Reads, members: Ints) -> Iterator[tuple[Ints, int]]:
    """The members in groups that answer alike on all that is read, each in the order given, with a number for the answers."""
    codes = farms.alike(tuple(sorted(read.facts.items())))
    for part in parts(codes, members):
        yield part, int(codes[part[0]])
