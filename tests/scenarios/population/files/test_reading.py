"""Every problem row of a population is told, with its place and remedy, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.population.files.findings import MOST_ROWS
from calculator.scenarios.population.files.problems import RowProblem
from calculator.scenarios.population.files.reading import read_population, without_broken
from calculator.scenarios.population.files.table_file import MOST_ROWS as MOST
from calculator.scenarios.population.files.writing import write_population
from calculator.scenarios.population.synthetic import synthesise
from tests.scenarios.population.tables import Tables, right, with_cell, with_row, without_column, written

Change = Callable[[Tables], None]


def problems_of(folder: Path, rulebook: Rulebook, *changes: Change) -> tuple[RowProblem, ...]:
    tables = right()
    for change in changes:
        change(tables)
    return read_population(written(folder, tables), rulebook)[1]


def test_a_right_population_has_no_problem_and_is_all_there(tmp_path: Path, rulebook: Rulebook) -> None:
    population, problems = read_population(written(tmp_path, right()), rulebook)
    assert problems == ()
    assert population is not None
    assert (population.keys, len(population.parcels), population.synthetic) == (["A", "B"], 3, False)
    assert population.farms["size_class"].tolist() == ["under_5_ha", "5_to_10_ha"]


@pytest.mark.parametrize(
    ("rows", "names", "told"),
    [(MOST + 1, ["farm_key"], "rijen"), (1, [f"c{n}" for n in range(201)], "kolommen")],
)
def test_a_small_file_that_unpacks_to_millions_is_refused_unread(
    tmp_path: Path, rulebook: Rulebook, rows: int, names: list[str], told: str
) -> None:
    folder = written(tmp_path, right())
    for form in ("csv", "parquet") if rows == 1 else ("parquet",):
        for old in folder.glob("farms.*"):
            old.unlink()
        if form == "csv":
            (folder / "farms.csv").write_text(",".join(names) + "\n" + ",".join(names) + "\n", "utf-8")
        else:
            column = pa.DictionaryArray.from_arrays(pa.nulls(rows, pa.int8()), pa.array(["A"]))
            pq.write_table(pa.table(dict.fromkeys(names, column)), folder / "farms.parquet")
        population, problems = read_population(folder, rulebook)
        assert population is None
        assert told in problems[0].message.nl


#: What is changed, and the table, row, column and Dutch words of the one problem that follows.
BROKEN: dict[str, tuple[Change, tuple[str, int | None, str, str]]] = {
    "a key that is empty": (with_cell("farms", 2, "farm_key", ""), ("farms", 2, "farm_key", "leeg")),
    "a province that is none": (with_cell("farms", 1, "province", "Twente"), ("farms", 1, "province", "Twente")),
    "a farm type that is none": (with_cell("farms", 1, "farm_type", "melk"), ("farms", 1, "farm_type", "melk")),
    "hectares where square metres belong": (
        with_cell("parcels", 3, "area_m2", "2.5"), ("parcels", 3, "area_m2", "2.5")),
    "an area below zero": (with_cell("parcels", 3, "area_m2", "-1"), ("parcels", 3, "area_m2", "te klein")),
    "an area of more than 1,000 ha": (
        with_cell("parcels", 3, "area_m2", "10000001"), ("parcels", 3, "area_m2", "te groot")),
    "an area in words": (with_cell("parcels", 3, "area_m2", "vijf"), ("parcels", 3, "area_m2", "vijf")),
    "a flag in other words": (with_cell("parcels", 1, "natura2000", "soms"), ("parcels", 1, "natura2000", "soms")),
    "a measure beyond its parcel": (
        with_cell("measures", 1, "quantity", "20001"), ("measures", 1, "quantity", "20001 is meer dan er is")),
    "a measure beyond its element": (
        with_cell("measures", 4, "quantity", "12001"), ("measures", 4, "quantity", "12001 is meer dan er is")),
    "parts that are more together than the parcel": (
        with_cell("measures", 3, "quantity", "6001"), ("measures", 2, "part", "samen")),
    "a measure of nowhere": (with_cell("measures", 1, "place_id", "P9"), ("measures", 1, "place_id", "P9")),
    "a measure on another farm's parcel": (
        with_row("measures", 1, farm_key="B", place_id="P2"), ("measures", 5, "place_id", "P2")),
    "a measure that is none": (with_cell("measures", 1, "code", "kruiden"), ("measures", 1, "code", "kruiden")),
    "a hedge on a parcel": (
        with_cell("measures", 1, "code", "heg-haag-struweel"), ("measures", 1, "code", "hoort op een element")),
    "hectares of hedge": (with_cell("measures", 4, "unit", "ha"), ("measures", 4, "unit", "past niet")),
    "pieces of a hedge that has a length": (
        with_cell("measures", 4, "unit", "piece"), ("measures", 4, "unit", "niet gegeven")),
    "a measure of a farm that is not there": (
        with_row("aid", 1, farm_key="C"), ("aid", 2, "farm_key", "niet in de tabel farms")),
    "an element with the name of a parcel": (
        with_row("elements", 1, element_id="P2"), ("elements", 2, "element_id", "ook een perceel")),
    "a size class that is none": (with_cell("farms", 1, "size_class", "groot"), ("farms", 1, "size_class", "groot")),
    "an element of no size": (with_cell("elements", 1, "length_cm", ""), ("elements", 1, "", "hoe groot")),
    "a day that is none": (with_cell("aid", 1, "grant_date", "2025-02-30"), ("aid", 1, "grant_date", "2025-02-30")),
    "a legal basis that is none": (with_cell("aid", 1, "legal_basis", "de-minimis"), ("aid", 1, "legal_basis", "de-minimis")),
    "a scheme that is none": (with_cell("contracts", 1, "scheme", "anlb"), ("contracts", 1, "scheme", "anlb")),
    "a package that the scheme has not": (with_cell("contracts", 1, "package", "99"), ("contracts", 1, "package", "99")),
    "a contract that ends before it begins": (
        with_cell("contracts", 1, "until", "2022-12-31"), ("contracts", 1, "until", "voor de eerste dag")),
    "an answer that is no number": (
        with_row("answers", 1, path="herd.livestock_units", kind="number", value="veel"), ("answers", 2, "value", "veel")),
    "a fact that is none": (with_cell("place_facts", 1, "fact", "waterpijl_cm"), ("place_facts", 1, "fact", "waterpijl_cm")),
    "a fact of nowhere": (with_cell("place_facts", 1, "place_id", "P9"), ("place_facts", 1, "place_id", "P9")),
    "a level that cannot be": (
        with_cell("place_facts", 1, "value_micro", "350000000"), ("place_facts", 1, "value_micro", "350000000 is geen antwoord")),
    "a level in words": (with_cell("place_facts", 1, "word", "laag"), ("place_facts", 1, "value_micro", "geen antwoord")),
    "half a species": (
        with_row("place_facts", 1, fact="kensoorten", value_micro="3500000", word=""),
        ("place_facts", 3, "value_micro", "3500000 is geen antwoord op kensoorten")),
    "a zone in other words": (with_cell("place_facts", 2, "word", "buiten"), ("place_facts", 2, "word", "buiten")),
    "a farm without land": (with_row("farms", 1, farm_key="C"), ("farms", 3, "farm_key", "geen perceel")),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_one_broken_cell_is_one_problem_with_its_place(name: str, tmp_path: Path, rulebook: Rulebook) -> None:
    change, (table, row, column, words) = BROKEN[name]
    problems = problems_of(tmp_path, rulebook, change)
    dependent = [p for p in problems if (p.table, p.row, p.column) != (table, row, column)]
    # Where a key is gone, what hangs on it is orphaned; nothing else follows from anything.
    assert all(p.column == "farm_key" for p in dependent)
    (found,) = [p for p in problems if (p.table, p.row, p.column) == (table, row, column)]
    assert words in found.message.nl
    assert found.remedy.nl
    assert found.remedy.en


@pytest.mark.parametrize(
    ("table", "there"), [("aid", True), ("aid", False), ("loans", False), ("leases", False)]
)
def test_what_would_be_known_beside_no_table_is_told_with_what_to_do(
    table: str, there: bool, tmp_path: Path, rulebook: Rulebook
) -> None:
    """It counted as unknown, and nothing said so."""

    def without(tables: Tables) -> None:
        if not there:
            tables.pop(table, None)

    column = f"{table}_known"
    said = with_cell("farms", 1, column, "yes"), with_cell("farms", 2, column, "no")
    found = problems_of(tmp_path, rulebook, *said, without)
    assert [(p.table, p.row, p.column) for p in found] == [("farms", 1, column)] * (not there)
    assert all(f"geen tabel {table}" in p.message.nl and "laat de kolom leeg" in p.remedy.nl for p in found)


def test_a_double_key_is_told_of_both_rows(tmp_path: Path, rulebook: Rulebook) -> None:
    problems = problems_of(tmp_path, rulebook, with_row("parcels", 1, area_m2="30000"))
    assert [(p.table, p.row, p.key, p.farm_key) for p in problems] == [
        ("parcels", 1, "A P1", "A"), ("parcels", 4, "A P1", "A"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "table", "column"),
    [
        (without_column("parcels", "area_m2"), "parcels", "area_m2"),
        (lambda tables: tables.pop("parcels"), "parcels", ""),
        (with_cell("parcels", 1, "hectares", "2"), "parcels", "hectares"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_as_a_whole(
    change: Change, table: str, column: str, tmp_path: Path, rulebook: Rulebook
) -> None:
    tables = right()
    change(tables)
    population, problems = read_population(written(tmp_path, tables), rulebook)
    assert population is None
    assert (table, None, column) in {(p.table, p.row, p.column) for p in problems}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'a,b\n"1', b"farm_key,farm_key\nA,B\n"])
def test_a_file_that_cannot_be_read_is_named(content: bytes, tmp_path: Path, rulebook: Rulebook) -> None:
    written(tmp_path, right())
    (tmp_path / "aid.csv").write_bytes(content)
    population, problems = read_population(tmp_path, rulebook)
    assert population is None
    assert {p.table for p in problems} == {"aid"}


def test_cells_beyond_the_heading_are_told_and_not_cut_off(tmp_path: Path, rulebook: Rulebook) -> None:
    file = written(tmp_path, right()) / "parcels.csv"
    heading, *rows = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([heading, *(f"{row},nog iets" for row in rows)]), "utf-8")
    population, problems = read_population(tmp_path, rulebook)
    assert population is None
    assert "meer cellen dan de kopregel" in "\n".join(problem.text("nl") for problem in problems)


def test_a_broken_parquet_file_and_a_table_in_two_forms_are_named(tmp_path: Path, rulebook: Rulebook) -> None:
    written(tmp_path, right())
    (tmp_path / "aid.csv").unlink()
    (tmp_path / "aid.parquet").write_bytes(b"PAR1 and then nothing")
    (tmp_path / "measures.parquet").write_bytes(b"")
    population, problems = read_population(tmp_path, rulebook)
    assert population is None
    assert [p.table for p in problems] == ["measures", "aid"]


def test_cells_as_a_spreadsheet_writes_them_are_read(tmp_path: Path, rulebook: Rulebook) -> None:
    tables = right()
    tables["parcels"][0].update(area_m2=" 20000 ", natura2000="JA")
    tables["farms"][0]["dairy_cows"] = "80.0"
    written(tmp_path, tables)
    for path in tmp_path.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b",", b";"))
    population, problems = read_population(tmp_path, rulebook)
    assert problems == ()
    assert population is not None
    assert population.parcels["natura2000"].tolist()[0] is True
    assert population.farms["dairy_cows"].tolist()[0] == 80


def test_a_fault_on_every_row_is_told_once_with_examples(tmp_path: Path, rulebook: Rulebook) -> None:
    made = synthesise(1_000, seed=3)
    assert len(made.parcels) > MOST_ROWS
    write_population(made, tmp_path / "p", "csv")
    path = tmp_path / "p" / "parcels.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("permanent_grassland", "gras").replace("arable", "gras"),
        "utf-8",
    )
    population, problems = read_population(tmp_path / "p", rulebook)
    assert population is None
    assert len([p for p in problems if p.column == "land_use"]) == 11


def _ten_breaks(tables: dict[str, list[str]]) -> dict[str, int]:
    """Breaks ten lines of a written population; the table and row (from 1) of each."""
    broken = {}
    for n, (table, old, new) in enumerate([
        ("farms", ",2026,", ",2062,"), ("farms", ",2026,", ",x,"), ("parcels", ",no,", ",maybe,"), ("parcels", ",P1,", ",,"),
        ("measures", ",ha,", ",acre,"), ("measures", ",ha,", ",m,"), ("elements", ",haag,", ",hek,"),
        ("aid", ",2024-", ",2024-13-"), ("aid", "de_minimis_agri", "dm"), ("indicators", ",2026,", ",1999,"),
    ]):  # fmt: skip
        lines = tables[table]
        start = 1 + len(lines) * (n + 1) // 12
        row = next(
            at for at in range(start, len(lines)) if old in lines[at] and f"{table} {at}" not in broken
        )
        lines[row] = lines[row].replace(old, new, 1)
        broken[f"{table} {row}"] = row
    return broken


def ten_broken_rows(folder: Path, farms: int, rulebook: Rulebook) -> None:
    write_population(synthesise(farms, seed=8), folder, "csv")
    names = ("farms", "parcels", "elements", "measures", "indicators", "aid")
    tables = {name: (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines() for name in names}
    broken = _ten_breaks(tables)
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    population, problems = read_population(folder, rulebook)
    # The first parcel of a farm is gone, so that what lies on it lies nowhere: told too, of the same farm.
    first = {f"{p.table} {p.row}" for p in problems}
    lost = {p.farm_key for p in problems if p.table == "parcels" and p.column == "parcel_id"}
    hanging = {f"{p.table} {p.row}" for p in problems if p.column == "place_id" and p.farm_key in lost}
    assert first - hanging == set(broken)
    assert population is not None
    kept, left_out = without_broken(population, problems)
    assert kept is not None
    assert len(left_out) == len({p.farm_key for p in problems if p.farm_key}) <= 10
    assert len(kept) == farms - len(left_out)
    write_population(kept, folder.with_name("kept"))
    again, none = read_population(folder.with_name("kept"), rulebook)
    assert none == ()
    assert again is not None
    assert again.digest == kept.digest


def test_ten_broken_rows_are_the_ten_that_are_told(tmp_path: Path, rulebook: Rulebook) -> None:
    ten_broken_rows(tmp_path / "p", 1_500, rulebook)


@pytest.mark.soak
def test_ten_broken_rows_in_fifty_thousand_farms_are_the_ten_that_are_told(
    tmp_path: Path, rulebook: Rulebook
) -> None:
    ten_broken_rows(tmp_path / "p", 50_000, rulebook)


def test_nothing_is_left_of_a_population_in_which_every_farm_is_broken(
    tmp_path: Path, rulebook: Rulebook
) -> None:
    tables = right()
    for row in tables["farms"]:
        row["province"] = "nowhere"
    population, problems = read_population(written(tmp_path, tables), rulebook)
    assert population is not None
    assert without_broken(population, problems) == (None, ("A", "B"))
