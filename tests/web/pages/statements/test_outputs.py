"""The forms that a result page offers beside the PDF."""

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyogrio
import pyproj
import pytest
import shapely
from flask.testing import FlaskClient

from tests.web.pages.farm.test_parts import begun


def ask(client: FlaskClient, document: object, form: str, path: str = "/meenemen") -> Any:
    fields = {"document": json.dumps(document), "on": "2026-11-24", "years": "2", "form": form}
    return client.post(path, data=fields)


def moved_back(shape: bytes) -> Any:
    """The corners of an outline in RD New, in degrees."""
    east_north = shapely.get_coordinates(shapely.from_wkb(shape))
    change = pyproj.Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)
    return np.column_stack(change.transform(east_north[:, 0], east_north[:, 1]))


@pytest.mark.parametrize(
    ("form", "media", "ending"),
    [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("csv", "text/csv", "csv"),
        ("csv-machine", "text/csv", "csv"),
        ("json", "application/json", "json"),
        ("ics", "text/calendar", "ics"),
        ("geojson", "application/geo+json", "geojson"),
        ("gpkg", "application/geopackage+sqlite3", "gpkg"),
    ],
)
def test_each_form_is_a_file_to_keep(
    form: str, media: str, ending: str, client: FlaskClient, example: dict[str, Any]
) -> None:
    answer = ask(client, example, form)
    assert answer.status_code == 200
    assert answer.mimetype == media
    assert answer.headers["Content-Disposition"].endswith(f'.{ending}"')
    assert ("-machine." in answer.headers["Content-Disposition"]) is (form == "csv-machine")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_workbook_speaks_the_language_of_the_page(client: FlaskClient, example: dict[str, Any]) -> None:
    answer = ask(client, example, "xlsx", "/en/take-away")
    assert "Lines" in openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames


@pytest.mark.parametrize("form", ["", "pdf", "docx", "../x"])
def test_a_form_that_does_not_exist_is_not_found(
    form: str, client: FlaskClient, example: dict[str, Any]
) -> None:
    assert ask(client, example, form).status_code == 404


def test_a_document_that_was_changed_by_hand_is_told_where(
    client: FlaskClient, example: dict[str, Any]
) -> None:
    example["parcels"][0]["area_ha"] = "-1"
    answer = ask(client, example, "xlsx")
    assert answer.status_code == 422


def test_the_parcels_leave_with_what_is_paid_on_each_and_are_read_in_again_as_they_were(
    client: FlaskClient, example: dict[str, Any], tmp_path: Path
) -> None:
    outline = [[[5.38, 52.15], [5.385, 52.15], [5.385, 52.153], [5.38, 52.15]]]
    example["parcels"][0]["geometry"] = {"type": "Polygon", "coordinates": outline}
    example["parcels"][0]["facts"] = {"waterpeil_cm": "35.5", "grondwaterbeschermingsgebied": False}
    content = ask(client, example, "geojson").data
    first, *rest = json.loads(content)["features"]
    assert first["geometry"]["coordinates"] == outline
    assert (first["properties"]["kenmerk"], first["properties"]["oppervlakte_ha"]) == ("P1", "18.40")
    assert (first["properties"]["waterpeil_cm"], first["properties"]["grondwaterbeschermingsgebied"]) == (
        "35.5",
        "no",
    )
    assert [feature["geometry"] for feature in rest] == [None] * len(rest), (
        "an outline nobody drew is not there"
    )
    award = json.loads(ask(client, example, "json").data)
    lines = [line for line in award["years"][0]["lines"] if line["unit"].startswith("P")]
    assert lines, "something is paid on a parcel"
    for feature in (first, *rest):
        name = feature["properties"]["kenmerk"]
        paid = sum((Decimal(line["amount_eur"]) for line in lines if line["unit"] == name), Decimal(0))
        assert Decimal(feature["properties"].get("betaald_2026_eur", 0)) == paid
    package = ask(client, example, "gpkg").data
    (tmp_path / "percelen.gpkg").write_bytes(package)
    meta, _, shapes, cells = pyogrio.raw.read(tmp_path / "percelen.gpkg")
    held = dict(zip(meta["fields"], cells, strict=True))
    assert (meta["crs"], meta["geometry_type"]) == ("EPSG:28992", "MultiPolygon")
    assert list(held["kenmerk"]) == [feature["properties"]["kenmerk"] for feature in (first, *rest)]
    assert held["oppervlakte_ha"][0] == 18.4, "a number and no text"
    assert moved_back(shapes[0]) == pytest.approx(shapely.get_coordinates(shapely.Polygon(outline[0])))
    assert not any(shape is not None for shape in shapes[1:])
    only = json.dumps({"type": "FeatureCollection", "features": [first]}).encode()
    at = begun(client)
    for content in (only, package):
        shown = client.post(f"{at}/percelen-inlezen", data={"file": (io.BytesIO(content), "percelen")})
        assert "Eén perceel gelezen." in shown.text
