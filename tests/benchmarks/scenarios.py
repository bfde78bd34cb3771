"""Scenarios over a synthetic population: setting one up, both sides, the next one, what touches few farms, and the map.

The issue asks these of 50,000 farms; here of fewer, so that the whole of ``make bench`` stays short:
``BENCH_SCENARIO_FARMS=50000`` asks for them. The cluster is a real scheduler with workers of its own, on this machine.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

import distributed

from calculator.scenarios import ready
from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.chunks import FolderChunks
from calculator.services.registry import rulebooks
from calculator.services.scenario import rules as scenario_rules
from calculator.services.scenario import runs as scenario_runs
from calculator.services.scenario.extras import Extras

FARMS = int(os.environ.get("BENCH_SCENARIO_FARMS", "1000"))
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
        start = time.perf_counter()
        means = scenario_runs.Means(scenario_runs.cores(), chunks=chunks)
        scenario_runs.run(gold, farms, means, extras=Extras(bottlenecks=True))
        bottlenecks = time.perf_counter() - start
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
        "bottlenecks_s": bottlenecks,
        **{f"cluster_of_{workers}_s": _on_a_cluster(gold, workers) for workers in (1, 2)},
    }


def _on_a_cluster(made: scenario_rules.SetUp, workers: int) -> float:
    """Seconds of both sides with so many workers of a Dask scheduler, which are there before the clock starts."""
    farms = synthesise(FARMS // 4, seed=8)
    with distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, scheduler_port=0
    ) as cluster:
        means = scenario_runs.Means(cluster=cluster.scheduler_address)
        start = time.perf_counter()
        scenario_runs.run(made, farms, means)
        return time.perf_counter() - start


def _timed(
    made: scenario_rules.SetUp, farms: Population, chunks: FolderChunks | None, workers: int | None = None
) -> tuple[float, int]:
    means = scenario_runs.Means(workers or scenario_runs.cores(), chunks=chunks)
    start = time.perf_counter()
    outcome = scenario_runs.run(made, farms, means)
    return time.perf_counter() - start, len(outcome.run.touched)
