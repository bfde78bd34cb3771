"""Farms and rules at odds with themselves, as ``stapelwijzer`` answers or refuses them: with the place and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from calculator.cli import main
from calculator.commands.output import WRONG_INPUT
from tests.registry.builders import RELATION_HEADER, RELATIONS, many_schemes, rule_folder

Json = dict[str, object]
Run = Callable[..., tuple[int, str, str]]
STROOK = ("province.utrecht.regeling-0#strook-0", "province.utrecht.regeling-1#strook-0")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def told(parcel: Json, *more: str) -> tuple[int, str, str]:
        place = {"id": "P1", "area_ha": "4", "land_use": "permanent_grassland", **parcel}
        profile = {
            "profile": "stapelwijzer-farm-1",
            "year": 2024,
            "farm": {"name": "Hoeve", "province": "utrecht", "organic": "none"},
            "undertaking": {"aid_received": []},
            "parcels": [place],
        }
        path = tmp_path / "farm.json"
        path.write_text(json.dumps(profile), "utf-8")
        code = main(["award", str(path), "--on", "2024-05-15", "--lang", "en", *more])
        out, err = capsys.readouterr()
        return code, out, err

    return told


def herbs(hectares: str, **more: object) -> Json:
    return {"code": "kruidenrijk-grasland", "area_ha": hectares, **more}


def rows(*types: str) -> str:
    """A relation from the first strip to the second, and back, of each type."""
    made = [
        f"r{n},{a},{b},{type},all,unit,,2024-01-01,2027-01-01,{n},Bron,https://example.org,2026-01-10,high,\n"
        for n, (type, (a, b)) in enumerate(zip(types, (STROOK, STROOK[::-1]), strict=False))
    ]
    return RELATION_HEADER + "".join(made)


def folder(tmp_path: Path, relations: str) -> str:
    return str(rule_folder(tmp_path, {RELATIONS: relations, **many_schemes(2)}))


def test_rows_that_contradict_are_refused_by_file_and_line(run: Run, tmp_path: Path) -> None:
    rules = folder(tmp_path, rows("requires", "exclusive"))
    code, out, err = run({"measures": [herbs("4")]}, "--rules", rules)
    assert (code, out) == (WRONG_INPUT, "")
    assert f"{RELATIONS}:3: `exclusive` contradicts {RELATIONS}, line 2" in err


@pytest.mark.parametrize("mode", ["managed", "advise"])
@pytest.mark.parametrize(
    ("parcel", "more", "says"),
    [
        ({"area_ha": "1000000"}, (), "/parcels/0/area_ha: "),
        (
            {"measures": [herbs("1", status="candidate", part=f"p{n}") for n in range(500)]},
            (),
            "/parcels/0/measures: ",
        ),
        ({"area_ha": "NaN"}, (), "not a number in machine form"),
        ({"area_ha": "-4"}, (), "it must be more than 0 ha"),
        ({"id": "P\u0000"}, (), "Half a sign"),
        ({}, ("--years", "0"), "Give a whole number from 1 to 30"),
        ({}, ("--years", "31"), "Give a whole number from 1 to 30"),
    ],
    ids=[
        "a million hectares",
        "five hundred measures",
        "no number",
        "below nothing",
        "half a character",
        "no years",
        "31 years",
    ],
)
def test_what_no_farm_has_is_refused_with_a_remedy(
    run: Run, parcel: Json, more: tuple[str, ...], says: str, mode: str
) -> None:
    code, out, err = run(parcel, *more, "--mode", mode)
    assert (code, out) == (WRONG_INPUT, "")
    assert says in err
