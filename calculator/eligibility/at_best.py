"""What a payment could come to at most where something is missing, and whether that is nothing whatever the answers are."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from calculator.domain.money import ZERO
from calculator.domain.place_fact import place_facts
from calculator.domain.scheme import PaymentKind
from calculator.eligibility.amounts.at_most import at_most
from calculator.eligibility.amounts.basis import reaching
from calculator.eligibility.amounts.figures import FactMissingError, NotPublishedError, Reading, keys_on
from calculator.eligibility.amounts.kinds import Amount, counted
from calculator.eligibility.amounts.quantities import cap_of, without_cap
from calculator.eligibility.conditions.outcomes import texts
from calculator.eligibility.subject import Subject
from calculator.eligibility.working import after_first, basis_of, worked_amount

#: Kinds that may pay where there is nothing to multiply with.
_ANYHOW = frozenset({PaymentKind.FIXED_PLUS_VARIABLE, PaymentKind.STEP_AREA, PaymentKind.POINTS})


def could_pay(subject: Subject) -> Fraction | None:
    """What a payment that is open could pay at most (cents, not rounded); None where that is unknown."""
    most = [said for key in _keys(subject) if (said := _could_pay(subject, key)) is not None]
    return max(most, default=None)


def _keys(subject: Subject) -> tuple[str | None, ...]:
    """What may pick from keyed figures: what the place says, or where it does not say it every answer that is paid for."""
    payment = subject.payment
    try:
        subject.region()
    except FactMissingError:
        keys = keys_on(payment, subject.day)
        for condition in (*subject.scheme.conditions, *payment.conditions):
            if condition.kind == "fact_is" and condition.arguments["path"] == payment.keyed_by:
                keys &= {*texts(condition.arguments["one_of"])}
        return tuple(sorted(keys)) or (None,)
    return (None,)


def _could_pay(subject: Subject, key: str | None) -> Fraction | None:
    reading = Reading.of(subject.payment, subject.day)
    try:
        worked = _most(replace(subject, supposed=key), reading)
    except (FactMissingError, NotPublishedError):
        worked = None
    if worked is not None:
        return worked.rate.high * Fraction(worked.quantity)
    try:
        cap = cap_of(subject.payment, subject.profile, reading)
    except (FactMissingError, NotPublishedError):
        return _could_pay(replace(subject, payment=without_cap(subject.payment)), key)
    return None if cap is None else cap.high * 100


def _most(subject: Subject, reading: Reading) -> Amount | None:
    try:
        return worked_amount(subject, reading)
    except FactMissingError:
        basis = basis_of(subject, reading)
        known = place_facts(subject.rulebook).get(subject.payment.indicator or "")
        most = at_most(counted(basis), None if known is None else known.high)
        return most and reaching(basis, most)


def nothing_whatever(subject: Subject, worked: Amount | None) -> Amount | None:
    """The amount of a payment for the farm that is nothing whatever is answered; None where it may be something.

    ``worked`` is the amount where no fact or figure is missing for it: conditions may wait.
    """
    if subject.piece is not None:
        return None
    if worked is not None:
        return worked if is_nothing(worked) else None
    reading, payment = Reading.of(subject.payment, subject.day), subject.payment
    try:
        basis = basis_of(subject, reading)
    except (FactMissingError, NotPublishedError):
        basis = None
    if basis is not None and not basis.quantity and payment.kind not in _ANYHOW:
        return after_first(Amount(basis.quantity, payment.unit, ZERO, f"0 {payment.unit}"), subject, reading)
    try:
        cap = cap_of(payment, subject.profile, reading)
    except (FactMissingError, NotPublishedError):
        return _nothing_at_best(subject)
    if cap is not None and not cap.high:
        return Amount(basis.quantity if basis is not None else Decimal(0), payment.unit, ZERO, "EUR 0")
    return _nothing_at_best(subject)


def _nothing_at_best(subject: Subject) -> Amount | None:
    """The amount at the best result, where that is nothing: too little land for a least amount, say."""
    payment, reading = subject.payment, Reading.of(subject.payment, subject.day)
    if any(reading.optional(tier.figure) is None for tier in payment.tiers):
        return None
    try:
        most = _most(subject, reading)
    except NotPublishedError:
        return None
    except FactMissingError:
        most = None
    if most is not None:
        return most if is_nothing(most) else None
    # Where it is the number of a cap that is missing, the amount is known without it.
    return _nothing_at_best(replace(subject, payment=without_cap(payment))) if payment.cap_per else None


def is_nothing(worked: Amount) -> bool:
    """Whether the amount comes to nothing."""
    return worked.rate == ZERO or not worked.quantity
