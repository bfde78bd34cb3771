"""One database: its engine, its transactions, and its migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

#: One transaction under way: what is done in it happens together or not at all.
Unit = Session

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

#: Seconds that a request waits for a server, and for a connection that others use.
PATIENCE = 5
#: What PostgreSQL says where it may not write; its driver does not call this operational.
_READ_ONLY = "25006"
#: What both say where something is there already.
_THERE_ALREADY = ("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


class StoreUnavailable(Exception):  # noqa: N818  it says what happened, as an operator would
    """The database cannot be reached or written, or somebody wrote the same just now; nothing was changed."""


class Database:
    """Opened at the first use, so that it can be made before a server forks its workers."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        if self.url.get_backend_name() not in ("sqlite", "postgresql"):
            raise ValueError("DATABASE_URL must start with sqlite:/// or postgresql+psycopg://")
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The engine; the folder of an SQLite file is made where it is missing."""
        if self._engine is None:
            self._engine = _engine(self.url)
        return self._engine

    @contextmanager
    def transaction(self) -> Iterator[Unit]:
        """Everything inside happens, or nothing does; raises StoreUnavailable, and then nothing did."""
        with answering(), Session(self.engine) as session, session.begin():
            yield session

    def ping(self) -> None:
        """Raise StoreUnavailable where the database does not answer."""
        with self.transaction() as session:
            session.execute(text("SELECT 1"))

    def migrate(self, to: str = "head") -> None:
        """Bring the tables up to (or, to an earlier revision, down to) a revision; raises StoreUnavailable."""
        with answering():
            if to == "head" or self.revision() is None:
                command.upgrade(self._alembic(), to)
            else:
                command.downgrade(self._alembic(), to)

    def revision(self) -> str | None:
        """The revision the tables are at, or None where there are none; raises StoreUnavailable."""
        with answering(), self.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def is_current(self) -> bool:
        """Whether the tables are at the latest revision; raises StoreUnavailable."""
        return self.revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()

    def close(self) -> None:
        """Give every connection back."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _alembic(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["engine"] = self.engine
        return config


@contextmanager
def answering() -> Iterator[None]:
    """Raises StoreUnavailable where the database is away, full, locked or may not be written.

    And where two wrote at once what may be there once: whoever was second finds it when trying again.
    """
    try:
        yield
    except PoolTimeout as fault:
        raise StoreUnavailable("every connection is in use") from fault
    except DBAPIError as fault:
        if _told(fault) in _THERE_ALREADY:
            raise StoreUnavailable("somebody wrote the same at this moment") from fault
        if isinstance(fault, OperationalError) or _told(fault) == _READ_ONLY:
            raise StoreUnavailable(str(fault.orig)) from fault
        raise


def _told(fault: DBAPIError) -> str | None:
    said: str | None = getattr(fault.orig, "sqlstate", None) or getattr(fault.orig, "sqlite_errorname", None)
    return said


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        made = create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=PATIENCE,
            connect_args={"connect_timeout": PATIENCE},
        )
        event.listen(made, "connect", _wait_no_longer)
        return made
    if url.database not in (None, "", ":memory:"):
        try:
            Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise StoreUnavailable(str(fault)) from fault
    # What is written never stands in the text of a fault.
    return create_engine(url, hide_parameters=True)


def _wait_no_longer(connection: DBAPIConnection, _record: object) -> None:
    # Whoever waits for a row that another holds is told to come back; SQLite has its busy_timeout for that.
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"SET lock_timeout = {PATIENCE * 1000}")
    connection.commit()


@event.listens_for(Engine, "connect")
def _sqlite_pragmas(connection: object, _record: object) -> None:
    if isinstance(connection, SqliteConnection):
        # With synchronous=FULL a statement that was given out is on the disk, even where the power fails.
        for pragma in (
            f"busy_timeout={PATIENCE * 1000}",
            "journal_mode=WAL",
            "foreign_keys=ON",
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")
