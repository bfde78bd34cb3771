"""Backups for whoever keeps the service: what goes wrong is said with the place and the remedy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from calculator import __version__
from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.store import Database, backup, backup_file
from calculator.store.backup_file import Manifest


def write(database: Database, written: str, now: datetime) -> Manifest:
    """All rows as they are now, in a file that is not there yet; raises InputProblems and StoreUnavailable."""
    path = Path(written)
    if path.exists():
        raise _problem(
            written,
            Text("Dit bestand bestaat al.", "This file exists already."),
            Text("Kies een andere naam; een reservekopie wordt nooit overschreven.",
                 "Choose another name; a backup is never written over."),
        )  # fmt: skip
    try:
        return backup.write(database, path, now, __version__ or "0")
    except backup.NotCurrent as fault:
        raise _problem(
            "DATABASE_URL",
            Text("De tabellen zijn niet die van deze versie.", "The tables are not those of this release."),
            Text("Gebruik de versie die erbij hoort, of draai eerst `stapelwijzer migrate`.",
                 "Use the release they belong to, or run `stapelwijzer migrate` first."),
        ) from fault  # fmt: skip
    except OSError as fault:
        raise _unreadable(written, fault) from fault


def check(written: str) -> Manifest:
    """What is in a backup, every byte of which is as it was written; raises InputProblems."""
    try:
        return backup_file.checked(Path(written))
    except backup_file.BackupDamaged as fault:
        raise _damaged(written, fault) from fault
    except OSError as fault:
        raise _unreadable(written, fault) from fault


def restore(database: Database, written: str) -> Manifest:
    """Bring a backup back into an empty database; raises InputProblems and StoreUnavailable, then nothing is there."""
    try:
        return backup.restore(database, Path(written))
    except backup_file.BackupDamaged as fault:
        raise _damaged(written, fault) from fault
    except backup.RevisionUnknown as fault:
        raise _problem(
            written,
            Text(f"Deze kopie is van een latere versie (tabellen {fault.revision}).",
                 f"This backup is of a later release (tables {fault.revision})."),
            Text("Zet haar terug met die versie, of met een nieuwere.",
                 "Restore it with that release or a newer one."),
        ) from fault  # fmt: skip
    except backup.NotEmpty as fault:
        raise _problem(
            "DATABASE_URL",
            Text(f"De database is niet leeg: {fault.table} heeft rijen. Er is niets veranderd.",
                 f"The database is not empty: {fault.table} has rows. Nothing was changed."),
            Text("Noem een nieuw SQLite-bestand, of maak met `createdb` een lege database.",
                 "Name a new SQLite file, or make an empty database with `createdb`."),
        ) from fault  # fmt: skip
    except OSError as fault:
        raise _unreadable(written, fault) from fault


def _damaged(written: str, fault: Exception) -> InputProblems:
    return _problem(
        written,
        Text(f"Dit is geen reservekopie, of zij is beschadigd ({fault}). Er is niets veranderd.",
             f"This is no backup, or it is damaged ({fault}). Nothing was changed."),
        Text("Neem een andere kopie; `restore --check` zegt of zij heel is.",
             "Take another copy; `restore --check` says whether it is whole."),
    )  # fmt: skip


def _unreadable(written: str, fault: OSError) -> InputProblems:
    return _problem(
        written,
        Text(f"Dit bestand kan niet worden gelezen of geschreven ({fault.strerror}).",
             f"This file cannot be read or written ({fault.strerror})."),
        Text("Controleer de naam, de rechten en de ruimte op de schijf.",
             "Check the name, the rights and the space on the disk."),
    )  # fmt: skip


def _problem(pointer: str, message: Text, remedy: Text) -> InputProblems:
    return InputProblems([InputProblem(pointer, message, remedy)])
