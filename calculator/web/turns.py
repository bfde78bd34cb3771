"""One request works at a time in each process; a few wait, briefly, and no more than a few.

Threads hold the connections; the work is done by one of them, as in a process without threads, so that no library needs to
bear two at once. What only waits (for the next number, for a drawing in another process) steps aside meanwhile.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: So many wait for their turn in one process, and for so many seconds at most.
MOST_WAITING, PATIENCE = 10, 5.0
#: So many step aside at once: each of them is somebody who waits for a file, which takes a second or two.
MOST_ASIDE = 6


class TooBusy(Exception):  # noqa: N818  it says what happened
    """Too many wait for a file already; nothing was drawn, and trying again may help."""


class Turns:
    """Whose turn it is in this process. Made before a server forks, so that each of its processes has its own."""

    def __init__(self, most_waiting: int = MOST_WAITING, patience: float = PATIENCE) -> None:
        self._most_waiting, self._patience = most_waiting, patience
        self._turn = threading.Semaphore(1)
        self._counting = threading.Lock()
        self._waiting, self._aside = 0, 0
        self._mine = threading.local()
        self._since: float | None = None

    def enter(self) -> bool:
        """Wait for a turn; False where too many wait already, or it took too long."""
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
            self._begin()
        return entered

    def leave(self) -> None:
        """The next one may."""
        self._mine.held, self._since = False, None
        self._turn.release()

    def held_for(self) -> float:
        """For how many seconds the request that works now has been at it; 0 where none is."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let others have their turn while this one only waits; it goes on when its turn comes again. Raises TooBusy.

        What has no turn (the warming of a process) waits where it is.
        """
        if not getattr(self._mine, "held", False):
            yield
            return
        with self._counting:
            if self._aside >= MOST_ASIDE:
                raise TooBusy
            self._aside += 1
        self.leave()
        try:
            yield
        finally:
            with self._counting:
                self._aside -= 1
            self._turn.acquire()
            self._begin()

    def _begin(self) -> None:
        self._mine.held, self._since = True, time.monotonic()
