"""The form of a backup: a zip with one file of rows per table, and a manifest that says what there must be.

``tables/NAME.jsonl`` has one JSON array per row, in the order of the columns that the manifest names. ``manifest.json``
has the revision of the tables and, for every table, its columns with their kinds, how many rows, and the SHA-256 of its file.
``digest`` is the SHA-256 of the manifest, and through it of everything. The form knows no database, so that what was
kept on one can be brought back on the other.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

from calculator import zips

FORM, VERSION = "stapelwijzer-backup", 1

#: What reading a backup raises where something in it is not as it was written.
_DAMAGED: tuple[type[Exception], ...] = (*zips.BROKEN, KeyError, TypeError)

#: No row is longer than this: a statement with its file is well below it.
MOST_ROW = 64_000_000

Value = None | bool | int | float | str | bytes | date | datetime | dict[str, object] | list[object]


class BackupDamaged(Exception):  # noqa: N818  it says what happened
    """The file is no backup, or not as it was written; nothing was done with it."""


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` is integer, float, text, boolean, moment, date, json or bytes."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a backup: how many rows it has, and the hash of its file."""

    name: str
    columns: tuple[Column, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup; ``tables`` stand so that a row comes after those it refers to."""

    made_at: str
    engine: str
    revision: str
    tables: tuple[Table, ...]

    def written(self) -> bytes:
        """As it stands in the file."""
        told = {
            "form": FORM,
            "version": VERSION,
            "made_at": self.made_at,
            "engine": self.engine,
            "revision": self.revision,
            "tables": [
                {
                    "name": table.name,
                    "columns": [[column.name, column.kind] for column in table.columns],
                    "rows": table.rows,
                    "sha256": table.sha256,
                }
                for table in self.tables
            ],
        }
        return json.dumps(told, indent=1).encode()

    def digest(self) -> str:
        """What stands for the whole backup."""
        return hashlib.sha256(self.written()).hexdigest()

    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(table.rows for table in self.tables)


def write_table(
    into: zipfile.ZipFile, name: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]
) -> Table:
    """Write the rows of one table, one at a time."""
    hashed, count = hashlib.sha256(), 0
    with into.open(f"tables/{name}.jsonl", "w", force_zip64=True) as file:
        for row in rows:
            line = json.dumps([_plain(value) for value in row], allow_nan=False).encode() + b"\n"
            hashed.update(line)
            file.write(line)
            count += 1
    return Table(name, tuple(columns), count, hashed.hexdigest())


def write_manifest(into: zipfile.ZipFile, manifest: Manifest) -> None:
    """End the file."""
    into.writestr("manifest.json", manifest.written())
    into.writestr("digest", manifest.digest())


def checked(path: Path) -> Manifest:
    """The manifest of a backup of which every byte is as it was written; raises BackupDamaged and OSError."""
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as found:
                manifest = _manifest(found.read("manifest.json"))
                if found.read("digest").decode("ascii", "replace") != manifest.digest():
                    raise BackupDamaged("manifest.json")
                for table in manifest.tables:
                    for _ in rows(found, table):
                        continue
        except _DAMAGED as fault:
            raise BackupDamaged(str(fault)) from fault
    return manifest


def rows(found: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Value]]:
    """The rows of one table by the names of its columns; raises BackupDamaged, at the end where the whole differs."""
    hashed, count = hashlib.sha256(), 0
    with found.open(f"tables/{table.name}.jsonl") as file:
        while line := file.readline(MOST_ROW + 1):
            hashed.update(line)
            values = json.loads(line)
            if len(line) > MOST_ROW or len(values) != len(table.columns):
                raise BackupDamaged(f"{table.name}, row {count + 1}")
            yield {
                column.name: _value(column.kind, value)
                for column, value in zip(table.columns, values, strict=True)
            }
            count += 1
    if (count, hashed.hexdigest()) != (table.rows, table.sha256):
        raise BackupDamaged(table.name)


def _manifest(written: bytes) -> Manifest:
    told = json.loads(written)
    if not isinstance(told, dict) or (told.get("form"), told.get("version")) != (FORM, VERSION):
        raise BackupDamaged("manifest.json")
    return Manifest(
        str(told["made_at"]),
        str(told["engine"]),
        str(told["revision"]),
        tuple(
            Table(
                str(table["name"]),
                tuple(Column(str(name), str(kind)) for name, kind in table["columns"]),
                int(table["rows"]),
                str(table["sha256"]),
            )
            for table in told["tables"]
        ),
    )


def _plain(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _value(kind: str, value: object) -> Value:
    if value is None:
        return None
    if kind == "bytes":
        return base64.b64decode(str(value), validate=True)
    if kind == "moment":
        return datetime.fromisoformat(str(value))
    return date.fromisoformat(str(value)) if kind == "date" else cast("Value", value)
