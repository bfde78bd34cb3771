"""How long a connection may keep a thread: a request that does not come in, or an answer that is not taken, is cut off.

The proxy in front takes both in by itself. Without this, whoever reaches the server directly could hold all its threads
for as long as they like, by sending a sign now and then.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: Seconds for a request to come in, its body too, and for all that follows until its answer is taken.
ARRIVING, ANSWERED = 120.0, 600.0


class Lines:
    """The connections that the threads of this process are at. Made before a server forks, as its turns are."""

    def __init__(self, arriving: float = ARRIVING, answered: float = ANSWERED) -> None:
        self._arriving, self._answered = arriving, answered
        self._held: dict[int, tuple[socket.socket, float]] = {}

    @contextmanager
    def held(self, line: socket.socket) -> Iterator[None]:
        """This thread is at that connection for as long as the block runs."""
        me = threading.get_ident()
        self._held[me] = (line, time.monotonic() + self._arriving)
        try:
            yield
        finally:
            del self._held[me]

    def arrived(self) -> None:
        """The request that this thread is at has come in."""
        me = threading.get_ident()
        if me in self._held:
            self._held[me] = (self._held[me][0], time.monotonic() + self._answered)

    def cut(self) -> None:
        """End what takes too long; whoever waits for it reads its end, and the thread is free."""
        now = time.monotonic()
        for line, until in list(self._held.values()):
            if now >= until:
                with suppress(OSError):  # it was closed a moment ago
                    line.shutdown(socket.SHUT_RDWR)
