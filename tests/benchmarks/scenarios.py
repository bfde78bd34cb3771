"""Scenarios over a synthetic population: setting one up, both sides, the next one, and what touches few farms.

The issue asks these of 50,000 farms; here of fewer, so that the whole of ``make bench`` stays short. ``farms_per_s`` is what
scales.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from calculator.scenarios import ready
from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.chunks import FolderChunks
from calculator.services import rulebooks, scenario_rules, scenario_runs

FARMS = 1000
#: Opens a scheme of one province elsewhere: touches few farms.
FEW = b"""scenario: weide
name: {nl: Weide, en: Grazing}
on: 2025-07-01
changes:
  - {change: tariff, of: province.overijssel.weidegang, factor: 1.5}
"""


def scenarios() -> dict[str, float]:
    """Seconds and farms a second, on all cores unless the name says otherwise."""
    rulebook = rulebooks.load(None)
    scenario_rules.rule_files(None)
    set_ups = []
    for name in ready.names():
        start = time.perf_counter()
        scenario_rules.set_up(scenario_rules.read(*scenario_rules.named(name)), rulebook)
        set_ups.append(time.perf_counter() - start)
    gold = scenario_rules.set_up(scenario_rules.read(*scenario_rules.named("eco-goud-250")), rulebook)
    few = scenario_rules.set_up(scenario_rules.read("weide.yaml", FEW), rulebook)
    farms = synthesise(FARMS, seed=7)
    with tempfile.TemporaryDirectory() as kept:
        chunks = FolderChunks(Path(kept))
        both, touched = _timed(gold, farms, chunks)
        again, few_touched = _timed(few, farms, chunks)
    scratch, _ = _timed(few, farms, None)
    alone, _ = _timed(gold, synthesise(FARMS // 4, seed=8), None, workers=1)
    together, _ = _timed(gold, synthesise(FARMS // 4, seed=8), None)
    return {
        "set_up_median_s": statistics.median(set_ups),
        "set_up_max_s": max(set_ups),
        "both_sides_s": both,
        "farms_per_s": FARMS / both,
        "touched_share": touched / FARMS,
        "next_scenario_s": again,
        "next_touched_share": few_touched / FARMS,
        "from_scratch_s": scratch,
        "one_worker_s": alone,
        "all_workers_s": together,
    }


def _timed(
    made: scenario_rules.SetUp, farms: Population, chunks: FolderChunks | None, workers: int | None = None
) -> tuple[float, int]:
    means = scenario_runs.Means(workers or scenario_runs.cores(), chunks=chunks)
    start = time.perf_counter()
    outcome = scenario_runs.run(made, farms, means)
    return time.perf_counter() - start, len(outcome.run.touched)
