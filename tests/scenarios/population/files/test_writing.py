"""What is written is what is read, byte by byte the same for the same population."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.population.files.reading import read_population
from calculator.scenarios.population.files.writing import write_population
from calculator.scenarios.population.synthetic import synthesise
from tests.scenarios.population.tables import right, written


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_the_same_seed_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_population(synthesise(150, seed=6), tmp_path / name, form)
    assert files(tmp_path / "first") == files(tmp_path / "second")


def test_the_digest_does_not_know_the_form_of_the_files_or_the_order_of_their_rows(
    tmp_path: Path, rulebook: Rulebook
) -> None:
    made = synthesise(150, seed=6)
    for form in ("parquet", "csv"):
        write_population(made, tmp_path / form, form)
    for path in (tmp_path / "csv").glob("*.csv"):
        heading, *rows = path.read_text(encoding="utf-8").splitlines()
        random.Random(1).shuffle(rows)
        path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    read = [read_population(tmp_path / form, rulebook)[0] for form in ("parquet", "csv")]
    assert [population and population.digest for population in read] == [made.digest, made.digest]


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("parcels", 0, "area_m2", "20001"), ("farms", 1, "organic", "none"), ("farms", 0, "dairy_cows", "0"),
        ("measures", 0, "part", "a"), ("aid", 0, "grant_date", "2025-03-02"),
    ],
)  # fmt: skip
def test_the_digest_knows_every_cell(
    table: str, row: int, column: str, value: str, tmp_path: Path, rulebook: Rulebook
) -> None:
    tables = right()
    first = read_population(written(tmp_path / "first", tables), rulebook)[0]
    tables[table][row][column] = value
    second = read_population(written(tmp_path / "second", tables), rulebook)[0]
    assert first is not None
    assert second is not None
    assert first.digest != second.digest


def test_a_folder_of_other_files_is_left_alone_and_an_old_population_gives_way(tmp_path: Path) -> None:
    other = tmp_path / "mine"
    other.mkdir()
    (other / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_population(synthesise(3, 1), other)
    assert files(other) == {"letter.txt": b"dear"}
    for seed in (1, 2):
        write_population(synthesise(3, seed), tmp_path / "ours")
    said = json.loads((tmp_path / "ours" / "population.json").read_text(encoding="utf-8"))
    assert said["digest"] == synthesise(3, 2).digest
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "ours"]


def test_where_the_disk_is_full_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("calculator.scenarios.population.files.writing.pq.write_table", full)
    with pytest.raises(OSError, match="No space left"):
        write_population(synthesise(3, 1), tmp_path / "full")
    assert list(tmp_path.iterdir()) == []
