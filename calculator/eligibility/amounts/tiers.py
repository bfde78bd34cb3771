"""How far a measured result is from the next tier of a payment, or from the threshold that it has not reached yet.

What is measured of a parcel or element has a distance of its own on each on which the payment lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from calculator.domain.farm import OF_PLACE, FarmProfile, told
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, PaymentKind
from calculator.eligibility.amounts.figures import FactMissingError, Reading
from calculator.eligibility.conditions.outcomes import as_number
from calculator.eligibility.conditions.territory import outside
from calculator.eligibility.subject import Findings, Subject, triggers, try_conditions
from calculator.eligibility.units import pieces


@dataclass(frozen=True, slots=True)
class Rung:
    """The next tier of a payment: at which value (``at``) of the indicator, where the farm, or a ``place``, stands now."""

    scheme: str
    payment: str
    indicator: str
    now: Decimal
    at: Decimal
    place: str | None = None


def rungs(profile: FarmProfile, rulebook: Rulebook, day: date) -> Iterator[Rung]:
    """Every payment on a measured result, of schemes for farms like this one, that has a tier left to reach.

    An indicator that is not filled in has no distance: its payments stand among the open ones.
    """
    for scheme in rulebook.schemes_on(day):
        if outside(scheme, profile, rulebook):
            continue
        for payment in scheme.payments:
            if payment.indicator is not None and payment.indicator.startswith(OF_PLACE):
                yield from _of_places(Subject(profile, rulebook, scheme, payment, day))
                continue
            now = as_number(profile.fact(payment.indicator)) if payment.indicator else None
            at = None if now is None else _next(payment, now, day)
            if now is None or at is None or payment.indicator is None:
                continue
            _, elsewhere = try_conditions(Subject(profile, rulebook, scheme, payment, day), Findings())
            if not elsewhere:
                yield Rung(scheme.id, payment.id, payment.indicator, now, at)


def _of_places(of: Subject) -> Iterator[Rung]:
    """Those of the places on which the payment lies, the nearest first."""
    found, path = dict[str, Rung](), of.payment.indicator or ""
    for piece in pieces(of.profile)[0]:
        measure = triggers(piece, of.payment, of.rulebook)
        now = as_number(told(piece.whole, path))
        if measure is None or now is None or piece.place in found:
            continue
        there = replace(of, piece=piece, measure=measure)
        try:
            at = _next(of.payment, now, of.day, there.region())
        except FactMissingError:
            continue
        if at is not None:
            found[piece.place] = Rung(of.scheme.id, of.payment.id, path, now, at, piece.place)
    yield from sorted(found.values(), key=lambda rung: abs(rung.at - rung.now))


def _next(payment: Payment, now: Decimal, day: date, key: str = "") -> Decimal | None:
    reading = Reading.of(payment, day, key)
    if payment.kind is PaymentKind.TIERED:
        known = [t for t in payment.tiers if reading.optional(t.figure) is not None]
        above = [t.at_least for t in known if t.at_least is not None and t.at_least > now]
        below = [t.at_most for t in known if t.at_most is not None and t.at_most < now]
        return min(above) if above else max(below, default=None)
    if payment.kind is PaymentKind.KPI_BINARY and reading.optional("rate") is not None:
        least, most = reading.optional("threshold"), reading.optional("threshold_max")
        for bound, short in ((least, True), (most, False)):
            if bound is not None and (now < bound.expected if short else now > bound.expected):
                return Decimal(bound.expected.numerator) / Decimal(bound.expected.denominator)
    return None
