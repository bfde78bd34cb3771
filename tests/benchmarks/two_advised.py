"""Whole populations that consider measures, on two processes: from their tables to the plan of every farm, with its proof.

``make bench PART=two_advised`` takes a few thousand farms, at the costs of the population and at a hundredth of these, where
more plans take something; ``python -m tests.benchmarks.two_advised 50000 [PERCENT]`` takes that many. As in ``two_processes``
every population is measured in a new process; ``cold`` is from tables to plans of all farms in one place, ``warm`` the same
without reading, by the clock (``_per_s``) and by the processor (``_cpu``). ``slowest_search_ms`` is the longest of the searches
among plans, of so many farms.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time
from multiprocessing.connection import Connection

import numpy as np

from calculator import allocator
from calculator.domain.rulebook import Rulebook
from calculator.scenarios.encoding import encoded
from calculator.scenarios.encoding.considering import considered
from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.population.tables import Population
from calculator.services.registry import rulebooks
from calculator.stacking.advising.wish import NO_WISH
from calculator.stacking.columns import STATUSES, Evaluation, loading
from calculator.stacking.columns.answer import Gathering, Ints
from calculator.stacking.columns.evaluation import PLANNED_AT_ONCE, parts
from calculator.stacking.columns.ordinary import Asked
from calculator.stacking.columns.planned import planning
from calculator.stacking.columns.planned.advised import Planning
from calculator.stacking.columns.planned.candidates import Considered
from calculator.stacking.columns.planned.plans import Advised, Plans
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.settling import Columns
from tests.benchmarks.two_processes import ON, SHORT, YEARS, Figures, at_work, loop_s

#: A percentage of the costs at which more plans take something.
CHEAP = 1
#: So many farms are timed one by one.
_TIMED = 4_096


def _population(farms: int, percent: int, seed: int = 7) -> Population:
    """Farms that consider measures, at so much of their costs."""
    made = synthesise(farms, seed=seed, kind="advise")
    assert made.measures is not None
    for column in ("cost_microeur", "forgone_microeur"):
        made.measures[column] = made.measures[column] * percent // 100
    return made


def _work(farms: Farms, wanted: Considered, rules: Rulebook, mine: Ints, line: Connection) -> None:
    """A worker: the plans of its farms each time that it is asked, with seconds of processor and the slowest ordinary farm."""
    gc.freeze()
    known = Columns(rules, ON, range(ON.year, ON.year + YEARS), farms.words)
    asked, begun = Asked(rules, ON, known.years), time.process_time()
    while line.recv():
        into, plans, planner, slowest = (
            Gathering(tuple(known.years)),
            Plans(YEARS),
            Planning(known, NO_WISH),
            0.0,
        )
        for first, at in parts(mine, PLANNED_AT_ONCE):
            some, here = farms.part(at), wanted.part(at)
            found = planner.settle(some, here, first, into)
            plans.add(here, found, first)
            for place in sorted(found.left):
                start = time.process_time()
                plans.left(asked, some.profiles, found, place, first, NO_WISH, into)
                slowest = max(slowest, time.process_time() - start)
        line.send((plans.finished(into.finished()), slowest, time.process_time() - begun))
        begun = time.process_time()


def measured(farms: int, percent: int) -> Figures:
    """One population in this process, which knows nothing yet."""
    rules = rulebooks.load(None)
    first = _population(50, percent, seed=1)
    Evaluation(rules, ON, YEARS).advised(encoded(first), considered(first, rules), np.arange(50))
    loading.load()
    # As a crew does.
    allocator.set_aside("libllvmlite")
    rules.memory.forget()
    population = _population(farms, percent)
    start, used = time.perf_counter(), time.process_time()
    columns = encoded(population)
    wanted = considered(population, rules)
    read, used = time.perf_counter() - start, time.process_time() - used
    with at_work(_work, farms, columns, wanted, rules) as (lines, most):
        cold = _asked(lines)
        cold_s = time.perf_counter() - start
        nets, spent, slowest = (
            [a.net for a, _, _ in cold],
            max(s for _, _, s in cold),
            max(s for _, s, _ in cold),
        )
        del cold
        start = time.perf_counter()
        warm = _asked(lines)
        warm_s = time.perf_counter() - start
    assert [n.tolist() for n in nets] == [a.net.tolist() for a, _, _ in warm]
    return {
        "farms": float(farms),
        "parcels_per_farm": len(population.parcels) / farms,
        "candidates_per_farm": float((wanted.measures[:, -1] == 1).sum()) / farms,
        "reading_s": read,
        "cold_s": cold_s,
        "cold_per_s": farms / cold_s,
        "cold_cpu_per_s": farms / (used + spent),
        "warm_s": warm_s,
        "warm_per_s": farms / warm_s,
        "warm_cpu_per_s": farms / max(s for _, _, s in warm),
        "slowest_ordinary_ms": max([slowest, *(s for _, s, _ in warm)]) * 1e3,
        "memory_mb": max(most[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3),
        **_of_answers([answer for answer, _, _ in warm]),
        "slowest_search_ms": _slowest(columns, wanted, rules),
    }


def _asked(lines: list[Connection]) -> list[tuple[Advised, float, float]]:
    for line in lines:
        line.send(True)
    return [line.recv() for line in lines]


def _of_answers(answers: list[Advised]) -> Figures:
    farms = sum(len(a.answer) for a in answers)
    certified = sum(int((a.answer.status == STATUSES.index("optimal")).sum()) for a in answers)
    return {
        "certified_share": certified / farms,
        "gap_most_cents": float(max(int(a.answer.gap.max(initial=0)) for a in answers)),
        "left_share": sum(sum(a.answer.left().values()) for a in answers) / farms,
        "taking_share": sum(len(np.unique(a.farm)) for a in answers) / farms,
        "net_mean_eur": sum(int(a.net.sum()) for a in answers) / farms / 100,
    }


def _slowest(columns: Farms, wanted: Considered, rules: Rulebook) -> float:
    """The longest of the searches of some farms, each asked for alone, in milliseconds."""
    found, search = [0.0], planning.population

    def timed(*args: object) -> None:
        asked = args[3]
        assert isinstance(asked, np.ndarray)
        for at in np.flatnonzero(asked).tolist():
            alone = np.zeros(len(asked), dtype=np.bool_)
            alone[at] = True
            start = time.process_time()
            search(*args[:3], alone, *args[4:])
            found[0] = max(found[0], time.process_time() - start)

    planning.population = timed
    try:
        Evaluation(rules, ON, YEARS).advised(columns, wanted, np.arange(min(_TIMED, len(columns))))
    finally:
        planning.population = search
    return found[0] * 1e3


def apart(farms: int, percent: int) -> Figures:
    """One population, measured in a new process."""
    command = [sys.executable, "-m", __spec__.name, "one", str(farms), str(percent)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def short() -> dict[str, Figures]:
    """A few thousand farms at their costs, and at a part of them."""
    return {
        "two_advised": {**apart(SHORT, 100), "loop_s": loop_s()},
        "two_advised_cheap": apart(SHORT, CHEAP),
    }


def main(asked: list[str]) -> None:
    """``one FARMS PERCENT`` in this process as JSON; else ``[FARMS [PERCENT]]``, each in a process of its own, as a table."""
    if asked[:1] == ["one"]:
        print(json.dumps(measured(int(asked[1]), int(asked[2]))))
        return
    farms, percents = int(asked[0]) if asked else SHORT, [int(p) for p in asked[1:]] or [100, CHEAP]
    print(f"{'machine':12} {'loop_s':24} {loop_s():12.2f}", flush=True)
    for percent in percents:
        for name, value in apart(farms, percent).items():
            print(f"{f'at {percent} %':12} {name:24} {value:12.3f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
