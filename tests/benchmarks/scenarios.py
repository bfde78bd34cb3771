"""Scenarios over a synthetic population: setting one up, both sides, the next ones, what touches few farms, the map, a cluster.

The issue asks these of 50,000 farms; ``make bench PART=scenarios`` takes fewer, so that the whole of ``make bench`` stays short.
``python -m tests.benchmarks.scenarios PART [FARMS]`` measures one part in a process of its own: ``set_up``, ``both``, ``next``,
``scratch``, ``map``, ``growth`` (FARMS and a fifth of them), ``cluster`` and
``cluster_map`` (a real scheduler with workers of its own).

``_s`` is by the clock. ``_reader_cpu`` and ``_workers_cpu`` are seconds of processor, of this process and of all others;
``_two_cpu`` is the first plus half of the second: what two cores of its own would take, but for waiting.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import distributed
import psutil

from calculator.scenarios import ready
from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.runs.chunks import FolderChunks
from calculator.scenarios.runs.keeping import Crews
from calculator.services.registry import rulebooks
from calculator.services.scenario import rules as scenario_rules
from calculator.services.scenario.rules import SetUp
from calculator.services.scenario.running import runs as scenario_runs
from calculator.services.scenario.running.extras import Extras

FARMS = int(os.environ.get("BENCH_SCENARIO_FARMS", "1000"))
#: The years that a run looks ahead.
YEARS = int(os.environ.get("BENCH_SCENARIO_YEARS", "6"))
_HEAD = f"scenario: x\nname: {{nl: x, en: x}}\non: 2025-07-01\nyears: {YEARS}\nchanges:\n  - "
#: Touches seven farms in ten.
GOLD = _HEAD + "{change: tariff, of: national.rvo.eco-regeling#eco-premie, key: goud, value: 250}\n"
#: Touches the farms of one province that let cows graze.
FEW = _HEAD + "{change: tariff, of: province.overijssel.weidegang, factor: 1.5}\n"
#: Touches under a tenth of the farms.
FEWER = _HEAD + "{change: scheme, of: province.noord-holland.loket-veenweideboeren, off: yes}\n"
#: Touches every farm that something is paid.
ALL = _HEAD + "{change: limit, limit: de-minimis-landbouw, off: yes}\n"

Figures = dict[str, float]


def set_up(farms: int) -> Figures:
    """Each scenario that comes along, at first and the best of three, in seconds of processor; only the rules are read before."""
    del farms
    rulebook = rulebooks.current()
    found = {}
    for name in ready.names():
        times = []
        for _ in range(3):
            start = time.process_time()
            scenario_rules.set_up(scenario_rules.read(*scenario_rules.named(name)), rulebook)
            times.append(time.process_time() - start)
        found[f"{name}_first_cpu"], found[f"{name}_cpu"] = times[0], min(times)
    return found


def both(farms: int) -> Figures:
    """Both sides of a run with their summary; nothing is known of rules or farms."""
    with _bench(farms) as run:
        return run("both", _made(GOLD))


def following(farms: int) -> Figures:
    """The next scenarios on the same farms, by the crew that stayed: few touched, another tariff of it, all touched."""
    with _bench(farms) as run:
        return {
            **run("first", _made(GOLD)),
            **run("few", _made(FEW)),
            **run("few_other_tariff", _made(FEW.replace("1.5", "1.4"))),
            **run("fewer", _made(FEWER)),
            **run("all", _made(ALL)),
            **run("all_other_tariff", _made(ALL.replace("off: yes", "factor: 2"))),
        }


def scratch(farms: int) -> Figures:
    """The same scenarios with nothing kept."""
    found: Figures = {}
    for name, text in (("few", FEW), ("fewer", FEWER), ("all", ALL)):
        with _bench(farms) as run:
            found |= run(name, _made(text))
    return found


def bottlenecks(farms: int) -> Figures:
    """The whole map, by a crew that worked out the run."""
    with _bench(farms) as run:
        return {**run("both", _made(GOLD)), **run("map", _made(GOLD), Extras(bottlenecks=True))}


def growth(farms: int) -> Figures:
    """Both sides for so many farms, and for a fifth of them: how much longer one farm takes."""
    few, many = (apart("both", count) for count in (farms // 5, farms))
    each = {name: many[name] / few[name] / 5 for name in ("both_s", "both_two_cpu")}
    return {
        **{f"{name}_growth": value for name, value in each.items()},
        **{f"few_{name}": value for name, value in few.items()},
        **{f"many_{name}": value for name, value in many.items()},
    }


def cluster(farms: int) -> Figures:
    """Both sides with one and with two workers of a Dask scheduler, which are there and have read the program beforehand."""
    return _on_clusters(farms, scenario_runs.NO_EXTRAS)


def cluster_map(farms: int) -> Figures:
    """The same with the whole map of bottlenecks."""
    return _on_clusters(farms, Extras(bottlenecks=True))


def _on_clusters(farms: int, extras: Extras) -> Figures:
    found: Figures = {}
    made, population = _made(GOLD), synthesise(farms, seed=8)
    for workers in (1, 2):
        with distributed.LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            scheduler_port=0,
            preload=["calculator.scenarios.runs.crew"],
        ) as local:
            means = scenario_runs.Means(cluster=local.scheduler_address)
            with _measured(f"of_{workers}", found):
                scenario_runs.run(made, population, means, extras=extras)
    found["times"] = found["of_1_s"] / found["of_2_s"]
    return found


PARTS: dict[str, Callable[[int], Figures]] = {
    "set_up": set_up,
    "both": both,
    "next": following,
    "scratch": scratch,
    "map": bottlenecks,
    "growth": growth,
    "cluster": cluster,
    "cluster_map": cluster_map,
}


def _made(text: str) -> SetUp:
    return scenario_rules.set_up(scenario_rules.read("x.yaml", text.encode()), rulebooks.current())


@contextmanager
def _bench(farms: int) -> Iterator[Callable[..., Figures]]:
    """Runs on one population, one after the other, with a crew and chunks that stay."""
    population = synthesise(farms, seed=7)
    with tempfile.TemporaryDirectory() as folder, Crews() as crews:
        chunks = FolderChunks(Path(folder))

        def run(name: str, made: SetUp, extras: Extras = scenario_runs.NO_EXTRAS) -> Figures:
            found: Figures = {}
            means = scenario_runs.Means(max(2, scenario_runs.cores()), chunks=chunks, crews=crews)
            with _measured(name, found):
                outcome = scenario_runs.run(made, population, means, extras=extras)
            found[f"{name}_touched_share"] = len(outcome.run.touched) / farms
            found[f"{name}_memory_mb"] = _memory() / 2**20
            return found

        yield run


@contextmanager
def _measured(name: str, into: Figures) -> Iterator[None]:
    start, reader, workers = time.perf_counter(), time.process_time(), _others()
    yield
    reader, workers = time.process_time() - reader, _others() - workers
    into[f"{name}_s"] = time.perf_counter() - start
    into[f"{name}_reader_cpu"], into[f"{name}_workers_cpu"] = reader, workers
    into[f"{name}_two_cpu"] = reader + workers / 2


def _others() -> float:
    """Seconds of processor of all processes below this one, those that ended too."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    alive = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
    return float(ended.ru_utime + ended.ru_stime + sum(t.user + t.system for t in alive))


def _memory() -> int:
    """Bytes of all processes together, what they share counted once."""
    here = psutil.Process()
    return sum(p.memory_full_info().pss for p in (here, *here.children(recursive=True)))


def apart(part: str, farms: int) -> Figures:
    """One part, measured in a new process."""
    command = [sys.executable, "-m", __spec__.name, "--json", part, str(farms)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def scenarios() -> Figures:
    """Every part but the map on a cluster, for ``make bench``."""
    parts = [part for part in PARTS if part != "cluster_map"]
    return {f"{part}_{name}": value for part in parts for name, value in apart(part, FARMS).items()}


def main(asked: list[str]) -> None:
    """``PART [FARMS]`` as a table, with ``--json`` before it as JSON."""
    as_json, rest = asked[:1] == ["--json"], [one for one in asked if one != "--json"]
    found = PARTS[rest[0]](int(rest[1]) if len(rest) > 1 else FARMS)
    if as_json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:40} {value:12.3f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
