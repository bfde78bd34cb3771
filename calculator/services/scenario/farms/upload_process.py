"""The process that reads what one person sent: bounded in memory and time, and gone as soon as nobody wants it any more."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time

from calculator.services.scenario.farms import upload_reading
from calculator.services.statement.life import Desk
from calculator.store import Database
from calculator.store.scenarios import population_uploads
from calculator.store.scenarios.population_uploads import KeptUpload

#: Bytes of addresses and seconds of a processor: several times what the largest tables take.
MEMORY, SECONDS = 8 * 1024**3, 600
#: Seconds between two moments at which it says that it lives and hears that it must stop.
EVERY = 1.0


def main() -> None:
    """Read what is named in the arguments; ends at once when it is stopped, told to end, or its parent is gone."""
    from calculator.services.statement.desks import live

    parent, ended = os.getppid(), threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _number, _frame: ended.set())
    os.nice(5)
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        resource.setrlimit(what, (most, most))
    upload_id, worker = sys.argv[1:3]
    database = Database(os.environ["DATABASE_URL"])
    desk = live(database)
    with database.transaction() as unit:
        kept = population_uploads.find(unit, upload_id)
    if kept is None:
        return
    step = [0]
    threading.Thread(target=_listen, args=(desk, kept, worker, step, parent, ended), daemon=True).start()

    def hear(number: int) -> bool:
        step[0] = number
        return not ended.is_set() and _mine(desk, kept, worker, number)

    upload_reading.perform(desk, kept, worker, hear)
    database.close()


def _listen(
    desk: Desk, kept: KeptUpload, worker: str, step: list[int], parent: int, ended: threading.Event
) -> None:
    """Beside the reading, which takes long between two steps. Nothing is half kept: what is read is kept at once."""
    while True:
        time.sleep(EVERY)
        if ended.is_set() or os.getppid() != parent:
            # Not ended by itself: whoever watches gives it back.
            os._exit(1)
        if not _mine(desk, kept, worker, step[0]):
            os._exit(0)


def _mine(desk: Desk, kept: KeptUpload, worker: str, step: int) -> bool:
    with desk.database.transaction() as unit:
        return population_uploads.still_mine(unit, kept, worker, desk.now(), step=step)
