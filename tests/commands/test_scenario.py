"""``stapelwijzer scenario`` as the project group uses it: what it prints, writes and refuses."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from calculator.cli import main
from calculator.commands.output import CANNOT_COMPLETE, DONE, WRONG_INPUT
from calculator.scenarios import ready
from calculator.scenarios.population.files.writing import write_population
from calculator.scenarios.runs.chunks import FolderChunks
from tests.scenarios.farms import grassland


@pytest.fixture(scope="module")
def farms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("farms") / "population"
    write_population(grassland(24), folder, "csv")
    return folder


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["scenario", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


@dataclass
class Finished:
    """A run that several tests look at: where it was written, how it ended, and what it said."""

    output: Path
    told: tuple[int, str, str] | None = None


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return Finished(tmp_path_factory.mktemp("run") / "one")


@pytest.fixture
def done(capsys: pytest.CaptureFixture[str], farms: Path, finished: Finished) -> Finished:
    """One run of one process, by whichever test asks for it first."""
    if finished.told is None:
        output = str(finished.output)
        finished.told = run(
            capsys, "run", "eco-goud-250", "--population", str(farms), "--workers", "1", "-o", output
        )
    return finished


def test_those_that_come_along_are_listed_and_shown_in_two_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, listed, _ = run(capsys, "list", "--lang", "en")
    assert code == DONE
    assert [line.split()[0] for line in listed.splitlines()] == list(ready.names())
    dutch, english = (run(capsys, "show", "eco-goud-250", "--lang", x)[1] for x in ("nl", "en"))
    assert "Eco-premie, tarief (2025): goud: €\u00a0180 per ha -> goud: €\u00a0250 per ha" in dutch
    assert "Eco-scheme premium, rate (2025)" in english
    assert (
        json.loads(run(capsys, "show", "eco-goud-250", "--json")[1])[0]["subject"]
        == "national.rvo.eco-regeling"
    )


def test_a_run_writes_the_same_answers_in_every_form(done: Finished) -> None:
    assert done.told is not None
    code, told, wrong = done.told
    assert (code, wrong) == (DONE, "")
    summary = json.loads((done.output / "summary.json").read_text())
    sheet = next(s for s in summary["sheets"] if s["key"] == "costs")
    with (done.output / "costs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["after"] for r in rows] == [r["after"] or "" for r in sheet["rows"]]
    parquet = pd.read_parquet(done.output / "costs.parquet")
    assert rows[0]["after"] == f"{parquet['after'][0] / 100:.2f}" == summary["totals"]["after"]
    book = openpyxl.load_workbook(done.output / "scenario.xlsx", data_only=True)
    assert f"{book.worksheets[1]['F2'].value:.2f}" == rows[0]["after"]
    assert summary["receipt"]["key"] in told
    # In words on the sheet for people; programs have the keys in the JSON.
    receipt = {row[0].value: row[1].value for row in book["Rekenbewijs"].iter_rows(min_row=2)}
    assert receipt["rekenbewijs"] == summary["receipt"]["key"]
    assert len(receipt) == len(summary["receipt"]) + 1


def test_the_same_run_reads_the_same_whoever_did_it(
    capsys: pytest.CaptureFixture[str], farms: Path, done: Finished, tmp_path: Path
) -> None:
    run(capsys, "run", "eco-goud-250", "--population", str(farms), "--workers", "2", "-o", str(tmp_path))
    one, two = (
        {p.name: p.read_bytes() for p in output.iterdir() if p.is_file()}
        for output in (done.output, tmp_path)
    )
    assert one == two


def test_a_draft_scheme_becomes_a_rule_file_that_the_registry_accepts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import shutil

    from calculator import resources

    rules = tmp_path / "rules"
    shutil.copytree(resources.rules_dir(), rules)
    code, told, _ = run(capsys, "draft", "landelijke-kpi-regeling", "-o", str(rules))
    assert code == DONE
    assert told.strip().endswith("schemes/national/rvo/kpi-regeling/2026-01-01.yaml")
    assert main(["rules", "check", str(rules)]) == DONE
    capsys.readouterr()
    assert run(capsys, "draft", "eco-goud-250", "-o", str(rules))[0] == WRONG_INPUT


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("scenario: x\nscenario: y\n", "x.yaml:2: `scenario` staat hier dubbel (ook op regel 1)"),
        (
            "scenario: x\nname: {nl: a, en: b}\non: 2025-07-01\nchanges:\n  - {change: scheme, of: a.b.c, off: yes}\n",
            "x.yaml:5: er is geen `a.b.c` in de regels",
        ),
    ],
)
def test_a_wrong_scenario_is_refused_with_place_and_remedy(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str, told: str
) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(content)
    code, _, wrong = run(capsys, "show", str(file))
    assert code == WRONG_INPUT
    assert told in wrong
    assert " — " in wrong


def test_broken_rows_are_listed_and_refused_or_left_out_as_asked(
    capsys: pytest.CaptureFixture[str], farms: Path, tmp_path: Path
) -> None:
    import shutil

    broken = tmp_path / "broken"
    shutil.copytree(farms, broken)
    table = (broken / "parcels.csv").read_text().splitlines()
    table[1] = table[1].replace("20000", "-5", 1)
    (broken / "parcels.csv").write_text("\n".join(table) + "\n")
    arguments = (
        "run",
        "eco-goud-250",
        "--population",
        str(broken),
        "-o",
        str(tmp_path / "out"),
        "--workers",
        "1",
    )
    code, _, wrong = run(capsys, *arguments)
    assert code == WRONG_INPUT
    assert "parcels, rij 1 (F0000 P0), area_m2" in wrong
    code, told, _ = run(capsys, *arguments, "--leave-out")
    assert code == DONE
    assert "1 bedrijven weggelaten" in told
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert (summary["farms"], summary["left_out"], summary["receipt"]["left_out"]) == (23, 1, 1)


def test_a_disk_that_fills_up_ends_the_run_with_a_word_of_advice(
    capsys: pytest.CaptureFixture[str], farms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: FolderChunks, key: str, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FolderChunks, "put", full)
    code, _, wrong = run(
        capsys,
        "run",
        "eco-goud-250",
        "--population",
        str(farms),
        "--workers",
        "1",
        "-o",
        str(tmp_path / "out"),
        "--lang",
        "en",
    )
    assert code == CANNOT_COMPLETE
    assert "The disk is full" in wrong


def test_a_sweep_writes_a_row_for_each_value_and_refuses_what_cannot_be_swept(
    capsys: pytest.CaptureFixture[str], farms: Path, tmp_path: Path
) -> None:
    arguments = ("--population", str(farms), "-o", str(tmp_path / "out"), "--workers", "1")
    code, told, _ = run(capsys, "sweep", "eco-goud-250", "--values", "1=180,250", *arguments)
    assert code == DONE
    rows = list(csv.DictReader(told.splitlines()))
    assert [r["first"] for r in rows] == ["180", "250"]
    assert (rows[0]["difference"], rows[1]["difference"]) == ("0.00", "24444.00")
    code, _, wrong = run(capsys, "sweep", "zonder-de-minimisplafond", "--values", "1=1,2", *arguments)
    assert code == WRONG_INPUT
    assert "--values" in wrong


def test_the_report_reads_as_people_write_and_carries_its_data(done: Finished) -> None:
    import pikepdf
    import pypdfium2

    with pikepdf.open(done.output / "report.pdf") as printed:
        inside = bytes(printed.attachments["summary.json"].get_file().read_bytes())
    assert inside == (done.output / "summary.json").read_bytes()
    document = pypdfium2.PdfDocument(done.output / "report.pdf")
    pages = [page.get_textpage().get_text_range().replace("\xa0", " ") for page in document]
    document.close()
    assert "24 bedrijven, regels op 1 juli 2025" in pages[0]
    assert f"Pagina 1 van {len(pages)}" in pages[0]
    assert "Leeg is weggelaten" in "".join(pages)
    assert "national.rvo" not in "".join(pages), "codes are for the files"
