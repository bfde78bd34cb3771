"""Kinds of payment that follow from a sum of money: a share of cost, of rent, of a loan, of lost land value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from calculator.domain.money import ZERO, Range
from calculator.domain.quantity import plain
from calculator.domain.scheme import PaymentKind
from calculator.eligibility.amounts.basis import Amount, Basis, decimal, show, up_to_cap
from calculator.eligibility.conditions.outcomes import as_number, texts


def percent(basis: Basis) -> Amount:
    """``percent`` of the quantity in euros, above a ``threshold``, up to the cap; a cost share never passes cost."""
    share = basis.reading.euros("percent")
    threshold = basis.reading.bound("threshold")
    if threshold is not None and Fraction(basis.quantity) <= threshold.expected:
        share = ZERO
    worked = _per_item(basis, share) or up_to_cap(
        basis,
        share.times(Fraction(basis.quantity) / 100),
        f"{show(share)} % x EUR {plain(basis.quantity)}",
    )
    if basis.payment.kind is PaymentKind.COST_SHARE:
        most = Range.exactly(Fraction(basis.quantity)).times(100)
        return Amount(worked.quantity, worked.unit, worked.rate.capped(most), worked.formula)
    return worked


def _per_item(basis: Basis, share: Range) -> Amount | None:
    """A share of each item up to ``cap_per_item``, of at most ``max_items`` (those that bring most); None without such."""
    cap, most = basis.reading.bound("cap_per_item"), basis.reading.bound("max_items")
    if cap is None and most is None:
        return None
    costs = sorted(_items(basis), reverse=True)
    if most is not None:
        costs = costs[: int(most.expected)]
    amount = ZERO
    for cost in costs:
        each = share.times(Fraction(cost) / 100)
        amount = amount + (each if cap is None else each.capped(cap))
    listed = " + ".join(plain(c) for c in costs) or "0"
    formula = f"{show(share)} % x EUR ({listed})"
    if cap is not None:
        formula += f", max EUR {show(cap)}"
    return up_to_cap(basis, amount, formula)


def _items(basis: Basis) -> list[Decimal]:
    """The cost of each item, never below nothing: the fact is a list of amounts, or one amount for one item."""
    found = basis.profile.fact(basis.payment.quantity)
    numbers = [as_number(x) for x in texts(found)] if found is not None else [basis.quantity]
    return [max(n, Decimal(0)) / basis.payment.divide_by for n in numbers if n is not None]


def value_loss(basis: Basis) -> Amount:
    """``percent`` of the value before, never more than what lies above the ``residual`` value, up to the cap."""
    share, residual = basis.reading.euros("percent"), basis.reading.euros("residual")
    before = Fraction(basis.quantity)
    lost = share.times(before / 100)
    floor = Range.exactly(max(Fraction(0), before - residual.expected))
    formula = f"min({show(share)} % x EUR {plain(basis.quantity)}; EUR {decimal(floor.expected)})"
    return up_to_cap(basis, lost.capped(floor), formula)


__all__ = ["percent", "value_loss"]
