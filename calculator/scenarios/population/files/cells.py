"""Cells in the types of the schema; what cannot be read is a problem and becomes an empty cell."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from calculator.domain.scheme import Text
from calculator.scenarios.population.columns import Column, Kind, Table
from calculator.scenarios.population.files.findings import Findings

_WHOLE = re.compile(r"-?\d{1,18}(\.0*)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FLAGS = {
    "yes": True,
    "no": False,
    "ja": True,
    "nee": False,
    "true": True,
    "false": False,
    "1": True,
    "0": False,
}

_REMEDIES = {
    Kind.WHOLE: Text(
        "Schrijf een geheel getal in de eenheid van de kolom, zonder punt of komma (hectares maal 10.000 zijn m2).",
        "Write a whole number in the unit of the column, without point or comma (hectares times 10,000 are m2).",
    ),
    Kind.FLAG: Text("Schrijf yes of no, of laat de cel leeg.", "Write yes or no, or leave the cell empty."),
    Kind.DAY: Text("Schrijf een dag als 2026-05-15.", "Write a day as 2026-05-15."),
    Kind.TEXT: Text("Schrijf tekst.", "Write text."),
}


def typed(raw: pd.DataFrame, table: Table, found: Findings) -> pd.DataFrame:
    """The frame with each column in its type, row by row as in the file."""
    made = {}
    for column in table.columns:
        if column.name not in raw:
            continue
        values, wrong = _READERS[column.kind](raw[column.name])
        made[column.name] = values
        frame = raw
        unreadable = Text("{cell} kan hier niet staan.", "{cell} cannot stand here.")
        found.rows(table.name, frame, wrong, column.name, unreadable, _REMEDIES[column.kind])
        if column.required:
            empty = (values.isna() & ~wrong).to_numpy(bool)
            found.rows(table.name, frame, empty, column.name, _EMPTY, _FILL_IN)
    return pd.DataFrame(made)


def filled(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Required cells that are empty get a stand-in, so that the other farms of the table can be used.

    Such a row is a problem already, and its farm is left out or the whole refused.
    """
    return frame.assign(**{
        column.name: _stand_in(frame[column.name], column)
        for column in table.columns
        if column.required and column.name != "farm_key" and frame[column.name].isna().any()
    })  # fmt: skip


def _stand_in(values: pd.Series, column: Column) -> pd.Series:
    if column.kind is Kind.WHOLE:
        return values.fillna(0)
    return (values if "" in values.cat.categories else values.cat.add_categories([""])).fillna("")


def _text(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    made = values if isinstance(values.dtype, pd.CategoricalDtype) else values.astype("category")
    words = [str(word) for word in made.cat.categories]
    # Words that differ in their type or in the spaces around them only are one word.
    if words != list(made.cat.categories) or any(word != word.strip() for word in words):
        stripped = pd.Series([word.strip() or None for word in words], dtype=object)
        made = _relabelled(made, stripped)
    return made, pd.Series(np.zeros(len(values), bool))


def _relabelled(values: pd.Series, names: pd.Series) -> pd.Series:
    """The column with another value for each of its words."""
    codes = values.cat.codes.to_numpy()
    picked = names.reindex(codes).reset_index(drop=True).where(codes >= 0)
    return picked.astype("category")


def _by_word(
    values: pd.Series, kind: pd.Int64Dtype | pd.BooleanDtype, read: dict[str, object]
) -> tuple[pd.Series, pd.Series]:
    """Read each different word once; a word that cannot be read is wrong wherever it stands."""
    codes = values.cat.codes.to_numpy()
    words = values.cat.categories
    made = pd.Series([*(read.get(str(word).strip()) for word in words), None], dtype=object).astype(kind)
    unread = np.array([*(str(word).strip() not in read for word in words), False])
    return pd.Series(made.array[codes]), pd.Series(unread[codes])


def _whole(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        words = [str(word).strip() for word in values.cat.categories]
        return _by_word(
            values,
            pd.Int64Dtype(),
            {word: int(word.split(".")[0]) for word in words if _WHOLE.fullmatch(word)},
        )
    if pd.api.types.is_bool_dtype(values.dtype) or not pd.api.types.is_numeric_dtype(values.dtype):
        return _by_word(values.astype(str).where(values.notna()).astype("category"), pd.Int64Dtype(), {})
    if pd.api.types.is_float_dtype(values.dtype):
        number = values.astype("float64")
        wrong = number.notna() & ((number % 1 != 0) | (number.abs() >= 1e15))
        return number.where(~wrong).astype("Int64"), wrong
    return values.astype("Int64"), pd.Series(np.zeros(len(values), bool))


def _flag(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("boolean"), pd.Series(np.zeros(len(values), bool))
    held = (
        values if isinstance(values.dtype, pd.CategoricalDtype) else values.astype(object).astype("category")
    )
    read: dict[str, object] = {
        str(word): _FLAGS.get(str(word).strip().lower()) for word in held.cat.categories
    }
    return _by_word(
        held, pd.BooleanDtype(), {word.strip(): flag for word, flag in read.items() if flag is not None}
    )


def _day(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    held, _ = _text(values)
    words = [str(word) for word in held.cat.categories]
    stamps = pd.to_datetime(pd.Series(words, dtype=object), format="%Y-%m-%d", errors="coerce")
    days = [
        word[:10] if readable and _DAY.fullmatch(word[:10]) else None
        for word, readable in zip(words, stamps.notna().tolist(), strict=True)
    ]
    codes = held.cat.codes.to_numpy()
    wrong = pd.Series(np.array([*(day is None for day in days), False])[codes])
    return _relabelled(held, pd.Series(days, dtype=object)), wrong


_READERS = {Kind.TEXT: _text, Kind.WHOLE: _whole, Kind.FLAG: _flag, Kind.DAY: _day}
_EMPTY = Text("Deze cel is leeg.", "This cell is empty.")
_FILL_IN = Text("Vul hem in; de kolom is verplicht.", "Fill it in; the column is required.")
