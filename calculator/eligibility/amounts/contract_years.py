"""A tariff that changes with the year of the contract: which year that is, and what it pays in it.

Of a running contract the year follows from its first day. A new one begins in the year that the profile describes or later, so
that in every year after it the contract may be in any year up to then: what it pays is a range, where these years differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from calculator.domain.money import ZERO, Range
from calculator.domain.scheme import Payment, PaymentKind
from calculator.eligibility.amounts.basis import Amount, Basis, product, tier_of
from calculator.eligibility.amounts.figures import Reading


def year_of(start: date, day: date) -> int:
    """The year of a contract on a day, counted from one by calendar years."""
    return max(day.year - start.year + 1, 1)


def changes_by_year(payment: Payment) -> bool:
    """Whether what it pays hangs on the year of the contract."""
    return payment.kind is PaymentKind.CONTRACT_YEAR


def contract_year(basis: Basis) -> Amount:
    """The figure of the tier that the year of a new contract reaches, x quantity: a range over the years that it may be in."""
    latest = max(basis.reading.day.year - basis.profile.year + 1, 1)
    term = basis.payment.term_years
    if term is not None and basis.payment.extension is None:
        latest = min(latest, term)
    rates = [rate_in(basis.payment, basis.reading, year) for year in range(1, latest + 1)]
    told = f"1-{latest}" if latest > 1 else "1"
    return product(basis, _between(rates), f" (contract.year: {told})")


def rate_in(payment: Payment, reading: Reading, year: int) -> Range:
    """Euros per unit in a year of a contract; raises NotPublishedError."""
    tier = tier_of(payment.tiers, Decimal(year))
    return reading.euros(tier.figure) if tier is not None else ZERO


def _between(rates: Sequence[Range]) -> Range:
    """As it is expected at the least: no more is promised than is paid in whichever year it is."""
    return Range(
        min(rate.low for rate in rates),
        min(rate.expected for rate in rates),
        max(rate.high for rate in rates),
    )
