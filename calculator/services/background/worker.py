"""The process beside the server: it makes batches, works out scenarios and reads files, and ends between two tasks.

Files with parcels have a thread of their own: somebody waits for them, and a batch under way takes minutes.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from calculator import logs
from calculator.services.background import batch_work, parcel_imports, population_uploads, taking
from calculator.services.background import scenarios as scenario_background
from calculator.services.statement import desks
from calculator.services.statement.life import Desk
from calculator.services.statement.workers import Pool, Workers
from calculator.store import Database, StoreUnavailable
from calculator.store.background import workers

#: Seconds between two looks at an empty list.
PAUSE = 2.0
#: Pages, and files that somebody waits for, go first where they want the processor too.
GENTLE = 10
#: Seconds that a server waits for this process to finish the farms under way.
GRACE = 60.0
#: Seconds between two looks whether it still lives.
LOOK = 1.0

_COMMAND = "from calculator.cli import main; main(['batches'])"


def work(
    desk: Desk,
    pool: Workers,
    *,
    go_on: Callable[[], bool],
    pause: Callable[[float], object] = time.sleep,
) -> None:
    """Finish one batch after the other for as long as ``go_on`` says so; a database that is away is asked again.

    A task that breaks is told in the log, without its words, and holds up none of the others.
    """
    with scenario_background.Beside() as bench:
        _work(desk, pool, bench, go_on, pause)


def _work(
    desk: Desk,
    pool: Workers,
    bench: scenario_background.Beside,
    go_on: Callable[[], bool],
    pause: Callable[[float], object],
) -> None:
    name = _name()
    while go_on():
        try:
            with desk.database.transaction() as unit:
                workers.seen(unit, name, desk.now())
            busy = (
                population_uploads.work(desk, name, go_on)
                or batch_work.work(desk, pool, name, go_on)
                or scenario_background.work(desk, name, go_on, bench)
            )
        except StoreUnavailable as away:
            logs.event("the database does not answer; trying again", logging.WARNING, **logs.told(away))
            busy = False
        except Exception as fault:  # noqa: BLE001  whatever goes wrong with one batch, the others are made
            logs.fault("a task in the background broke", fault)
            busy = False
        if not busy:
            bench.rest()
            pause(PAUSE)
    # Where the database is away the row stays, and whoever watches sees that nobody works.
    with suppress(StoreUnavailable), desk.database.transaction() as unit:
        workers.gone(unit, name)


def main(url: str, *, once: bool) -> None:
    """Work off what is asked for in a database; ``once`` ends when nothing waits, otherwise when told or the parent is gone.

    SIGTERM and SIGINT let it finish the farms under way; the rest of a batch is taken up by whoever works next.
    """
    parent, told = os.getppid(), threading.Event()
    if not once:
        # Beside a server pages go first; whoever starts it by hand waits for it.
        os.nice(GENTLE)
        logs.configure()
        logs.cover()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: told.set())
    database = Database(url)
    desk = desks.live(database)

    def go_on() -> bool:
        return not told.is_set() and os.getppid() == parent

    with Pool() as pool:
        if once:
            with scenario_background.Beside() as bench:
                while go_on() and (
                    parcel_imports.work(database, _name(), desk.now, go_on)
                    or population_uploads.work(desk, _name(), go_on)
                    or batch_work.work(desk, pool, _name(), go_on)
                    or scenario_background.work(desk, _name(), go_on, bench)
                ):
                    continue
        else:
            reading = threading.Thread(
                target=parcel_imports.keep_on, args=(database, _name(), desk.now, go_on)
            )
            reading.start()
            try:
                work(desk, pool, go_on=go_on, pause=told.wait)
            finally:
                told.set()
                reading.join()
    database.close()


def _name() -> str:
    return f"{os.getpid()}-{secrets.token_hex(6)}"


@contextmanager
def beside(url: str, command: Sequence[str] = (sys.executable, "-c", _COMMAND)) -> Iterator[None]:
    """Keep such a process next to this one for as long as the block runs; it also ends by itself when this one is gone.

    One that ends before, as where the machine has no memory left, is started again.
    """
    owner, ended = os.getpid(), threading.Event()
    keeper = threading.Thread(target=_keep, args=(url, command, ended), name="background", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        # A server forks its workers inside the block; they leave it too, and it is not theirs to stop.
        if os.getpid() == owner:
            ended.set()
            keeper.join()


def _keep(url: str, command: Sequence[str], ended: threading.Event) -> None:
    while not ended.is_set():
        made = _started(url, command)
        while made is not None and made.poll() is None and not ended.wait(LOOK):
            continue
        if made is not None and ended.is_set():
            # What one that will not end was at is taken up again after a while, as after a crash.
            taking.ended(made, GRACE)
        elif not ended.is_set():
            logs.event("the process in the background ended and is started again", logging.WARNING)
            ended.wait(PAUSE)


def _started(url: str, command: Sequence[str]) -> subprocess.Popen[bytes] | None:
    try:
        return subprocess.Popen(  # noqa: S603  our own interpreter and our own words  # nosec B603
            command,
            env={**os.environ, "DATABASE_URL": url},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    except OSError as fault:
        logs.fault("the process in the background cannot be started", fault)
        return None
