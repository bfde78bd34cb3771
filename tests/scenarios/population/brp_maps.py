"""GeoPackages as the BRP publishes them, with a column in which the farm is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyogrio
import shapely


def square(metres: float) -> shapely.Polygon:
    return shapely.box(150_000, 450_000, 150_000 + metres, 450_000 + metres)


def map_of(
    path: Path, *rows: tuple[object, str, str, object], crs: str = "EPSG:28992", key: str = "farm_key"
) -> Path:
    """A GeoPackage with a row per (farm, crop code, category, shape)."""
    farms, crops, categories, shapes = zip(*rows, strict=True)
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
        field_data=[np.array(column, dtype=object) for column in (farms, crops, categories)],
        fields=[key, "gewascode", "category"],
        geometry_type="Polygon",
        crs=crs,
        driver="GPKG",
        layer="BrpGewas",
    )
    return path
