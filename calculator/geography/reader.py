"""The process that opens a file from anybody with GDAL: little memory and time, no network, no file of its own.

It takes one line of JSON and then the file on its input, and answers with one piece of JSON (``process`` is the other end).
How far it is it says on the other output, a line for each step. Whatever a file does to it, it does not do to the service.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from calculator.geography.kinds import Refused

#: Begins a line that says how far it is; after it comes the number of the step.
STEP = "step "

MEMORY = 2 * 1024**3
SECONDS = 20
_MOST_LAYERS = 50
_LONGEST_CELL = 200

#: What GDAL is told. Drivers that ask elsewhere are not there; neither are schemas or archives fetched from elsewhere.
ENVIRONMENT = {
    "GDAL_SKIP": (
        "HTTP,WFS,OAPIF,CSW,EEDA,OGCAPI,GDALG,Elasticsearch,Carto,AmigoCloud,PLSCENES,NGW,GPSBabel,ADBC,OGR_VRT,"
        "PGDUMP,MBTiles,PDF,LVBAG,OSM,MVT,PMTiles,GTFS,VDV,ODS,XLSX"
    ),
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "PROJ_NETWORK": "OFF",
    "OPENBLAS_NUM_THREADS": "1",
}


def main() -> None:
    """Read from the input, answer on the output."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # pyogrio asks for frames where they are installed; here they would only take time.
    for name in ("pandas", "geopandas", "pyarrow"):
        sys.modules[name] = None  # type: ignore[assignment]  # so Python says that it is not there
    sys.stdout.write(json.dumps(answered(sys.stdin.buffer.read(), _say)))


def _say(step: int) -> None:
    sys.stderr.write(f"{STEP}{step}\n")
    sys.stderr.flush()


def answered(sent: bytes, tell: Callable[[int], None] = lambda _step: None) -> dict[str, Any]:
    """What is asked and a file after it: the parcels of the file, or why there are none.

    ``tell`` hears each step as it begins: 1 opening, 2 measuring, 3 outlines, 4 what lies on what.
    """
    tell(1)
    line, _, content = sent.partition(b"\n")
    asked = json.loads(line)
    from calculator.geography import shapes

    try:
        with warnings.catch_warnings():
            # What GDAL remarks of a file helps nobody; what it cannot read it raises.
            warnings.simplefilter("ignore")
            cells, geometry, system = _features(content, asked)
        tell(2)
        return shapes.judged(cells, geometry, system, asked["known"], tell)
    except Refused as refused:
        return {"refused": refused.why, "said": refused.said}


def _features(content: bytes, asked: Mapping[str, Any]) -> tuple[list[dict[str, str]], list[Any], str]:
    """The cells and shapes (WKB) of every layer with areas, and the system that their coordinates are in."""
    import pyogrio

    cells: list[dict[str, str]] = []
    geometry: list[Any] = []
    systems = set()
    try:
        for layer in _layers(pyogrio.list_layers(content)):
            info = pyogrio.read_info(content, layer=layer)
            if info["driver"] not in asked["drivers"]:
                raise Refused("unreadable")
            named, shapes = _layer(pyogrio.raw, content, layer, info, asked)
            cells += named
            geometry += shapes
            if shapes:
                systems.add(info["crs"] or "")
            if len(geometry) > asked["most"]:
                raise Refused("too_many", str(asked["most"]))
    except UnicodeDecodeError as fault:
        raise Refused("encoding", "1") from fault
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, RuntimeError) as fault:
        raise Refused("unreadable") from fault
    if not geometry:
        raise Refused("no_areas")
    if len(systems) > 1:
        raise Refused("several_systems", ", ".join(sorted(systems)))
    return cells, geometry, systems.pop()


def _layers(listed: Sequence[Sequence[str | None]]) -> list[int]:
    """The layers that can hold areas, by number: one without a name is called otherwise each time it is opened."""
    drawn = [at for at, (_name, kind) in enumerate(listed) if kind and not re.search("Point|Line", kind)]
    return drawn[:_MOST_LAYERS]


def _layer(
    raw: Any, content: bytes, layer: int, info: Mapping[str, Any], asked: Mapping[str, Any]
) -> tuple[list[dict[str, str]], list[Any]]:
    wanted = set(asked["columns"])
    columns = [name for name in info["fields"] if name.casefold() in wanted]
    meta, _, shapes, fields = raw.read(
        content,
        layer=layer,
        columns=columns,
        force_2d=True,
        max_features=asked["most"] + 1,
        datetime_as_string=True,
    )
    names = [str(name).casefold() for name in meta["fields"]]
    rows = zip(*(field.tolist() for field in fields), strict=True) if fields else ([] for _ in shapes)
    return [{n: _cell(v) for n, v in zip(names, row, strict=True)} for row in rows], list(shapes)


def _cell(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()[:_LONGEST_CELL]


if __name__ == "__main__":
    main()
    # Nothing that a file left behind is run on the way out.
    sys.stdout.flush()
    os._exit(0)
