"""Where a parcel lies: a GeoJSON polygon in degrees, in or near the Netherlands. It is drawn, and never computed with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from calculator.domain.scheme import Text
from calculator.services.profile import words
from calculator.services.profile.values import Place

#: How deep the lists of each kind go down to a position: a polygon is a list of rings, each a list of positions.
_DEPTHS = {"Polygon": 2, "MultiPolygon": 3}
#: Longitude and latitude (WGS84) around the Netherlands, with room for land across the border.
_WEST, _EAST, _SOUTH, _NORTH = Decimal(2), Decimal(8), Decimal(50), Decimal(55)
#: A ring ends where it began, so that the smallest, a triangle, has four positions.
_SHORTEST = 4


def geometry(place: Place | None) -> Mapping[str, object] | None:
    """The geometry at the place, as it is written; what is wrong with it is noted once, at the first such position."""
    if place is None:
        return None
    value = place.value
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        place.wrong(_NONE)
        return None
    depth = _DEPTHS.get(value["type"])
    if depth is None:
        place.below("type", value["type"]).wrong(_other_kind(value["type"]))
        return None
    wrong = _first_wrong(place.below("coordinates", value.get("coordinates")), depth)
    if wrong is not None:
        wrong[0].wrong(wrong[1])
        return None
    return value


def _first_wrong(at: Place, depth: int) -> tuple[Place, words.Words] | None:
    listed = at.value
    if not isinstance(listed, list) or not listed:
        return at, _NO_LIST
    if depth == 1 and (len(listed) < _SHORTEST or listed[0] != listed[-1]):
        return at, _OPEN_RING
    for index, value in enumerate(listed):
        below = at.below(index, value)
        found = _first_wrong(below, depth - 1) if depth > 1 else _wrong_position(below)
        if found is not None:
            return found
    return None


def _wrong_position(at: Place) -> tuple[Place, words.Words] | None:
    numbers = _numbers(at.value) if isinstance(at.value, list) else None
    if numbers is None:
        return at, _NO_POSITION
    if _WEST <= numbers[0] <= _EAST and _SOUTH <= numbers[1] <= _NORTH:
        return None
    turned = _WEST <= numbers[1] <= _EAST and _SOUTH <= numbers[0] <= _NORTH
    return at, _TURNED if turned else _ELSEWHERE


def _numbers(value: Sequence[object]) -> list[Decimal] | None:
    """Longitude, latitude and perhaps a height, as JSON numbers or as decimal strings."""
    if not 2 <= len(value) <= 3:
        return None
    found = []
    for item in value:
        if isinstance(item, bool) or not isinstance(item, int | float | Decimal | str) or len(str(item)) > 30:
            return None
        try:
            number = Decimal(str(item))
        except InvalidOperation:
            return None
        if not number.is_finite():
            return None
        found.append(number)
    return found


_LEAVE = Text(
    'Geef een "Polygon" of "MultiPolygon" met "coordinates", of laat de geometrie weg.',
    'Give a "Polygon" or "MultiPolygon" with "coordinates", or leave the geometry out.',
)
_DEGREES = Text(
    "Geef lengte en dan breedte in graden (WGS84), zoals [4.31, 51.97]; reken meters (RD) eerst om.",
    "Give longitude and then latitude in degrees (WGS84), as [4.31, 51.97]; convert metres (RD) first.",
)
_NONE = Text("Dit is geen GeoJSON-geometrie.", "This is not a GeoJSON geometry."), _LEAVE
_NO_LIST = (
    Text("Hier hoort een lijst van GeoJSON-coördinaten.", "This must be a list of GeoJSON coordinates."),
    _LEAVE,
)
_OPEN_RING = (
    Text("Deze grens is niet gesloten.", "This boundary is not closed."),
    Text(
        "Geef ten minste vier punten, en herhaal het eerste als laatste.",
        "Give at least four positions, and repeat the first as the last.",
    ),
)
_NO_POSITION = Text("Dit is geen punt in graden.", "This is not a position in degrees."), _DEGREES
_TURNED = (
    Text("Lengte en breedte zijn verwisseld.", "Longitude and latitude are the wrong way round."),
    _DEGREES,
)
_ELSEWHERE = Text("Dit punt ligt niet in Nederland.", "This position is not in the Netherlands."), _DEGREES


def _other_kind(kind: str) -> words.Words:
    shown = words.shown(kind)
    return Text(f'Een perceel is geen "{shown}".', f'A parcel is no "{shown}".'), _LEAVE
