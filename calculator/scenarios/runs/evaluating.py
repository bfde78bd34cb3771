"""Farms under a variant of the rules: in chunks, each kept as soon as it is there, in the same order whoever worked them out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from calculator.scenarios.runs.chunks import Chunks, NoChunks
from calculator.scenarios.runs.crew import Crew, Task
from calculator.scenarios.runs.result import Ints, Result, from_bytes, joined, nothing, unpacked
from calculator.scenarios.runs.variant import Variant

#: Farms of one chunk: enough to share what is worked out from the rules, few enough to lose little in a crash.
LEAST, MOST = 250, 8192
#: As few, where many variants are asked for at once.
_OF_MANY = 4096
#: So many chunks keep all workers busy to the end.
_SPREAD = 8
#: Farms of one chunk where the ordinary engine is asked.
_EXACT = 5
#: How often a crew is replaced when one of its workers is killed, before the run gives up.
_AGAIN = 3

#: Told after each chunk: how many farms are done of how many.
Progress = Callable[[int, int], None]


class Cancelled(Exception):  # noqa: N818  the name says what happened
    """Somebody stopped the run; what was finished is kept."""


@dataclass(slots=True)
class Evaluator:
    """Evaluates farms with a crew that it hires when there is work; ``mark`` pins everything that all tasks share.

    ``size`` is how many farms are one chunk; 0 leaves that to how many there are.
    """

    hire: Callable[[], Crew]
    mark: str
    chunks: Chunks = field(default_factory=NoChunks)
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    size: int = 0
    solved: int = 0
    _crew: Crew | None = None

    def __call__(self, variant: Variant, farms: Ints) -> Result:
        """The result of these farms (by position), in order."""
        return self.many([(variant, farms)])[0]

    def many(self, asked: list[tuple[Variant, Ints]]) -> list[Result]:
        """Several variants at once, so that no worker waits at the end of each.

        Of many variants each is one chunk where it can be, so that one worker learns what follows from its rules.
        """
        least = LEAST if len(asked) < _SPREAD else _OF_MANY
        tasks = [(n, Task(v, part)) for n, (v, farms) in enumerate(asked) for part in self._cut(farms, least)]
        return self._joined(tasks, len(asked))

    def exactly(self, asked: list[tuple[Variant, Ints]]) -> list[Result]:
        """As ``many``, each farm by the ordinary engine; a few at a time, so that all workers have some."""
        tasks = [
            (n, Task(v, farms[i : i + _EXACT], exact=True))
            for n, (v, farms) in enumerate(asked)
            for i in range(0, len(farms), _EXACT)
        ]
        return self._joined(tasks, len(asked))

    def _joined(self, tasks: list[tuple[int, Task]], count: int) -> list[Result]:
        done = self._all([task for _, task in tasks])
        results: list[Result] = []
        for n in range(count):
            own = [done[i] for i, (of, _) in enumerate(tasks) if of == n]
            results.append(joined([from_bytes(d) for d in own]) if own else nothing())
        return results

    def refused(self, variant: Variant, farms: Ints) -> pd.DataFrame:
        """Which conditions refuse which farms: farm, ref and the Dutch words of the condition."""
        done = self._all([Task(variant, part, refusals=True) for part in self._cut(farms)])
        tables = [unpacked(data)["refused"] for _, data in sorted(done.items())]
        return (
            pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["farm", "ref", "words"])
        )

    def close(self) -> None:
        """Let the crew go."""
        if self._crew is not None:
            self._crew.close()
            self._crew = None

    def _cut(self, farms: Ints, least: int = LEAST) -> list[Ints]:
        ordered = np.sort(farms)
        size = self.size or min(MOST, max(least, -(-len(ordered) // _SPREAD)))
        return [ordered[i : i + size] for i in range(0, len(ordered), size)]

    def _key(self, task: Task) -> str:
        what = "refused" if task.refusals else "exact" if task.exact else "award"
        said = f"{self.mark} {what} {task.variant.key} ".encode() + task.farms.astype("<i8").tobytes()
        return hashlib.sha256(said).hexdigest()

    def _all(self, tasks: list[Task]) -> dict[int, bytes]:
        done: dict[int, bytes] = {}
        total = sum(len(t.farms) for t in tasks)
        for i, task in enumerate(tasks):
            kept = self.chunks.get(self._key(task))
            if kept is not None:
                done[i] = kept
        self._tell(tasks, done, total)
        for attempt in range(_AGAIN + 1):
            left = [i for i in range(len(tasks)) if i not in done]
            if not left:
                break
            try:
                self._work(tasks, left, done, total)
            except BrokenExecutor:
                self.close()
                if attempt == _AGAIN:
                    raise
        return done

    def _work(self, tasks: list[Task], left: list[int], done: dict[int, bytes], total: int) -> None:
        if self._crew is None:
            self._crew = self.hire()
        waiting: dict[Future[bytes], int] = {}
        ahead = iter(left)
        most = 2 * self._crew.workers
        try:
            while True:
                self._stop_if_asked()
                while len(waiting) < most and (i := next(ahead, None)) is not None:
                    waiting[self._crew.submit(tasks[i])] = i
                if not waiting:
                    return
                finished, _ = wait(waiting, timeout=1, return_when=FIRST_COMPLETED)
                for future in finished:
                    i = waiting.pop(future)
                    done[i] = future.result()
                    self.solved += 0 if tasks[i].exact else len(tasks[i].farms)
                    self.chunks.put(self._key(tasks[i]), done[i])
                if finished:
                    self._tell(tasks, done, total)
        finally:
            for future in waiting:
                future.cancel()

    def _stop_if_asked(self) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled

    def _tell(self, tasks: list[Task], done: dict[int, bytes], total: int) -> None:
        if self.progress is not None and total:
            self.progress(sum(len(tasks[i].farms) for i in done), total)
