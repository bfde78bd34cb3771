"""What waits in a table taken up by a process of its own: given back where that dies, and given up where it keeps dying."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Protocol, TypeVar

from calculator.services.statement.life import Desk
from calculator.store.background import workers
from calculator.store.background.claiming import Claimable, Queue, Work

#: So often work is taken up again after its process died, before it is given up.
MOST_TRIES = 3


class Tried(Work, Protocol):
    """Work that says how often it was taken up."""

    @property
    def tries(self) -> int: ...


Row = TypeVar("Row", bound=Claimable)
Kept = TypeVar("Kept", bound=Tried)


def take(
    desk: Desk,
    queue: Queue[Row, Kept],
    worker: str,
    do: Callable[[Kept], bool],
    give_up: Callable[[Kept], object],
) -> bool:
    """Take the next and have it done; False where there is none. Raises StoreUnavailable.

    ``do`` says whether it ended by itself, well or not.
    """
    with desk.database.transaction() as unit:
        kept = queue.claim(unit, worker, desk.now())
        if kept is None:
            return False
        workers.seen(unit, worker, desk.now())
    if kept.tries > MOST_TRIES:
        give_up(kept)
    elif not do(kept):
        with desk.database.transaction() as unit:
            queue.give_back(unit, kept, worker, died=True)
    return True


def ended(made: subprocess.Popen[bytes], grace: float) -> bool:
    """Tell a process to end, and make it after so many seconds; whether it did so by itself, and well."""
    try:
        made.terminate()
        return made.wait(grace) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if made.poll() is None:
            made.kill()
            made.wait()
