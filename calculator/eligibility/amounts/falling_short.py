"""How far a payment that pays nothing is from paying something: the shortfall of its refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise

from calculator.domain.amount_words import euros
from calculator.domain.farm import FarmProfile
from calculator.domain.money import Range
from calculator.domain.quantity import dutch, plain
from calculator.domain.scheme import Payment, PaymentKind, Text
from calculator.eligibility.amounts.at_most import at_most
from calculator.eligibility.amounts.basis import Basis, worth
from calculator.eligibility.amounts.best_years import best_years
from calculator.eligibility.amounts.figures import FactMissingError, NotPublishedError, Reading
from calculator.eligibility.amounts.kinds import KINDS, counted
from calculator.eligibility.amounts.quantities import cap_of, farm_quantity, free_of, without_cap
from calculator.eligibility.conditions.outcomes import compared


def none_of(payment: Payment, profile: FarmProfile, reading: Reading) -> Text | None:
    """What is said where the cap counts for each of what the farm has none of; None where it does not."""
    if payment.cap_per is None:
        return None
    try:
        cap = cap_of(payment, profile, reading)
    except (FactMissingError, NotPublishedError):
        return None
    each = reading.optional("cap")
    if cap is None or each is None or cap.high or not each.high:
        return None
    most = euros(Decimal(each.high.numerator) / Decimal(each.high.denominator))
    of = _OF_LAND.get(payment.cap_per, _OF_ANYTHING)
    return Text(nl=f"hoogstens {most.nl} voor {of.nl}", en=f"at most {most.en} for {of.en}")


#: What a cap counts for each of, of which there is none: of a number that has a name the formula gives it.
_OF_ANYTHING = Text("elk, en er zijn er 0", "each, and there are 0")
_OF_LAND = {
    name: Text(f"elke hectare {nl}, en er is 0 ha", f"each hectare of {en}, and there is 0 ha")
    for name, (nl, en) in {
        "grassland_ha": ("grasland", "grassland"),
        "permanent_grassland_ha": ("blijvend grasland", "permanent grassland"),
        "arable_ha": ("bouwland", "arable land"),
        "parcel_ha": ("de percelen", "the parcels"),
        "subsidiable_ha": ("subsidiabele grond", "subsidiable land"),
        "leased_ha": ("pachtgrond", "leased land"),
    }.items()
}


def shortfall(basis: Basis) -> Text | None:
    """What is short of the first threshold, tier or step, or of the least amount; None where it is nothing for another reason."""
    if (size := _size(basis)) is not None:
        return size
    look = _LOOKS.get(basis.payment.kind)
    try:
        return (look(basis) if look else None) or _least(basis)
    except FactMissingError:
        # Whatever is missing, it stays below the least amount.
        return _least(basis)


def _size(basis: Basis) -> Text | None:
    """How much there is where that is too little to pay anything: short of a first step, or within a first part that is not paid.

    What is paid begins after the first part; what there is, and what is needed, are told with it.
    """
    free = Decimal(0) if basis.place else free_of(basis.payment, basis.profile, basis.reading)
    begins = _begins(basis)
    if begins is None and not free:
        return None
    there = farm_quantity(basis.payment, basis.profile) if free else basis.there
    kind, start = begins or ("above", Decimal(0))
    return compared(kind, there, free + start).shortfall


def _begins(basis: Basis) -> tuple[str, Decimal] | None:
    """From which size on something is paid: it is reached, or in a band passed."""
    if basis.payment.kind in (PaymentKind.STEP_AREA, PaymentKind.BANDED):
        starts = [t.at_least for t in basis.payment.tiers if t.at_least is not None]
        kind = "above" if basis.payment.kind is PaymentKind.BANDED else "at_least"
        return (kind, min(starts)) if starts else None
    least = basis.reading.optional("min_quantity") if basis.payment.kind is PaymentKind.FLAT else None
    if least is None:
        return None
    return "at_least", Decimal(least.expected.numerator) / Decimal(least.expected.denominator)


def _least(basis: Basis) -> Text | None:
    least = basis.reading.optional("min_amount", "")
    if least is None:
        return None
    found = _at_best(counted(basis)).expected
    number = Decimal(found.numerator) / Decimal(found.denominator)
    return _short_of(number, least) if found else None


def _at_best(basis: Basis) -> Range:
    """What it comes to in euros, or where a result or a cap is not known, at the most."""
    try:
        return worth(KINDS[basis.payment.kind](basis))
    except FactMissingError:
        payment, reading = without_cap(basis.payment), basis.reading
        endless = replace(basis, payment=payment, reading=Reading.of(payment, reading.day, reading.key))
        most = at_most(endless)
        return worth(KINDS[payment.kind](endless) if most is None else most)


def _short_of(found: Decimal, least: Range) -> Text:
    need = Decimal(least.expected.numerator) / Decimal(least.expected.denominator)
    have, asked = euros(found.quantize(Decimal("0.01"), ROUND_DOWN)), euros(need)
    return Text(
        nl=f"{have.nl} waar minstens {asked.nl} nodig is", en=f"{have.en} where at least {asked.en} is needed"
    )


def _short(kind: str, found: Decimal, bound: Range | None) -> Text | None:
    if bound is None:
        return None
    number = Decimal(bound.expected.numerator) / Decimal(bound.expected.denominator)
    return compared(kind, found, number).shortfall


def _binary(basis: Basis) -> Text | None:
    found = basis.indicator()
    return _short("at_least", found, basis.reading.optional("threshold")) or _short(
        "at_most", found, basis.reading.optional("threshold_max")
    )


def _ramp(basis: Basis) -> Text | None:
    start, top = basis.reading.optional("ramp_from"), basis.reading.optional("ramp_to")
    if start is None or top is None:
        return None
    return _short("above" if top.expected > start.expected else "below", basis.indicator(), start)


def _first_tier(found: Decimal, basis: Basis) -> Text | None:
    """The lowest ``at_least`` or the highest ``at_most``: where the payment begins."""
    least = [t.at_least for t in basis.payment.tiers if t.at_least is not None]
    most = [t.at_most for t in basis.payment.tiers if t.at_most is not None]
    if least:
        return compared("at_least", found, min(least)).shortfall
    return compared("at_most", found, max(most)).shortfall if most else None


def _first_rise(basis: Basis) -> Text | None:
    """The nearest point from which the line leaves nothing."""
    found = basis.indicator()
    points = sorted(basis.payment.tiers, key=lambda t: t.at_least or Decimal(0))
    paid = [basis.reading.euros(t.figure).expected > 0 for t in points]
    leaves = [
        ("above" if up else "below", (low if up else high).at_least or Decimal(0))
        for (low, up_from), (high, up) in pairwise(zip(points, paid, strict=True))
        if up_from != up
    ]
    near = min(leaves, key=lambda leave: abs(leave[1] - found), default=None)
    return None if near is None else compared(near[0], found, near[1]).shortfall


def _best_n(basis: Basis) -> Text:
    found = best_years(basis.payment, basis.profile, basis.reading)
    have, of = len(found.good), len(found.known) + len(found.unknown)
    short = found.wanted - have
    years = ", ".join(map(str, found.good)) or "-"
    return Text(
        nl=f"{dutch(Decimal(have))} van de {of} jaren gehaald ({years}) waar {found.wanted} nodig zijn ({short} te weinig)",
        en=f"{plain(Decimal(have))} of {of} years reached ({years}) where {found.wanted} are needed ({short} too few)",
    )


_LOOKS: Mapping[PaymentKind, Callable[[Basis], Text | None]] = {
    PaymentKind.KPI_BINARY: _binary,
    PaymentKind.TIERED: lambda basis: _first_tier(basis.indicator(), basis),
    PaymentKind.INTERPOLATED: lambda basis: _first_rise(basis),
    PaymentKind.STEP_AREA: lambda basis: _first_tier(basis.there, basis),
    PaymentKind.RAMP: _ramp,
    PaymentKind.BEST_N: _best_n,
    PaymentKind.PERCENT_BALANCE: lambda basis: _short(
        "above", basis.quantity, basis.reading.optional("threshold")
    ),
    PaymentKind.PERCENT_RENT: lambda basis: _short(
        "above", basis.quantity, basis.reading.optional("threshold")
    ),
    PaymentKind.PERCENT_COST: lambda basis: _short(
        "above", basis.quantity, basis.reading.optional("threshold")
    ),
    PaymentKind.COST_SHARE: lambda basis: _short(
        "above", basis.quantity, basis.reading.optional("threshold")
    ),
}
