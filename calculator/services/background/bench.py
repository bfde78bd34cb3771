"""The process in which scenarios are worked out. It stays for the next run, and what it knows of farms and rules with it.

A line on its input names a run and the worker that claimed it; ``done`` on its output says that the run ended, well or not.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator

from calculator import logs
from calculator.services.background.scenarios import DONE
from calculator.services.scenario.running import runs as scenario_runs
from calculator.services.scenario.running import work
from calculator.services.scenario.running.standing import Standing
from calculator.services.statement.desks import live
from calculator.store import Database
from calculator.store.scenarios import scenario_runs as rows

#: Seconds between two looks whether the parent is still there.
_LOOK = 1.0


def main() -> None:
    """Work out what is asked until the input ends, it is told to end, or its parent is gone."""
    parent, ended = os.getppid(), threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _number, _frame: ended.set())
    os.nice(5)
    logs.configure()
    logs.cover()
    # Whatever prints by the way is no answer.
    answers = os.dup(1)
    os.dup2(2, 1)
    database = Database(os.environ["DATABASE_URL"])
    desk, standing = live(database), Standing()

    def go_on() -> bool:
        return not ended.is_set() and os.getppid() == parent

    try:
        for run_id, worker in _asked(go_on):
            with database.transaction() as unit:
                run = rows.find(unit, run_id)
            assert run is not None, "the parent claimed it"
            work.perform(desk, run, worker, go_on=go_on, cores=scenario_runs.cores(), standing=standing)
            os.write(answers, DONE)
    finally:
        standing.close()
        database.close()


def _asked(go_on: Callable[[], bool]) -> Iterator[tuple[str, str]]:
    """Each run with its worker; the next is asked once the last is answered."""
    while go_on():
        ready, _, _ = select.select([sys.stdin], [], [], _LOOK)
        if not ready:
            continue
        line = os.read(sys.stdin.fileno(), 4096).decode()
        if not line:
            return
        run_id, worker = line.split()
        yield run_id, worker
