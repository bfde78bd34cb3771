"""Payments of which a first share of some land is not paid, or of which the cap goes by the herd or the land.

What such a payment answers follows from two numbers: what is left to pay for, and what the cap goes by. Below the cap it lies on
lines over the first alone, at the cap on lines over the second alone. On which side a farm is follows from what the same payment
comes to without its cap. Farms so near that it cannot be said are asked one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from calculator.domain.problem import MICRO
from calculator.domain.quantity import GRAIN
from calculator.domain.scheme import Payment, PaymentKind
from calculator.eligibility.amounts.figures import NotPublishedError, Reading
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.offered.density import kept_as
from calculator.stacking.columns.offered.sizes import MISSING, ODD, Straight, knots_of, quantities
from calculator.stacking.columns.offered.straight import Line, Lines, whole
from calculator.stacking.columns.reading.farms import SCALE, Farms

#: On which side of the cap a farm is, that it does not say by what the cap goes, or that it has none of that: then nothing is
#: paid, and nothing asked, whatever else is missing.
BELOW, AT_CAP, UNKNOWN, NONE = range(4)
SIDES = 4

#: Kinds that pay for whole steps of the quantity: what is left may be rounded down to these first, unless something is added to
#: it or it is held against a bound.
_STEPPED = frozenset(
    {
        PaymentKind.FLAT, PaymentKind.FIRST_QUANTITY, PaymentKind.KPI_BINARY, PaymentKind.TIERED, PaymentKind.RAMP,
        PaymentKind.INTERPOLATED, PaymentKind.GATE_POINTS,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Some farms as a payment measures them: by side of the cap, and by ``size``: what is left to pay for or, at the cap, what it
    goes by. Those that are ``apart`` are asked one by one.
    """

    side: Ints
    size: Ints
    apart: Mask

    def codes(self, codes: Ints) -> Ints:
        """Numbers of those who answer alike, told apart by side too."""
        return codes * SIDES + self.side


def left_to_pay(payment: Payment, day: date, farms: Farms, at: Ints) -> Ints:
    """What is left to pay for of the farms at these places less what comes first, in hundred-millionths; ``ODD`` where that is
    finer. Where what comes first is not published it is all there is.
    """
    sizes = quantities(payment, farms)[at]
    if payment.share_of is None:
        return sizes
    reading = Reading.of(payment, day)
    try:
        free, share = (reading.bound(name, "") if name in payment.figures else None for name in _FIRST)
    except NotPublishedError:
        return sizes
    times = Fraction(payment.divide_by)
    first = times * SCALE * (Fraction(0) if free is None else free.expected)
    each = times * (Fraction(0) if share is None else share.expected / 100)
    step = Fraction(GRAIN[payment.unit]) * times * SCALE
    finer = payment.extra_quantity is not None or "min_quantity" in payment.figures
    stepped = payment.kind in _STEPPED and not finer and step.denominator == 1
    land = farms.areas[kept_as(payment.share_of)][at]
    left = [_left(size - first - each * much, int(step) if stepped else 0)
            for size, much in zip(sizes.tolist(), land.tolist(), strict=True)]  # fmt: skip
    return np.where(sizes < 0, sizes, np.array(left, dtype=np.int64))


_FIRST = ("free", "free_share")


def _left(much: Fraction, step: int) -> int:
    if much <= 0:
        return 0
    if step:
        return int(much // step) * step
    return int(much) if much.denominator == 1 else ODD


def measured(
    payment: Payment, day: date, farms: Farms, at: Ints, size: Ints, bare: tuple[Lines, Ints]
) -> Measured:
    """The farms at these places, with so much (``size``) left to pay for; ``bare`` are the lines on which they lie without the
    cap, -1 where that is not known.
    """
    side, apart = np.full(len(at), BELOW), size == ODD
    if payment.cap_per is None:
        return Measured(side, size, apart)
    try:
        cap = Reading.of(payment, day).bound("cap")
    except NotPublishedError:
        return Measured(np.full(len(at), UNKNOWN), size, apart)
    if cap is None:
        return Measured(side, size, apart)
    by = quantities(replace(payment, quantity=payment.cap_per, divide_by=Decimal(1)), farms)[at]
    side[by == MISSING], side[by == 0] = UNKNOWN, NONE
    apart |= by <= ODD
    if not cap.is_exact:
        return Measured(side, size, apart | (side == BELOW))
    most = whole((Fraction(0), cap.expected * 100 * MICRO / SCALE), np.maximum(by, 0))
    known, on = bare
    for number in np.unique(on).tolist():
        mine = (on == number) & (side == BELOW)
        if number < 0 or known.lines[number].open:
            # What is open is asked of those alone whom it could pay anything: that follows from both.
            apart |= mine
        elif known.lines[number].claim is not None:
            line = known.lines[number]
            expected, high = (whole(worth, size[mine]) for worth in _worth(line))
            side[mine] = np.where(expected > most[mine], AT_CAP, BELOW)
            apart[mine] |= (expected <= most[mine]) & (high >= most[mine])
    return Measured(side, np.where(side == AT_CAP, by, size), apart)


def _worth(line: Straight) -> tuple[Line, Line]:
    """What a line comes to in micro-cents over the size: as expected, and at its highest."""
    much, more = line.quantity

    def times(rate: Line) -> Line:
        return much * rate[0] * MICRO, (much * rate[1] + more * rate[0]) * MICRO

    return times(line.rate), times(line.high or line.rate)


def bends(payment: Payment, side: int) -> tuple[Fraction, ...]:
    """Sizes at which the amount may bend: at the cap where the least is reached that is paid at all."""
    if side != AT_CAP:
        return () if payment.quantity in ("one", "area") else knots_of(payment)
    least, caps = (
        [Fraction(v) for f in payment.figures[name].figures for v in f.values.values()]
        if name in payment.figures
        else []
        for name in ("min_amount", "cap")
    )
    return tuple(sorted({one / cap * SCALE for one in least for cap in caps if cap}))
