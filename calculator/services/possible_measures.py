"""What a farm could do besides: measures for land that it has, and that a scheme open to it pays for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.domain.farm import FarmProfile, Parcel
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Payment
from calculator.eligibility import territory
from calculator.eligibility.shares import GRASSLAND
from calculator.services import profiles


@dataclass(frozen=True, slots=True)
class Possible:
    """A measure per hectare; ``places`` are parcels that suit it and on which nobody does or considers it, the largest first.

    Whether a condition of the payment is met shows only when it is computed.
    """

    code: str
    schemes: tuple[str, ...]
    places: tuple[tuple[str, Decimal], ...]


def of(document: object, rulebook: Rulebook, on: date) -> tuple[Possible, ...]:
    """Those measures in the order of the codelist; raises InputProblems as ``profiles.read``."""
    profile = profiles.read(document, rulebook)
    paid = _paid(profile, rulebook, on)
    found = []
    for code in rulebook.codelists.get("measures", {}).values():
        if code.code not in paid or code.columns.get("unit") != "ha":
            continue
        suiting = [p for p in profile.parcels if _suits(code, p) and code.code not in _held(p)]
        if suiting:
            ordered = sorted(suiting, key=lambda parcel: (-parcel.area_ha, parcel.id))
            places = tuple((parcel.id, parcel.area_ha) for parcel in ordered)
            found.append(Possible(code.code, paid[code.code], places))
    return tuple(found)


def _paid(profile: FarmProfile, rulebook: Rulebook, on: date) -> dict[str, tuple[str, ...]]:
    """Measure to the schemes open to the farm that pay for it with a figure that computes on the day."""
    found: dict[str, dict[str, None]] = {}
    for scheme in rulebook.schemes_on(on):
        if any(not text.accepted for text in scheme.not_modelled) or territory.outside(
            scheme, profile, rulebook
        ):
            continue
        for payment in scheme.payments:
            if _computes(payment, on):
                for code in payment.measures:
                    found.setdefault(code, {})[scheme.id] = None
    return {code: tuple(schemes) for code, schemes in found.items()}


def _computes(payment: Payment, on: date) -> bool:
    return any(series.on(on) is not None for series in payment.figures.values())


def _held(parcel: Parcel) -> frozenset[str]:
    return frozenset(measure.code for measure in parcel.measures)


def _suits(code: Code, parcel: Parcel) -> bool:
    land = code.columns.get("land")
    if land == "element":
        return False
    grass = parcel.land_use in GRASSLAND
    return land not in ("grassland", "arable") or grass == (land == "grassland")
