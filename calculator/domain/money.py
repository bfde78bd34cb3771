"""Money is whole cents; rates are decimals; nothing is rounded except where a payment is settled."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from calculator.domain.quickly import made_quickly

_CENT = Decimal("0.01")


def cents_of(amount_eur: Decimal) -> int:
    """Whole cents of an amount in euros, half a cent rounded away from zero."""
    return int((amount_eur.quantize(_CENT, rounding=ROUND_HALF_UP) * 100).to_integral_value())


def settle(amount_cents: Fraction) -> int:
    """Whole cents of an exact amount in cents, half a cent rounded away from zero."""
    return settle_ratio(amount_cents.numerator, amount_cents.denominator)


def settle_ratio(numerator: int, denominator: int) -> int:
    """As ``settle``, of a ratio that need not be in lowest terms; the denominator is above zero."""
    half_up = (2 * abs(numerator) + denominator) // (2 * denominator)
    return half_up if numerator >= 0 else -half_up


def eur(cents: int) -> str:
    """Machine form of an amount: ``-1234.56``, always two decimals."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


@made_quickly
@dataclass(frozen=True, slots=True)
class Range:
    """What a figure is at least, is expected to be, and is at most (any one unit; here cents or cents per unit).

    A published figure has all three equal. A published range without a point value has ``expected == low``.
    """

    low: Fraction
    expected: Fraction
    high: Fraction

    @classmethod
    def exactly(cls, value: Fraction | int) -> Range:
        """A figure without spread."""
        exact = Fraction(value)
        return cls(exact, exact, exact)

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def times(self, factor: Fraction | int) -> Range:
        """Each bound multiplied by a factor of at least zero."""
        low = self.low * factor
        if self.low is self.expected is self.high:
            return Range(low, low, low)
        return Range(low, self.expected * factor, self.high * factor)

    def capped(self, ceiling: Range) -> Range:
        """Each bound at most the same bound of the ceiling."""
        return Range(
            min(self.low, ceiling.low), min(self.expected, ceiling.expected), min(self.high, ceiling.high)
        )

    def reading(self, name: str) -> Fraction:
        """One bound by its name: ``low``, ``expected`` or ``high``."""
        if name == "low":
            return self.low
        if name == "high":
            return self.high
        if name == "expected":
            return self.expected
        raise ValueError(f"a reading is low, expected or high, not {name!r}")

    @property
    def is_exact(self) -> bool:
        """Whether the three bounds are the same."""
        return self.low is self.expected is self.high or self.low == self.expected == self.high


ZERO = Range.exactly(0)
