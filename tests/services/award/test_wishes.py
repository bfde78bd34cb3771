"""What is set for a plan: what is wrong with it is told with its place; what cannot be is refused in words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from calculator import cli
from calculator.services.award import awards, wishes
from calculator.services.errors import CannotComplete, InputProblems
from calculator.services.registry import rulebooks
from tests.builders import ask
from tests.stacking.columns.test_cases import unsettled

CANDIDATE = "bufferstrook-met-kruiden-langs-grasland"
ON = date(2026, 5, 15)


def farm(*measures: dict[str, object], **parcel: object) -> dict[str, object]:
    """A farm of one parcel of grassland with these measures."""
    land = {
        "id": "P1",
        "area_ha": "10",
        "land_use": "permanent_grassland",
        "eco_region": 2,
        "measures": list(measures),
    }
    return {"profile": "stapelwijzer-farm-1", "year": 2026, "parcels": [{**land, **parcel}]}


def wished(code: str = CANDIDATE, area: str = "1", **changes: object) -> dict[str, object]:
    return {"code": code, "area_ha": area, "status": "candidate", "cost_eur_per_unit_year": "100", **changes}


def advise(document: object, wish: wishes.Typed = wishes.NOTHING) -> dict[str, object]:
    return awards.compute(rulebooks.current(), document, on=ON, years=1, mode="advise", wish=wish).award


def refused(wish: wishes.Typed, mode: str = "advise", document: object = None) -> list[tuple[str, str]]:
    with pytest.raises(InputProblems) as told:
        awards.compute(rulebooks.current(), document or farm(wished()), on=ON, years=1, mode=mode, wish=wish)
    return [(p.pointer, p.message.en) for p in told.value.problems]


@pytest.mark.parametrize("effort", ["-1", "1,50", "1.505", "NaN", "1e3", "x" * 200])
def test_an_effort_is_an_amount_in_euros(effort: str) -> None:
    ((where, said),) = refused(wishes.Typed(effort, prefix="?"))
    assert where == "?effort"
    assert "is not an amount" in said


def test_a_measure_that_is_not_on_the_farm_is_told_with_those_that_are() -> None:
    with pytest.raises(InputProblems) as told:
        advise(farm(wished()), wishes.Typed(lock=["gras-klaver"]))
    (problem,) = told.value.problems
    assert problem.pointer == "--lock"
    assert f"{CANDIDATE}@P1" in problem.remedy.en
    assert refused(wishes.Typed(forbid=[f"{CANDIDATE}@P9"]))[0][0] == "--forbid"


def test_a_measure_is_not_locked_and_forbidden_at_once() -> None:
    assert "at once" in refused(wishes.Typed(lock=[CANDIDATE], forbid=[CANDIDATE]))[0][1]


@pytest.mark.parametrize(("lock", "forbid"), [("", "@P1"), ("@P1", "")])
def test_nor_where_one_of_the_two_names_its_place(lock: str, forbid: str) -> None:
    ((where, said),) = refused(wishes.Typed(lock=[CANDIDATE + lock], forbid=[CANDIDATE + forbid]))
    assert where == "--lock"
    assert f'"{CANDIDATE}{forbid}" is forbidden: that is the same measure' in said


def test_what_is_set_asks_for_the_mode_that_reads_it() -> None:
    assert refused(wishes.Typed("100"), mode="managed") == [("--effort", "This only works in advise mode.")]


def test_a_candidate_whose_land_does_not_suit_it_is_never_planned_and_cannot_be_locked() -> None:
    document = farm(wished("rustgewas"))
    (weighed,) = advise(document)["candidates"]  # type: ignore[misc, has-type]
    assert (weighed["taken"], weighed["because"]) == (False, "no_fit")
    assert "does not suit the land use" in refused(wishes.Typed(lock=["rustgewas"]), document=document)[0][1]


def test_too_many_combinations_are_refused_in_words() -> None:
    codes = sorted(
        c.code for c in rulebooks.current().codelists["measures"].values()
        if c.columns["unit"] == "ha" and c.columns["land"] in ("grassland", "any")
    )  # fmt: skip
    with pytest.raises(CannotComplete) as told:
        advise(farm(*(wished(code) for code in codes[:40])))
    assert "combinations of candidate measures are possible on P1" in told.value.reason.en


def test_what_contracts_fix_on_a_part_of_a_square_metre_is_refused_in_words() -> None:
    with pytest.raises(CannotComplete) as told:
        awards._award(ask(*unsettled()))
    assert "do not all fit on whole square metres" in told.value.reason.en
    assert "P1 (2026): 1 of 1 ha too much, 0 fits" in told.value.reason.en


def test_a_lock_beyond_the_effort_is_refused_in_words() -> None:
    with pytest.raises(CannotComplete) as told:
        advise(farm(wished()), wishes.Typed("99.99", lock=[CANDIDATE]))
    assert "99.99" in told.value.reason.en


def test_what_was_set_is_kept_beside_the_award_and_read_back() -> None:
    typed = wishes.Typed("250", [CANDIDATE], [])
    made = awards.compute(rulebooks.current(), farm(wished()), on=ON, years=1, mode="advise", wish=typed)
    assert made.options == {
        "on": "2026-05-15",
        "years": 1,
        "mode": "advise",
        "effort": "250",
        "lock": [CANDIDATE],
    }
    assert wishes.kept(made.options).options == typed.options


def test_the_command_line_shows_the_plans(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "farm.json"
    path.write_text(json.dumps(farm(wished())))
    asked = ["award", str(path), "--on", "2026-05-15", "--mode", "advise", "--lang", "en"]
    assert cli.main([*asked, "--lock", CANDIDATE]) == 0
    shown = capsys.readouterr().out
    assert "Plans (total, after costs, effort per year)" in shown
    assert "* own choice" in shown
    assert cli.main([*asked, "--lock", "x", "--effort", "veel"]) == 2
    assert "--effort" in capsys.readouterr().err
    assert cli.main([*asked, "--lock", CANDIDATE, "--effort", "1"]) == 3
    assert "Raise the effort" in capsys.readouterr().err


def test_a_statement_of_a_plan_verifies_with_what_was_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, pdf = tmp_path / "farm.json", str(tmp_path / "plan.pdf")
    path.write_text(json.dumps(farm(wished())))
    asked = ["statement", str(path), "-o", pdf, "--on", "2026-05-15", "--mode", "advise"]
    assert cli.main([*asked, "--lock", CANDIDATE, "--effort", "500"]) == 0
    assert cli.main(["verify", pdf, "--lang", "en"]) == 0
    capsys.readouterr()
