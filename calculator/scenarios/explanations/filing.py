"""Tables as files, part after part: keys as headers, decimals with a point, empty where nothing is known.

Every file appears whole or not at all: they are written beside their place, and move there when all is written.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from calculator.scenarios.answers.files import harmless
from calculator.scenarios.explanations.cells import Cells, Numbers, Rows, Words

#: As many digits as 64 bits can have.
_DIGITS = 19


class Files:
    """The tables of one folder in one form (``csv`` or ``parquet``); ``rows`` is how many each has so far."""

    def __init__(self, folder: Path, form: str) -> None:
        self.folder, self.form, self.rows = folder, form, dict[str, int]()
        self._open: dict[str, _Csv | _Parquet] = {}

    def __enter__(self) -> Files:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for one in self._open.values():
                one.close()
            for name in self._open if kind is None else ():
                self._half(name).replace(self.folder / f"{name}.{self.form}")
        finally:
            for name in self._open:
                self._half(name).unlink(missing_ok=True)

    def add(self, tables: Mapping[str, Rows]) -> None:
        """Write the next rows of every table."""
        for name, rows in tables.items():
            if name not in self._open:
                half = self._half(name)
                self._open[name] = _Csv(half, rows) if self.form == "csv" else _Parquet(half, rows)
            self.rows[name] = self.rows.get(name, 0) + self._open[name].add(rows)

    def _half(self, name: str) -> Path:
        return self.folder / f".{name}.{self.form}.{os.getpid()}"


class _Csv:
    """UTF-8, comma, line feed."""

    def __init__(self, path: Path, rows: Rows) -> None:
        self.file: IO[str] = path.open("w", encoding="utf-8", newline="")
        self.writer: Any = csv.writer(self.file, lineterminator="\n")
        self.writer.writerow(list(rows))

    def add(self, rows: Rows) -> int:
        columns = [_safe(cells).written() for cells in rows.values()]
        self.writer.writerows(zip(*columns, strict=True))
        return len(columns[0])

    def close(self) -> None:
        self.file.close()


class _Parquet:
    """Texts as text, whole numbers as such, the rest as exact decimals."""

    def __init__(self, path: Path, rows: Rows) -> None:
        self.schema = _arrow(rows).schema
        self.writer = pq.ParquetWriter(path, self.schema, compression="zstd", store_schema=False)

    def add(self, rows: Rows) -> int:
        table = _arrow(rows)
        if len(table):
            self.writer.write_table(table)
        return len(table)

    def close(self) -> None:
        self.writer.close()


def _safe(cells: Cells) -> Cells:
    """Words with which a spreadsheet program does not take fright."""
    if isinstance(cells, Numbers):
        return cells
    return Words(cells.codes, [harmless(word, "text") for word in cells.words])


def _arrow(rows: Rows) -> pa.Table:
    return pa.table({key: _array(cells) for key, cells in rows.items()})


def _array(cells: Cells) -> pa.Array:
    if isinstance(cells, Words):
        words = pa.array([word or None for word in cells.words], type=pa.string())
        return words.take(pa.array(cells.codes, mask=cells.codes < 0))
    known = np.ones(len(cells.values), dtype=np.bool_) if cells.known is None else cells.known
    if not cells.places:
        return pa.array(cells.values, type=pa.int64(), mask=~known)
    # A decimal is 128 bits with its sign: the number, and what its sign fills up.
    pairs = np.stack([cells.values, cells.values >> 63], axis=1)
    buffers = [pa.array(known).buffers()[1], pa.py_buffer(np.ascontiguousarray(pairs))]
    return pa.Array.from_buffers(pa.decimal128(_DIGITS, cells.places), len(pairs), buffers)
