"""How much a payment is multiplied with: land, elements, milk, rent, balances, or a fact of the profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Answers
from calculator.domain.money import Range
from calculator.domain.quantity import in_steps
from calculator.domain.scheme import Payment
from calculator.eligibility.amounts.figures import FactMissingError, Reading
from calculator.eligibility.conditions.outcomes import as_number
from calculator.eligibility.conditions.shares import area_of
from calculator.eligibility.units import element_area_ha

#: What a farm has of a quantity, or the paths that it would follow from.
_QUANTITIES: Answers[object, Decimal | tuple[str, ...]] = Answers("quantities")

#: What is counted is of nobody in particular.
_NOBODY: Mapping[str, str] = MappingProxyType({})
_AREAS = ("parcel_ha", "grassland_ha", "permanent_grassland_ha", "arable_ha")


def subsidiable_ha(profile: FarmProfile) -> Decimal:
    """All parcels except nature, plus the elements whose area is known (Uitvoeringsregeling GLB 2023, art. 1 and 7)."""
    parcels = sum((p.area_ha for p in profile.parcels if p.land_use != "nature"), Decimal(0))
    own = (element_area_ha(e) for e in profile.elements if e.parcel is None)
    return parcels + sum((a for a in own if a is not None), Decimal(0))


def _loans(profile: FarmProfile, lender: str | None) -> Decimal:
    if profile.loans is None:
        raise FactMissingError("finance.loans")
    balances = [x.balance_eur for x in profile.loans if lender is None or x.lender == lender]
    if any(b is None for b in balances):
        raise FactMissingError("finance.loans.balance_eur")
    return sum((b for b in balances if b is not None), Decimal(0))


def _rent(profile: FarmProfile, lessor: str | None) -> Decimal:
    if profile.leases is None:
        raise FactMissingError("finance.leases")
    rents = [x.rent_eur_year for x in profile.leases if lessor is None or x.lessor == lessor]
    if any(r is None for r in rents):
        raise FactMissingError("finance.leases.rent_eur_year")
    return sum((r for r in rents if r is not None), Decimal(0))


def _leased(profile: FarmProfile, lessor: str | None) -> Decimal:
    """Hectares leased from the lessor: of the lease itself, else of the parcels that it names."""
    if profile.leases is None:
        raise FactMissingError("finance.leases")
    total, areas = Decimal(0), {p.id: p.area_ha for p in profile.parcels}
    for lease in profile.leases:
        if lessor is not None and lease.lessor != lessor:
            continue
        if lease.area_ha is None and not lease.parcels:
            raise FactMissingError("finance.leases.area_ha")
        of_parcels = sum((areas.get(name, Decimal(0)) for name in lease.parcels), Decimal(0))
        total += of_parcels if lease.area_ha is None else lease.area_ha
    return total


def _answered(profile: FarmProfile, path: str) -> Decimal | None:
    """The number at the path; of a list of numbers (the cost of each item) their sum."""
    fact = profile.fact(path)
    if isinstance(fact, tuple):
        numbers = [as_number(x) for x in fact]
        return None if None in numbers else sum((n for n in numbers if n is not None), Decimal(0))
    return as_number(fact)


def with_extra(payment: Payment, profile: FarmProfile, own: Decimal, share: Fraction) -> Decimal:
    """The quantity and its extra, which counts up to ``share`` percent of the two together.

    Down to the unit's smallest step; raises FactMissingError where the extra is not known.
    """
    path = payment.extra_quantity or ""
    extra = as_number(profile.fact(path))
    if extra is None:
        raise FactMissingError(path)
    most = Fraction(own + extra) * share / 100
    counted = own + min(extra, Decimal(most.numerator) / Decimal(most.denominator))
    return in_steps(counted, payment.unit)


def cap_of(payment: Payment, profile: FarmProfile, reading: Reading) -> Range | None:
    """The most in euros that the payment pays the farm: its ``cap``, so often as it says; None where there is no end.

    Raises FactMissingError where the profile does not say how often.
    """
    cap, per = reading.bound("cap"), payment.cap_per
    if cap is None or per is None:
        return cap
    return cap.times(Fraction(quantity_of(profile, per, payment.parties)))


def without_cap(payment: Payment) -> Payment:
    """The same without its cap: what it could pay at most where nobody knows what the cap comes to."""
    figures = {name: series for name, series in payment.figures.items() if name != "cap"}
    return replace(payment, figures=figures, cap_per=None)


def free_of(payment: Payment, profile: FarmProfile, reading: Reading) -> Decimal:
    """How much of the quantity comes first and is not paid: so many units, and a share of the farm's land."""
    free = Fraction(0)
    for name, whole in (("free", Decimal(1)), ("free_share", Decimal(0))):
        figure = reading.bound(name, "") if name in payment.figures else None
        if figure is not None:
            land = whole or area_of(profile, str(payment.share_of)) / 100
            free += figure.expected * Fraction(land)
    return Decimal(free.numerator) / Decimal(free.denominator)


def farm_quantity(payment: Payment, profile: FarmProfile) -> Decimal:
    """The quantity of a farm-level payment; raises FactMissingError where the profile does not give it."""
    return quantity_of(profile, payment.quantity, payment.parties) / payment.divide_by


def quantity_of(profile: FarmProfile, name: str, parties: Mapping[str, str] = _NOBODY) -> Decimal:
    """A number or quantity of the farm, added up once; raises FactMissingError where the profile does not give it."""
    key = (name, parties.get("lender"), parties.get("lessor")) if parties else name
    known = profile.memory.of(_QUANTITIES)
    found = known.get(key)
    if found is None:
        try:
            found = _quantity(profile, name, parties)
        except FactMissingError as missing:
            found = missing.paths
        known[key] = found
    if isinstance(found, tuple):
        raise FactMissingError(*found)
    return found


def _quantity(profile: FarmProfile, name: str, parties: Mapping[str, str]) -> Decimal:
    if name in ("one", "area"):
        found: Decimal | None = Decimal(1)
    elif name == "subsidiable_ha":
        found = subsidiable_ha(profile)
    elif name in _AREAS:
        found = area_of(profile, name)
    elif name == "loan_balance":
        found = _loans(profile, parties.get("lender"))
    elif name == "rent":
        found = _rent(profile, parties.get("lessor"))
    elif name == "leased_ha":
        found = _leased(profile, parties.get("lessor"))
    else:
        found = _answered(profile, name)
    if found is None:
        raise FactMissingError(name)
    return found
