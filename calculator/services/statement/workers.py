"""Two processes that compute and draw. One that is killed or runs out of memory takes its own task with it and no other."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Protocol, TypeVar

from calculator import logs
from calculator.domain.scheme import Text
from calculator.services import faults
from calculator.services.award import awards
from calculator.services.award.wishes import NOTHING, Typed
from calculator.services.errors import CannotComplete, InputProblems
from calculator.services.profile.first_problem import first_problem
from calculator.services.registry import rulebooks
from calculator.services.statement.drawing import Failed

WORKERS = 2

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_LOST = Text(
    "De berekening van dit bedrijf is afgebroken; waarschijnlijk is er te weinig geheugen.",
    "The calculation of this farm was broken off; there is probably too little memory.",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A profile and what is asked of it."""

    document: Mapping[str, object]
    on: date
    years: int
    mode: str
    language: str
    wish: Typed = NOTHING


@dataclass(frozen=True, slots=True)
class Computed:
    """The award of a question."""

    award: Mapping[str, object]


def compute(question: Question) -> Computed | Failed:
    """The award under our own rules; what is wrong with one farm is a value."""
    try:
        result = awards.compute(
            rulebooks.current(),
            question.document,
            on=question.on,
            years=question.years,
            mode=question.mode,
            wish=question.wish,
            language=question.language,
        )
    except InputProblems as wrong:
        return Failed(first_problem(wrong, rulebooks.current(), question.document))
    except CannotComplete as stop:
        return Failed(stop.reason)
    except Exception as fault:  # noqa: BLE001  whatever goes wrong with one farm is told of that farm
        return Failed(faults.noted("a farm could not be computed", fault))
    return Computed(result.award)


class Workers(Protocol):
    """Runs a function over tasks, at once or in turn; answers come in the order of the tasks, as they are ready."""

    def each(
        self, function: Callable[[Task], Answer | Failed], tasks: Sequence[Task]
    ) -> Iterator[Answer | Failed]: ...


def _begin(gentle: int, parent: int) -> None:
    # Ctrl-C goes to every process of a terminal, and a service manager tells them all to stop; the parent decides
    # when its workers do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(gentle)
    logs.configure()
    logs.cover()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    # A parent that is killed cannot say so: the line to it stays open, since every worker holds both its ends.
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


class Pool:
    """``Workers`` in processes of their own; the ``gentle`` number lets other processes go first."""

    def __init__(self, workers: int = WORKERS, gentle: int = 0) -> None:
        self._workers, self._gentle = workers, gentle
        self._executor: Executor | None = None

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def each(
        self, function: Callable[[Task], Answer | Failed], tasks: Sequence[Task]
    ) -> Iterator[Answer | Failed]:
        """Every answer in order; work begins at once, whenever the answers are read, and in the order of the calls.

        A pool that breaks is made anew, and what is left runs alone to find the culprit.
        """
        return self._answers(function, tasks, [self._begun(function, task) for task in tasks])

    def _answers(
        self,
        function: Callable[[Task], Answer | Failed],
        tasks: Sequence[Task],
        futures: Sequence[Future[Answer | Failed] | None],
    ) -> Iterator[Answer | Failed]:
        try:
            for place, future in enumerate(futures):
                try:
                    answer = self._alone(function, tasks[place]) if future is None else future.result()
                except (BrokenProcessPool, CancelledError):
                    # Cancelled is what waited in a pool that broke under other tasks.
                    self._close()
                    yield from (self._alone(function, task) for task in tasks[place:])
                    return
                yield answer
        finally:
            # Nobody waits for the rest where whoever asked has stopped reading.
            for future in futures:
                if future is not None:
                    future.cancel()

    def _begun(
        self, function: Callable[[Task], Answer | Failed], task: Task
    ) -> Future[Answer | Failed] | None:
        """The task under way; nothing where the pool has just broken under another one."""
        try:
            return self._ready().submit(function, task)
        except BrokenProcessPool:
            return None

    def end(self) -> None:
        """Let the processes go; the next task has new ones."""
        self._close()

    def _alone(self, function: Callable[[Task], Answer | Failed], task: Task) -> Answer | Failed:
        try:
            return self._ready().submit(function, task).result()
        except BrokenProcessPool:
            self._close()
            return Failed(_LOST)

    def _ready(self) -> Executor:
        if self._executor is None:
            # Spawned, not forked: a fork would take along locks and database connections of the parent.
            self._executor = ProcessPoolExecutor(
                self._workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin,
                initargs=(self._gentle, os.getpid()),
            )
        return self._executor

    def _close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None
