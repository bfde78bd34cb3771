"""Whatever a farm, a recipient or a map is called or holds: printed as it is, never interpreted, within bounds."""

from __future__ import annotations

import pytest

from calculator.statements.carrying.purposes import Recipient
from calculator.statements.checking import visible
from calculator.statements.content.figures.parcel_map import map_of
from calculator.statements.content.paper import Issue, paper_of
from tests.statements import builders
from tests.statements.conftest import issue
from tests.statements.drawing.test_pdf import failures
from tests.statements.redacted import given

IMAGE = "<img src='data:image/png;base64,iVBORw0KGgo=' onerror=alert(1)> ![x](file:///etc/hostname)"


@pytest.mark.parametrize(
    "name", [IMAGE, "مزرعة الأمل الخضراء", "農場 🐄", "R" * 200, "Bank & Zn. {{ 7 * 7 }}"]
)
def test_any_recipient_can_be_named_and_none_is_interpreted(name: str) -> None:
    raw = given(Recipient(name, "bank"), builders.brief()).pdf
    assert failures(raw) == []
    first = "".join(visible.pages_text(raw)[0].split())
    if name.isascii():
        assert "".join(name.split())[:40] in first
    assert "49" not in first.partition("Zn.")[2][:12]


def test_an_image_in_any_text_field_stays_text() -> None:
    profile = builders.profile(name=IMAGE, municipality=IMAGE, kvk=IMAGE)
    profile["parcels"][0] |= {"id": IMAGE, "soil": IMAGE, "land_use": IMAGE}
    profile["parcels"][0]["measures"][0]["code"] = IMAGE
    raw = issue(builders.brief(), profile)
    assert failures(raw) == []
    assert b"/Subtype /Image" not in raw
    assert "onerror=alert(1)" in "".join("".join(visible.pages_text(raw)).split())


def drawn(*geometries: object) -> object:
    profile = builders.profile()
    profile["parcels"] = [
        {"id": f"P{place}", "area_ha": "1", "geometry": shape} for place, shape in enumerate(geometries)
    ]
    return map_of(paper_of(builders.award(), profile, {}, "nl", Issue(builders.ISSUED_ON, None, "")))


SQUARE = [[4.31, 51.97], [4.32, 51.97], [4.32, 51.98], [4.31, 51.97]]


@pytest.mark.parametrize(
    "shape",
    [
        None,
        7,
        "POLYGON((0 0))",
        {"type": "Point", "coordinates": [4.3, 52]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[4.3, 52], [4.4, 52]]]},
        {"type": "Polygon", "coordinates": [[["NaN", 52], ["inf", 52], ["1e999", 52], [None, 52]]]},
        {"type": "Polygon", "coordinates": [[[84000, 445000], [84100, 445000], [84100, 445100]]]},
        {"type": "MultiPolygon", "coordinates": [[[[["deep"]]]], 4, None]},
    ],
)
def test_a_location_that_cannot_be_drawn_leaves_the_map_out(shape: object) -> None:
    assert drawn(shape) is None


def test_a_parcel_that_can_be_drawn_is_drawn_beside_one_that_cannot() -> None:
    found = drawn({"type": "Polygon", "coordinates": [SQUARE]}, {"type": "Polygon", "coordinates": [[]]})
    assert [shape.label for shape in found.shapes] == ["P0"]
    assert found.note == "1 van de 2 percelen hebben een tekenbare ligging."


def test_a_huge_outline_is_thinned_and_a_single_point_does_not_divide_by_zero() -> None:
    many = [[4.3 + n * 1e-7, 51.9 + (n % 7) * 1e-4] for n in range(200_000)]
    found = drawn({"type": "Polygon", "coordinates": [many] * 200})
    assert len(found.shapes[0].path) < 300 * 60 * 14
    flat = drawn({"type": "Polygon", "coordinates": [[[4.3, 52.0]] * 4]})
    assert "nan" not in flat.shapes[0].path.lower()


def test_the_map_keeps_north_up_and_both_directions_alike() -> None:
    found = drawn(
        {"type": "Polygon", "coordinates": [[[4.0, 52.0], [4.01, 52.0], [4.01, 52.01], [4.0, 52.01]]]}
    )
    points = [tuple(map(float, pair.split(","))) for pair in found.shapes[0].path[1:-2].split(" L")]
    south, north = points[0], points[3]
    assert south[1] > north[1]
    wide, high = points[1][0] - points[0][0], south[1] - north[1]
    assert wide / high == pytest.approx(0.616, abs=0.01)
    length, said = found.scale
    assert said == "500 m"
    assert length == pytest.approx(high * 500 / 1113.2, abs=0.5)
