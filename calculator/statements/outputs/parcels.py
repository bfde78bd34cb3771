"""The parcels as features (GeoJSON, RFC 7946, WGS84): what the farm says of each, and what is paid on it per year.

The names are those that reading a map knows, so that the file can be changed elsewhere and read in again. A parcel without an
outline has none here either.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal

from calculator.statements.award.reading import inner, objects, text

Json = dict[str, object]
_CENT = Decimal("0.01")


def geojson(award: Mapping[str, object], profile: Mapping[str, object]) -> bytes:
    """One feature per parcel, in the order of the profile; amounts are decimal strings, as everywhere."""
    found = {"type": "FeatureCollection", "features": features(award, profile)}
    return json.dumps(found, ensure_ascii=False, default=str).encode() + b"\n"


def features(award: Mapping[str, object], profile: Mapping[str, object]) -> list[Json]:
    """The parcels as features, with areas and amounts as decimals."""
    paid = _paid(award)
    return [
        {
            "type": "Feature",
            "geometry": _outline(inner(parcel, "geometry")),
            "properties": dict(_said(parcel, paid.get(text(parcel, "id"), {}))),
        }
        for parcel in objects(profile, "parcels")
    ]


def _outline(geometry: Mapping[str, object]) -> Json | None:
    return {**geometry, "coordinates": _numbers(geometry["coordinates"])} if geometry else None


def _numbers(held: object) -> object:
    """Degrees as numbers of JSON: a profile holds them as written, and six decimals are a tenth of a metre."""
    return [_numbers(each) for each in held] if isinstance(held, list | tuple) else float(str(held))


def _said(parcel: Mapping[str, object], paid: Mapping[str, Decimal]) -> Iterator[tuple[str, object]]:
    """What is unknown is left out: a cell that is empty would be read as a value elsewhere."""
    for name, key in (
        ("kenmerk", "id"),
        ("oppervlakte_ha", "area_ha"),
        ("gebruik", "land_use"),
        ("gewascode", "crop_code"),
    ):
        if text(parcel, key):
            yield name, Decimal(text(parcel, key)) if key == "area_ha" else text(parcel, key)
    for code, answer in inner(parcel, "facts").items():
        yield code, {"True": "yes", "False": "no"}.get(str(answer), str(answer))
    done = [text(m, "code") for m in objects(parcel, "measures") if text(m, "status") != "candidate"]
    yield "maatregelen", " ".join(done)
    for year, euros in sorted(paid.items()):
        yield f"betaald_{year}_eur", euros.quantize(_CENT)


def _paid(award: Mapping[str, object]) -> dict[str, dict[str, Decimal]]:
    """Parcel or element to euros per year; what is paid for the whole farm lies on none of them."""
    found: dict[str, dict[str, Decimal]] = {}
    for year in objects(award, "years"):
        at = text(year, "year")
        for line in objects(year, "lines"):
            place = found.setdefault(text(line, "unit"), {})
            place[at] = place.get(at, Decimal(0)) + Decimal(text(line, "amount_eur"))
    return found
