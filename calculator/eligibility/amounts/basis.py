"""What an amount is worked out from, what it is, and how it is written down: shared by every kind of payment."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculator.domain.farm import OF_PLACE, FarmProfile, LandscapeElement, Parcel, told, where_told
from calculator.domain.money import Range
from calculator.domain.quantity import Unit, in_steps, plain
from calculator.domain.quickly import made_quickly
from calculator.domain.scheme import Payment, Tier
from calculator.eligibility.amounts.figures import FactMissingError, Reading
from calculator.eligibility.amounts.quantities import cap_of
from calculator.eligibility.conditions.outcomes import as_number


@made_quickly
@dataclass(frozen=True, slots=True)
class Amount:
    """``quantity`` of ``unit`` at ``rate`` cents each; ``formula`` says how it came about, in figures."""

    quantity: Decimal
    unit: Unit
    rate: Range
    formula: str


@made_quickly
@dataclass(frozen=True, slots=True)
class Basis:
    """What an amount is worked out from; ``extent`` is how much there is at the place, of which ``quantity`` is a part.

    ``place`` is the parcel or element that it is paid on, which may have an indicator of its own; None for the farm.
    """

    payment: Payment
    profile: FarmProfile
    reading: Reading
    quantity: Decimal
    extent: Decimal | None = None
    place: Parcel | LandscapeElement | None = None

    @property
    def there(self) -> Decimal:
        """What a least quantity is held against."""
        return self.quantity if self.extent is None else self.extent

    def cap(self) -> Range | None:
        """The most in euros; None where there is no end. Raises FactMissingError."""
        return cap_of(self.payment, self.profile, self.reading)

    def indicator(self) -> Decimal:
        """The indicator that tiers, ramps and points test; raises FactMissingError."""
        path = self.payment.indicator or "indicator"
        own = self.place if path.startswith(OF_PLACE) else None
        found = as_number(self.profile.fact(path) if own is None else told(own, path))
        if found is None:
            raise FactMissingError(path if own is None else where_told(own.id, path))
        return found


def show(value: Range) -> str:
    """A range as a person reads it: ``12.5`` or ``12-20``."""
    low, high = decimal(value.low), decimal(value.high)
    return low if low == high else f"{low}-{high}"


def decimal(value: Fraction) -> str:
    """An exact number to six decimals at most."""
    return plain(round(Decimal(value.numerator) / Decimal(value.denominator), 6))


def product(basis: Basis, rate: Range, note: str = "") -> Amount:
    """Quantity times rate, up to the payment's ``cap`` in euros."""
    unit = basis.payment.unit
    quantity = in_steps(basis.quantity, unit)
    formula = f"{plain(quantity)} {unit} x EUR {show(rate)}{note}"
    cap = basis.cap()
    total = rate.times(Fraction(quantity))
    if cap is not None and total.high > cap.low:
        return whole(total.capped(cap), f"min({formula}; EUR {show(cap)})")
    return Amount(quantity, unit, rate.times(100), formula)


def whole(amount_eur: Range, formula: str) -> Amount:
    """An amount in euros that is no product: quantity 1 of unit ``farm``."""
    return Amount(Decimal(1), Unit.FARM, amount_eur.times(100), formula)


def up_to_cap(basis: Basis, amount_eur: Range, formula: str) -> Amount:
    """An amount in euros that is no product, up to the payment's ``cap``."""
    cap = basis.cap()
    if cap is None:
        return whole(amount_eur, formula)
    return whole(amount_eur.capped(cap), f"min({formula}; EUR {show(cap)})")


def worth(amount: Amount) -> Range:
    """What an amount comes to, in euros."""
    return amount.rate.times(Fraction(amount.quantity) / 100)


def reaching(basis: Basis, amount: Amount) -> Amount:
    """The amount where it comes to the payment's ``min_amount``, else nothing; held against what is asked, before other rules."""
    least = basis.reading.bound("min_amount", "")
    if least is None:
        return amount
    total = worth(amount)
    if total.low >= least.expected:
        return amount
    kept = (
        each if each >= least.expected else Fraction(0) for each in (total.low, total.expected, total.high)
    )
    return whole(Range(*kept), f"{amount.formula} (EUR {show(total)} < EUR {show(least)})")


def tier_of(tiers: tuple[Tier, ...], found: Decimal) -> Tier | None:
    """The best tier that a number reaches: the highest ``at_least``, else the lowest ``at_most``; None below all."""
    upward = [t for t in tiers if t.at_least is not None and found >= t.at_least]
    if upward:
        return max(upward, key=lambda t: t.at_least or Decimal(0))
    downward = [t for t in tiers if t.at_most is not None and found <= t.at_most]
    return min(downward, key=lambda t: t.at_most or Decimal(0), default=None)


def between(tiers: tuple[Tier, ...], found: Fraction) -> tuple[Tier, Tier]:
    """The points of a line (by their ``at_least``) below and above a number; twice the same on a point, and past the ends."""
    points = sorted(tiers, key=lambda t: t.at_least or Decimal(0))
    below = [t for t in points if Fraction(t.at_least or 0) <= found]
    above = [t for t in points if Fraction(t.at_least or 0) >= found]
    return (below or above)[-1 if below else 0], (above or below)[0 if above else -1]
