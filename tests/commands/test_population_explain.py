"""``stapelwijzer population explain`` as an analyst uses it: its tables say of every farm what ``stapelwijzer award`` says."""

from __future__ import annotations

import contextlib
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from calculator.cli import main
from calculator.commands.output import DONE, WRONG_INPUT
from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.scenarios.population.files.writing import write_population
from calculator.scenarios.population.profiles.flattening import frames_of
from calculator.scenarios.population.tables import assemble
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks
from tests.services.scenario.explained.held import TABLES, hold, table

DAIRY = "melkvee-800000kg"
FARMS = ("vlietlanden", DAIRY)
ASKED = ("--on", "2026-07-01", "--years", "3", "--lang", "en")


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return rulebooks.current()


def document(name: str) -> Any:
    """A farm of tests/farms; the dairy farm has had so much aid that a ceiling binds, and a loan that is too small to be paid."""
    found = json.loads((Path(__file__).parents[1] / "farms" / f"{name}.json").read_text("utf-8"))
    if name == DAIRY:
        aid = {
            "legal_basis": "de_minimis_agri_1408_2013",
            "grant_date": "2025-06-01",
            "amount_eur": "49800.00",
        }
        found["undertaking"]["aid_received"] = [aid]
        found["finance"] = {
            "loans": [{"lender": "rabobank", "balance_eur": "900000", "sustainability_score": "A"}]
        }
    return found


def read(name: str, rules: Rulebook) -> FarmProfile:
    return profiles.read(document(name), rules)


def farms(folder: Path, rules: Rulebook, *, synthetic: bool = True) -> str:
    frames = frames_of([(name, read(name, rules)) for name in FARMS], lambda _: True)
    write_population(assemble("two farms", frames, synthetic=synthetic), folder, "csv")
    return str(folder)


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory, rulebook: Rulebook) -> Path:
    """A folder with the farms, and their tables as CSV beside what the command said."""
    folder, told = tmp_path_factory.mktemp("explained"), io.StringIO()
    made = farms(folder / "farms", rulebook)
    with contextlib.redirect_stdout(told):
        code = main(["population", "explain", made, *ASKED, "--form", "csv", "-o", str(folder / "csv")])
    assert code == DONE
    (folder / "told.txt").write_text(told.getvalue(), encoding="utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_tables_say_of_every_farm_what_its_award_says(
    explained: Path, capsys: pytest.CaptureFixture[str], rulebook: Rulebook
) -> None:
    found = {name: table(explained / "csv", name) for name in TABLES}
    assert all(found.values())
    for farm in FARMS:
        profile = explained / f"{farm}.json"
        profile.write_text(json.dumps(document(farm)), encoding="utf-8")
        award = json.loads(run(capsys, "award", str(profile), *ASKED, "--json")[1])
        assert award["years"][0]["lines"]
        assert award["refusals"]
        assert any("pays nothing: " in x["reason"] for x in award["refusals"]) == (farm == DAIRY)
        hold(found, farm, award, named(read(farm, rulebook)))


@pytest.mark.parametrize("farm", FARMS)
def test_a_farm_that_is_opened_is_told_all_that_its_own_award_says(
    explained: Path, capsys: pytest.CaptureFixture[str], rulebook: Rulebook, farm: str
) -> None:
    profile = explained / f"{farm}.json"
    profile.write_text(json.dumps(document(farm)), encoding="utf-8")
    told = run(capsys, "award", str(profile), *ASKED, "--json")[1]
    for old, new in named(read(farm, rulebook)).items():
        assert old == new, "places have the same names in the tables"
    award = json.loads(told)
    opened = json.loads(
        run(capsys, "population", "explain", str(explained / "farms"), *ASKED, "--farm", farm, "--json")[1]
    )
    pinned = opened["receipt"].pop("input")
    assert pinned.startswith("sha256:")
    assert pinned != award["receipt"].pop("input")
    assert {key: opened[key] == award[key] for key in award} == dict.fromkeys(award, True)
    assert opened["activities"]
    assert opened["assumptions"]
    assert opened["caveats"]
    assert any(not limit["binding"] for limit in opened["limits"])


