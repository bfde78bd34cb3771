"""``stapelwijzer population explain`` as an analyst uses it: its tables say of every farm what ``stapelwijzer award`` says."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from calculator.cli import main
from calculator.commands.output import DONE, WRONG_INPUT
from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.scenarios.population.flattening import frames_of
from calculator.scenarios.population.tables import assemble
from calculator.scenarios.population.writing import write_population
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks

DAIRY = "melkvee-800000kg"
FARMS = ("vlietlanden", DAIRY)
ASKED = ("--on", "2026-07-01", "--years", "3", "--lang", "en")
TABLES = ("lines", "continuation", "refusals", "open", "not_chosen", "limits", "classes", "points", "totals")


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return rulebooks.current()


def document(name: str) -> Any:
    """A farm of tests/farms; the dairy farm has had so much aid that a ceiling binds."""
    found = json.loads((Path(__file__).parents[1] / "farms" / f"{name}.json").read_text("utf-8"))
    if name == DAIRY:
        aid = {
            "legal_basis": "de_minimis_agri_1408_2013",
            "grant_date": "2025-06-01",
            "amount_eur": "49800.00",
        }
        found["undertaking"]["aid_received"] = [aid]
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


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def of(rows: Iterable[dict[str, str]], farm: str, *keys: str) -> list[tuple[str, ...]]:
    return sorted(tuple(row[key] for key in keys) for row in rows if row["farm_key"] == farm)


def said(rows: Iterable[dict[str, object]], *keys: str) -> list[tuple[str, ...]]:
    return sorted(tuple("" if row[key] is None else str(row[key]) for key in keys) for row in rows)


def test_the_tables_say_of_every_farm_what_its_award_says(
    explained: Path, capsys: pytest.CaptureFixture[str], rulebook: Rulebook
) -> None:
    found = {name: table(explained / "csv", name) for name in TABLES}
    assert all(found.values())
    for farm in FARMS:
        profile = explained / f"{farm}.json"
        profile.write_text(json.dumps(document(farm)), encoding="utf-8")
        award = json.loads(run(capsys, "award", str(profile), *ASKED, "--json")[1])
        hold_lines(found, farm, award, named(read(farm, rulebook)))
        hold_reasons(found, farm, award, named(read(farm, rulebook)))
        hold_classes(found, farm, award)
        hold_totals(found, farm, award, named(read(farm, rulebook)))


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


def hold_lines(
    found: dict[str, list[dict[str, str]]], farm: str, award: dict[str, list], places: dict[str, str]
) -> None:
    keys = (
        "year", "unit", "scheme", "scheme_name", "payment", "payment_name", "quantity", "unit_of_measure", "rate_eur",
        "amount_eur", "legal_basis", "legal_basis_name", "status", "certainty", "confidence",
    )  # fmt: skip
    lines = [
        {**x, "year": y["year"], "unit": places[x["unit"]]}
        for y in award["years"]
        for x in y["lines"]
        if Decimal(x["amount_eur"])
    ]
    assert lines
    assert of(found["lines"], farm, *keys) == said(lines, *keys)
    mine = [row["sources"] for row in found["lines"] if row["farm_key"] == farm]
    assert all(x["sources"][0]["title"] in "".join(mine) for x in lines)


def hold_reasons(
    found: dict[str, list[dict[str, str]]], farm: str, award: dict[str, list], places: dict[str, str]
) -> None:
    keys = ("scheme", "payment", "scheme_name", "payment_name", "unit")
    refusals = [
        {**x, "unit": places[x["unit"]], "source": x["source"] and x["source"]["title"]}
        for x in award["refusals"]
    ]
    why = (*keys, "year", "reason", "shortfall", "remedy", "source")
    assert of(found["refusals"], farm, *why) == said(refusals, *why)
    lost = [{**x, "unit": places[x["unit"]]} for x in award["not_chosen"]]
    why = (*keys, "because", "relation", "lost_to", "article", "difference_eur")
    assert of(found["not_chosen"], farm, *why) == said(lost, *why)
    assert refusals
    limits = {(x["limit"], x["name"], x["price_eur"] or "0.00") for x in award["limits"] if x["binding"]}
    assert of(found["limits"], farm, "limit", "name", "price_eur") == sorted(limits)


def hold_classes(found: dict[str, list[dict[str, str]]], farm: str, award: dict[str, list]) -> None:
    classes, points = list[dict[str, object]](), list[dict[str, object]]()
    for x in award["classes"]:
        following = x["to_next"] or {"class": None, "value_per_ha": None, "points": {}}
        classes.append({**x, "next_class": following["class"], "short_per_ha": following["value_per_ha"]})
        for goal, scored in x["points"].items():
            short = following["points"].get(goal, {"short": "0"})["short"]
            points.append({**x, **scored, "goal": goal, "goal_name": scored["name"], "short": short})
    keys = ("year", "scheme", "class", "value_per_ha", "next_class", "short_per_ha")
    assert of(found["classes"], farm, *keys) == said(classes, *keys)
    keys = ("year", "scheme", "goal", "goal_name", "scored", "needed", "short")
    assert of(found["points"], farm, *keys) == said(points, *keys)


def hold_totals(
    found: dict[str, list[dict[str, str]]], farm: str, award: dict[str, Any], places: dict[str, str]
) -> None:
    row = {f"{name}_eur": amount for name, amount in award["range"].items()}
    row["continuation_eur"] = award["continuation_eur"]
    assert of(found["totals"], farm, *row) == said([row], *row)
    later = [
        {**x, "year": y["year"], "unit": places[x["unit"]]}
        for y in award["years"]
        for x in y["continuation"]
        if Decimal(x["amount_eur"])
    ]
    keys = ("year", "unit", "scheme", "payment", "quantity", "rate_eur", "amount_eur")
    assert of(found["continuation"], farm, *keys) == said(later, *keys)
    keys = ("scheme", "payment", "scheme_name", "payment_name", "unit", "could_pay_up_to_eur")
    rows = [{**x, "unit": places[x["unit"]]} for x in award["open"]]
    each = [row for row in found["open"] for _ in row["years"].split()]
    assert of(each, farm, *keys) == said(rows, *keys)


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
