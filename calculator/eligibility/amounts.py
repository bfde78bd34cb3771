"""From figures and quantity to an amount: one small function per payment kind.

An amount is a quantity and a rate (cents per unit, low/expected/high). Where the formula is not a plain product the
quantity is 1 and the rate is the whole amount.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculator.domain.farm import FarmProfile
from calculator.domain.money import ZERO, Range
from calculator.domain.quantity import Unit, plain
from calculator.domain.scheme import Payment, PaymentKind, Tier
from calculator.eligibility.conditions import as_number
from calculator.eligibility.figures import FactMissingError, Reading


@dataclass(frozen=True, slots=True)
class Amount:
    """``quantity`` of ``unit`` at ``rate`` cents each; ``formula`` says how it came about, in figures."""

    quantity: Decimal
    unit: Unit
    rate: Range
    formula: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What an amount is worked out from."""

    payment: Payment
    profile: FarmProfile
    reading: Reading
    quantity: Decimal

    def indicator(self) -> Decimal:
        """The indicator that tiers, ramps and points test; raises FactMissingError."""
        path = self.payment.indicator
        found = as_number(self.profile.fact(path)) if path else None
        if found is None:
            raise FactMissingError(path or "indicator")
        return found


def show(value: Range) -> str:
    """A range as a person reads it: ``12.5`` or ``12-20``."""
    low, high = _decimal(value.low), _decimal(value.high)
    return low if low == high else f"{low}-{high}"


def _decimal(value: Fraction) -> str:
    return plain(round(Decimal(value.numerator) / Decimal(value.denominator), 6))


def _product(basis: Basis, rate: Range, note: str = "") -> Amount:
    unit = basis.payment.unit
    formula = f"{plain(basis.quantity)} {unit} x EUR {show(rate)}{note}"
    cap = basis.reading.optional("cap")
    total = rate.times(Fraction(basis.quantity))
    if cap is not None and total.high > cap.low:
        return whole(total.capped(cap), f"min({formula}; EUR {show(cap)})")
    return Amount(basis.quantity, unit, rate.times(100), formula)


def whole(amount_eur: Range, formula: str) -> Amount:
    """An amount in euros that is no product: quantity 1 of unit ``farm``."""
    return Amount(Decimal(1), Unit.FARM, amount_eur.times(100), formula)


def _flat(basis: Basis) -> Amount:
    rate = basis.reading.euros("rate")
    deduction = basis.reading.optional("deduction")
    if deduction is None:
        return _product(basis, rate)
    net = Range(rate.low - deduction.high, rate.expected - deduction.expected, rate.high - deduction.low)
    return _product(basis, net, f" (EUR {show(rate)} - EUR {show(deduction)})")


def _first_quantity(basis: Basis) -> Amount:
    first = basis.reading.euros("first").expected
    counted = min(basis.quantity, Decimal(first.numerator) / Decimal(first.denominator))
    rate = basis.reading.euros("rate")
    formula = f"min({plain(basis.quantity)}; {_decimal(first)}) {basis.payment.unit} x EUR {show(rate)}"
    return Amount(counted, basis.payment.unit, rate.times(100), formula)


def _kpi_binary(basis: Basis) -> Amount:
    found = Fraction(basis.indicator())
    least, most = basis.reading.optional("threshold"), basis.reading.optional("threshold_max")
    reached = (least is None or found >= least.expected) and (most is None or found <= most.expected)
    rate = basis.reading.euros("rate")
    return _product(basis, rate if reached else ZERO)


def _tier_of(tiers: tuple[Tier, ...], found: Decimal) -> Tier | None:
    upward = [t for t in tiers if t.at_least is not None and found >= t.at_least]
    if upward:
        return max(upward, key=lambda t: t.at_least or Decimal(0))
    downward = [t for t in tiers if t.at_most is not None and found <= t.at_most]
    return min(downward, key=lambda t: t.at_most or Decimal(0), default=None)


def _tiered(basis: Basis) -> Amount:
    found = basis.indicator()
    tier = _tier_of(basis.payment.tiers, found)
    rate = basis.reading.euros(tier.figure) if tier else ZERO
    return _product(basis, rate, f" ({basis.payment.indicator}: {plain(found)})")


def _step_area(basis: Basis) -> Amount:
    tier = _tier_of(basis.payment.tiers, basis.quantity)
    amount = basis.reading.euros(tier.figure) if tier else ZERO
    return whole(amount, f"{plain(basis.quantity)} {basis.payment.unit}: EUR {show(amount)}")


