"""Kinds of payment that follow from a measured result: reached or not, tiers, a ramp, points, the best years."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from calculator.domain.money import ZERO
from calculator.domain.quantity import plain
from calculator.eligibility.amounts.basis import (
    Amount,
    Basis,
    between,
    decimal,
    product,
    show,
    tier_of,
    up_to_cap,
)
from calculator.eligibility.amounts.best_years import best_years
from calculator.eligibility.amounts.figures import FactMissingError


def kpi_binary(basis: Basis) -> Amount:
    """``rate`` x quantity where the indicator is at least ``threshold`` and at most ``threshold_max``."""
    found = Fraction(basis.indicator())
    least, most = basis.reading.bound("threshold"), basis.reading.bound("threshold_max")
    reached = (least is None or found >= least.expected) and (most is None or found <= most.expected)
    rate = basis.reading.euros("rate")
    return product(basis, rate if reached else ZERO)


def tiered(basis: Basis) -> Amount:
    """The figure of the best tier that the indicator reaches, x quantity."""
    found = basis.indicator()
    tier = tier_of(basis.payment.tiers, found)
    rate = basis.reading.euros(tier.figure) if tier else ZERO
    return product(basis, rate, f" ({basis.payment.indicator}: {plain(found)})")


def ramp(basis: Basis) -> Amount:
    """``rate`` x quantity x the share that the indicator has come from ``ramp_from`` to ``ramp_to``."""
    found = Fraction(basis.indicator())
    start, top = basis.reading.euros("ramp_from").expected, basis.reading.euros("ramp_to").expected
    share = min(Fraction(1), max(Fraction(0), (found - start) / (top - start)))
    rate = basis.reading.euros("rate")
    return product(basis, rate.times(share), f" (EUR {show(rate)} x {decimal(share)})")


def interpolated(basis: Basis) -> Amount:
    """The amount on the straight line between the two points of which the indicator lies in between, x quantity.

    Before the first point and past the last it is that of the point.
    """
    found = Fraction(basis.indicator())
    below, above = between(basis.payment.tiers, found)
    rate = basis.reading.euros(below.figure)
    if above is not below:
        start, end = Fraction(below.at_least or 0), Fraction(above.at_least or 0)
        share = (found - start) / (end - start)
        rate = rate.times(1 - share) + basis.reading.euros(above.figure).times(share)
    return product(basis, rate, f" ({basis.payment.indicator}: {plain(basis.indicator())})")


def points(basis: Basis, scored: Decimal | None = None) -> Amount:
    """``rate`` per point that is measured, or ``scored``, up to the cap."""
    scored = basis.indicator() if scored is None else scored
    rate = basis.reading.euros("rate")
    return up_to_cap(basis, rate.times(Fraction(scored)), f"{plain(scored)} punten x EUR {show(rate)}")


def gate_points(basis: Basis) -> Amount:
    """A ``base`` and an amount per point, where it has an end up to ``max_points``, x quantity; the gate is in the conditions."""
    return _behind_gate(basis, Fraction(basis.indicator()))


def most_behind_gate(basis: Basis, reach: Decimal | None) -> Amount | None:
    """The same at the most points that count, of which no more than ``reach`` can be answered; None where there is no end."""
    most = _most_points(basis)
    ends = [Fraction(x) for x in (most, reach) if x is not None]
    return _behind_gate(basis, min(ends)) if ends else None


def _most_points(basis: Basis) -> Fraction | None:
    return basis.reading.euros("max_points").expected if "max_points" in basis.payment.figures else None


def _behind_gate(basis: Basis, found: Fraction) -> Amount:
    most = _most_points(basis)
    scored = found if most is None else min(found, most)
    base, per_point = basis.reading.euros("base"), basis.reading.euros("per_point")
    return product(
        basis,
        base + per_point.times(scored),
        f" (EUR {show(base)} + {decimal(scored)} x EUR {show(per_point)})",
    )


def best_n(basis: Basis) -> Amount:
    """``rate`` x quantity where each of the best ``n`` of the last ``m`` years reaches the threshold.

    A year that nobody filled in may have been good or bad: it is asked for as long as it decides.
    """
    found = best_years(basis.payment, basis.profile, basis.reading)
    if found.undecided:
        code = (basis.payment.indicator or "").removeprefix("indicators.")
        raise FactMissingError(*(f"indicator_history.{code}.{year}" for year in found.unknown))
    rate = basis.reading.euros("rate") if len(found.good) >= found.wanted else ZERO
    told = ", ".join(f"{year}: {plain(value)}" for year, value in found.known.items())
    return product(basis, rate, f" ({told})")
