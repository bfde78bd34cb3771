"""Map files and zips changed at random: what is wrong is always told, whatever GDAL or a zip makes of it."""

import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculator.geography import process, reader
from calculator.services.errors import InputProblems
from calculator.services.scenario.farms import sent_tables
from calculator.web.forms import parcel_map
from tests.fuzz.spoiling import broken, spoilt
from tests.geography.maps import RD, WGS84, square, written
from tests.samples import cases

BRP = {"category": ["Grasland", "Bouwland"], "gewascode": [265, 233], "jaar": [2026, 2026]}
KINDS = {"GPKG": RD, "GML": RD, "ESRI Shapefile": RD, "GeoJSON": WGS84, "KML": WGS84}
TEXTS = ("GML", "GeoJSON", "KML")
MANY: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    "suppress_health_check": list(HealthCheck),
}


@cache
def whole(driver: str) -> bytes:
    return written(driver, [square(), square(100, east=300)], BRP, system=KINDS[driver])


#: Any kind with its bytes changed; those that are text also with lines changed.
SPOILT = st.sampled_from(sorted(KINDS)).flatmap(lambda driver: broken(whole(driver))) | st.sampled_from(
    TEXTS
).flatmap(lambda driver: spoilt(whole(driver)))


def parcels_or_problems(content: bytes) -> None:
    found, problems = (), ()
    try:
        found = parcel_map.read(content, {}).rows
    except InputProblems as wrong:
        problems = wrong.problems
    assert found or problems
    assert all(p.message.nl and p.message.en and p.remedy.nl and p.remedy.en for p in problems)


@settings(max_examples=cases(50, 100), **MANY)
@given(SPOILT)
def test_a_map_with_a_mistake_is_read_or_told(content: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # What a process of its own answers is asked of this one: starting Python for each file takes a second.
        patch.setattr(process, "beside", reader.answered)
        parcels_or_problems(content)


@pytest.mark.soak
@settings(max_examples=400, **MANY)
@given(SPOILT)
def test_a_map_with_a_mistake_is_read_or_told_by_a_process_of_its_own(content: bytes) -> None:
    parcels_or_problems(content)


def packed(method: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr("farms.csv", "farm,year\n" * 50)
    return made.getvalue()


ZIPS = [
    packed(method)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
]


@settings(max_examples=cases(100, 300), **MANY)
@given(content=st.sampled_from(ZIPS).flatmap(broken))
def test_a_zip_of_tables_with_a_mistake_is_unpacked_or_told(content: bytes) -> None:
    problems = ()
    with tempfile.TemporaryDirectory() as folder:
        try:
            sent_tables.laid_out(content, Path(folder))
        except InputProblems as wrong:
            problems = wrong.problems
        assert problems or any(Path(folder).iterdir())
    assert all(p.message.nl and p.message.en and p.remedy.nl and p.remedy.en for p in problems)
