"""Whoever makes batches also works out scenarios: in a process of its own, watched until each run ends."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from calculator.domain.scheme import Text
from calculator.services.background import taking
from calculator.services.statement.life import Desk
from calculator.store.scenarios import scenario_runs
from calculator.store.scenarios.scenario_runs import KeptRun

#: What the process (``bench``) says when a run ended. It takes large libraries, so that nothing of it is loaded here.
DONE = b"done\n"
#: Seconds between two looks at the process, and those that it gets to end.
PAUSE, GRACE = 0.5, 30.0
#: Seconds without a run after which the process ends, with all the memory that it takes.
QUIET = 300.0

#: Works out a run that was claimed under a name, and says whether it ended by itself.
Worked = Callable[[Desk, KeptRun, str, Callable[[], bool]], bool]


def work(desk: Desk, worker: str, go_on: Callable[[], bool] = lambda: True, do: Worked | None = None) -> bool:
    """Take the next run that nobody works on and finish it; False where there is none. Raises StoreUnavailable."""

    def give_up(run: KeptRun) -> None:
        with desk.database.transaction() as unit:
            scenario_runs.fail(unit, run, worker, _DIES, desk.now())

    run_it = do or beside
    return taking.take(
        desk, scenario_runs.QUEUE, worker, lambda run: run_it(desk, run, worker, go_on), give_up
    )


class Beside:
    """A process of its own that works out one run after the other, and goes when none was asked for a while."""

    def __init__(self, quiet: float = QUIET, clock: Callable[[], float] = time.monotonic) -> None:
        self._quiet, self._clock = quiet, clock
        self._made: subprocess.Popen[bytes] | None = None
        self._address = ""
        self._used = 0.0

    def __call__(self, desk: Desk, run: KeptRun, worker: str, go_on: Callable[[], bool]) -> bool:
        """Have a run worked out by the process, which says itself how far it is; False where that died."""
        address = desk.database.url.render_as_string(hide_password=False)
        if self._made is None or self._made.poll() is not None or address != self._address:
            self.close()
            self._made, self._address = _process(address), address
        made, answered = self._made, False
        try:
            _ask(made, run, worker)
            while go_on() and not answered and made.poll() is None:
                answered = _answered(made, PAUSE)
            # It may have answered and ended at one moment.
            answered = answered or _answered(made, 0)
        except BrokenPipeError:
            pass
        finally:
            self._used = self._clock()
            ended = answered or self.close()
        return ended

    @property
    def pid(self) -> int | None:
        """The number of the process, where there is one."""
        return None if self._made is None else self._made.pid

    def rest(self) -> None:
        """Nothing is asked just now."""
        if self._clock() - self._used >= self._quiet:
            self.close()

    def close(self) -> bool:
        """Let the process end what it is at; whether it did so by itself."""
        made, self._made = self._made, None
        return made is None or _ended(made)

    def __enter__(self) -> Beside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def beside(desk: Desk, run: KeptRun, worker: str, go_on: Callable[[], bool]) -> bool:
    """In a process of its own for this run alone; False where that died."""
    with Beside() as process:
        return process(desk, run, worker, go_on)


def started(desk: Desk, run: KeptRun, worker: str) -> subprocess.Popen[bytes]:
    """A process that works out a run that was claimed under that name, and then ends; so it does when its parent ends."""
    made = _process(desk.database.url.render_as_string(hide_password=False))
    assert made.stdin is not None
    _ask(made, run, worker)
    made.stdin.close()
    return made


def _process(address: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from calculator.services.background.bench import main; main()"]
    return subprocess.Popen(  # noqa: S603  our own interpreter and our own words  # nosec B603
        command,
        env={**os.environ, "DATABASE_URL": address},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def _ask(made: subprocess.Popen[bytes], run: KeptRun, worker: str) -> None:
    assert made.stdin is not None
    made.stdin.write(f"{run.public_id} {worker}\n".encode())
    made.stdin.flush()


def _answered(made: subprocess.Popen[bytes], within: float) -> bool:
    """Whether it says within so many seconds that it is done."""
    assert made.stdout is not None
    ready, _, _ = select.select([made.stdout], [], [], within)
    return bool(ready) and os.read(made.stdout.fileno(), len(DONE)) == DONE


def _ended(made: subprocess.Popen[bytes]) -> bool:
    """Have it end; whether it did so by itself."""
    try:
        return taking.ended(made, GRACE)
    finally:
        for end in (made.stdin, made.stdout):
            if end is not None:
                # What could not be written any more need not be.
                with suppress(BrokenPipeError):
                    end.close()


_DIES = Text(
    "De berekening is steeds afgebroken; waarschijnlijk is er te weinig geheugen. Neem minder bedrijven.",
    "The run keeps being broken off; there is probably too little memory. Take fewer farms.",
)
