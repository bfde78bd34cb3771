"""``stapelwijzer population`` as an analyst uses it: what it prints and how it ends."""

import json
from pathlib import Path

import pytest

from calculator.cli import main
from calculator.commands.output import DONE, WRONG_INPUT
from tests.scenarios.population.tables import right, with_cell, written


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["population", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_population_that_is_made_up_can_be_checked(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "farms")
    made = run(capsys, "synth", "--farms", "60", "--seed", "4", "--form", form, "-o", folder, "--json")
    checked = run(capsys, "check", folder, "--json")
    assert (made[0], checked[0], made[2], checked[2]) == (DONE, DONE, "", "")
    assert json.loads(made[1]) == json.loads(checked[1])
    assert json.loads(made[1])["rows"]["farms"] == 60
    code, out, _ = run(capsys, "check", folder, "--lang", "en")
    assert code == DONE
    assert "60 made-up farms" in out
    assert json.loads(made[1])["digest"] in out


def test_every_problem_row_is_told_in_the_language_that_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = right()
    with_cell("measures", 1, "quantity", "20001")(tables)
    with_cell("farms", 2, "province", "Zeelandia")(tables)
    folder = str(written(tmp_path, tables))
    dutch, english = run(capsys, "check", folder), run(capsys, "check", folder, "--lang", "en")
    assert (dutch[0], english[0], dutch[1]) == (WRONG_INPUT, WRONG_INPUT, "")
    assert "measures, rij 1 (A P1 langjarig-grasland), quantity: 20001 is meer dan er is." in dutch[2]
    assert "farms, row 2 (B), province: Zeelandia is not a known code." in english[2]
    assert "2 problems, of 2 farms." in english[2]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["synth", "--farms", "0", "--seed", "1", "-o", "x"], "--farms"),
        (["synth", "--farms", "200001", "--seed", "1", "-o", "x"], "--farms"),
        (["synth", "--farms", "veel", "--seed", "-1", "--kind", "odd", "-o", "x"], "--kind"),
        (["synth", "--farms", "1", "--seed", "1", "--form", "xlsx", "-o", "x"], "--form"),
        (["check", "nowhere"], "nowhere"),
    ],
)
def test_what_is_typed_wrongly_is_told(
    arguments: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (WRONG_INPUT, "")
    assert told in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_other_files_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    code, _, err = run(capsys, "synth", "--farms", "2", "--seed", "1", "-o", str(tmp_path))
    assert code == WRONG_INPUT
    assert str(tmp_path) in err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
