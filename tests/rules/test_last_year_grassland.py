"""An eco-activity that last year's permanent grassland excludes is not asked about it after another crop."""

from __future__ import annotations

from datetime import date

import pytest

from calculator.services.award import awards
from calculator.services.registry import rulebooks

PERMANENT_GRASSLAND, POTATOES, MAIZE, TEMPORARY_GRASS = 265, 2014, 259, 266
ACTIVITIES = [
    (2025, 311, "stikstofbindend-gewas"),
    (2025, 347, "tagetes-als-aaltjesbestrijding"),
    (2026, 311, "stikstofbindend-gewas"),
    (2026, 347, "tagetes-als-aaltjesbestrijding"),
    (2026, 347, "groene-braak"),
]


def _is_asked(year: int, crop: int, code: str, last_year: int) -> bool:
    parcel = {
        "id": "P1",
        "area_ha": "5.00",
        "land_use": "arable",
        "crop_code": str(crop),
        "crop_history": {str(year - 1): str(last_year)},
        "eco_region": "2",
        "measures": [{"code": code, "area_ha": "5.00"}],
    }
    document = {
        "profile": "stapelwijzer-farm-1",
        "year": year,
        "farm": {"name": "Voorbeeldbedrijf", "organic": "none"},
        "parcels": [parcel],
    }
    award = awards.compute(rulebooks.load(), document, on=date(year, 7, 1)).award
    return any("blijvend_grasland" in path for row in award["open"] for path in row.get("paths", ()))


@pytest.mark.parametrize(("year", "crop", "code"), ACTIVITIES)
@pytest.mark.parametrize("last_year", [POTATOES, MAIZE, TEMPORARY_GRASS])
def test_a_crop_of_arable_land_last_year_raises_no_question(
    year: int, crop: int, code: str, last_year: int
) -> None:
    assert not _is_asked(year, crop, code, last_year)


@pytest.mark.parametrize(("year", "crop", "code"), ACTIVITIES)
def test_last_years_permanent_grassland_is_asked_about(year: int, crop: int, code: str) -> None:
    assert _is_asked(year, crop, code, PERMANENT_GRASSLAND)
