"""A GeoPackage (OGC 12-128, version 1.3) of areas in WGS84: the same bytes for the same areas.

It is a file of SQLite with three tables that say what is in it, and a table of the areas themselves.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

_LAYER = "percelen"
_WGS84 = 4326
_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]]'
)
#: ``GPKG`` and the version, as the header of the file has them.
_APPLICATION, _VERSION = 0x47504B47, 10300
_TABLES = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL,
  m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
"""

Feature = Mapping[str, Any]
Ring = Sequence[Sequence[float]]


def written(features: Sequence[Feature], made_on: date) -> bytes:
    """The features of GeoJSON as the one layer of a GeoPackage; numbers are columns of numbers, all else is text."""
    columns = list(dict.fromkeys(name for feature in features for name in feature["properties"]))
    made = sqlite3.connect(":memory:")
    try:
        made.executescript(_TABLES)
        made.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
            [
                ("WGS 84", _WGS84, "EPSG", _WGS84, _WKT),
                ("Undefined Cartesian", -1, "NONE", -1, "undefined"),
                ("Undefined geographic", 0, "NONE", 0, "undefined"),
            ],
        )
        outer = _bounds(features)
        made.execute(
            "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, ?)",
            (_LAYER, _LAYER, f"{made_on.isoformat()}T00:00:00.000Z", *outer, _WGS84),
        )
        made.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'MULTIPOLYGON', ?, 0, 0)", (_LAYER, _WGS84)
        )
        _layer(made, features, columns)
        made.commit()
        return made.serialize()
    finally:
        made.close()


def _layer(made: sqlite3.Connection, features: Sequence[Feature], columns: Sequence[str]) -> None:
    kinds = {name: "DOUBLE" if _numbers(features, name) else "TEXT" for name in columns}
    listed = ", ".join(['"' + name.replace('"', '""') + f'" {kind}' for name, kind in kinds.items()])
    made.execute(
        f"CREATE TABLE {_LAYER} (fid INTEGER PRIMARY KEY, geom MULTIPOLYGON{', ' if listed else ''}{listed})"
    )
    marks = ", ".join("?" * (len(columns) + 2))
    made.executemany(
        f"INSERT INTO {_LAYER} VALUES ({marks})",  # noqa: S608  our own name and question marks  # nosec B608
        [
            (at, _blob(feature["geometry"]), *(_value(feature["properties"].get(name)) for name in columns))
            for at, feature in enumerate(features, start=1)
        ],
    )


def _numbers(features: Sequence[Feature], name: str) -> bool:
    return all(isinstance(f["properties"].get(name, Decimal()), Decimal) for f in features)


def _value(held: object) -> object:
    return float(held) if isinstance(held, Decimal) else held


def _areas(geometry: Feature | None) -> Sequence[Sequence[Ring]]:
    if not geometry:
        return ()
    held = geometry["coordinates"]
    return cast("Sequence[Sequence[Ring]]", [held] if geometry["type"] == "Polygon" else held)


def _bounds(features: Sequence[Feature]) -> tuple[float | None, ...]:
    points = [p for f in features for area in _areas(f["geometry"]) for ring in area for p in ring]
    if not points:
        return (None, None, None, None)
    wide, high = [p[0] for p in points], [p[1] for p in points]
    return min(wide), min(high), max(wide), max(high)


def _blob(geometry: Feature | None) -> bytes | None:
    """The header of a GeoPackage (little-endian, without an envelope), and the areas as WKB; nothing where nothing is drawn."""
    areas = _areas(geometry)
    if not areas:
        return None
    made = [b"GP" + struct.pack("<BBi", 0, 1, _WGS84), struct.pack("<BII", 1, 6, len(areas))]
    for rings in areas:
        made.append(struct.pack("<BII", 1, 3, len(rings)))
        for ring in rings:
            made.append(struct.pack("<I", len(ring)))
            made += [struct.pack("<2d", *point[:2]) for point in ring]
    return b"".join(made)
