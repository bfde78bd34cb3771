"""Who does the work: this process, many processes on this machine, or the workers of a Dask cluster.

Every worker holds the population and the rulebooks once; a task is a variant of the rules and the positions of some farms.
The answer to a task depends on nothing else, so it is the same whoever gives it. Processes may stay for further rulebooks,
which reach them as what differs from one that they hold (``keeping``).
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle  # nosec B403  # between a process and those that it forks, never from outside
import threading
import time
import uuid
from collections import ChainMap
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import numpy as np

from calculator import allocator
from calculator.domain.rulebook import Rulebook
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.differing import Difference
from calculator.scenarios.runs.refusing import refused_of
from calculator.scenarios.runs.result import Ints, of_columns, packed, to_bytes
from calculator.scenarios.runs.variant import Variant, rulebook_of
from calculator.stacking.columns import Evaluation, FarmColumns, loading

#: Variants of rules that a worker keeps at hand, each with what it worked out from them.
_KEPT = 4
#: Rulebooks that came later and are kept at hand, in a worker and by who sends them.
_LATER = 8


def _room_for_one(later: dict[str, Any]) -> None:
    while len(later) >= _LATER:
        del later[next(iter(later))]


@dataclass(frozen=True, slots=True)
class Held:
    """What every worker holds: the farms, the rulebooks by digest, the reference date and the years."""

    population: Population
    rulebooks: Mapping[str, Rulebook]
    on: date
    years: int
    known: dict[str, Evaluation] = field(default_factory=dict, compare=False, repr=False)
    later: dict[str, Rulebook] = field(default_factory=dict, compare=False, repr=False)

    def evaluation(self, variant: Variant) -> Evaluation:
        """What evaluates farms under a variant of the rules; the last few are kept, with what they worked out."""
        found = self.known.get(variant.key)
        if found is None:
            # The first stays: the others take over from it what holds under their rules too.
            first = next(iter(self.known.values()), None)
            while len(self.known) >= _KEPT:
                del self.known[list(self.known)[1]]
            rules = rulebook_of(variant, ChainMap(dict(self.rulebooks), self.later))
            found = self.known[variant.key] = Evaluation(rules, self.on, self.years, first)
        return found

    def begin(self) -> None:
        """Work out, under the rulebook to start from, what every worker would work out first."""
        self.evaluation(Variant(next(iter(self.rulebooks)))).begin(encoded(self.population))
        # Else every worker takes what is free here for itself, page by page.
        allocator.give_back()

    def take(self, digest: str, told: bytes) -> None:
        """A rulebook that came later, as ``Processes.also`` tells it; the last few of those are kept."""
        if digest in self.later or digest in self.rulebooks:
            return
        _room_for_one(self.later)
        base, difference = pickle.loads(told)  # noqa: S301  told by the process that forked this one  # nosec B301
        self.later[digest] = difference.on(self.rulebooks[base])

    def also(self, rulebooks: Mapping[str, Rulebook]) -> None:
        """Further rulebooks, in the process where they were made."""
        for digest, rulebook in rulebooks.items():
            if digest not in self.rulebooks and digest not in self.later:
                _room_for_one(self.later)
                self.later[digest] = rulebook

    def __reduce__(self) -> tuple[type[Held], tuple[object, ...]]:
        """What was worked out, and what came later, stays behind."""
        return Held, (self.population, self.rulebooks, self.on, self.years)


@dataclass(frozen=True, slots=True)
class Task:
    """Some farms (by position) under one variant of the rules: their award, or only what refuses them.

    ``exact``: the award of each by the ordinary engine.
    """

    variant: Variant
    farms: Ints
    refusals: bool = False
    exact: bool = False


def work(held: Held, task: Task) -> bytes:
    """The packed result of a task."""
    evaluation, farms = held.evaluation(task.variant), task.farms.astype(np.int64)
    if task.refusals:
        return packed({"refused": refused_of(evaluation, held.population, farms)})
    return to_bytes(of_columns(_settled(held, evaluation, task, farms), farms))


def _settled(held: Held, evaluation: Evaluation, task: Task, farms: Ints) -> FarmColumns:
    every = encoded(held.population)
    if task.variant.stands:
        made = held.evaluation(Variant(task.variant.stands)).standing(every, farms)
        settle = evaluation.exactly if task.exact else evaluation.valued
        return settle(every, farms, made)
    return evaluation.exactly(every, farms) if task.exact else evaluation.of_columns(every, farms)


class Crew(Protocol):
    """Takes tasks; ``workers`` is how many are done at the same time."""

    workers: int

    def submit(self, task: Task) -> Future[bytes]:
        """The answer to come."""

    def close(self) -> None:
        """No more tasks; those that wait are dropped."""


class Alone:
    """This process."""

    workers = 1

    def __init__(self, held: Held) -> None:
        self.held = held

    def also(self, rulebooks: Mapping[str, Rulebook]) -> None:
        """Further rulebooks."""
        self.held.also(rulebooks)

    def alive(self) -> bool:
        """It is this process."""
        return True

    def submit(self, task: Task) -> Future[bytes]:
        done: Future[bytes] = Future()
        try:
            done.set_result(work(self.held, task))
        except Exception as fault:  # noqa: BLE001 - the asker gets it from the future, as from any other crew
            done.set_exception(fault)
        return done

    def close(self) -> None:
        return None


_held: list[Held] = []


def _take(held: Held, parent: int) -> None:
    # What was there before stays: looking whether it is still used would only copy the memory that all share.
    gc.freeze()
    _held[:] = [held]
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    # A parent that is killed cannot say so: the line to it stays open, since every worker holds both its ends.
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _work_here(task: Task, told: bytes | None = None) -> bytes:
    if told is not None:
        _held[0].take(task.variant.digest, told)
    return work(_held[0], task)


def _nothing() -> None:
    return None


class Processes:
    """Processes of this machine. They are forked, so that they share the population that is already in memory."""

    def __init__(self, held: Held, workers: int) -> None:
        self.held, self.workers = held, workers
        self._told: dict[str, bytes] = {}
        # Read and begun once, before the others start.
        loading.load()
        # Nothing more is compiled: of the compiler only its data stay.
        allocator.set_aside("libllvmlite")
        held.begin()
        context = multiprocessing.get_context("fork")
        self._pool: Executor = ProcessPoolExecutor(
            workers, context, initializer=_take, initargs=(held, os.getpid())
        )

    def also(self, rulebooks: Mapping[str, Rulebook]) -> None:
        """Further rulebooks, which go with each task under them; one must be an object that the workers hold."""
        mine = self.held.rulebooks
        base = next(r for digest, r in rulebooks.items() if mine.get(digest) is r)
        for digest, rulebook in rulebooks.items():
            if digest in mine or digest in self._told:
                continue
            _room_for_one(self._told)
            self._told[digest] = pickle.dumps((base.digest, Difference.between(base, rulebook)))

    def submit(self, task: Task) -> Future[bytes]:
        return self._pool.submit(_work_here, task, self._told.get(task.variant.digest))

    def alive(self) -> bool:
        """Whether tasks are taken; not once a worker was killed, as far as that is known yet."""
        try:
            self._pool.submit(_nothing)
        except (BrokenExecutor, RuntimeError):
            return False
        return True

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


class Cluster:
    """The workers of a Dask scheduler at an address; ``distributed`` is the extra ``[cluster]``.

    What they hold goes to all of them as bytes and is read by each when its first task comes, so that none waits for another.
    """

    def __init__(self, held: Held, address: str) -> None:
        from distributed import Client

        connect: Any = Client
        self._client: Any = connect(address, set_as_default=False)
        self.workers = max(1, sum(self._client.nthreads().values()))
        self._name = uuid.uuid4().hex
        self._told = self._client.scatter(pickle.dumps(held), broadcast=True, hash=False)
        self._pool: Executor = self._client.get_executor(pure=False)

    def submit(self, task: Task) -> Future[bytes]:
        return self._pool.submit(_work_told, self._name, self._told, task)

    def close(self) -> None:
        with suppress(Exception):
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._client.close()


_read: dict[str, Held] = {}
_reading = threading.Lock()


def _work_told(name: str, told: bytes, task: Task) -> bytes:
    """A task on a worker of a cluster, which keeps what it was told last; one task at a time, whatever the number of threads."""
    with _reading:
        if name not in _read:
            _read.clear()
            _read[name] = pickle.loads(told)  # noqa: S301  told by who asks, as the task itself is  # nosec B301
        return work(_read[name], task)
