"""Sheets as text and Parquet files for programs: keys as headers, euros with a point, empty where nothing is told."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from calculator.domain.money import eur
from calculator.domain.quantity import plain
from calculator.domain.scheme import Text
from calculator.scenarios.answers.sheet import Sheet, Value

#: Signs with which a spreadsheet program takes a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(sheet: Sheet, language: str) -> bytes:
    """The sheet as CSV (UTF-8, comma, line feed)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([c.key for c in sheet.columns])
    kinds = [c.kind for c in sheet.columns]
    for row in sheet.rows:
        writer.writerow([harmless(written(v, k, language), k) for v, k in zip(row, kinds, strict=True)])
    return out.getvalue().encode()


def parquet_of(sheet: Sheet, language: str) -> bytes:
    """The sheet as Parquet: amounts are whole cents, texts in the language, days as text."""
    columns: dict[str, pd.Series] = {}
    for at, column in enumerate(sheet.columns):
        cells = [row[at] for row in sheet.rows]
        if column.kind in ("whole", "euro"):
            columns[column.key] = pd.Series(cells, dtype="Int64")
        elif column.kind in ("percent", "decimal"):
            columns[column.key] = pd.Series(
                [None if c is None else float(str(c)) for c in cells], dtype="Float64"
            )
        elif column.kind == "yes":
            columns[column.key] = pd.Series(cells, dtype="boolean")
        else:
            columns[column.key] = pd.Series(
                [written(c, column.kind, language) or None for c in cells], dtype="string"
            )
    out = io.BytesIO()
    pd.DataFrame(columns).to_parquet(out, index=False)
    return out.getvalue()


def data_of(sheet: Sheet, language: str) -> dict[str, object]:
    """The sheet as JSON-ready data: amounts as text in euros."""
    kinds: Mapping[str, str] = {c.key: c.kind for c in sheet.columns}
    rows = [{k: _plain(v, kinds[k], language) for k, v in record.items()} for record in sheet.records()]
    return {
        "key": sheet.key,
        "title": sheet.title[language],
        "note": sheet.note[language] if sheet.note else None,
        "columns": [{"key": c.key, "title": c.title[language], "kind": c.kind} for c in sheet.columns],
        "rows": rows,
    }


def _plain(value: Value, kind: str, language: str) -> object:
    if value is None or isinstance(value, bool) or (isinstance(value, int) and kind == "whole"):
        return value
    return written(value, kind, language)


def written(value: Value, kind: str, language: str) -> str:
    """A cell in machine form; empty where nothing is told."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Text():
            return value[language]
        case int():
            return eur(value) if kind == "euro" else str(value)
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case str():
            return value


def harmless(text: str, kind: str) -> str:
    """A text that no spreadsheet program takes for a formula (a dash alone is none); cells of other kinds as they are."""
    return f"'{text}" if kind == "text" and text != "-" and text.startswith(_FORMULA) else text
