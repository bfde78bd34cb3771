"""Areas in RD New and outlines in WGS84: what can be measured is measured exactly, and what cannot is said.

An outline that crosses itself is mended only where every way to read it gives the same area to the square metre. Outlines are
thinned for keeping, and only as far as needed; areas are of the outline as it came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyproj
import shapely

from calculator.geography.kinds import Refused

RD_NEW = "EPSG:28992"
WGS84 = "EPSG:4326"
#: West, south, east and north of the Netherlands, in RD New (metres) and in WGS84 (degrees), with some sea.
_RD_BOUNDS = (-10_000.0, 300_000.0, 300_000.0, 640_000.0)
_DEGREES = (3.0, 50.6, 7.4, 53.8)
#: Two outlines are one parcel where so much of both together is shared.
_SAME = 0.5
_LEAST_OVERLAP_M2 = 10.0
_MOST_POINTS = 30_000
#: How far, in metres, an outline may be from the one that came; the first that keeps few enough points is taken.
_THINNED = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 25.0)
_PLACE = re.compile(r"\[(-?[\d.]+) (-?[\d.]+)")


# A corner that is no number is found by what comes of it, and needs no warning at each step.
@np.errstate(invalid="ignore")
def judged(
    cells: Sequence[Mapping[str, str]],
    wkb: Sequence[object],
    system: str,
    known: Mapping[str, object],
    tell: Callable[[int], None] = lambda _step: None,
) -> dict[str, object]:
    """The answer of the reader; raises Refused where no area can be measured. ``tell`` hears its steps (``reader``)."""
    read = shapely.from_wkb(np.array(wkb, dtype=object), on_invalid="ignore")
    where = _system(read, system)
    flat = _moved(read, where, RD_NEW)
    _inside(flat, read, where)
    whole, left_out = _whole(flat)
    kept = [i for i in range(len(whole)) if i not in left_out]
    areas = dict(zip(kept, np.rint(shapely.area(whole[kept])).astype(np.int64).tolist(), strict=True))
    tell(3)
    thin, tolerance = _thinned(whole[kept])
    outlines = [json.loads(text) for text in shapely.to_geojson(_moved(thin, RD_NEW, WGS84, digits=6))]
    tell(4)
    same = _same(whole, kept, known)
    parcels = [
        {
            "row": i,
            "cells": dict(cells[i]),
            "area_m2": areas[i],
            "geometry": outline,
            "same": same.get(i, ""),
        }
        for i, outline in zip(kept, outlines, strict=True)
    ]
    return {
        "system": where, "assumed": not system, "parcels": parcels, "thinned_m": tolerance,
        "left_out": [{"row": i, "cells": dict(cells[i]), **why} for i, why in sorted(left_out.items())],
        "overlaps": _overlaps(whole, kept),
    }  # fmt: skip


def in_rd_new(outlines: Sequence[str | None]) -> np.ndarray:
    """Outlines of GeoJSON, to the millimetre, as WKB in RD New; nothing stays nothing."""
    read = shapely.from_geojson(np.array(outlines, dtype=object))
    return np.asarray(shapely.to_wkb(_moved(read, WGS84, RD_NEW, digits=3)))


def _system(shapes: np.ndarray, said: str) -> str:
    """The system that the file names, or the one that its coordinates can only be in."""
    if said:
        return said
    bounds = shapely.total_bounds(shapes)
    for name, (west, south, east, north) in ((WGS84, _DEGREES), (RD_NEW, _RD_BOUNDS)):
        if bounds[0] >= west and bounds[1] >= south and bounds[2] <= east and bounds[3] <= north:
            return name
    raise Refused("no_system", _shown(bounds))


def _moved(shapes: np.ndarray, before: str, after: str, digits: int | None = None) -> np.ndarray:
    try:
        # Longitude or east first, whatever the order that a system names: so GDAL hands them over.
        moving = pyproj.Transformer.from_crs(before, after, always_xy=True)
    except pyproj.exceptions.ProjError as fault:
        raise Refused("unknown_system", before[:60]) from fault

    def move(points: np.ndarray) -> np.ndarray:
        x, y = moving.transform(points[:, 0], points[:, 1])
        moved = np.column_stack([x, y])
        return moved if digits is None else np.round(moved, digits)

    return shapely.transform(shapes, move) if before != after else shapes


def _inside(flat: np.ndarray, shapes: np.ndarray, system: str) -> None:
    bounds = shapely.total_bounds(flat)
    west, south, east, north = _RD_BOUNDS
    if not np.isfinite(bounds).all():
        if np.isfinite(shapely.total_bounds(shapes)).all():
            raise Refused("elsewhere", f"{system}: {_shown(shapely.total_bounds(shapes))}")
        raise Refused("no_areas")
    if bounds[0] < west or bounds[1] < south or bounds[2] > east or bounds[3] > north:
        raise Refused("elsewhere", f"{system}: {_shown(shapely.total_bounds(shapes))}")


def _shown(bounds: Sequence[float]) -> str:
    return f"{bounds[0]:.6g} {bounds[1]:.6g} – {bounds[2]:.6g} {bounds[3]:.6g}"


def _whole(flat: np.ndarray) -> tuple[np.ndarray, dict[int, dict[str, str]]]:
    """Every outline as areas only, and which are left out with why."""
    kinds = shapely.get_type_id(flat)
    left_out: dict[int, dict[str, str]] = {}
    made = flat.copy()
    for i in np.flatnonzero(~shapely.is_valid(flat) | ~np.isin(kinds, (3, 6)) | shapely.is_empty(flat)):
        # A corner that is no number cannot be mended, and GEOS may break off over it.
        numbers = np.isfinite(shapely.get_coordinates(flat[i])).all()
        if kinds[i] not in (3, 6) or shapely.is_empty(flat[i]) or not numbers:
            left_out[int(i)] = {"why": "not_an_area"}
            continue
        mended = _areas_of(shapely.make_valid(flat[i]))
        if abs(_by_points(flat[i]) - shapely.area(mended)) > 1:
            left_out[int(i)] = {"why": "crosses", "at": _crossing(flat[i])}
        made[i] = mended
    # The area of what has a corner that is no number is no number either, and not smaller than anything.
    for i in np.flatnonzero(~(shapely.area(made) >= 1)):
        left_out.setdefault(int(i), {"why": "not_an_area"})
    return made, left_out


def _areas_of(shape: Any) -> Any:
    parts = [part for part in shapely.get_parts([shape]) if shapely.get_dimensions(part) == 2]
    flat = [inner for part in parts for inner in shapely.get_parts([part])]
    return flat[0] if len(flat) == 1 else shapely.multipolygons(flat)


def _by_points(shape: Any) -> float:
    """The area as the corners say: of each outer ring less its inner rings, whichever way round they are."""
    total = 0.0
    for part in shapely.get_parts([shape]):
        rings = [
            shapely.get_exterior_ring(part),
            *(shapely.get_interior_ring(part, i) for i in range(shapely.get_num_interior_rings(part))),
        ]
        sizes = [_ring_area(shapely.get_coordinates(ring)) for ring in rings]
        total += sizes[0] - sum(sizes[1:])
    return total


def _ring_area(points: np.ndarray) -> float:
    near = points - points[0]
    x, y = near[:, 0], near[:, 1]
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def _crossing(shape: Any) -> str:
    found = _PLACE.search(str(shapely.is_valid_reason(shape)))
    return f"{float(found[1]):.0f}, {float(found[2]):.0f}" if found else ""


def _thinned(shapes: np.ndarray) -> tuple[np.ndarray, float]:
    made, tolerance = shapes, 0.0
    for tolerance in _THINNED:
        made = shapely.simplify(shapes, tolerance, preserve_topology=True)
        if int(shapely.get_num_coordinates(made).sum()) <= _MOST_POINTS:
            return made, tolerance
    raise Refused("too_detailed")


def _overlaps(whole: np.ndarray, kept: Sequence[int]) -> list[dict[str, int]]:
    """Which two parcels share how many square metres."""
    shapes = whole[list(kept)]
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first = one < other
    pairs = np.column_stack([one[first], other[first]])
    shared = shapely.area(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
    return [
        {"one": kept[int(a)], "other": kept[int(b)], "area_m2": round(float(area))}
        for (a, b), area in zip(pairs, shared, strict=True)
        if area > _LEAST_OVERLAP_M2
    ]


def _same(whole: np.ndarray, kept: Sequence[int], known: Mapping[str, object]) -> dict[int, str]:
    """Which parcel of the form an outline is, where most of both is shared."""
    names = list(known)
    held = shapely.from_geojson([json.dumps(known[name]) for name in names], on_invalid="ignore")
    held = shapely.make_valid(_moved(held, WGS84, RD_NEW)) if names else held
    if not names:
        return {}
    shapes = whole[list(kept)]
    one, other = shapely.STRtree(held).query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[one], held[other]))
    share = shared / (shapely.area(shapes[one]) + shapely.area(held[other]) - shared)
    found: dict[int, str] = {}
    taken: set[int] = set()
    for at in np.argsort(-share, kind="stable"):
        place, name = kept[int(one[at])], int(other[at])
        if share[at] > _SAME and place not in found and name not in taken:
            found[place] = names[name]
            taken.add(name)
    return found
