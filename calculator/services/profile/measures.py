"""Measures on a parcel or element: which, how much, and in which unit that may be said."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from calculator.domain.farm import Measure
from calculator.domain.scheme import Text
from calculator.services.profile import bounds, values, words
from calculator.services.profile.codes import Codes, on_elements_alone
from calculator.services.profile.cover import PlacedMeasure
from calculator.services.profile.values import Fields, Place

_MEASURE = (
    "code", "area_ha", "length_m", "count", "area_m2", "part", "status", "width_m",
    "cost_eur_per_unit_year", "income_forgone_eur_per_unit_year",
)  # fmt: skip
#: Keys of a measure that say how much, with the unit each stands for.
SIZES: Mapping[str, str] = {"area_ha": "ha", "length_m": "m", "count": "piece", "area_m2": "m2"}


def measures_of(place: Place | None, codes: Codes, *, on: str) -> list[PlacedMeasure]:
    """The measures in the list that can be read; ``on`` is ``parcel`` or ``element``."""
    if place is None:
        return []
    read = (
        _measure(item, codes, on)
        for item in place.items(bounds.MOST_MEASURES, Text("maatregelen", "measures"))
    )
    return [measure for measure in read if measure is not None]


def _measure(place: Place, codes: Codes, on: str) -> PlacedMeasure | None:
    fields = Fields(place, _MEASURE)
    code = codes.code(fields.must("code"), "measures")
    status = values.choice(fields.get("status"), ("managed", "candidate"))
    width = values.number(fields.get("width_m"), bounds.WIDTH)
    part = values.text(fields.get("part"), 64)
    cost = values.number(fields.get("cost_eur_per_unit_year"), bounds.RATE)
    forgone = values.number(fields.get("income_forgone_eur_per_unit_year"), bounds.RATE)
    suited = _suited(codes, code, on)
    if not suited:
        fields.place.wrong(_needs_element(code or ""))
    size = _size(fields, on, suited) if fields.readable and suited else None
    if size is None or code is None:
        return None
    at, quantity, unit = size
    made = Measure(code, quantity, unit, part, status == "candidate", width, cost, forgone)
    return PlacedMeasure(at, made)


def _suited(codes: Codes, code: str | None, on: str) -> tuple[str, ...]:
    """The keys that may say how much there is; none where it cannot lie on a parcel at all.

    On a parcel all is land, in hectares (a strip gives its width as well). Pieces are counted, on elements.
    """
    listed = codes.rulebook.code("measures", code) if code else None
    if on == "parcel":
        return () if listed is not None and on_elements_alone(listed) else ("area_ha",)
    unit = listed.columns.get("unit") if listed else None
    return (
        ("count",) if unit == "piece" else ("length_m",) if unit == "m" else ("length_m", "count", "area_m2")
    )


def _size(fields: Fields, on: str, suited: tuple[str, ...]) -> tuple[Place, Decimal, str] | None:
    """The one key that says how much, its quantity and unit; none or a wrong one is a problem."""
    given = [(key, at) for key in SIZES if (at := fields.get(key)) is not None]
    if not given:
        fields.place.wrong(_size_missing(suited))
        return None
    if len(given) > 1:
        fields.place.wrong(_two_sizes([key for key, _ in given]))
        return None
    key, at = given[0]
    if key not in suited:
        at.wrong(_wrong_size(key, on, suited))
        return None
    quantity = values.number(at, bounds.MEASURED[key])
    return None if quantity is None else (at, quantity, SIZES[key])


def _needs_element(code: str) -> words.Words:
    return (
        Text(f'De maatregel "{code}" hoort op een element.', f'The measure "{code}" belongs on an element.'),
        Text(
            "Zet hem bij een landschapselement, met length_m of count.",
            "Put it with a landscape element, with length_m or count.",
        ),
    )


def _size_missing(suited: tuple[str, ...]) -> words.Words:
    keys_nl, keys_en = " of ".join(suited), " or ".join(suited)
    return (
        Text("Deze maatregel zegt niet op hoeveel.", "This measure does not say on how much."),
        Text(f"Vul {keys_nl} in.", f"Fill in {keys_en}."),
    )


def _two_sizes(keys: list[str]) -> words.Words:
    nl, en = " en ".join(keys), " and ".join(keys)
    return (
        Text(f"Deze maatregel heeft {nl} tegelijk.", f"This measure has {en} at once."),
        Text("Laat er één staan.", "Keep one of them."),
    )


def _wrong_size(key: str, on: str, suited: tuple[str, ...]) -> words.Words:
    place_nl = "een perceel" if on == "parcel" else "een landschapselement"
    place_en = "a parcel" if on == "parcel" else "a landscape element"
    other = (
        Text("een landschapselement", "a landscape element")
        if on == "parcel"
        else Text("een perceel", "a parcel")
    )
    return (
        Text(f"{key} past niet bij {place_nl}.", f"{key} does not suit {place_en}."),
        Text(
            f"Gebruik {' of '.join(suited)}, of zet de maatregel op {other.nl}.",
            f"Use {' or '.join(suited)}, or put the measure on {other.en}.",
        ),
    )
