"""A population as files: one per table, Parquet or CSV, and ``population.json`` that says what they are.

The same population gives the same bytes. The folder appears whole or not at all.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from calculator.scenarios.population.columns import Kind, Table
from calculator.scenarios.population.schema import TABLES
from calculator.scenarios.population.tables import Population

DESCRIPTION = "population.json"
FORMAT = "stapelwijzer-population-1"
FORMS = ("parquet", "csv")
_ARROW = {Kind.TEXT: pa.string(), Kind.DAY: pa.string(), Kind.WHOLE: pa.int64(), Kind.FLAG: pa.bool_()}


def write_population(population: Population, folder: Path, form: str = "parquet") -> None:
    """Write every table into the folder, which may not exist yet or is replaced if it holds a population."""
    half = folder.with_name(f".{folder.name}.{os.getpid()}")
    half.mkdir(parents=True)
    try:
        for name, frame in population.tables.items():
            write_table(frame, TABLES[name], half / f"{name}.{form}")
        (half / DESCRIPTION).write_text(_description(population), encoding="utf-8")
        _replace(half, folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def write_table(frame: pd.DataFrame, table: Table, path: Path) -> None:
    """One table in the form that the name ends on."""
    columns = [column for column in table.columns if column.name in frame]
    if path.suffix == ".csv":
        path.write_bytes(_csv(frame[[column.name for column in columns]], table))
        return
    arrays = []
    for column in columns:
        values = frame[column.name]
        text = isinstance(values.dtype, pd.CategoricalDtype)
        arrays.append(_dictionary(values) if text else pa.array(values, type=_ARROW[column.kind]))
    names = [column.name for column in columns]
    pq.write_table(pa.table(arrays, names=names), path, compression="zstd", store_schema=False)


def _dictionary(values: pd.Series) -> pa.Array:
    """Text as a dictionary, so that a million cells of three words stay small on the way."""
    codes = values.cat.codes.to_numpy()
    indices = pa.array(codes, type=pa.int32(), mask=codes < 0)
    words = pa.array(values.cat.categories.tolist(), type=pa.string())
    return pa.DictionaryArray.from_arrays(indices, words)


def _csv(frame: pd.DataFrame, table: Table) -> bytes:
    flags = {
        c.name: frame[c.name].map({True: "yes", False: "no"})
        for c in table.columns
        if c.name in frame and c.kind is Kind.FLAG
    }
    text = io.StringIO()
    frame.assign(**flags).to_csv(text, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    return text.getvalue().encode()


def _description(population: Population) -> str:
    said = {
        "format": FORMAT,
        "name": population.name,
        "synthetic": population.synthetic,
        "digest": population.digest,
        "sources": list(population.sources),
        "rows": {name: len(frame) for name, frame in population.tables.items()},
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _replace(half: Path, folder: Path) -> None:
    """Move the finished folder into place; another population there gives way, other files do not."""
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / DESCRIPTION).is_file():
            raise FileExistsError(17, "holds other files", str(folder))
        shutil.rmtree(folder)
    elif folder.is_dir():
        folder.rmdir()
    half.rename(folder)
