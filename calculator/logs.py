"""What the service says of itself while it runs: one line of JSON per event, without anything that names a person.

An address, a profile or a link with a secret may stand in the text of an exception or of a library's message. So an
exception is told by its kind and the places it passed, and a message of another's code by its words alone, without what
was filled in; of the server itself whole numbers are told too (processes, signals).
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import IO

OURS = "stapelwijzer"
_MOST_PLACES = 30
_ROOT = Path(__file__).resolve().parent.parent


def event(what: str, level: int = logging.INFO, **fields: object) -> None:
    """Say that something happened; ``fields`` are numbers, names of ours and ids of requests, never words of people."""
    logging.getLogger(OURS).log(level, what, extra={"fields": fields})


def fault(what: str, error: BaseException, **fields: object) -> None:
    """Say that something of ours went wrong, and where."""
    logging.getLogger(OURS).error(what, extra={"fields": {**fields, **told(error)}})


def told(error: BaseException) -> dict[str, object]:
    """An exception by its kind, its causes and its places, without its text."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < _MOST_PLACES:
        kinds.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    return {"error": kinds, "places": _places(error.__traceback__)}


def cover() -> None:
    """What nobody caught is told like any other fault in this process, and so without its words."""
    sys.excepthook = lambda _kind, error, _trace: fault("ended by a fault", error)
    threading.excepthook = lambda told_of: fault(
        "a thread ended by a fault", told_of.exc_value or SystemExit()
    )


class AsJson(logging.Formatter):
    """One line per record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "event": _words(record),
        }
        fields = getattr(record, "fields", None)
        if isinstance(fields, Mapping):
            line.update(fields)
        if record.exc_info and record.exc_info[1] is not None:
            line.update(told(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=True, default=str)


def configure(to: IO[str] | None = None, level: int = logging.INFO) -> None:
    """Send everything that is said in this process to one place, standard error unless another is given."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(AsJson())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level)
    for name in ("gunicorn.error", "gunicorn.access"):
        other = logging.getLogger(name)
        other.handlers[:], other.propagate = [], True
        other.setLevel(level)


def _words(record: logging.LogRecord) -> str:
    if record.name == OURS:
        return str(record.msg)
    filled_in = bool(record.args)
    # What is put together before it gets here may hold anything. The server says nothing of people, except that it
    # quotes what it could not read, and says from where that came.
    server = record.name == "gunicorn.error"
    words = str(record.msg).strip().partition(" from ip=")[0]
    if server and isinstance(record.args, tuple):
        # A format that wants a number where a word stands is told as it is written.
        with suppress(TypeError, ValueError):
            return (words % tuple(map(_told_of_server, record.args)))[:200]
    return words[:200] if filled_in or server else f"something that {record.name} says"


def _told_of_server(filled_in: object) -> object:
    # A word in its messages may come from a request: a path, an address.
    return filled_in if isinstance(filled_in, int) else "…"


def _places(trace: TracebackType | None) -> list[str]:
    found = [
        f"{os.path.relpath(frame.f_code.co_filename, _ROOT)}:{line} {frame.f_code.co_name}"
        for frame, line in walk_tb(trace)
    ]
    return found[-_MOST_PLACES:]
