"""What a farm could do besides: measures for land and elements that it has, and that a scheme open to it pays for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from calculator.domain.farm import FarmProfile, LandscapeElement, Parcel
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Payment
from calculator.eligibility.conditions import territory
from calculator.eligibility.conditions.shares import GRASSLAND
from calculator.services.profile import profiles


class Extent(StrEnum):
    """What says how much of a measure there is; the value is the key of it in a profile."""

    AREA = "area_ha"
    #: Metres along a parcel: an area in the profile, which follows from how long and how wide.
    STRIP = "strip"
    LENGTH = "length_m"
    COUNT = "count"
    SURFACE = "area_m2"


@dataclass(frozen=True, slots=True)
class Possible:
    """A measure, and the places that suit it and on which nobody does or considers it, the largest first.

    The size of a place is in hectares for ``AREA`` and ``STRIP``, else in metres, pieces or square metres. Whether a
    condition of the payment is met shows only when it is computed.
    """

    code: str
    extent: Extent
    schemes: tuple[str, ...]
    places: tuple[tuple[str, Decimal], ...]


def of(document: object, rulebook: Rulebook, on: date) -> tuple[Possible, ...]:
    """Those measures in the order of the codelist; raises InputProblems as ``profiles.read``."""
    profile = profiles.read(document, rulebook)
    paid = _paid(profile, rulebook, on)
    found = []
    for code in rulebook.codelists.get("measures", {}).values():
        if code.code not in paid:
            continue
        for extent in _extents(code):
            places = sorted(_places(code, extent, profile), key=lambda place: (-place[1], place[0]))
            if places:
                found.append(Possible(code.code, extent, paid[code.code], tuple(places)))
                break
    return tuple(found)


def _extents(code: Code) -> tuple[Extent, ...]:
    """How a measure may be measured, what its payment counts first."""
    unit, on_elements = code.columns.get("unit"), code.columns.get("land") == "element"
    if unit == "ha":
        return (Extent.SURFACE, Extent.LENGTH) if on_elements else (Extent.AREA,)
    if unit == "m":
        return (Extent.LENGTH if on_elements else Extent.STRIP,)
    return (Extent.COUNT,) if unit == "piece" else ()


def _places(code: Code, extent: Extent, profile: FarmProfile) -> Iterator[tuple[str, Decimal]]:
    if extent in (Extent.AREA, Extent.STRIP):
        yield from ((p.id, p.area_ha) for p in profile.parcels if _suits(code, p) and not _held(code, p))
        return
    kinds = code.columns.get("elements", "").split()
    by_width = extent is Extent.LENGTH and code.columns.get("unit") == "ha"
    for element in profile.elements:
        size = None if by_width and element.width_m is None else _size(element, extent)
        if size and element.kind in kinds and not _held(code, element):
            yield element.id, size


def _size(element: LandscapeElement, extent: Extent) -> Decimal | None:
    """How much there is of the element; nothing where it is not measured so."""
    if extent is Extent.LENGTH:
        return element.length_m
    return element.count if extent is Extent.COUNT else element.area_m2


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


def _held(code: Code, place: Parcel | LandscapeElement) -> bool:
    return any(measure.code == code.code for measure in place.measures)


def _suits(code: Code, parcel: Parcel) -> bool:
    land = code.columns.get("land")
    grass = parcel.land_use in GRASSLAND
    return land not in ("grassland", "arable") or grass == (land == "grassland")
