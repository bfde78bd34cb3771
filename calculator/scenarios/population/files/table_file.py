"""The file of one table: found by its name, read without guessing what a cell means."""

from __future__ import annotations

import csv
import warnings
from collections import Counter
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from calculator.domain.scheme import Text
from calculator.scenarios.population.columns import Table
from calculator.scenarios.population.files.findings import Findings

#: A table of parcels of every farm of the country has some millions of rows; no table of ours has fifty columns.
MOST_COLUMNS, MOST_ROWS = 200, 10_000_000

_AGAIN = Text(
    "Schrijf de tabel opnieuw als Parquet of als CSV in UTF-8 met een kopregel.",
    "Write the table again as Parquet, or as CSV in UTF-8 with a heading.",
)
_LONGER = Text(
    "Er zijn rijen met meer cellen dan de kopregel kolommen heeft.",
    "There are rows with more cells than the heading has columns.",
)
_SHORTEN = Text(
    "Geef elke cel een kolom in de kopregel, en zet een cel met een scheidingsteken erin tussen aanhalingstekens.",
    "Give every cell a column in the heading, and put quotation marks around a cell that holds a separator.",
)


def read_table(folder: Path, table: Table, found: Findings) -> pd.DataFrame | None:
    """The known columns as they stand in the file; None where there is no file or it cannot be used."""
    there = [path for form in ("parquet", "csv") if (path := folder / f"{table.name}.{form}").is_file()]
    if not there:
        if table.required:
            found.table(table.name, "", _absent(table), _AGAIN)
        return None
    if len(there) > 1:
        found.table(table.name, "", _two_forms(table), Text("Laat er één staan.", "Keep one of them."))
        return None
    return read_file(there[0], table, found)


def read_file(path: Path, table: Table, found: Findings) -> pd.DataFrame | None:
    """As ``read_table``, of the file with that name."""
    try:
        frame = _parquet(path) if path.suffix == ".parquet" else _csv(path)
    except pd.errors.ParserWarning:
        found.table(table.name, "", _LONGER, _SHORTEN)
        return None
    except (OSError, ValueError, csv.Error, pa.ArrowException) as fault:
        said = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        found.table(
            table.name, "", Text(f"Kan niet worden gelezen: {said}", f"Cannot be read: {said}"), _AGAIN
        )
        return None
    return _known(frame, table, found)


def _parquet(path: Path) -> pd.DataFrame:
    about = pq.read_metadata(path)
    _bounded(about.num_columns, about.num_rows)
    frame: pd.DataFrame = pq.read_table(path).to_pandas(strings_to_categorical=True, types_mapper=_mapped)
    return frame


def _bounded(columns: int, rows: int = 0) -> None:
    """Raises ValueError for what is no table of ours; a file of some kilobytes may say that it has millions of either."""
    if columns > MOST_COLUMNS:
        raise ValueError(f"{columns} > {MOST_COLUMNS} kolommen / columns")
    if rows > MOST_ROWS:
        raise ValueError(f"{rows} > {MOST_ROWS} rijen / rows")


def _mapped(kind: pa.DataType) -> pd.api.extensions.ExtensionDtype | None:
    if pa.types.is_integer(kind):
        return pd.Int64Dtype()
    return pd.BooleanDtype() if pa.types.is_boolean(kind) else None


def _csv(path: Path) -> pd.DataFrame:
    """Every cell as text; a semicolon in the heading means that the cells are parted by semicolons."""
    with path.open(encoding="utf-8-sig", newline="") as opened:
        heading = opened.readline()
    separator = ";" if ";" in heading else ","
    names = next(csv.reader([heading], delimiter=separator), [])
    _bounded(len(names))
    if len(set(names)) < len(names):
        double = sorted(name for name, count in Counter(names).items() if count > 1)
        raise ValueError(f"{', '.join(double)}: 2x")
    with warnings.catch_warnings():
        # The library cuts off what a row has more than the heading, and only warns of it.
        warnings.simplefilter("error", pd.errors.ParserWarning)
        return pd.read_csv(
            path, sep=separator, dtype="category", keep_default_na=False, na_values=[""], encoding="utf-8-sig",
            index_col=False, on_bad_lines="error",
        )  # fmt: skip


def _known(frame: pd.DataFrame, table: Table, found: Findings) -> pd.DataFrame | None:
    names = [column.name for column in table.columns]
    for column in table.columns:
        if column.required and column.name not in frame:
            found.table(table.name, column.name, _no_column(column.name), _add(column.name))
    for name in frame.columns:
        if name not in names:
            listed = ", ".join(names)
            found.table(
                table.name, str(name),
                Text("Deze kolom kent de tabel niet.", "The table has no such column."),
                Text(f"Haal hem weg of kies uit: {listed}.", f"Take it away or choose from: {listed}."),
            )  # fmt: skip
    if not len(frame) and table.required:
        found.table(table.name, "", Text("De tabel heeft geen rijen.", "The table has no rows."), _AGAIN)
    return frame[[name for name in names if name in frame]]


def _absent(table: Table) -> Text:
    return Text(
        f"{table.name}.parquet of {table.name}.csv ontbreekt.",
        f"{table.name}.parquet or {table.name}.csv is missing.",
    )


def _two_forms(table: Table) -> Text:
    return Text(
        f"{table.name} staat er als Parquet en als CSV.", f"{table.name} stands there as Parquet and as CSV."
    )


def _no_column(name: str) -> Text:
    return Text(f"De kolom {name} ontbreekt.", f"The column {name} is missing.")


def _add(name: str) -> Text:
    return Text(
        f"Voeg {name} toe; docs/populations.md zegt wat erin hoort.",
        f"Add {name}; docs/populations.md says what it holds.",
    )
