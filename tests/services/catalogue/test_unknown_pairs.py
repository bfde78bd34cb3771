"""Pairs that nobody has published are counted over the farms that qualify for both on the same ground."""

import json
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from calculator.services.award.pair_outcomes import Kind, outcomes
from calculator.services.catalogue import unknown as catalogue_unknown
from calculator.services.catalogue import unknown_pairs, unknown_sample
from calculator.services.errors import InputProblems
from calculator.services.registry import rulebooks

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
    counted = unknown_pairs.in_folder(rulebooks.current(), farms, DAY)
    found = {(p.a, p.b): p.farms for p in counted.pairs}
    assert found[PAIR] == ("one.json", "two.json")
    assert counted.farms == 3


def test_a_profile_that_is_wrong_is_told_and_the_others_are_counted(tmp_path: Path) -> None:
    counted = unknown_pairs.in_folder(rulebooks.current(), folder(tmp_path, one=both(), bad={"x": 1}), DAY)
    assert counted.farms == 1
    assert [file for file, _ in counted.left_out] == ["bad.json"]
    told = "\n".join(unknown_pairs.lines(counted, rulebooks.current(), DAY, "en"))
    assert PAIR[0] in told
    assert "not read: bad.json" in told


def test_a_folder_without_profiles_is_wrong_input(tmp_path: Path) -> None:
    with pytest.raises(InputProblems):
        unknown_pairs.in_folder(rulebooks.current(), tmp_path, DAY)


def test_every_unknown_pair_of_the_day_stands_once_or_lies_apart() -> None:
    rulebook = rulebooks.current()
    known = outcomes(rulebook, DAY)
    every = sum(
        known.between(a, b).kind is Kind.UNKNOWN for a, b in combinations(list(known.sides.values()), 2)
    )
    found = catalogue_unknown.unknown(rulebook, DAY)
    assert sum(meeting.unknown for meeting in found.meetings) + found.apart == every
    assert found.apart > 0
    met = [(meeting.a.id, meeting.b.id) for meeting in found.meetings]
    assert len(set(met)) == len(met)
    assert ("national.rvo.eco-regeling", "national.rvo.eco-regeling") in met
    assert not any({"national.anlb.zeeland", "national.anlb.utrecht-oost"} == set(pair) for pair in met)
    assert all(meeting.rules or meeting.shared_costs for meeting in found.meetings)


def test_two_schemes_carry_the_farms_of_all_their_pairs_once() -> None:
    rulebook = rulebooks.current()
    farms = [unknown_pairs.Farm("een", both()), unknown_pairs.Farm("fout", {"x": 1})]
    told = catalogue_unknown.data(rulebook, DAY, unknown_pairs.count(rulebook, farms, DAY), "nl")
    first = told["schemes"][0]  # type: ignore[index]
    assert (first["a"], first["b"], first["count"]) == (
        "national.rvo.eco-regeling",
        "national.rvo.eco-regeling",
        1,
    )
    assert [pair["farms"] for pair in told["hanging"]] == [["een"]]  # type: ignore[attr-defined]
    assert [entry["farm"] for entry in told["left_out"]] == ["fout"]  # type: ignore[attr-defined]


def test_the_sample_says_of_the_same_farms_on_how_many_an_answer_hangs_and_adds_no_farm_of_anybody() -> None:
    rulebook = rulebooks.current()
    drawn = unknown_sample.drawn(rulebook, 60, 1, DAY)
    assert drawn == unknown_sample.drawn(rulebook, 60, 1, DAY)
    assert drawn.pairs
    assert all(1 <= count <= 60 for count in (*drawn.pairs.values(), *drawn.schemes.values()))
    counted = unknown_pairs.with_sample(
        unknown_pairs.count(rulebook, [unknown_pairs.Farm("een", both())], DAY), drawn
    )
    assert counted.farms == 1
    assert {(p.a, p.b): p.sampled for p in counted.pairs} == {PAIR: 0, **drawn.pairs}
    eco = "national.rvo.eco-regeling"
    inside = [n for (a, b), n in drawn.pairs.items() if unknown_sample.of_schemes(a, b) == (eco, eco)]
    assert max(inside) <= drawn.schemes[eco, eco] <= sum(inside)


def test_the_sample_of_a_far_year_is_empty_and_one_too_large_is_refused() -> None:
    assert unknown_sample.sample(rulebooks.current(), date(2060, 1, 1)).farms == 0
    for farms, seed in (("20001", None), ("-1", None), ("x", None), (None, "1.5")):
        with pytest.raises(InputProblems):
            unknown_sample.asked(farms, seed)


def test_whoever_asks_first_gets_the_sample_that_was_drawn_beside() -> None:
    rules, beside = rulebooks.load(None), unknown_sample.Sample(250, {("a#a", "b#b"): 3}, {("a", "b"): 3})
    unknown_sample.hold(rules, 2026, beside)
    assert unknown_sample.sample(rules, date(2026, 3, 1)) is beside
    unknown_sample.hold(rules, 2199, beside)
    assert unknown_sample.sample(rules, date(2199, 3, 1)).farms == 0, "farms of now say nothing of then"
