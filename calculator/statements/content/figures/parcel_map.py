"""Parcels drawn from the GeoJSON of the profile: our own lines, no background, nothing fetched.

Coordinates are WGS84 degrees, longitude first (RFC 7946). At the size of a farm a plate carrée scaled by the cosine of
the middle latitude differs from RD New by less than a line is wide.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from calculator.statements.award.reading import Obj, number, objects, text
from calculator.statements.content.blocks import ParcelMap, Shape
from calculator.statements.content.figures.bars import WIDTH
from calculator.statements.content.paper import Paper
from calculator.statements.content.wording import words

HEIGHT = 300.0
_EDGE = 10.0
#: Enough to draw any parcel at this size; what has more points is thinned.
_MOST_POINTS = 300
_MOST_RINGS = 60
_METRES_PER_DEGREE = 111_320.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Located:
    """A parcel (its ``id`` is read) and the rings that are drawn of it, in degrees."""

    parcel: Obj
    rings: tuple[tuple[Point, ...], ...]


def map_of(paper: Paper) -> ParcelMap | None:
    """The map, or None where no parcel has a location that can be drawn."""
    parcels = objects(paper.profile, "parcels")
    located = [
        Located(parcel, found) for parcel in parcels if (found := tuple(rings(parcel.get("geometry"))))
    ]
    if not located:
        return None
    paid = {line.unit for line in paper.lines if line.amount}
    paid |= {text(entry, "unit") for entry in objects(paper.award, "activities")}
    frame = Frame([point for item in located for ring in item.rings for point in ring])
    voice = paper.voice
    said = [_said(paper, item.parcel, text(item.parcel, "id") in paid) for item in located]
    some = voice.say(words.MAP_SOME, drawn=voice.number(len(located)), all=voice.number(len(parcels)))
    return ParcelMap(
        caption=voice.say(words.MAP_CAPTION),
        said=voice.say(words.MAP_SAYS, parcels=voice.listed(said, 20)),
        note=some if len(located) < len(parcels) else "",
        height=round(frame.height, 2),
        shapes=tuple(frame.shape(item, paid=text(item.parcel, "id") in paid) for item in located),
        legend=(voice.say(words.MAP_PAID), voice.say(words.MAP_UNPAID)),
        scale=frame.scale_bar(),
    )


def _said(paper: Paper, parcel: Obj, paid: bool) -> str:
    area = number(parcel, "area_ha")
    return paper.voice.say(
        words.MAP_PARCEL,
        id=text(parcel, "id"),
        area=f"{paper.voice.area(area)} ha" if area is not None else "",
        paid=paper.voice.say(words.MAP_PAID if paid else words.MAP_UNPAID),
    )


class Frame:
    """From degrees to drawing units: everything fits, north is up, both directions have the same scale."""

    def __init__(self, points: list[Point]) -> None:
        self._west, self._south = (min(point[axis] for point in points) for axis in (0, 1))
        east, north = (max(point[axis] for point in points) for axis in (0, 1))
        self._shrink = max(0.01, math.cos(math.radians((self._south + north) / 2)))
        wide = max((east - self._west) * self._shrink, 1e-7)
        high = max(north - self._south, 1e-7)
        self._scale = min((WIDTH - 2 * _EDGE) / wide, (HEIGHT - 2 * _EDGE) / high)
        self.height = high * self._scale + 2 * _EDGE
        self._from_left = (WIDTH - wide * self._scale) / 2

    def _place(self, point: Point) -> Point:
        x = self._from_left + (point[0] - self._west) * self._shrink * self._scale
        y = self.height - _EDGE - (point[1] - self._south) * self._scale
        return round(x, 1), round(y, 1)

    def shape(self, item: Located, *, paid: bool) -> Shape:
        """The outline of a parcel, and the place of its label: the middle of its first ring."""
        drawn = [[self._place(point) for point in ring] for ring in item.rings]
        path = " ".join("M" + " L".join(f"{x},{y}" for x, y in ring) + " Z" for ring in drawn)
        xs, ys = zip(*drawn[0], strict=True)
        middle = (round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1))
        return Shape(path, text(item.parcel, "id"), *middle, paid)

    def scale_bar(self) -> tuple[float, str]:
        """A length in drawing units of a round number of metres, at most a quarter of the width."""
        most = WIDTH / 4 / self._scale * _METRES_PER_DEGREE
        power = 10.0 ** math.floor(math.log10(most))
        metres = max(factor * power for factor in (1, 2, 5) if factor * power <= most)
        said = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
        return round(metres / _METRES_PER_DEGREE * self._scale, 1), said


def rings(geometry: object) -> Iterator[tuple[Point, ...]]:
    """The rings of a (multi)polygon, each of at least three points; nothing for whatever else is there."""
    if not isinstance(geometry, Mapping):
        return
    listed = geometry.get("coordinates")
    polygons = [listed] if geometry.get("type") == "Polygon" else listed
    if geometry.get("type") not in ("Polygon", "MultiPolygon") or not isinstance(polygons, list):
        return
    count = 0
    for polygon in polygons:
        for ring in polygon if isinstance(polygon, list) else []:
            points = _points(ring)
            count += 1
            if len(points) >= 3 and count <= _MOST_RINGS:
                yield points


def _points(ring: object) -> tuple[Point, ...]:
    if not isinstance(ring, list):
        return ()
    step = max(1, -(-len(ring) // _MOST_POINTS))
    found = [_point(item) for item in ring[::step]]
    return tuple(point for point in found if point is not None)


def _point(item: object) -> Point | None:
    """A pair of degrees; None for anything else, also for metres in another system."""
    if not isinstance(item, list) or len(item) < 2:
        return None
    try:
        # Decimals travel as text.
        x, y = float(str(item[0])), float(str(item[1]))
    except ValueError:
        return None
    return (x, y) if abs(x) <= 180 and abs(y) <= 85 else None
