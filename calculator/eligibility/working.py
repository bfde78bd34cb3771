"""The amount of a payment at one place, worked out from what the farm says and what is published."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from calculator.domain.quantity import plain
from calculator.domain.scheme import PaymentKind
from calculator.eligibility.amounts.basis import Basis
from calculator.eligibility.amounts.figures import Reading
from calculator.eligibility.amounts.kinds import Amount, amount
from calculator.eligibility.amounts.quantities import farm_quantity, free_of
from calculator.eligibility.measured import in_unit
from calculator.eligibility.subject import Subject, extent

#: Kinds that pay something else for two halves than for the whole: on land that is cut in pieces each has its share.
_OF_ALL = frozenset(
    {
        PaymentKind.FIRST_QUANTITY,
        PaymentKind.STEP_AREA,
        PaymentKind.BANDED,
        PaymentKind.FIXED_PLUS_VARIABLE,
        PaymentKind.POINTS,
    }
)


def worked_amount(subject: Subject, reading: Reading) -> Amount:
    """The amount of a payment that pays money, at this place; raises where a fact or figure is missing."""
    basis = basis_of(subject, reading)
    if subject.piece is None:
        return after_first(amount(basis), subject, reading)
    if subject.payment.kind not in _OF_ALL:
        return amount(basis)
    there = max(basis.extent or basis.quantity, basis.quantity)
    worked = amount(replace(basis, quantity=there))
    # Of an amount that is no product too a part is paid where payments divide the ground.
    divided = there > basis.quantity or worked.unit is not basis.payment.unit
    return _share_of(worked, basis, there) if divided and there else worked


def after_first(worked: Amount, subject: Subject, reading: Reading) -> Amount:
    """The amount with what was taken off its quantity, where a first part of it is not paid."""
    free = free_of(subject.payment, subject.profile, reading)
    if not free:
        return worked
    there = plain(farm_quantity(subject.payment, subject.profile))
    return replace(worked, formula=f"{worked.formula} ({there} - {plain(free)} {subject.payment.unit})")


def _share_of(worked: Amount, basis: Basis, there: Decimal) -> Amount:
    """What one piece has, by the unit, of an amount that is worked out for all pieces of its place together."""
    each, formula = worked.rate.times(Fraction(worked.quantity) / Fraction(there)), worked.formula
    if there > basis.quantity:
        formula = f"{plain(basis.quantity)}/{plain(there)} x ({formula})"
    return Amount(basis.quantity, basis.payment.unit, each, formula)


def basis_of(subject: Subject, reading: Reading) -> Basis:
    """What the amount is worked out from; raises where a fact or figure is missing."""
    if subject.piece is None:
        quantity = farm_quantity(subject.payment, subject.profile)
        quantity -= min(quantity, free_of(subject.payment, subject.profile, reading))
        most = reading.bound("max_quantity", "")
        if most is not None and most.expected < quantity:
            quantity = Decimal(most.expected.numerator) / Decimal(most.expected.denominator)
    else:
        given = "ha" if subject.piece.parcel else (subject.measure.unit if subject.measure else "m")
        quantity = in_unit(subject.piece.quantity, subject.measure, subject.payment.unit, given)
    reading.key = subject.region()
    asked = "min_quantity" in subject.payment.figures or subject.payment.kind in _OF_ALL
    there = extent(subject) if asked else None
    place = subject.piece.whole if subject.piece else None
    return Basis(subject.payment, subject.profile, reading, quantity, there, place)
