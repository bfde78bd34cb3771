"""Whoever makes batches also works out scenarios: each run in a process of its own, watched until it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

from calculator.domain.scheme import Text
from calculator.services.statement.life import Desk
from calculator.store import scenario_runs, workers
from calculator.store.scenario_runs import KeptRun

#: So often a run is taken up again after its process died, before it is given up.
MOST_TRIES = 3
#: Seconds between two looks at the process, and those that it gets to end.
PAUSE, GRACE = 0.5, 30.0

#: Works out a run that was claimed under a name, and says whether it ended by itself.
Worked = Callable[[Desk, KeptRun, str, Callable[[], bool]], bool]


def work(desk: Desk, worker: str, go_on: Callable[[], bool] = lambda: True, do: Worked | None = None) -> bool:
    """Take the next run that nobody works on and finish it; False where there is none. Raises StoreUnavailable."""
    with desk.database.transaction() as unit:
        run = scenario_runs.claim(unit, worker, desk.now())
        if run is None:
            return False
        workers.seen(unit, worker, desk.now())
        if run.tries > MOST_TRIES:
            scenario_runs.fail(unit, run, worker, _DIES, desk.now())
            return True
    if not (do or beside)(desk, run, worker, go_on):
        with desk.database.transaction() as unit:
            scenario_runs.give_back(unit, run, worker)
    return True


def beside(desk: Desk, run: KeptRun, worker: str, go_on: Callable[[], bool]) -> bool:
    """In a process of its own, which says itself how far it is; False where that died."""
    made = started(desk, run, worker)
    try:
        while made.poll() is None and go_on():
            time.sleep(PAUSE)
        made.terminate()
        return made.wait(GRACE) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if made.poll() is None:
            made.kill()
            made.wait()


def started(desk: Desk, run: KeptRun, worker: str) -> subprocess.Popen[bytes]:
    """The process that works out a run that was claimed under that name; it ends when its parent does."""
    command = [sys.executable, "-c", "from calculator.services.scenario.work import main; main()"]
    address = desk.database.url.render_as_string(hide_password=False)
    return subprocess.Popen(  # noqa: S603  our own interpreter and our own words  # nosec B603
        [*command, run.public_id, worker],
        env={**os.environ, "DATABASE_URL": address},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


_DIES = Text(
    "De berekening is steeds afgebroken; waarschijnlijk is er te weinig geheugen. Neem minder bedrijven.",
    "The run keeps being broken off; there is probably too little memory. Take fewer farms.",
)