def _ramp(basis: Basis) -> Amount:
    found = Fraction(basis.indicator())
    start, top = basis.reading.euros("ramp_from").expected, basis.reading.euros("ramp_to").expected
    share = min(Fraction(1), max(Fraction(0), (found - start) / (top - start)))
    rate = basis.reading.euros("rate")
    return _product(basis, rate.times(share), f" (EUR {show(rate)} x {_decimal(share)})")


def _points(basis: Basis) -> Amount:
    points = basis.indicator()
    rate = basis.reading.euros("rate")
    amount, formula = rate.times(Fraction(points)), f"{plain(points)} punten x EUR {show(rate)}"
    cap = basis.reading.optional("cap")
    if cap is None:
        return whole(amount, formula)
    return whole(amount.capped(cap), f"min({formula}; EUR {show(cap)})")


def _gate_points(basis: Basis) -> Amount:
    most = basis.reading.euros("max_points").expected
    points = min(Fraction(basis.indicator()), most)
    base, per_point = basis.reading.euros("base"), basis.reading.euros("per_point")
    return _product(
        basis,
        base + per_point.times(points),
        f" (EUR {show(base)} + {_decimal(points)} x EUR {show(per_point)})",
    )


def _best_n(basis: Basis) -> Amount:
    n, m = (int(basis.reading.euros(name).expected) for name in ("n", "m"))
    threshold = basis.reading.euros("threshold").expected
    history = basis.profile.indicator_history.get(
        (basis.payment.indicator or "").removeprefix("indicators."), {}
    )
    year = basis.reading.day.year
    known = [history[y] for y in range(year - m + 1, year + 1) if y in history]
    if len(known) < n:
        raise FactMissingError(f"indicator_history.{basis.payment.indicator}")
    reached = sorted(known, reverse=True)[n - 1] >= threshold
    return _product(basis, basis.reading.euros("rate") if reached else ZERO)


def _fixed_plus_variable(basis: Basis) -> Amount:
    fixed, rate = basis.reading.euros("fixed"), basis.reading.euros("rate")
    amount = fixed + rate.times(Fraction(basis.quantity))
    formula = f"EUR {show(fixed)} + {plain(basis.quantity)} {basis.payment.unit} x EUR {show(rate)}"
    cap = basis.reading.optional("cap")
    return whole(amount.capped(cap) if cap else amount, formula)


def _percent(basis: Basis) -> Amount:
    percent = basis.reading.euros("percent")
    threshold = basis.reading.optional("threshold")
    if threshold is not None and Fraction(basis.quantity) <= threshold.expected:
        percent = ZERO
    amount = percent.times(Fraction(basis.quantity) / 100)
    formula = f"{show(percent)} % x EUR {plain(basis.quantity)}"
    cap = basis.reading.optional("cap")
    if cap is not None:
        amount, formula = amount.capped(cap), f"min({formula}; EUR {show(cap)})"
    if basis.payment.kind is PaymentKind.COST_SHARE:
        amount = amount.capped(Range.exactly(Fraction(basis.quantity)))
    return whole(amount, formula)


def _value_loss(basis: Basis) -> Amount:
    percent, residual = basis.reading.euros("percent"), basis.reading.euros("residual")
    before = Fraction(basis.quantity)
    lost = percent.times(before / 100)
    floor = Range.exactly(max(Fraction(0), before - residual.expected))
    return whole(
        lost.capped(floor), f"min({show(percent)} % x EUR {plain(basis.quantity)}; EUR {show(floor)})"
    )


KINDS: dict[PaymentKind, Callable[[Basis], Amount]] = {
    PaymentKind.FLAT: _flat,
    PaymentKind.FIRST_QUANTITY: _first_quantity,
    PaymentKind.KPI_BINARY: _kpi_binary,
    PaymentKind.TIERED: _tiered,
    PaymentKind.RAMP: _ramp,
    PaymentKind.POINTS: _points,
    PaymentKind.GATE_POINTS: _gate_points,
    PaymentKind.BEST_N: _best_n,
    PaymentKind.STEP_AREA: _step_area,
    PaymentKind.FIXED_PLUS_VARIABLE: _fixed_plus_variable,
    PaymentKind.PERCENT_COST: _percent,
    PaymentKind.COST_SHARE: _percent,
    PaymentKind.PERCENT_BALANCE: _percent,
    PaymentKind.PERCENT_RENT: _percent,
    PaymentKind.VALUE_LOSS: _value_loss,
}


def amount(basis: Basis) -> Amount:
    """The amount of a payment that pays money; raises NotPublishedError or FactMissingError where it cannot be known."""
    return KINDS[basis.payment.kind](basis)
