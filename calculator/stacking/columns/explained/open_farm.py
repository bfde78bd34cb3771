"""Open questions on payments for the farm: what is missing per group that answers alike, what it could pay as lines.

farm, place, question, years, cents, known
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from calculator.domain.claim import Certainty, Claim, OpenQuestion, Terms
from calculator.domain.money import Range
from calculator.domain.quantity import Unit
from calculator.domain.scheme import Level, Payment
from calculator.domain.source import Confidence, Status
from calculator.eligibility.at_best import could_pay
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.reads import reads
from calculator.eligibility.spans import Span
from calculator.eligibility.subject import Findings, Subject
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.explained.saying import Questions
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.offered.sizes import Asked, knots_of, quantities, seen_by
from calculator.stacking.columns.offered.straight import Lines, parts, whole
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.settling import Columns

#: Columns of a row.
WIDTH = 6
_ZERO = Fraction(0)


@dataclass(slots=True)
class OpenFarm:
    """What was asked so far."""

    columns: Columns
    questions: Questions
    _lines: dict[tuple[object, ...], Lines] = field(default_factory=dict)
    _terms: dict[tuple[int, bool], Terms] = field(default_factory=dict)

    def of(
        self, span: Span, payment: Payment, day: date, years: int, farms: Farms, members: Ints
    ) -> Iterator[Ints]:
        """Rows of farms on which the payment is open; ``years`` are bits."""
        if not len(members):
            return
        read = reads(self.columns.rulebook, span.scheme, payment)
        facts = tuple((path, None) for path in sorted(read.facts))
        codes, sizes = farms.alike(facts)[members], quantities(payment, farms)

        def ask(at: int) -> Asked:
            profile = seen_by(payment, read.facts, farms, at)
            return self._asked(Subject(profile, self.columns.rulebook, span.scheme, payment, day))

        known = self._lines.setdefault((id(span.scheme), payment.id, day, facts), Lines())
        found = known.on_lines(codes, sizes[members])
        new = found < 0
        if new.any():
            flat = payment.quantity in ("one", "area")
            found[new] = known.learn(members[new], codes[new], sizes, ask, () if flat else knots_of(payment))
        for places in parts(found, np.arange(len(found))):
            yield self._rows(known.lines[int(found[places[0]])].claim, known, int(found[places[0]]), years,
                             members[places], sizes)  # fmt: skip

    def _rows(
        self, claim: Claim | None, known: Lines, line: int, years: int, members: Ints, sizes: Ints
    ) -> Ints:
        if claim is None:
            raise AssertionError("a payment that was open to the columns is not open to the engine")
        number, priced = (int(part) for part in (claim.class_name or "").split(" "))
        start, slope = known.lines[line].rate
        cents = whole((start + Fraction(1, 2), slope), sizes[members])
        return rows(members, FARM, number, years, cents if priced else None)

    def _asked(self, subject: Subject) -> Asked:
        """The question as a claim: its number stands for the class, what it could pay for the rate."""
        found = Findings()
        assess_payment(subject, found)
        if not found.open:
            return None, False
        most, number = could_pay(subject), self.questions.of(found.open[0])
        key = (number, most is not None)
        terms = self._terms.setdefault(key, _terms(f"{number} {int(most is not None)}"))
        terms = replace(terms, rate=Range.exactly(most or _ZERO))
        return Claim(terms, "farm", "farm", subject.day.year, Decimal(1), "", subject.day), True


def rows(farms: Ints, place: int | Ints, question: int, years: int, cents: Ints | None) -> Ints:
    """Rows of some farms."""
    same = np.ones_like(farms)
    much = np.zeros_like(farms) if cents is None else cents
    return np.stack([farms, same * place, same * question, same * years, much, same * (cents is not None)], axis=1)  # fmt: skip


def single(at: int, question: OpenQuestion, years: Sequence[int], first: int, questions: Questions) -> Ints:
    """One row of one farm."""
    cents = question.could_pay_cents
    much = None if cents is None else np.array([cents], dtype=np.int64)
    every = sum(1 << (year - first) for year in years)
    return rows(np.array([at], dtype=np.int64), FARM, questions.of(question), every, much)


def _terms(name: str) -> Terms:
    return Terms(
        "", "", Level.FARM, Unit.FARM, Range.exactly(0), "", Status.ASSUMED, Confidence.LOW, Certainty.ASSUMED, (), {},
        class_name=name,
    )  # fmt: skip
