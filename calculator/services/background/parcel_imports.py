"""Map files with parcels: kept when they are sent, read by whoever works beside, and gone when the form has what is in them.

A small one is read at once by whoever took it in, as the first worker that has it; what that does not finish is given back,
and what dies under it is taken up by the next.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from calculator import logs
from calculator.domain.scheme import Text
from calculator.geography import process
from calculator.geography.process import Hear, Stopped
from calculator.services.background import taking
from calculator.services.errors import InputProblem, InputProblems
from calculator.store import Database, StoreUnavailable
from calculator.store.background import workers
from calculator.store.farms import imports
from calculator.store.farms.imports import KeptImport
from calculator.store.ids import digest

#: So long a file, and what was in it, is kept at most.
LIFE = timedelta(hours=1)
#: So many bytes of files are kept at once, of everybody together.
MOST_HELD = 400_000_000
#: Seconds between two looks for a file, and between two rounds of throwing away what is too old.
PAUSE, SWEEP = 0.5, 300.0
_GLANCE = 0.1

#: Asks a reader, and lets somebody hear how far it is.
Read = Callable[[bytes, Hear], dict[str, Any]]
Now = Callable[[], datetime]


def begin(
    database: Database, secret: str, draft: str, file: bytes, asked: Mapping[str, object], now: datetime
) -> KeptImport:
    """Keep a file for a form of a browser. Raises InputProblems where too many are kept."""
    with database.transaction() as unit:
        imports.sweep(unit, now - LIFE)
        if imports.held(unit) + len(file) > MOST_HELD:
            raise InputProblems([_TOO_MANY])
        return imports.begin(unit, holder=digest(secret), draft=draft, asked=asked, file=file, now=now)


def found(database: Database, secret: str, public_id: str) -> KeptImport | None:
    """A file of this browser, or None where it is gone or never was its own."""
    with database.transaction() as unit:
        return imports.find(unit, public_id, digest(secret))


def cancel(database: Database, secret: str, public_id: str) -> None:
    """Stop reading and throw the file away; what had ended stays as it ended."""
    with database.transaction() as unit:
        kept = imports.find(unit, public_id, digest(secret))
        if kept is not None:
            imports.cancel(unit, kept)


def answer(database: Database, kept: KeptImport) -> dict[str, Any] | None:
    """What was in a file that was read (``process.told``)."""
    with database.transaction() as unit:
        packed = imports.answer(unit, kept)
    return None if packed is None else cast("dict[str, Any]", json.loads(zlib.decompress(packed)))


def forget(database: Database, secret: str, public_id: str) -> None:
    """The form has what was in it."""
    with database.transaction() as unit:
        imports.remove(unit, digest(secret), public_id=public_id)


def anybody(database: Database, now: datetime) -> bool:
    """Whether somebody works beside the server."""
    with database.transaction() as unit:
        return workers.state(unit, now) == "alive"


def work(
    database: Database,
    worker: str,
    now: Now,
    go_on: Callable[[], bool] = lambda: True,
    read: Read = process.beside,
) -> bool:
    """Take the next file that nobody reads and read it; False where there is none. Raises StoreUnavailable."""
    with database.transaction() as unit:
        kept = imports.claim(unit, worker, now())
    if kept is None:
        return False
    perform(database, kept, worker, now, go_on, read)
    return True


def here(
    database: Database, secret: str, kept: KeptImport, now: Now, seconds: float | None = None
) -> KeptImport | None:
    """How a file is after it was read in this process, for so many seconds at most, or awaited where another has it."""
    worker, begun = f"here-{secrets.token_hex(8)}", time.monotonic()

    def go_on() -> bool:
        return seconds is None or time.monotonic() - begun < seconds

    with database.transaction() as unit:
        claimed = imports.claim(unit, worker, now(), only=kept.id)
    if claimed is not None:
        perform(database, claimed, worker, now, go_on)
    after = found(database, secret, kept.public_id)
    while claimed is None and seconds is not None and after is not None and after.busy and go_on():
        time.sleep(_GLANCE)
        after = found(database, secret, kept.public_id)
    return after


def perform(
    database: Database,
    kept: KeptImport,
    worker: str,
    now: Now,
    go_on: Callable[[], bool] = lambda: True,
    read: Read = process.beside,
) -> None:
    """Read a file that this worker claimed, and keep what is in it. Raises StoreUnavailable."""
    with database.transaction() as unit:
        if kept.tries > taking.MOST_TRIES:
            imports.fail(unit, kept, worker)
            return
        file = imports.file(unit, kept)
    if file is None:
        return

    def hear(step: int) -> bool:
        with database.transaction() as unit:
            return imports.still_mine(unit, kept, worker, now(), step=step) and go_on()

    try:
        made = process.answered(file, kept.asked, lambda sent: read(sent, hear))
    except Stopped:
        with database.transaction() as unit:
            imports.give_back(unit, kept, worker)
        return
    except StoreUnavailable:
        raise
    except Exception as fault:  # noqa: BLE001  whatever goes wrong with one file is told of that file, and to the operator
        logs.fault("a file with parcels could not be read", fault)
        with database.transaction() as unit:
            imports.fail(unit, kept, worker)
        return
    with database.transaction() as unit:
        imports.finish(unit, kept, worker, zlib.compress(json.dumps(made).encode(), 1))


def keep_on(database: Database, worker: str, now: Now, go_on: Callable[[], bool]) -> None:
    """Read one file after the other for as long as ``go_on`` says so, and throw away what nobody fetched."""
    swept = -SWEEP
    while go_on():
        try:
            if time.monotonic() - swept >= SWEEP:
                swept = time.monotonic()
                with database.transaction() as unit:
                    imports.sweep(unit, now() - LIFE)
            busy = work(database, worker, now, go_on)
        except StoreUnavailable as away:
            logs.event("the database does not answer; trying again", logging.WARNING, **logs.told(away))
            busy = False
        except Exception as fault:  # noqa: BLE001  whatever goes wrong with one file, the others are read
            logs.fault("a task in the background broke", fault)
            busy = False
        if not busy:
            time.sleep(PAUSE)


_TOO_MANY = InputProblem(
    "/file",
    Text(
        "Er worden nu te veel grote bestanden tegelijk ingelezen.",
        "Too many large files are being read at the moment.",
    ),
    Text("Probeer het over een paar minuten nog eens.", "Try again in a few minutes."),
)
#: Why a file was given up.
BROKEN_OFF = InputProblem(
    "/file",
    Text(
        "Het inlezen is steeds afgebroken; er is niets veranderd.",
        "Reading the file kept being broken off; nothing has changed.",
    ),
    Text(
        "Kies het bestand nog eens. Lukt het weer niet, bewaar dan alleen uw eigen percelen als GeoPackage of GeoJSON.",
        "Choose the file again. If it fails again, save only your own parcels as GeoPackage or GeoJSON.",
    ),
)
