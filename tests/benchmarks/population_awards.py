"""The lines of the awards of a population as one table: farms and lines a second, on one core, by the processor.

``cold`` when nothing is known of the rules, ``warm`` once more; reading the tables of the population is in neither.
"""

from __future__ import annotations

import os
import time

import numpy as np

from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.registry import rulebooks
from calculator.stacking.columns import Evaluation
from tests.benchmarks.two_processes import ON, YEARS, loop_s

#: Farms of each kind; `BENCH_FARMS` asks for more.
FARMS = int(os.environ.get("BENCH_FARMS", "5000"))


def population_awards() -> dict[str, dict[str, float]]:
    """Typical and hard farms, six years."""
    rules, found = rulebooks.load(None), dict[str, dict[str, float]]()
    Evaluation(rules, ON, YEARS).lines(encoded(synthesise(50, seed=1)), np.arange(50))
    for kind in ("typical", "hard"):
        rules.memory.clear()
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
    return found
