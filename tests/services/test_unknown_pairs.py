"""Pairs that nobody has published are counted over the farms that qualify for both on the same ground."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from calculator.services import rulebooks, unknown_pairs
from calculator.services.errors import InputProblems

DAY = date(2026, 7, 1)
PAIR = ("national.rvo.eco-regeling#grasland-met-kruiden", "national.rvo.eco-regeling#langjarig-grasland")


def both(part: str | None = None) -> dict[str, Any]:
    measures = [
        {"code": "langjarig-grasland", "area_ha": "2.00"},
        {"code": "grasland-met-kruiden", "area_ha": "2.00"},
    ]
    if part:
        measures = [
            {"code": "langjarig-grasland", "area_ha": "1.00", "part": "a"},
            {"code": "grasland-met-kruiden", "area_ha": "1.00", "part": part},
        ]
    land = {
        "id": "P1",
        "area_ha": "2.00",
        "land_use": "permanent_grassland",
        "eco_region": 2,
        "measures": measures,
    }
    place = {"name": "Voorbeeld", "province": "utrecht", "organic": "none"}
    return {"profile": "stapelwijzer-farm-1", "year": 2026, "farm": place, "parcels": [land]}


def folder(tmp_path: Path, **farms: Any) -> Path:
    for name, document in farms.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document), "utf-8")
    return tmp_path


def test_a_pair_is_counted_once_per_farm_that_has_both_on_the_same_ground(tmp_path: Path) -> None:
    farms = folder(tmp_path, one=both(), two=both(), beside=both(part="b"))
    counted = unknown_pairs.count(rulebooks.load(None), farms, DAY)
    found = {(p.a, p.b): p.farms for p in counted.pairs}
    assert found[PAIR] == ("one.json", "two.json")
    assert counted.farms == 3


def test_a_profile_that_is_wrong_is_told_and_the_others_are_counted(tmp_path: Path) -> None:
    counted = unknown_pairs.count(rulebooks.load(None), folder(tmp_path, one=both(), bad={"x": 1}), DAY)
    assert counted.farms == 1
    assert [file for file, _ in counted.left_out] == ["bad.json"]
    told = "\n".join(unknown_pairs.lines(counted, rulebooks.load(None), DAY, "en"))
    assert PAIR[0] in told
    assert "not read: bad.json" in told


def test_a_folder_without_profiles_is_wrong_input(tmp_path: Path) -> None:
    with pytest.raises(InputProblems):
        unknown_pairs.count(rulebooks.load(None), tmp_path, DAY)
