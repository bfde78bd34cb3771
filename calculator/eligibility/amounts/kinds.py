"""From figures and quantity to an amount: one small function per payment kind, gathered by family.

An amount is a quantity and a rate (cents per unit, low/expected/high). Where the formula is not a plain product the
quantity is 1 and the rate is the whole amount.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from calculator.domain.scheme import PaymentKind
from calculator.eligibility.amounts import contract_years, cost_kinds, quantity_kinds, result_kinds
from calculator.eligibility.amounts.basis import Amount, Basis, reaching, show
from calculator.eligibility.amounts.quantities import with_extra

__all__ = ["KINDS", "Amount", "Basis", "amount", "counted", "show"]

KINDS: dict[PaymentKind, Callable[[Basis], Amount]] = {
    PaymentKind.FLAT: quantity_kinds.flat,
    PaymentKind.FIRST_QUANTITY: quantity_kinds.first_quantity,
    PaymentKind.STEP_AREA: quantity_kinds.step_area,
    PaymentKind.BANDED: quantity_kinds.banded,
    PaymentKind.FIXED_PLUS_VARIABLE: quantity_kinds.fixed_plus_variable,
    PaymentKind.KPI_BINARY: result_kinds.kpi_binary,
    PaymentKind.TIERED: result_kinds.tiered,
    PaymentKind.RAMP: result_kinds.ramp,
    PaymentKind.INTERPOLATED: result_kinds.interpolated,
    PaymentKind.POINTS: result_kinds.points,
    PaymentKind.GATE_POINTS: result_kinds.gate_points,
    PaymentKind.BEST_N: result_kinds.best_n,
    PaymentKind.CONTRACT_YEAR: contract_years.contract_year,
    PaymentKind.PERCENT_COST: cost_kinds.percent,
    PaymentKind.COST_SHARE: cost_kinds.percent,
    PaymentKind.PERCENT_BALANCE: cost_kinds.percent,
    PaymentKind.PERCENT_RENT: cost_kinds.percent,
    PaymentKind.VALUE_LOSS: cost_kinds.value_loss,
}


def amount(basis: Basis) -> Amount:
    """The amount of a payment that pays money; raises NotPublishedError or FactMissingError where it cannot be known."""
    return reaching(basis, KINDS[basis.payment.kind](counted(basis)))


def counted(basis: Basis) -> Basis:
    """The same with the extra quantity that counts besides, together no more than the largest quantity of a farm."""
    if basis.payment.extra_quantity is None:
        return basis
    share = basis.reading.euros("extra_share", "").expected
    quantity = with_extra(basis.payment, basis.profile, basis.quantity, share)
    most = basis.reading.bound("max_quantity", "")
    if most is not None and most.expected < quantity:
        quantity = Decimal(most.expected.numerator) / Decimal(most.expected.denominator)
    return replace(basis, quantity=quantity)
