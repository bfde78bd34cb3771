"""A qualified payment becomes a claim; claims on land share their terms over pieces, years and farms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.claim import Certainty, Claim, Terms
from calculator.domain.lasting import Instalments
from calculator.domain.limit import LimitKind
from calculator.domain.memory import Answers
from calculator.domain.money import ZERO
from calculator.domain.quickly import made_quickly
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme
from calculator.domain.source import Status
from calculator.eligibility.amounts.basis import Amount
from calculator.eligibility.amounts.figures import Reading
from calculator.eligibility.candidates import unit_cost
from calculator.eligibility.subject import Subject


def certainty_of(subject: Subject, status: Status) -> Certainty:
    """The label of an amount that no contract fixes."""
    if status is Status.ASSUMED:
        return Certainty.ASSUMED
    if subject.scheme.budget_depends:
        return Certainty.BUDGET
    return Certainty.EXPECTED


def legal_basis_of(subject: Subject) -> str:
    """The payment's basis; an unknown one of a payer without State resources is private (no State aid, 2023/2831 recital 14)."""
    return basis_of(subject.scheme, subject.payment)


def basis_of(scheme: Scheme, payment: Payment) -> str:
    """The same of a payment of a scheme."""
    basis = payment.legal_basis or scheme.legal_basis
    if basis == "unknown" and not (scheme.payer_is_public or scheme.state_resources):
        return "private"
    return basis


def continues(rulebook: Rulebook, scheme: Scheme, payment: Payment, day: date) -> bool:
    """Whether what the payment pays on that day would go on after its legal basis ended: it counts in no total."""
    return ended_on(rulebook, basis_of(scheme, payment), day)


def ended_on(rulebook: Rulebook, basis: str, day: date) -> bool:
    """Whether a legal basis has ended before a day."""
    known = rulebook.legal_bases.get(basis)
    return known is not None and known.ends_on is not None and day > known.ends_on


@made_quickly
@dataclass(frozen=True, slots=True)
class Scores:
    """What an activity scores per unit, or what a class needs of the whole farm's activities."""

    points: Mapping[str, Fraction] = field(default_factory=dict)
    value: Fraction | None = None
    class_name: str | None = None
    needs_points: Mapping[str, Fraction] | None = None
    needs_value: Fraction | None = None


_NO_SCORES = Scores()
#: Terms by all that they follow from, and by their own identity: both grow, and are forgotten, together.
_MOST_TERMS = 20_000
_TERMS: Answers[tuple[object, ...], tuple[object, Terms]] = Answers("terms", _MOST_TERMS)
_OF_THE_RULES: Answers[int, Terms] = Answers("terms of the rules", _MOST_TERMS)


def make_claim(
    subject: Subject,
    worked: Amount,
    reading: Reading,
    scores: Scores = _NO_SCORES,
    later: Instalments | None = None,
) -> Claim:
    """A claim of the worked amount, with all that settling and explaining needs; ``later`` is what it grants in later years."""
    month_day = subject.payment.grant.month_day
    granted = date(subject.day.year, *month_day) if month_day else subject.day
    return Claim(
        terms=_terms(subject, worked, reading, scores, later),
        place=subject.place,
        piece=subject.piece.id if subject.piece else "farm",
        year=subject.day.year,
        quantity=worked.quantity,
        formula=worked.formula,
        grant_date=granted,
        costs=_costs(subject, worked),
    )


def _costs(subject: Subject, worked: Amount) -> tuple[tuple[str, Fraction], ...]:
    """What the measure costs per unit paid for, where cost and lost income are both given and a limit looks at them."""
    measure, piece = subject.measure, subject.piece
    each = None if measure is None or measure.income_forgone_eur is None else unit_cost(measure)
    if measure is None or each is None or piece is None or not worked.quantity or worked.rate == ZERO:
        return ()
    basis = legal_basis_of(subject)
    limits = (x for x in subject.rulebook.limits_on(subject.day) if x.kind is LimitKind.COST_SHARE)
    if not any(basis in (*x.legal_bases, *x.counts) for x in limits):
        return ()
    return ((measure.code, each * Fraction(piece.quantity) / Fraction(worked.quantity)),)


def _terms(
    subject: Subject, worked: Amount, reading: Reading, scores: Scores, later: Instalments | None
) -> Terms:
    """The terms of a claim on land are the same object for every piece and farm that meets them."""
    basis = legal_basis_of(subject)
    ended = ended_on(subject.rulebook, basis, subject.day)
    parcel = subject.piece.parcel if subject.piece else None
    use = subject.rulebook.code("land_uses", parcel.land_use) if parcel else None
    land_class = use.columns.get("aber_class") if use else None
    if subject.piece is None:
        return _made(subject, worked, reading, scores, later, basis, ended, land_class)
    known = subject.rulebook.memory.of(_TERMS)
    measure = subject.measure.code if subject.measure else None
    rate, value, most = worked.rate, scores.value, reading.figures.get("max_quantity")
    key = (
        id(subject.payment), tuple([id(f) for f in reading.used]), reading.key, measure, land_class, ended,
        worked.unit.value, rate.low.as_integer_ratio(), rate.expected.as_integer_ratio(), rate.high.as_integer_ratio(),
        None if value is None else value.as_integer_ratio(), id(most.on(reading.day)) if most else None, later,
    )  # fmt: skip
    found = known.get(key)
    if found is None:
        made = _made(subject, worked, reading, scores, later, basis, ended, land_class)
        # The payment and figures are kept beside it, so that no other object can come to bear their identity.
        found = known[key] = ((subject.payment, tuple(reading.used)), made)
        subject.rulebook.memory.of(_OF_THE_RULES)[id(made)] = made
    return found[1]


def of_the_rules(rulebook: Rulebook, terms: Terms) -> bool:
    """Whether the rules keep these terms, for any farm: nothing in them follows from whose land it is."""
    return rulebook.memory.of(_OF_THE_RULES).get(id(terms)) is terms


def _made(
    subject: Subject,
    worked: Amount,
    reading: Reading,
    scores: Scores,
    later: Instalments | None,
    basis: str,
    ended: bool,
    land_class: str | None,
) -> Terms:
    status, scheme, payment = reading.status(), subject.scheme, subject.payment
    ids = reading.source_ids() or payment.sources
    # On land it is shared by all pieces; of a payment for the farm the quantity was cut already.
    most = reading.bound("max_quantity", "") if subject.piece else None
    return Terms(
        scheme=scheme.id,
        payment=payment.id,
        level=payment.level,
        unit=worked.unit,
        rate=worked.rate,
        legal_basis=basis,
        status=status,
        confidence=reading.confidence(),
        certainty=certainty_of(subject, status),
        sources=tuple(scheme.sources[i] for i in ids if i in scheme.sources),
        points=scores.points,
        value=scores.value,
        measures=(subject.measure.code,) if subject.measure else (),
        multi_year=payment.term_years is not None and payment.term_years > 1,
        continuation=ended,
        caveats=reading.assumed_bounds(scheme, payment),
        groups=payment.groups,
        cost_components=payment.cost_components,
        public=scheme.payer_is_public or scheme.state_resources,
        class_name=scores.class_name,
        needs_points=scores.needs_points,
        needs_value=scores.needs_value,
        land_class=land_class,
        max_quantity=None if most is None else Decimal(most.low.numerator) / Decimal(most.low.denominator),
        at_once_years=payment.term_years if payment.grant.decision == "multi_year" else None,
        term_years=payment.term_years,
        extension=payment.extension,
        instalments=later,
    )
