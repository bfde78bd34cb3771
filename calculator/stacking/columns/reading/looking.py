"""What a payment looks at: of the measure, of the place, and of what the farm answers."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.farm import FarmProfile, Measure, told
from calculator.eligibility.conditions.outcomes import as_number
from calculator.eligibility.reads import ASIDE, Reads
from calculator.eligibility.units import Piece
from calculator.stacking.columns.reading.aside import Earlier, said

_ASIDE = len(ASIDE)


def asked_of(measure: Measure) -> tuple[object, ...]:
    """All that a payment may ask of the measure that triggers it."""
    return measure.code, measure.unit, measure.width_m, measure.cost_eur, measure.income_forgone_eur


def looks(piece: Piece, read: Reads) -> tuple[object, ...]:
    """What a payment reads of the place."""
    return place_of(piece, tuple(sorted(read.attributes)), history=read.history)


def place_of(piece: Piece, attributes: tuple[str, ...], *, history: bool) -> tuple[object, ...]:
    """These attributes of the place, and what every payment reads of it.

    Of an element that is not measured along its length the area counts as a whole, so each size is another.
    """
    parcel, element = piece.parcel, piece.element
    if parcel is not None:
        found = tuple([told(parcel, name) for name in attributes])
        crops = tuple(sorted(parcel.crop_history.items())) if history else ()
        return (*found, parcel.land_use, bool(parcel.glmc8_ha), crops)
    assert element is not None
    size: tuple[object, ...] = (element.length_m is None, element.count is None, element.area_m2 is None)
    if any(m.unit != "m" for m in piece.measures):
        size = (element.length_m, element.count, element.area_m2)
    return (*[told(element, name) for name in attributes], element.width_m, size)


def seen(profile: FarmProfile, path: str, cuts: tuple[Decimal, ...] | None) -> object:
    """What a payment reads of a fact: its value, or the stretch between two bounds in which it lies."""
    value = said(profile, path) if path[:_ASIDE] == ASIDE else profile.fact(path)
    return value.__class__, stretch(value, cuts)


def stretch(value: object, cuts: tuple[Decimal, ...] | None) -> object:
    """The value where it matters itself; else below, on or above which of the bounds it lies."""
    number = None if cuts is None else as_number(value)
    if number is None or cuts is None:
        if cuts is not None and isinstance(value, Earlier):
            return tuple([(year, stretch(then, cuts)) for year, then in value])
        return value
    return sum(2 if number > cut else 1 if number == cut else 0 for cut in cuts)
