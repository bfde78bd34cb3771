"""All rows of a database as they are at one moment, written to a file while people go on working, and brought back."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from calculator.store import backup_file
from calculator.store.backup_file import Column, Manifest
from calculator.store.database import MIGRATIONS, Database, StoreUnavailable
from calculator.store.farms.import_models import ParcelImportRow
from calculator.store.records.audit_models import AuditHeadRow
from calculator.store.scenarios.scenario_models import ScenarioChunkRow

#: So many rows are in memory at once: one of them may hold the file of a statement.
AT_ONCE = 50

_OURS = "alembic_version"
#: What is worked out again, or sent again, where it is missing: large, and no part of what people keep.
_WORKED_OUT = frozenset({ScenarioChunkRow.__tablename__, ParcelImportRow.__tablename__})
_KINDS = (
    (sa.Boolean, "boolean"),
    (sa.Integer, "integer"),
    (sa.Float, "float"),
    (sa.DateTime, "moment"),
    (sa.Date, "date"),
    (sa.JSON, "json"),
    (sa.LargeBinary, "bytes"),
    (sa.String, "text"),
)


class NotCurrent(Exception):  # noqa: N818  it says what happened
    """The tables are not those of this release, so it does not know what it would write."""


class NotEmpty(Exception):  # noqa: N818  it says what happened
    """There is something in the database; nothing was done with it. ``table`` has rows."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(f"{table} has rows")


class RevisionUnknown(Exception):  # noqa: N818  it says what happened
    """The backup is of a release that is later than this one."""

    def __init__(self, revision: str) -> None:
        self.revision = revision
        super().__init__(f"no migration {revision}")


def write(database: Database, path: Path, now: datetime, engine: str) -> Manifest:
    """Write a backup that only its owner can read; raises NotCurrent, StoreUnavailable and OSError.

    What stands at ``path`` is whole or not there: the file gets its name when it is done and on the disk.
    """
    if not database.is_current():
        raise NotCurrent
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(half, "xb", opener=_private) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as into, _snapshot(database) as connection:
                manifest = _tables(into, connection, now, engine)
                backup_file.write_manifest(into, manifest)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return manifest


def restore(database: Database, path: Path) -> Manifest:
    """Bring a backup back and its tables up to date: all of it, or nothing.

    Raises BackupDamaged, RevisionUnknown, NotEmpty, StoreUnavailable and OSError.
    """
    manifest = backup_file.checked(path)
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if manifest.revision not in known:
        raise RevisionUnknown(manifest.revision)
    database.ping()
    _refuse_rows(database)
    try:
        if database.revision() is not None:
            database.migrate("base")
        database.migrate(manifest.revision)
        with database.engine.begin() as connection, zipfile.ZipFile(path) as found:
            _fill(connection, found, manifest)
        database.migrate()
    except DBAPIError as fault:
        raise StoreUnavailable(str(fault.orig)) from fault
    return manifest


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


@contextmanager
def _snapshot(database: Database) -> Iterator[sa.Connection]:
    """A connection that sees one moment, whatever others write; it takes no lock that a writer would wait for."""
    try:
        with database.engine.connect() as connection:
            if database.url.get_backend_name() == "sqlite":
                connection.exec_driver_sql("BEGIN")
                yield connection
            else:
                yield connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
    except DBAPIError as fault:
        raise StoreUnavailable(str(fault.orig)) from fault


def _tables(into: zipfile.ZipFile, connection: sa.Connection, now: datetime, engine: str) -> Manifest:
    written, revision = [], MigrationContext.configure(connection).get_current_revision()
    for table in _reflected(connection):
        columns = [Column(column.name, _kind(column)) for column in table.columns]
        asked = sa.select(table).order_by(*table.primary_key.columns)
        if table.name in _WORKED_OUT:
            asked = asked.where(sa.false())
        rows = connection.execute(asked, execution_options={"yield_per": AT_ONCE})
        written.append(backup_file.write_table(into, table.name, columns, rows))
    return Manifest(now.astimezone(UTC).isoformat(timespec="seconds"), engine, str(revision), tuple(written))


def _reflected(connection: sa.Connection) -> list[sa.Table]:
    """The tables as they are in the database, those that others refer to first."""
    found = sa.MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _OURS]


def _kind(column: sa.Column[object]) -> str:
    for kind, name in _KINDS:
        if isinstance(column.type, kind):
            return name
    raise TypeError(f"a backup does not know the type of {column}")


def _refuse_rows(database: Database) -> None:
    """An installation that was migrated and never used counts as empty: its log has only the start of its chain."""
    with database.engine.connect() as connection:
        for table in _reflected(connection):
            matching = sa.select(sa.func.count()).select_from(table)
            if table.name == AuditHeadRow.__tablename__:
                matching = matching.where(table.c.sequence > 0)
            if connection.scalar(matching):
                raise NotEmpty(table.name)


def _fill(connection: sa.Connection, found: zipfile.ZipFile, manifest: Manifest) -> None:
    tables = {table.name: table for table in _reflected(connection)}
    if AuditHeadRow.__tablename__ in tables:
        connection.execute(sa.delete(tables[AuditHeadRow.__tablename__]))
    for told in manifest.tables:
        table = tables[told.name]
        for column in table.columns:
            if isinstance(column.type, sa.JSON):
                column.type.none_as_null = True
        rows = backup_file.rows(found, told)
        while block := list(islice(rows, AT_ONCE)):
            connection.execute(sa.insert(table), [_fitting(connection, row) for row in block])
        _count_on(connection, table)


def _fitting(connection: sa.Connection, row: dict[str, backup_file.Value]) -> dict[str, object]:
    """SQLite keeps moments without their zone, which is UTC throughout."""
    if connection.dialect.name != "sqlite":
        return dict(row)
    return {
        name: value.replace(tzinfo=None) if isinstance(value, datetime) else value
        for name, value in row.items()
    }


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """PostgreSQL gives the next key after the highest that was brought back."""
    keys = list(table.primary_key.columns)
    if connection.dialect.name == "sqlite" or len(keys) != 1 or not isinstance(keys[0].type, sa.Integer):
        return
    highest = connection.scalar(sa.select(sa.func.max(keys[0])))
    sequence = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, keys[0].name)))
    if sequence is not None and highest is not None:
        connection.execute(sa.select(sa.func.setval(sequence, highest)))
