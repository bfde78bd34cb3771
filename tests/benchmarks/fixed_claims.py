"""Claims as they stand, valued under other tariffs without choosing again: farms per second on two processes.

Each worker notes what its farms claim under the rules as they are (not measured), and values that under rules in which gold pays
more: ``first`` when nothing is known of these rules yet, ``warm`` once more. ``_per_s`` is by the clock until all answers are in
one place, ``_cpu_per_s`` by the processor of the busier worker.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from multiprocessing.connection import Connection

import numpy as np

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.synthetic import synthesise
from calculator.stacking.columns import Evaluation, FarmColumns
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.reading.farms import Farms
from tests.benchmarks.two_processes import ON, WORKERS, YEARS, loop_s
from tests.scenarios.bench import GOLD_250, rules, scenario, shipped

#: Farms; `BENCH_FARMS` asks for more (50000).
FARMS = int(os.environ.get("BENCH_FARMS", "20000"))


def _work(farms: Farms, before: Rulebook, after: Rulebook, mine: Ints, line: Connection) -> None:
    gc.freeze()
    one = Evaluation(before, ON, YEARS)
    stands = one.standing(farms, mine)
    other = Evaluation(after, ON, YEARS, one)
    line.send(None)
    while line.recv():
        begun = time.process_time()
        found = other.valued(farms, mine, stands)
        line.send((found, time.process_time() - begun))


def _asked(lines: list[Connection]) -> tuple[list[tuple[FarmColumns, float]], float]:
    start = time.perf_counter()
    for line in lines:
        line.send(True)
    answers = [line.recv() for line in lines]
    return answers, time.perf_counter() - start


def fixed_claims() -> dict[str, float]:
    """Typical farms, six years, gold at EUR 250."""
    before, after = shipped(), rules(scenario(GOLD_250, on=ON, years=YEARS))
    Evaluation(before, ON, YEARS).of_columns(encoded(synthesise(50, seed=1)), np.arange(50))
    before.memory.forget()
    farms, context, lines = (
        encoded(synthesise(FARMS, seed=7)),
        multiprocessing.get_context("fork"),
        list[Connection](),
    )
    for part in np.array_split(np.arange(FARMS), WORKERS):
        ours, theirs = context.Pipe()
        context.Process(target=_work, args=(farms, before, after, part, theirs), daemon=True).start()
        lines.append(ours)
    for line in lines:
        line.recv()
    first, first_s = _asked(lines)
    warm, warm_s = _asked(lines)
    for line in lines:
        line.send(False)
    assert [a.total.tolist() for a, _ in first] == [a.total.tolist() for a, _ in warm]
    return {
        "loop_s": loop_s(),
        "farms": float(FARMS),
        "first_per_s": FARMS / first_s,
        "first_cpu_per_s": FARMS / max(spent for _, spent in first),
        "warm_per_s": FARMS / warm_s,
        "warm_cpu_per_s": FARMS / max(spent for _, spent in warm),
        "left_share": sum(sum(a.left().values()) for a, _ in warm) / FARMS,
        "mean_eur": sum(int(a.total.sum()) for a, _ in warm) / FARMS / 100,
    }
