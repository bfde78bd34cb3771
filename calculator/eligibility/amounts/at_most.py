"""The most that a payment can pay where only its measured result is missing: what an open question is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from calculator.domain.scheme import PaymentKind
from calculator.eligibility.amounts.basis import Amount, Basis, product
from calculator.eligibility.amounts.figures import NotPublishedError
from calculator.eligibility.amounts.result_kinds import most_behind_gate, points


def at_most(basis: Basis, reach: Decimal | None = None) -> Amount | None:
    """The amount at the best result there can be; None where it has no end. Raises NotPublishedError.

    ``reach`` is the highest number that can be answered, where that is known.
    """
    if basis.payment.kind is PaymentKind.POINTS and reach is not None:
        return points(basis, reach)
    if basis.payment.kind is PaymentKind.GATE_POINTS:
        return most_behind_gate(basis, reach)
    look = _MOST.get(basis.payment.kind)
    return look(basis) if look else None


def _rate(basis: Basis) -> Amount:
    return product(basis, basis.reading.euros("rate"))


def _best_tier(basis: Basis) -> Amount:
    published = [r for t in basis.payment.tiers if (r := basis.reading.optional(t.figure)) is not None]
    if not published:
        raise NotPublishedError(basis.payment.tiers[0].figure if basis.payment.tiers else "rate")
    return product(basis, max(published, key=lambda rate: rate.high))


_MOST: Mapping[PaymentKind, Callable[[Basis], Amount]] = {
    PaymentKind.KPI_BINARY: _rate,
    PaymentKind.RAMP: _rate,
    PaymentKind.BEST_N: _rate,
    PaymentKind.TIERED: _best_tier,
    PaymentKind.INTERPOLATED: _best_tier,
    PaymentKind.CONTRACT_YEAR: _best_tier,
}
