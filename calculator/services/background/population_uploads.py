"""Whoever works out scenarios also reads the farms that people send: each time in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

from calculator.domain.scheme import Text
from calculator.geography.reader import ENVIRONMENT
from calculator.services.background import taking
from calculator.services.errors import InputProblem
from calculator.services.scenario.farms import uploads
from calculator.services.statement.life import Desk
from calculator.store.scenarios import population_uploads
from calculator.store.scenarios.population_uploads import KeptUpload

#: Seconds between two looks at the process, and those that it gets to end.
PAUSE, GRACE = 0.5, 10.0

#: Reads what was claimed under a name, and says whether that ended by itself.
Worked = Callable[[Desk, KeptUpload, str, Callable[[], bool]], bool]


def work(desk: Desk, worker: str, go_on: Callable[[], bool] = lambda: True, do: Worked | None = None) -> bool:
    """Take the next that nobody reads and finish it; False where there is none. Raises StoreUnavailable."""
    return taking.take(
        desk,
        population_uploads.QUEUE,
        worker,
        lambda kept: (do or beside)(desk, kept, worker, go_on),
        lambda kept: uploads.refuse(desk, kept, worker, [_DIES]),
    )


def beside(desk: Desk, kept: KeptUpload, worker: str, go_on: Callable[[], bool]) -> bool:
    """In a process of its own, in which GDAL may ask nothing elsewhere; False where that died."""
    address = desk.database.url.render_as_string(hide_password=False)
    made = subprocess.Popen(  # noqa: S603  our own interpreter and our own words  # nosec B603
        [sys.executable, "-c", _PROCESS, kept.public_id, worker],
        env={**os.environ, **ENVIRONMENT, "DATABASE_URL": address},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        while made.poll() is None and go_on():
            time.sleep(PAUSE)
    finally:
        well = taking.ended(made, GRACE)
    return well


_PROCESS = "from calculator.services.scenario.farms.upload_process import main; main()"
_DIES = InputProblem(
    "/tables",
    Text(
        "Het inlezen is steeds afgebroken; waarschijnlijk zijn de tabellen te groot.",
        "Reading kept being broken off; the tables are probably too large.",
    ),
    Text("Stuur ze als Parquet, of neem minder bedrijven.", "Send them as Parquet, or take fewer farms."),
)
