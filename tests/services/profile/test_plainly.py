"""Parcels read at once are the parcels that careful reading finds; whatever may be wrong is left to careful reading."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from calculator.domain.farm import Parcel
from calculator.services.profile import land, plainly
from calculator.services.profile.codes import Codes
from calculator.services.profile.values import Findings, Place
from calculator.services.registry import rulebooks

CODES = Codes.of(rulebooks.current())
GRASS: dict[str, Any] = {"id": "P1", "area_ha": "2.50", "land_use": "permanent_grassland"}


def measure(code: str = "langjarig-grasland", area: object = "2.5", **more: object) -> dict[str, object]:
    return {"code": code, "area_ha": area, **more}


def with_care(value: dict[str, Any]) -> tuple[Parcel, int]:
    """The same parcel with a key that is only read with care, and how much is wrong with it."""
    findings = Findings()
    made = land.parcel(Place({**value, "geometry": None}, "/parcels/0", findings), CODES, land.Ground())
    return made, len(findings.problems)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"area_ha": Decimal("2.5"), "measures": []},
        {"soil": "peat", "eco_region": 2, "natura2000": "ja", "glmc9": False, "crop_code": 265},
        {"eco_region": "1", "natura2000": None, "crop_code": "0265"},
        {"measures": [measure(), measure("weiden-categorie-1", "1.25", part="a")]},
        {"measures": [measure(area="1.5", part="a"), measure("gras-klaver", "1.0", part="b")]},
        {"measures": [measure(area=Decimal("0.0001"))]},
    ],
)
def test_a_plain_parcel_is_what_careful_reading_finds(more: dict[str, object]) -> None:
    read = plainly.parcel({**GRASS, **more}, CODES, {})

    made, wrong = with_care({**GRASS, **more})

    assert read == made
    assert str(read) == str(made)
    assert wrong == 0


@pytest.mark.parametrize(
    "more",
    [
        {"id": " P1"},
        {"id": "farm"},
        {"id": 3},
        {"area_ha": "0"},
        {"area_ha": "2,5"},
        {"area_ha": "2.00001"},
        {"area_ha": "1000.5"},
        {"area_ha": Decimal("NaN")},
        {"land_use": "grass"},
        {"land_use": None},
        {"eco_region": True},
        {"soil": ["peat"]},
        {"hectares": "2"},
        {"measures": {}},
        {"measures": [measure(area="2.6")]},
        {"measures": [measure(code="langjarig grasland?")]},
        {"measures": [measure(), measure()]},
        {"measures": [measure(area="1.5", part="a"), measure("gras-klaver", "1.1", part="b")]},
        {"measures": [measure(part=" a")]},
        {"measures": [measure(code=["langjarig-grasland"])]},
    ],
)
def test_a_parcel_with_something_wrong_is_read_with_care(more: dict[str, Any]) -> None:
    value = {**GRASS, **more}

    assert plainly.parcel(value, CODES, {"farm": "farm"}) is None
    assert with_care(value)[1] > 0


def test_a_name_that_is_taken_and_a_measure_of_elements_are_left_to_careful_reading() -> None:
    on_elements = next(c for c in CODES.rulebook.codelists["measures"] if c not in CODES.on_parcels)

    assert plainly.parcel(GRASS, CODES, {"P1": "parcel"}) is None
    assert plainly.parcel({**GRASS, "measures": [measure(on_elements)]}, CODES, {}) is None


def test_what_is_wrong_with_the_kind_of_land_is_never_remembered_as_right() -> None:
    value = {**GRASS, "soil": "moon"}

    assert plainly.parcel(value, CODES, {}) is None
    assert plainly.parcel(value, CODES, {}) is None
