"""``stapelwijzer migrate``, ``backup`` and ``restore``: the database of the service, on the machine where it runs."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from calculator.commands.output import DONE
from calculator.commands.stored import opened
from calculator.domain.scheme import Text

if TYPE_CHECKING:
    from calculator.store.backup_file import Manifest


def add(commands: argparse._SubParsersAction[Any], spoken: argparse.ArgumentParser) -> None:
    """Add the commands."""
    migrate = commands.add_parser(
        "migrate", parents=[spoken], help="bring the tables up to date (DATABASE_URL)"
    )
    migrate.set_defaults(run=_migrate)
    backup = commands.add_parser("backup", parents=[spoken], help="write all rows to a file, while it runs")
    backup.add_argument("file", metavar="FILE", help="a name that is not there yet")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser(
        "restore", parents=[spoken], help="bring a backup back into an empty database"
    )
    restore.add_argument("file", metavar="FILE")
    restore.add_argument("--check", action="store_true", help="only say whether the file is whole")
    restore.set_defaults(run=_restore)


def _migrate(asked: argparse.Namespace) -> int:
    with opened() as database:
        database.migrate()
        said = Text("De tabellen zijn bij", "The tables are up to date")[asked.lang]
        print(f"{said}: {database.revision()}.")
    return DONE


def _backup(asked: argparse.Namespace) -> int:
    from calculator.services import backups

    with opened() as database:
        manifest = backups.write(database, asked.file, datetime.now(UTC))
    return _told(Text("Geschreven", "Written"), manifest, asked.lang)


def _restore(asked: argparse.Namespace) -> int:
    from calculator.services import backups

    if asked.check:
        return _told(Text("Heel", "Whole"), backups.check(asked.file), asked.lang)
    with opened() as database:
        manifest = backups.restore(database, asked.file)
    return _told(Text("Teruggezet", "Restored"), manifest, asked.lang)


def _told(done: Text, manifest: Manifest, language: str) -> int:
    rows, tables = manifest.rows(), len(manifest.tables)
    said = Text(
        f"{rows} rijen in {tables} tabellen, van {manifest.made_at}, tabellen {manifest.revision}.",
        f"{rows} rows in {tables} tables, of {manifest.made_at}, tables {manifest.revision}.",
    )
    print(f"{done[language]}: {said[language]}\nsha256:{manifest.digest()}")
    return DONE
