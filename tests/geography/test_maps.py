"""Parcels from map files: the area is that of RD New whatever the file is in, and a hard file says what to do."""

import json
from typing import Any

import numpy as np
import pytest
import shapely

from calculator.geography import kinds, process, reader
from calculator.geography.kinds import Refused
from calculator.geography.process import MapFile
from calculator.web.forms import parcel_map_words
from tests.geography.maps import EAST, NORTH, RD, WGS84, square, unzipped, written, zipped

BRP = {"category": ["Grasland", "Bouwland"], "gewascode": [265, 233], "jaar": [2026, 2026]}
TWO = [square(), square(100, east=300)]
COLUMNS = {"category", "gewascode", "jaar", "name", "kenmerk"}


def read(content: bytes, known: dict[str, Any] | None = None) -> MapFile:
    # Made by ourselves, so it may be read here; ``beside`` takes half a second for each.
    return process.read(content, COLUMNS, 2_000, known or {}, reader.answered)


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    assert parcel_map_words.refused(refused.value.why, refused.value.said).message.nl
    return refused.value.why


@pytest.mark.parametrize(
    ("driver", "system"),
    [("GPKG", RD), ("GPKG", WGS84), ("GML", RD), ("GML", "EPSG:4258"), ("ESRI Shapefile", RD), ("ESRI Shapefile", "EPSG:32631"),
     ("GeoJSON", WGS84), ("KML", WGS84)],
)  # fmt: skip
def test_every_kind_of_map_gives_the_area_in_rd_new_and_the_outline_in_wgs84(
    driver: str, system: str
) -> None:
    found = read(written(driver, TWO, BRP, system=system))
    assert [parcel.area_m2 for parcel in found.parcels] == [40_000, 10_000]
    assert [parcel.cells["gewascode"] for parcel in found.parcels] == ["265", "233"]
    assert [parcel.cells["category"] for parcel in found.parcels] == ["Grasland", "Bouwland"]
    east, north = found.parcels[0].geometry["coordinates"][0][0]  # type: ignore[index]
    assert 5.38 < east < 5.40
    assert 52.15 < north < 52.16
    assert (found.left_out, found.overlaps, found.assumed) == ((), (), False)


def test_geojson_without_a_name_is_read_too() -> None:
    nameless = json.loads(written("GeoJSON", TWO, system=WGS84))
    nameless.pop("name")
    assert [parcel.area_m2 for parcel in read(json.dumps(nameless).encode()).parcels] == [40_000, 10_000]


def test_a_parcel_of_several_parts_with_a_hole_counts_what_is_land() -> None:
    ring = square(200).difference(shapely.box(EAST + 50, NORTH + 50, EAST + 150, NORTH + 150))
    found = read(written("GPKG", [shapely.MultiPolygon([ring, square(100, east=500)])]))
    assert [parcel.area_m2 for parcel in found.parcels] == [40_000]
    assert found.parcels[0].geometry["type"] == "MultiPolygon"


def bow(east: float = 0) -> shapely.Polygon:
    x = EAST + east
    return shapely.Polygon([(x, NORTH), (x + 100, NORTH + 100), (x + 100, NORTH), (x, NORTH + 100)])


def test_an_outline_that_crosses_itself_is_left_out_with_the_place_and_the_others_are_read() -> None:
    found = read(written("GPKG", [bow(east=400), square()], {"kenmerk": ["vlinder", "P1"]}))
    assert [parcel.cells["kenmerk"] for parcel in found.parcels] == ["P1"]
    (left,) = found.left_out
    assert (left.why, left.cells["kenmerk"], left.at) == (
        "crosses",
        "vlinder",
        f"{EAST + 450:.0f}, {NORTH + 50:.0f}",
    )
    assert read(written("GPKG", [bow()])).parcels == ()


def test_an_outline_with_a_corner_that_is_no_number_is_left_out() -> None:
    with np.errstate(invalid="ignore"):
        spoilt = shapely.Polygon([(EAST, NORTH), (EAST + 100, np.nan), (EAST + 100, NORTH + 100)])
        content = written("GPKG", [spoilt, square()])
    found = read(content)
    assert [parcel.area_m2 for parcel in found.parcels] == [40_000]
    assert [left.why for left in found.left_out] == ["not_an_area"]


def test_an_outline_that_only_touches_itself_has_one_area_and_is_mended() -> None:
    x, y = EAST, NORTH
    touching = shapely.Polygon(
        [(x, y), (x + 100, y), (x + 50, y + 50), (x + 100, y + 100), (x, y + 100), (x + 50, y + 50)]
    )
    assert not touching.is_valid
    (parcel,) = read(written("GPKG", [touching])).parcels
    assert parcel.area_m2 == 5_000


def test_what_lies_on_the_same_ground_twice_is_said() -> None:
    found = read(written("GPKG", [square(), square(east=150), square(east=350)]))
    assert [(o.one, o.other, o.area_m2) for o in found.overlaps] == [(1, 2, 10_000)], (
        "touching is not overlapping"
    )


