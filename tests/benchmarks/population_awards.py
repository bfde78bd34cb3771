"""The awards of whole populations as tables: their lines alone on one core, and with the whole explanation on two processes.

``lines_*`` are farms a second by the processor. ``explained_*`` are full awards: every line with its tariff, every refusal with
its shortfall, every claim that is not paid with its cause and what forcing it in costs, the price of every limit that binds, and
the distance to the next class, gathered in one place by the clock; ``_cpu`` by the processor of the busier worker. ``cold`` when
nothing is known of the rules, ``warm`` once more; reading the tables of the population is in neither.

``python -m tests.benchmarks.population_awards 50000 typical`` takes that many of one kind, each in a process of its own.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from multiprocessing.connection import Connection, wait

import numpy as np

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.registry import rulebooks
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.evaluation import AT_ONCE, parts
from calculator.stacking.columns.explained.tables import Explained
from calculator.stacking.columns.reading.farms import Farms
from tests.benchmarks.two_processes import ON, YEARS, at_work, loop_s

#: Farms of each kind; `BENCH_FARMS` asks for more.
FARMS = int(os.environ.get("BENCH_FARMS", "5000"))

Figures = dict[str, float]


def population_awards() -> dict[str, Figures]:
    """Typical and hard farms, six years."""
    rules, found = rulebooks.load(None), dict[str, Figures]()
    Evaluation(rules, ON, YEARS).lines(encoded(synthesise(50, seed=1)), np.arange(50))
    for kind in ("typical", "hard"):
        rules.memory.forget()
        farms, every = encoded(synthesise(FARMS, seed=7, kind=kind)), np.arange(FARMS)
        evaluation, spent, lines = Evaluation(rules, ON, YEARS), list[float](), 0
        for _ in range(2):
            begun = time.process_time()
            lines = len(evaluation.lines(farms, every))
            spent.append(time.process_time() - begun)
        found[f"lines_{kind}"] = {
            "loop_s": loop_s(),
            "farms": float(FARMS),
            "lines_per_farm": lines / FARMS,
            "cold_per_s": FARMS / spent[0],
            "warm_per_s": FARMS / spent[1],
        }
    return found | {f"explained_{kind}": apart(kind, FARMS) for kind in ("typical", "hard")}


def _work(farms: Farms, rules: Rulebook, mine: Ints, line: Connection) -> None:
    """A worker: the explanations of its farms each time that it is asked, part after part; last the seconds of processor."""
    gc.freeze()
    evaluation, begun = Evaluation(rules, ON, YEARS), time.process_time()
    while line.recv():
        for _, at in parts(mine, AT_ONCE):
            line.send(evaluation.explained(farms, at))
        line.send(time.process_time() - begun)
        begun = time.process_time()


def _asked(lines: list[Connection]) -> tuple[list[Explained], float]:
    """The answers of all workers, and what the busier of them took."""
    for line in lines:
        line.send(True)
    found, spent = list[Explained](), dict[Connection, float]()
    while len(spent) < len(lines):
        for line in wait([line for line in lines if line not in spent]):
            assert isinstance(line, Connection)
            told = line.recv()
            if isinstance(told, Explained):
                found.append(told)
            else:
                spent[line] = told
    return found, max(spent.values())


def measured(kind: str, farms: int) -> Figures:
    """One population in this process, which knows nothing yet."""
    rules = rulebooks.load(None)
    Evaluation(rules, ON, YEARS).explained(encoded(synthesise(60, seed=1, kind="hard")), np.arange(60))
    rules.memory.forget()
    columns = encoded(synthesise(farms, seed=7, kind=kind))
    with at_work(_work, farms, columns, rules) as (lines, most):
        found: Figures = {"loop_s": loop_s(), "farms": float(farms)}
        for turn in ("cold", "warm"):
            begun = time.perf_counter()
            answers, spent = _asked(lines)
            found[f"{turn}_per_s"] = farms / (time.perf_counter() - begun)
            found[f"{turn}_cpu_per_s"] = farms / spent
            for name in ("lines", "refused", "missed", "classes"):
                found[f"{name}_per_farm"] = sum(len(getattr(a, name).farm) for a in answers) / farms
            found["left_share"] = sum(len(a.left) for a in answers) / farms
            # One set of answers is held at a time.
            del answers
    return found | {"memory_mb": most[0]}


def apart(kind: str, farms: int) -> Figures:
    """One population, measured in a new process."""
    command = [sys.executable, "-m", "tests.benchmarks.population_awards", "one", kind, str(farms)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def main(asked: list[str]) -> None:
    """``one KIND FARMS`` in this process as JSON; else ``[FARMS [KIND]]`` each in a process of its own, as a table."""
    if asked[:1] == ["one"]:
        print(json.dumps(measured(asked[1], int(asked[2]))))
        return
    farms, kinds = int(asked[0]) if asked else FARMS, asked[1:] or ["typical", "hard"]
    for kind in kinds:
        for name, value in apart(kind, farms).items():
            print(f"{kind:12} {name:24} {value:12.3f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
