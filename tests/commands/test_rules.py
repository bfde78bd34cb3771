"""``stapelwijzer rules`` as the owner of the registry uses it: what it prints and how it ends."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from calculator.cli import main
from calculator.commands.output import CANNOT_COMPLETE, DONE, WRONG_INPUT
from tests.registry.builders import (
    CASE,
    CASE_TEXT,
    CHECKS_TEXT,
    CONFLICTS_TEXT,
    SCHEME,
    SCHEME_TEXT,
    edited,
    rule_folder,
)

FARMS = str(Path(__file__).resolve().parents[1] / "farms")


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["rules", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize(
    "command",
    [
        ["coverage"],
        ["stale"],
        ["list"],
        ["show", "national.rvo.eco-regeling"],
        ["diff", "2025-07-01", "2026-07-01"],
        ["unknown", "--farms", FARMS],
    ],
    ids=lambda command: command[0],
)
def test_a_command_prints_text_in_two_languages_and_json(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    day = [] if command[0] == "diff" else ["--on", "2026-07-01"]
    dutch, english = (run(capsys, *command, *day, "--lang", x) for x in ("nl", "en"))
    assert (dutch[0], english[0]) == (DONE, DONE)
    assert dutch[1] != english[1]
    code, data, _ = run(capsys, *command, *day, "--json")
    assert code == DONE
    assert json.loads(data)


def test_every_problem_is_told_at_once_by_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = edited(edited(SCHEME_TEXT, "layer: province", "layer: provincie"), "[utrecht]", "[utrect]")
    code, _, told = run(capsys, "check", str(rule_folder(tmp_path, {SCHEME: text})))
    assert code == WRONG_INPUT
    assert f"{SCHEME}:3: `provincie`" in told
    assert f"{SCHEME}:11: `utrect` staat niet in codelists/provinces.csv — bedoelt u `utrecht`?" in told


def test_a_case_that_does_not_come_out_ends_with_three_and_says_what_was_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = rule_folder(tmp_path / "right", {CASE: CASE_TEXT})
    assert run(capsys, "cases", "--rules", str(right), "--on", "2024-05-15")[0] == DONE
    wrong = rule_folder(tmp_path / "wrong", {CASE: edited(CASE_TEXT, "1200.50", "1300.00")})
    code, told, _ = run(capsys, "cases", "--rules", str(wrong), "--on", "2024-05-15", "--lang", "en")
    assert code == CANNOT_COMPLETE
    assert "0 of 1 cases hold" in told
    assert "amount_eur 1300.00 does not occur; instead:" in told
    assert "amount_eur 1200.50" in told


def test_the_registry_can_be_asked_what_it_said_on_an_earlier_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corrected = SCHEME.replace(".yaml", ".1.yaml")
    text = edited(
        SCHEME_TEXT, "recorded_on: 2026-01-15", "recorded_on: 2026-06-01\ncorrects: 2024-01-01.yaml"
    )
    root = rule_folder(tmp_path, {corrected: text.replace("value: 1200.50", "value: 1250", 1)})
    ask = ["show", "province.utrecht.botanisch", "--on", "2024-05-15", "--rules", str(root)]
    assert "€\u00a01.250 per ha" in run(capsys, *ask)[1]
    assert "€\u00a01.200,50 per ha" in run(capsys, *ask, "--as-recorded", "2026-05-01")[1]
    code, _, told = run(capsys, *ask, "--as-recorded", "mei")
    assert code == WRONG_INPUT
    assert "--as-recorded" in told
    code, _, told = run(capsys, *ask, "--as-recorded", "2020-01-01")
    assert code == WRONG_INPUT


def test_a_scheme_is_shown_with_its_last_look_its_conflicting_sources_and_what_it_meets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = rule_folder(tmp_path, {"checks.csv": CHECKS_TEXT, "conflicts.csv": CONFLICTS_TEXT})
    ask = ["show", "province.utrecht.botanisch", "--on", "2024-05-15", "--rules", str(root), "--lang", "en"]
    told = run(capsys, *ask)[1]
    assert "Last checked on 1 May 2026" in told
    assert "strook.rate: EUR 1100 per ha (Folder, https://example.org/folder)" in told
    assert "not followed: the leaflet is older" in told
    assert "partly: points or a lower amount: Eco-scheme (27(9), 2026-01-10)" in told
    data = json.loads(run(capsys, *ask, "--json")[1])
    assert data["certainty"]["last_checked_on"] == "2026-05-01"
    assert data["conflicts"][0]["reason"] == "the leaflet is older"
