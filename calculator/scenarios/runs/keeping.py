"""A crew that stays: what its processes worked out of the farms and the rules is still there for the next run.

At most one, for one population, day, number of years and rulebook to start from. It goes when a run asks for another, when one
of its workers was killed, and when whoever keeps it lets go (``close``); its memory goes with it.
"""

from __future__ import annotations

from concurrent.futures import Future
from types import TracebackType

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.runs.crew import Alone, Crew, Held, Processes, Task


class Crews:
    """Keeps the last crew for as long as the block runs, or until ``close``."""

    def __init__(self) -> None:
        self._kept: Alone | Processes | None = None
        self._lent = False

    def hire(self, held: Held, workers: int) -> Crew:
        """The crew that stayed, where it holds the same; a new one otherwise. Whoever hires it closes it."""
        if self._lent:
            # Somebody is at work with it: two do not share one.
            return _new(held, workers)
        kept = self._kept
        if kept is None or kept.workers != workers or not _same(kept.held, held) or not kept.alive():
            self.close()
            kept = self._kept = _new(held, workers)
        kept.also(held.rulebooks)
        self._lent = True
        return _Lent(self, kept)

    def back(self) -> None:
        """Whoever had the crew is done with it."""
        self._lent = False

    def close(self) -> None:
        """Let the crew go."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def __enter__(self) -> Crews:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Lent:
    """A crew that goes back to whoever keeps it."""

    def __init__(self, crews: Crews, kept: Alone | Processes) -> None:
        self.workers = kept.workers
        self._crews, self._kept = crews, kept
        self._open = True

    def submit(self, task: Task) -> Future[bytes]:
        return self._kept.submit(task)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._crews.back()


def _new(held: Held, workers: int) -> Alone | Processes:
    return Alone(held) if workers == 1 else Processes(held, workers)


def _same(one: Held, other: Held) -> bool:
    """The same farms, day and years, and a rulebook to start from: the same object, so that its parts are too."""
    return (one.population.digest, one.on, one.years) == (
        other.population.digest,
        other.on,
        other.years,
    ) and _start(one) is _start(other)


def _start(held: Held) -> Rulebook:
    return next(iter(held.rulebooks.values()))
