"""One request works at a time in each process; a few wait, briefly; whoever comes on top of them is told to come back.

Under more load than there are processors a server that takes everything answers nothing in time. Here what is taken is
answered, and the rest hears so at once (503 with ``Retry-After``). Threads hold the connections; the work is done by one of
them, as in a process without threads, so that no library needs to bear two at once. What a sender still has to send is
read before it takes the turn, and what only waits (for a number, for a drawing in another process) steps aside.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: So many wait for their turn in one process, and for so many seconds at most.
MOST_WAITING, PATIENCE = 10, 5.0
#: So many step aside at once: each of them is somebody who waits for a file.
MOST_ASIDE = 6
#: What is answered whatever goes on: whoever watches over the service must not be turned away by its load.
ALWAYS = ("/healthz", "/metrics", "/static/")
_RETRY_AFTER = "5"

Busy = Callable[["WSGIEnvironment"], tuple[str, bytes]]


class Gate:
    """A WSGI application around another. ``busy`` makes the answer for whoever is turned away, and counts it."""

    def __init__(
        self,
        inner: WSGIApplication,
        busy: Busy,
        *,
        most_body: int,
        most_waiting: int = MOST_WAITING,
        patience: float = PATIENCE,
    ) -> None:
        self._inner, self._busy = inner, busy
        self._most_body, self._most_waiting, self._patience = most_body, most_waiting, patience
        self._turn = threading.Semaphore(1)
        self._counting = threading.Lock()
        self._waiting = 0
        self._aside = 0
        self._since: float | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(ALWAYS):
            return self._inner(environ, start_response)
        self._read(environ)
        if not self._enter():
            content_type, said = self._busy(environ)
            headers = [
                ("Content-Type", content_type),
                ("Content-Length", str(len(said))),
                ("Retry-After", _RETRY_AFTER),
                ("Cache-Control", "no-store"),
            ]
            start_response("503 Service Unavailable", headers)
            return [said]
        try:
            return _whole(self._inner(environ, start_response))
        finally:
            self._leave()

    def held_for(self) -> float:
        """For how many seconds the request that works now has been at it; 0 where none is."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since

    @contextmanager
    def stepping_aside(self) -> Iterator[None]:
        """Let others have their turn while this request only waits; afterwards it goes on when it is its turn again.

        Where too many wait already, it keeps its turn, and with it everybody else waits too.
        """
        with self._counting:
            steps = self._aside < MOST_ASIDE and self._since is not None
            self._aside += steps
        if not steps:
            yield
            return
        self._leave()
        try:
            yield
        finally:
            with self._counting:
                self._aside -= 1
            self._turn.acquire()
            self._since = time.monotonic()

    def _enter(self) -> bool:
        with self._counting:
            if self._waiting >= self._most_waiting:
                return False
            self._waiting += 1
        try:
            entered = self._turn.acquire(timeout=self._patience)
        finally:
            with self._counting:
                self._waiting -= 1
        if entered:
            self._since = time.monotonic()
        return entered

    def _leave(self) -> None:
        self._since = None
        self._turn.release()

    def _read(self, environ: WSGIEnvironment) -> None:
        """Take in the body before the turn, so that a slow line holds up nobody; a body that is too large is left alone."""
        length = environ.get("CONTENT_LENGTH", "")
        if length.isdecimal() and 0 < int(length) <= self._most_body:
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(length)))


def _whole(answer: Iterable[bytes]) -> Iterable[bytes]:
    """An answer of known parts is made here, within the turn; one that is made while it is sent goes on outside it."""
    if getattr(answer, "is_streamed", False):
        return answer
    try:
        return list(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
