"""Areas in WGS84 as a GeoPackage in RD New, in which Dutch map programs and the BRP work; written by GDAL."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

_LAYER = "percelen"

Feature = Mapping[str, Any]


def written(features: Sequence[Feature]) -> bytes:
    """The features of GeoJSON as the one layer of a GeoPackage; decimals are columns of numbers, all else is text."""
    # GDAL and what it needs are large; a process that never writes a map does not load them.
    import numpy as np
    import pyogrio

    from calculator.geography import shapes

    columns = list(dict.fromkeys(name for feature in features for name in feature["properties"]))
    made = io.BytesIO()
    pyogrio.raw.write(
        made,
        shapes.in_rd_new([f["geometry"] and json.dumps(f["geometry"]) for f in features]),
        [np.array(_cells(features, name)) for name in columns],
        columns,
        layer=_LAYER,
        driver="GPKG",
        crs=shapes.RD_NEW,
        geometry_type="MultiPolygon",
        promote_to_multi=True,
    )
    return made.getvalue()


def _cells(features: Sequence[Feature], name: str) -> list[object]:
    held = [feature["properties"].get(name) for feature in features]
    if any(isinstance(value, Decimal) for value in held):
        # What is not there is no number, which GDAL writes as nothing.
        return [float("nan") if value is None else float(value) for value in held]
    return ["" if value is None else str(value) for value in held]