def test_lines_and_points_are_no_parcels() -> None:
    found = read(
        written("GeoJSON", [shapely.LineString([(EAST, NORTH), (EAST + 9, NORTH)]), square()], system=WGS84)
    )
    assert [left.why for left in found.left_out] == ["not_an_area"]
    assert refusal(written("GPKG", [shapely.Point(EAST, NORTH)], kind="Point")) == "no_areas"


def test_a_wrong_projection_is_refused_and_a_missing_one_told_from_the_coordinates() -> None:
    named_wrong = json.loads(written("GeoJSON", TWO))
    named_wrong.pop("crs")
    assert refusal(json.dumps(named_wrong).encode()) == "elsewhere", "metres of RD New that pass for degrees"
    swapped = shapely.transform(square(), lambda at: at[:, ::-1])
    assert refusal(written("GPKG", [swapped])) == "elsewhere"
    without = {
        name: part
        for name, part in unzipped(written("ESRI Shapefile", TWO)).items()
        if not name.endswith(".prj")
    }
    found = read(zipped(without))
    assert (found.assumed, found.system, found.parcels[0].area_m2) == (True, RD, 40_000)
    far = {
        name: part
        for name, part in unzipped(written("ESRI Shapefile", TWO, system="EPSG:32631")).items()
        if not name.endswith(".prj")
    }
    assert refusal(zipped(far)) == "no_system"


def test_a_parcel_is_known_again_by_where_it_lies() -> None:
    first = read(written("GPKG", TWO))
    known = {"Kampje": first.parcels[1].geometry, "Ver weg": first.parcels[0].geometry}
    found = read(written("GPKG", [square(100, east=310), square(100, north=900)]), known)
    assert [parcel.same for parcel in found.parcels] == ["Kampje", ""]


BOMB = b"<!DOCTYPE kml [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><kml><name>&b;</name></kml>"
FETCHES = b"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><gml:FeatureCollection xmlns:gml='http://www.opengis.net/gml'>&f;</gml:FeatureCollection>"


def test_a_file_is_read_by_a_process_that_has_no_more_than_it_needs() -> None:
    content = written("GPKG", TWO, BRP)
    assert process.read(content, COLUMNS, 2_000, {}) == read(content)
    asked = b'{"columns": [], "most": 9, "drivers": ["GPKG"], "known": {}}\n'
    assert process.beside(asked + written("GeoJSON", TWO))["refused"] == "unreadable", "by another driver"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04" + b"\0" * 60, "broken_zip"),
        (zipped({"percelen.csv": b"a;b"}), "no_shapefile"),
        (zipped({"../../etc/cron.d/x.shp": b"x"}), "zip_path"),
        (zipped({"C:\\x.shp": b"x"}), "zip_path"),
        (zipped({"a.shp": b"x", "b.shp": b"x"}), "several_shapefiles"),
        (zipped({"a.shp": b"x", "a.dbf": b"x"}), "shapefile_part"),
        (zipped({"a.shp": b"\0" * (kinds.MOST_UNPACKED + 1), "a.shx": b"", "a.dbf": b""}), "zip_bomb"),
        (zipped({"a.shp": b"x" * 200, "a.shx": b"x" * 200, "a.dbf": b"x" * 200}), "no_areas"),
        (BOMB, "entities"),
        (FETCHES, "entities"),
        (b"<html><body>Niet ingelogd</body></html>", "other_xml"),
        (b"<kml><Document>", "unreadable"),
        ("<kml><name>Wei één</name></kml>".encode("cp1252"), "encoding"),
        (b'{"type": "FeatureCollection", "features": []}', "no_areas"),
        (b'{"type": "FeatureColl', "unreadable"),
        (b"SQLite format 3\0" + b"\0" * 200, "unreadable"),
        (b"{" + b" " * kinds.MOST_BYTES, "too_large"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_with_a_reason(content: bytes, why: str) -> None:
    assert refusal(content) == why


def test_a_zip_with_a_password_is_refused() -> None:
    content = bytearray(written("ESRI Shapefile", TWO))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        # The bit that says so, in the list of contents: nothing of the member is read before it is looked at.
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    assert refusal(bytes(content)) == "encrypted"


def test_more_shapes_than_a_farm_has_are_refused_unread() -> None:
    content = written("GPKG", [square(1, east=n % 100, north=n // 100) for n in range(12)])
    with pytest.raises(Refused) as refused:
        process.read(content, COLUMNS, 10, {}, reader.answered)
    assert refused.value.why == "too_many"


def test_a_reader_that_is_stopped_takes_only_its_own_file_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # No process answers within a thousandth of a second.
    monkeypatch.setattr(process, "EVERY_S", 0.001)
    monkeypatch.setattr(process, "PATIENCE_S", 0)
    with pytest.raises(Refused) as refused:
        process.read(written("GPKG", TWO), COLUMNS, 2_000, {})
    assert refused.value.why == "too_hard"


def test_outlines_are_thinned_as_far_as_needed_and_areas_are_not() -> None:
    round_ones = [shapely.Point(EAST + 500 * n, NORTH).buffer(200, quad_segs=2_500) for n in range(5)]
    found = read(written("GPKG", round_ones))
    assert found.parcels[0].area_m2 == round(round_ones[0].area)
    assert sum(len(p.geometry["coordinates"][0]) for p in found.parcels) < 30_000  # type: ignore[index]
