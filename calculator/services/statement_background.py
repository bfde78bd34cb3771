"""The process beside the server that makes batches of statements; it ends when it is told to, between two farms."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from calculator.services import awards, rulebooks, statement_batch
from calculator.services.statement_life import Desk
from calculator.services.statement_workers import Pool, Workers
from calculator.store import Database, StoreUnavailable

#: Seconds between two looks at an empty list.
PAUSE = 2.0


def live(database: Database) -> Desk:
    """The real calculation, rules and clock."""
    return Desk(
        database,
        rulebooks.current,
        awards.compute,
        now=lambda: datetime.now(UTC),
        today=date.today,
    )


def work(desk: Desk, workers: Workers, *, go_on: Callable[[], bool], pause: float = PAUSE) -> None:
    """Finish one batch after the other for as long as ``go_on`` says so; a database that is away is asked again."""
    worker = f"{os.getpid()}-{secrets.token_hex(6)}"
    while True:
        try:
            busy = statement_batch.work(desk, workers, worker)
        except StoreUnavailable as away:
            sys.stderr.write(f"batches: the database does not answer ({away}); trying again\n")
            busy = False
        if not go_on():
            return
        if not busy:
            time.sleep(pause)


def main(url: str, *, once: bool) -> None:
    """Work on the batches of a database; ``once`` ends when none is waiting, otherwise when the parent is gone."""
    parent = os.getppid()
    database = Database(url)
    desk = live(database)
    with Pool() as pool:
        if once:
            while statement_batch.work(desk, pool, f"{os.getpid()}-{secrets.token_hex(6)}"):
                continue
        else:
            work(desk, pool, go_on=lambda: os.getppid() == parent)
    database.close()


@contextmanager
def beside(url: str) -> Iterator[None]:
    """Keep such a process next to this one for as long as the block runs; it also ends by itself when this one is gone."""
    owner = os.getpid()
    command = [sys.executable, "-c", "from calculator.cli import main; main(['batches'])"]
    made = subprocess.Popen(  # noqa: S603  our own interpreter and our own words
        command, env={**os.environ, "DATABASE_URL": url}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        # A server forks its workers inside the block; they leave it too, and it is not theirs to stop.
        if os.getpid() == owner:
            made.terminate()
            made.wait()
