"""The tests are collected once; every change then runs those that reach it in a process of its own, until one fails."""

from __future__ import annotations

import gc
import os
import pickle
import resource
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.changing import change
from tests.mutation.map import STACKING, Run, Watch, digest, keep, kept
from tests.mutation.mutants import Mutant, mutants

#: Seconds of a processor that the tests of one change may take as it was; what takes longest is left out.
_MOST_SECONDS = 40.0
#: How many times as long they may take under the change, and how many seconds besides; what goes on for longer is noticed too.
_LONGER, _BESIDES = 4, 20
_MOST_BYTES = 3 << 30
_IMPOSSIBLE = 99


class Mutation:
    """A plugin of pytest that runs changes in place of the tests."""

    def __init__(self, modules: Sequence[Path], count: int, seed: str, *, afresh: bool) -> None:
        self.modules, self.count, self.seed = modules, count, seed
        self.runs = {} if afresh else kept()
        self.tried = self.survived = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        # What is here already stays as it is in every process, so that memory is shared between them.
        gc.freeze()
        # As they read now, which is how they were imported.
        written = [(path, path.read_text(encoding="utf-8")) for path in self.modules]
        self._watch(items)
        for path, source in written:
            name = str(path.relative_to(STACKING))
            for mutant in mutants(source, self.count, f"{self.seed} {name}"):
                self._try(path, mutant, items)
            print(f"{name}: {self.tried} tried, {self.survived} survived so far", flush=True)
        return True

    def _watch(self, items: dict[str, pytest.Item]) -> None:
        """Every test that is not known yet, by itself, so that nothing is remembered of another."""
        known = {name: run for name, run in self.runs.items() if name in items}
        try:
            for name, item in items.items():
                if name not in known or known[name].fails or known[name].file != digest(item.path):
                    known[name] = _apart(item)
                if known[name].fails:
                    print(f"Fails as it is, so that nothing can be told by it: {name}", flush=True)
        finally:
            self.runs = known
            keep({**kept(), **known})

    def _try(self, path: Path, mutant: Mutant, items: dict[str, pytest.Item]) -> None:
        name = str(path.relative_to(STACKING))
        chosen = self._chosen(f"{name}:{mutant.within}")
        ends = _tested(path, mutant, [items[each] for each in chosen], self._longest(chosen))
        if ends == _IMPOSSIBLE:
            return
        self.tried += 1
        if not ends:
            self.survived += 1
            said = f"{name}:{mutant.line} ({mutant.within}): {mutant.before}  ->  {mutant.after}"
            print(f"survived {len(chosen)} tests: {said}", flush=True)

    def _chosen(self, function: str) -> list[str]:
        """The tests that run the function, the quickest first."""
        reach = sorted(
            (run.seconds, name) for name, run in self.runs.items() if function in run.runs and not run.fails
        )
        chosen, spent = [], 0.0
        for seconds, name in reach:
            spent += seconds
            if spent > _MOST_SECONDS:
                break
            chosen.append(name)
        return chosen

    def _longest(self, chosen: Sequence[str]) -> int:
        return int(_LONGER * sum(self.runs[name].seconds for name in chosen)) + _BESIDES


def _apart(item: pytest.Item) -> Run:
    """The test as things are, in a process of its own."""
    reading, writing = os.pipe()

    def watched() -> int:
        os.close(reading)
        watch = Watch()
        fails = _fails(item)
        with os.fdopen(writing, "wb") as out:
            out.write(pickle.dumps(watch.run(item.path, fails=fails)))
        return 0

    child = _forked(watched)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        run = told.read()
    _end(child)
    found = pickle.loads(run)
    assert isinstance(found, Run)
    return found


def _tested(path: Path, mutant: Mutant, items: Sequence[pytest.Item], longest: int) -> int:
    """Other than zero where a test fails under the change."""

    def changed() -> int:
        resource.setrlimit(resource.RLIMIT_CPU, (longest, longest))
        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, _MOST_BYTES))
        try:
            change(path, mutant.tree)
        except ValueError:
            return _IMPOSSIBLE
        return int(any(_fails(item) for item in items))

    return _end(_forked(changed))


def _forked(work: Callable[[], int]) -> int:
    child = os.fork()
    if child:
        return child
    ends = 1
    try:
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        ends = work()
    finally:
        os._exit(ends)


def _end(child: int) -> int:
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def _fails(item: pytest.Item) -> bool:
    """The test with all that it sets up, as pytest runs it."""
    reports = runtestprotocol(item, log=False, nextitem=None)
    return any(report.failed for report in reports)