def test_a_farm_that_is_opened_is_told_in_words_too(
    explained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(
        capsys, "population", "explain", str(explained / "farms"), *ASKED, "--farm", "vlietlanden"
    )
    assert code == DONE
    assert out.startswith("Total: ")
    assert "\nAssumptions" in out
    assert out.endswith("\n")
    assert not out.endswith("\n\n")


def test_a_farm_that_is_not_there_is_refused_with_a_key_that_is(
    explained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "population", "explain", str(explained / "farms"), *ASKED, "--farm", "vliet")
    assert code == WRONG_INPUT
    assert "No farm has the key “vliet”" in err
    assert "such as melkvee-800000kg, vlietlanden" in err


def test_a_real_farm_is_not_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rulebook: Rulebook
) -> None:
    real = farms(tmp_path / "real", rulebook, synthetic=False)
    code, out, err = run(capsys, "population", "explain", real, *ASKED, "--farm", "vlietlanden")
    assert (code, out) == (WRONG_INPUT, "")
    assert "These are real farms: their rows are never exported" in err


def test_what_was_written_is_told_with_the_farms_that_were_explained_one_by_one(explained: Path) -> None:
    told = (explained / "told.txt").read_text("utf-8")
    rows = {name: len(table(explained / "csv", name)) for name in TABLES}
    summary = json.loads((explained / "csv" / "summary.json").read_text("utf-8"))
    assert summary["rows"] == rows
    assert "two farms: 2 made-up farms" in told
    assert all(f"  {name:12} {count:>9} rows" in told for name, count in rows.items())
    assert f"  {sum(summary['one_by_one'].values())} farms explained one by one" in told
    files = {item.name for item in (explained / "csv").iterdir()}
    assert files == {"summary.json", *(f"{name}.csv" for name in TABLES)}


def named(profile: FarmProfile) -> dict[str, str]:
    """What the tables call the places of a farm, which leave out their names."""
    found = {p.id: f"P{n}" for n, p in enumerate(profile.parcels, 1)}
    return found | {e.id: f"E{n}" for n, e in enumerate(profile.elements, 1)} | {"farm": "farm"}


def test_parquet_holds_the_same_as_csv_with_amounts_exact_to_the_cent(explained: Path) -> None:
    asked = [
        "population",
        "explain",
        str(explained / "farms"),
        *ASKED,
        "-o",
        str(explained / "parquet"),
        "--json",
    ]
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        assert main(asked) == DONE
    assert json.loads(told.getvalue()) == json.loads((explained / "csv" / "summary.json").read_text("utf-8"))
    for name in TABLES:
        typed, texts = (
            pq.read_table(explained / "parquet" / f"{name}.parquet").to_pylist(),
            table(explained / "csv", name),
        )
        assert [list(row) for row in typed[:1]] == [list(row) for row in texts[:1]]
        for one, other in zip(typed, texts, strict=True):
            for key, value in one.items():
                same = (
                    Decimal(other[key]) == value if isinstance(value, Decimal) else other[key] == _text(value)
                )
                assert same, (name, key, value, other[key])


def _text(value: object) -> str:
    return "" if value is None else str(value)


def test_the_page_of_populations_names_every_column_in_its_order(explained: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "populations.md").read_text("utf-8").splitlines()
    for name in TABLES:
        told = next(line for line in page if line.startswith(f"| `{name}` | "))
        assert re.findall(r"`(\w+)`", told.split("|")[3]) == list(table(explained / "csv", name)[0])


def test_rows_of_real_farms_are_never_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rulebook: Rulebook
) -> None:
    folder = farms(tmp_path / "farms", rulebook, synthetic=False)
    code, told, wrong = run(capsys, "population", "explain", folder, "-o", str(tmp_path / "out"))
    assert (code, told) == (WRONG_INPUT, "")
    assert "Dit zijn echte bedrijven" in wrong
    assert not (tmp_path / "out").exists()


def test_what_is_typed_wrongly_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rulebook: Rulebook
) -> None:
    folder, out = farms(tmp_path / "farms", rulebook), str(tmp_path / "out")
    asked = ("population", "explain", folder, "-o", out)
    code, told, wrong = run(capsys, *asked, "--on", "1 mei", "--years", "31", "--form", "xlsx")
    assert (code, told) == (WRONG_INPUT, "")
    assert [line.split(":")[0] for line in wrong.splitlines()] == ["--on", "--years", "--form"]
    (tmp_path / "farms" / "parcels.csv").write_text("farm_key,parcel_id,area_m2,land_use\n", encoding="utf-8")
    code, told, wrong = run(capsys, *asked, "--lang", "en")
    assert (code, told) == (WRONG_INPUT, "")
    assert "parcels" in wrong
    assert not (tmp_path / "out").exists()
