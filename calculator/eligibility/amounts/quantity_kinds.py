"""Kinds of payment that follow from a quantity alone: flat, the first so many, a step of area, bands, fixed plus variable."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest

from calculator.domain.money import ZERO, Range
from calculator.domain.quantity import in_steps, plain
from calculator.eligibility.amounts.basis import Amount, Basis, decimal, product, show, tier_of, up_to_cap
from calculator.eligibility.amounts.figures import Reading


def flat(basis: Basis) -> Amount:
    """``rate`` x quantity, less a ``deduction`` per unit (a contribution); nothing below ``min_quantity``."""
    rate = basis.reading.euros("rate")
    least = basis.reading.bound("min_quantity")
    if least is not None and Fraction(basis.there) < least.expected:
        return product(basis, ZERO, f" ({plain(basis.there)} < {show(least)})")
    deduction = basis.reading.bound("deduction")
    if deduction is None:
        return product(basis, rate)
    return product(basis, less_deduction(basis.reading), f" (EUR {show(rate)} - EUR {show(deduction)})")


def less_deduction(reading: Reading) -> Range:
    """The ``rate`` less a ``deduction`` where there is one, never below nothing; raises NotPublishedError."""
    rate, deduction = reading.euros("rate"), reading.bound("deduction")
    if deduction is None:
        return rate
    return Range(
        max(Fraction(0), rate.low - deduction.high),
        max(Fraction(0), rate.expected - deduction.expected),
        max(Fraction(0), rate.high - deduction.low),
    )


def first_quantity(basis: Basis) -> Amount:
    """``rate`` x the first so many units, up to the cap (article 29 of Regulation 2021/2115 pays the first hectares)."""
    first = basis.reading.euros("first").expected
    counted = min(basis.quantity, Decimal(first.numerator) / Decimal(first.denominator))
    counted = in_steps(counted, basis.payment.unit)
    rate = basis.reading.euros("rate")
    formula = f"min({plain(basis.quantity)}; {decimal(first)}) {basis.payment.unit} x EUR {show(rate)}"
    cap, total = basis.cap(), rate.times(Fraction(counted))
    if cap is not None and total.high > cap.low:
        return up_to_cap(basis, total, formula)
    return Amount(counted, basis.payment.unit, rate.times(100), formula)


def step_area(basis: Basis) -> Amount:
    """The amount of the tier that the quantity reaches, plus the tier's ``rate`` for what lies above its start."""
    tier = tier_of(basis.payment.tiers, basis.quantity)
    amount = basis.reading.euros(tier.figure) if tier else ZERO
    formula = f"{plain(basis.quantity)} {basis.payment.unit}: EUR {show(amount)}"
    if tier is not None and tier.rate is not None and tier.at_least is not None:
        rate, above = basis.reading.euros(tier.rate), basis.quantity - tier.at_least
        amount = amount + rate.times(Fraction(above))
        formula += f" + {plain(above)} {basis.payment.unit} x EUR {show(rate)}"
    return up_to_cap(basis, amount, formula)


def banded(basis: Basis) -> Amount:
    """Each tier's rate for the units from its ``at_least`` to that of the next; below the first tier nothing."""
    tiers = sorted(basis.payment.tiers, key=lambda t: t.at_least or Decimal(0))
    total, parts = ZERO, list[str]()
    for tier, above in zip_longest(tiers, tiers[1:]):
        start = tier.at_least or Decimal(0)
        end = basis.quantity if above is None else min(basis.quantity, above.at_least or Decimal(0))
        if end > start:
            rate = basis.reading.euros(tier.figure)
            total = total + rate.times(Fraction(end - start))
            parts.append(f"{plain(end - start)} {basis.payment.unit} x EUR {show(rate)}")
    return up_to_cap(basis, total, " + ".join(parts) or f"{plain(basis.quantity)} {basis.payment.unit}")


def fixed_plus_variable(basis: Basis) -> Amount:
    """``fixed`` euros and ``rate`` x quantity."""
    fixed, rate = basis.reading.euros("fixed"), basis.reading.euros("rate")
    formula = f"EUR {show(fixed)} + {plain(basis.quantity)} {basis.payment.unit} x EUR {show(rate)}"
    return up_to_cap(basis, fixed + rate.times(Fraction(basis.quantity)), formula)
