"""Map files as a farmer may have them, made by GDAL; and spoiled ones."""

import io
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely

RD = "EPSG:28992"
WGS84 = "EPSG:4326"
#: Somewhere near Amersfoort, in RD New.
EAST, NORTH = 155_000.0, 463_000.0


def square(side: float = 200.0, east: float = 0.0, north: float = 0.0) -> shapely.Polygon:
    """A square field, so many metres east and north of the first."""
    return shapely.box(EAST + east, NORTH + north, EAST + east + side, NORTH + north + side)


def moved(shape: Any, system: str) -> Any:
    """A shape of RD New in another system."""
    change = pyproj.Transformer.from_crs(RD, system, always_xy=True)
    return shapely.transform(shape, lambda at: np.column_stack(change.transform(at[:, 0], at[:, 1])))


def written(
    driver: str,
    shapes: Sequence[Any],
    cells: dict[str, list[Any]] | None = None,
    *,
    system: str | None = RD,
    kind: str = "Unknown",
    **options: str,
) -> bytes:
    """The shapes of RD New as a file in another system; a shapefile comes as a zip."""
    held = cells or {}
    named = [shape if system in (None, RD) else moved(shape, system) for shape in shapes]
    data = [shapely.to_wkb(shape) for shape in named]
    columns = [np.array(column, dtype=object) for column in held.values()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"percelen.{_ENDS[driver]}"
        pyogrio.raw.write(
            path, np.array(data, dtype=object), columns, list(held), driver=driver, crs=system, geometry_type=kind,
            layer=None if driver in ("GeoJSON", "ESRI Shapefile") else "percelen", **options,
        )  # fmt: skip
        if driver != "ESRI Shapefile":
            return path.read_bytes()
        return zipped({part.name: part.read_bytes() for part in sorted(Path(folder).iterdir())})


_ENDS = {"GPKG": "gpkg", "GML": "gml", "ESRI Shapefile": "shp", "GeoJSON": "geojson", "KML": "kml"}


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The members of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
