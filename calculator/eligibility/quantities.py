"""How much a payment is multiplied with: land, elements, milk, rent, balances, or a fact of the profile."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.farm import FarmProfile
from calculator.domain.scheme import Payment
from calculator.eligibility.conditions import area_of, as_number
from calculator.eligibility.figures import FactMissingError
from calculator.eligibility.units import element_area_ha

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


def farm_quantity(payment: Payment, profile: FarmProfile) -> Decimal:
    """The quantity of a farm-level payment; raises FactMissingError where the profile does not give it."""
    name = payment.quantity
    if name in ("one", "area"):
        found: Decimal | None = Decimal(1)
    elif name == "subsidiable_ha":
        found = subsidiable_ha(profile)
    elif name in _AREAS:
        found = area_of(profile, name)
    elif name == "loan_balance":
        found = _loans(profile, payment.parties.get("lender"))
    elif name == "rent":
        found = _rent(profile, payment.parties.get("lessor"))
    else:
        found = as_number(profile.fact(name))
    if found is None:
        raise FactMissingError(name)
    return found / payment.divide_by
