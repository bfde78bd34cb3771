"""Who may give out the next number. A number is printed in the file, so the file is made while the number is held.

The lock belongs to a process and falls with it: a crash gives the number back, and nothing was kept under it. It is not
the lock of the tables, so that everything else goes on while a file is drawn.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import CursorResult, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from calculator.store.database import Database, StoreUnavailable, Unit, answering
from calculator.store.records.statement_models import StatementNumberRow

#: Seconds that somebody waits for the next number: a file takes one or two, a block of a batch about ten.
PATIENCE = 120.0
#: Any number of our own; every process asks for the same one.
_KEY = 7_264_001


class NumberTaken(Exception):  # noqa: N818  it says what happened
    """Another process gave out the number in between; nothing was kept."""


@contextmanager
def held(database: Database) -> Iterator[None]:
    """Hold the right to give out numbers; raises StoreUnavailable where others keep it too long."""
    if database.url.get_backend_name() == "postgresql":
        with _held_by_server(database):
            yield
        return
    with _held_by_file(Path(f"{database.url.database}.numbers")):
        yield


@contextmanager
def _held_by_server(database: Database) -> Iterator[None]:
    with answering(), database.engine.connect() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = {int(PATIENCE * 1000)}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _KEY})
        yield


@contextmanager
def _held_by_file(path: Path) -> Iterator[None]:
    deadline = time.monotonic() + PATIENCE
    try:
        file = path.open("ab")
    except OSError as fault:
        raise StoreUnavailable(str(fault)) from fault
    with file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as busy:
                if time.monotonic() > deadline:
                    raise StoreUnavailable("the numbers of statements are in use") from busy
                time.sleep(0.02)
        # Closing the file gives the lock back.
        yield


def last(unit: Unit, year: int) -> int:
    """The last number given out in a year; 0 before the first."""
    found = unit.scalar(select(StatementNumberRow.last).where(StatementNumberRow.year == year))
    return 0 if found is None else found


def take(unit: Unit, year: int, sequence: int) -> None:
    """Give out exactly this number, the one after the last; raises NumberTaken where it is not."""
    if sequence == 1 and last(unit, year) == 0:
        try:
            unit.execute(insert(StatementNumberRow).values(year=year, last=1))
        except IntegrityError as clash:
            raise NumberTaken from clash
        return
    changed = unit.execute(
        update(StatementNumberRow)
        .where(StatementNumberRow.year == year, StatementNumberRow.last == sequence - 1)
        .values(last=sequence)
    )
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        raise NumberTaken
