"""How long 500 parcels take: read from a map file, and shown in their table."""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import shapely
from flask.testing import FlaskClient

from calculator.settings import Settings
from calculator.web import create_app
from calculator.web.serve import prepare
from calculator.web.wiring import live
from tests.geography.maps import EAST, NORTH, written

_MOST_IMPORT_MS, _MOST_TABLE_MS = 2_000.0, 300.0
_COUNT, _ROUNDS = 500, 7


def five_hundred_parcels() -> dict[str, float | bool]:
    """A GeoPackage of 500 parcels of 40 corners: until what changes is shown, until it is taken over, and the table after it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/app.sqlite3", api_rate="", sign_in_rate="")
        prepare(settings, datetime(2026, 11, 24, tzinfo=UTC))
        app = create_app(settings, replace(live(), today=lambda: date(2026, 11, 24)))
        content = _map()
        with app.test_client() as client:
            at = _begun(client)
            shown = [_timed(lambda: _import(client, at, content)) for _ in range(_ROUNDS)]
            taken = _timed(lambda: _take(client, at))
            table = [_timed(lambda: _table(client, at)) for _ in range(_ROUNDS)]
    kept = max(shown) <= _MOST_IMPORT_MS and statistics.median(table) <= _MOST_TABLE_MS
    return {
        "import_median_ms": statistics.median(shown),
        "import_max_ms": max(shown),
        "take_over_ms": taken,
        "table_median_ms": statistics.median(table),
        "table_max_ms": max(table),
        "within_bounds": kept,
    }


def _map() -> bytes:
    round_ = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    circle = np.column_stack([np.cos(round_), np.sin(round_)]) * 90
    shapes = [
        shapely.Polygon(circle + np.array([EAST + 200 * (n % 25), NORTH + 200 * (n // 25)]))
        for n in range(_COUNT)
    ]
    cells = {"kenmerk": [f"Q{n}" for n in range(_COUNT)], "gewascode": ["265"] * _COUNT}
    return written("GPKG", shapes, cells)


def _begun(client: FlaskClient) -> str:
    data = {
        "/parcels/0/id": "P1",
        "/parcels/0/area_ha": "1",
        "/parcels/0/land_use": "arable",
        "/year": "2026",
        "action": "show",
    }
    return str(client.post("/bedrijf", data=data).location)


def _import(client: FlaskClient, at: str, content: bytes) -> None:
    answer = client.post(f"{at}/percelen-inlezen", data={"file": (io.BytesIO(content), "percelen.gpkg")})
    assert answer.status_code == 200, answer.status


def _take(client: FlaskClient, at: str) -> None:
    picked = [f"new:Q{n}" for n in range(_COUNT)]
    answer = client.post(f"{at}/percelen-inlezen", data={"pick": picked, "action": "apply"})
    assert answer.status_code == 303, answer.status


def _table(client: FlaskClient, at: str) -> None:
    assert f"Q{_COUNT - 1}" in client.get(f"{at}/deel/parcels").text


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
