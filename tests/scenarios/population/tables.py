"""A small right population as rows of CSV, to be broken one cell at a time."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

Row = dict[str, str]
Tables = dict[str, list[Row]]


def right() -> Tables:
    """Two farms, three parcels, one hedge: nothing wrong."""
    return {
        "farms": [
            {"farm_key": "A", "year": "2026", "province": "utrecht", "farm_type": "dairy", "organic": "none", "dairy_cows": "80"},
            {"farm_key": "B", "year": "2026", "province": "zeeland", "farm_type": "arable", "organic": "", "dairy_cows": ""},
        ],
        "parcels": [
            {"farm_key": "A", "parcel_id": "P1", "area_m2": "20000", "land_use": "permanent_grassland", "natura2000": "no"},
            {"farm_key": "A", "parcel_id": "P2", "area_m2": "10000", "land_use": "arable", "natura2000": ""},
            {"farm_key": "B", "parcel_id": "P1", "area_m2": "50000", "land_use": "arable", "natura2000": "yes"},
        ],
        "elements": [
            {"farm_key": "A", "element_id": "E1", "kind": "haag", "length_cm": "12000", "parcel_id": "P1"},
        ],
        "measures": [
            {"farm_key": "A", "place_id": "P1", "code": "langjarig-grasland", "quantity": "20000", "unit": "ha", "part": ""},
            {"farm_key": "A", "place_id": "P2", "code": "groenbedekking", "quantity": "4000", "unit": "ha", "part": "a"},
            {"farm_key": "A", "place_id": "P2", "code": "rustgewas", "quantity": "6000", "unit": "ha", "part": "b"},
            {"farm_key": "A", "place_id": "E1", "code": "heg-haag-struweel", "quantity": "12000", "unit": "m", "part": ""},
        ],
        "aid": [
            {"farm_key": "B", "legal_basis": "de_minimis_agri_1408_2013", "grant_date": "2025-03-01", "amount_cents": "100000"},
        ],
        "contracts": [
            {"farm_key": "A", "scheme": "national.anlb.utrecht-oost", "start": "2023-01-01", "until": "2028-12-31",
             "package": "2-2w", "place_id": "P1", "quantity_e4": "10000"},
        ],
        "place_facts": [
            {"farm_key": "A", "place_id": "P1", "fact": "waterpeil_cm", "value_micro": "35000000", "word": ""},
            {"farm_key": "A", "place_id": "E1", "fact": "grondwaterbeschermingsgebied", "value_micro": "", "word": "no"},
        ],
        "answers": [{"farm_key": "", "path": "declared.active_farmer", "kind": "flag", "value": "yes"}],
    }  # fmt: skip


def written(folder: Path, tables: Tables) -> Path:
    """The tables as CSV files in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def with_cell(table: str, row: int, column: str, value: str) -> Callable[[Tables], None]:
    """Puts another value in a cell; rows count from 1."""

    def change(tables: Tables) -> None:
        tables[table][row - 1][column] = value

    return change


def with_row(table: str, row: int, **cells: str) -> Callable[[Tables], None]:
    """Adds a copy of a row, with some cells changed."""

    def change(tables: Tables) -> None:
        tables[table].append({**tables[table][row - 1], **cells})

    return change


def without_column(table: str, column: str) -> Callable[[Tables], None]:
    """Takes a column away."""

    def change(tables: Tables) -> None:
        for row in tables[table]:
            row.pop(column)

    return change
