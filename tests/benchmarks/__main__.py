"""Runs the benchmarks, prints them as a table and writes them as JSON to ``build/bench.json``."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from calculator.services.award.awards import compute
from calculator.services.registry import rulebooks
from calculator.stacking.solving.search import relaxation
from tests.benchmarks import load, one_farm, parcels, statements, two_advised, two_processes
from tests.benchmarks.columns import populations
from tests.benchmarks.considering import considering
from tests.benchmarks.farms import many_farms
from tests.benchmarks.fixed_claims import fixed_claims
from tests.benchmarks.population_awards import population_awards
from tests.benchmarks.population_tables import population_tables
from tests.benchmarks.registry import load_and_check
from tests.benchmarks.scenarios import scenarios
from tests.benchmarks.side_by_side import side_by_side
from tests.benchmarks.statement_batch import batch_of_statements

ON = date(2026, 7, 1)
FARMS = 200
EXAMPLE = Path("tests/farms/vlietlanden.json")


def percentile(values: list[float], share: float) -> float:
    """The value below which the share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextmanager
def counted_highs() -> Iterator[list[float]]:
    """Adds up the seconds spent in the calls that run HiGHS, with the little work around them."""
    spent = [0.0]
    kept = {name: getattr(relaxation.Relaxation, name) for name in ("solve", "settle_ties", "central")}

    def timed(run: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            start = time.perf_counter()
            try:
                return run(*args, **named)
            finally:
                spent[0] += time.perf_counter() - start

        return call

    for name, run in kept.items():
        setattr(relaxation.Relaxation, name, timed(run))
    try:
        yield spent
    finally:
        for name, run in kept.items():
            setattr(relaxation.Relaxation, name, run)


def warm_award() -> dict[str, float]:
    """Profile to explained award of different farms of 25 parcels and 60 measures over 10 years, rulebook in memory."""
    rules = rulebooks.load(None)
    documents = many_farms(FARMS + 5, seed=7)
    for document in documents[:5]:
        compute(rules, document, on=ON, years=10)
    times: list[float] = []
    with counted_highs() as inside:
        for document in documents[5:]:
            start = time.perf_counter()
            compute(rules, document, on=ON, years=10)
            times.append(time.perf_counter() - start)
    total = sum(times)
    return {
        "median_ms": statistics.median(times) * 1000,
        "p99_ms": percentile(times, 0.99) * 1000,
        "max_ms": max(times) * 1000,
        "inside_highs_share": inside[0] / total,
        "outside_highs_ms": (total - inside[0]) / len(times) * 1000,
    }


def cold_award() -> dict[str, float]:
    """The whole command in a new process, registry cache present."""
    command = [
        str(Path(sys.executable).with_name("stapelwijzer")),
        "award",
        str(EXAMPLE),
        "--on",
        "2026-07-01",
        "--json",
    ]
    times = []
    for _ in range(6):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return {"median_s": statistics.median(times[1:]), "max_s": max(times[1:])}


#: What is measured, by its name; ``populations`` measures several.
PARTS: dict[str, Callable[[], Mapping[str, object]]] = {
    "award_warm": warm_award,
    "award_cold": cold_award,
    "one_farm": one_farm.thousand_farms,
    "parcels": parcels.five_hundred_parcels,
    "area_cases": one_farm.area_cases,
    "considering": considering,
    "populations": populations,
    "side_by_side": side_by_side,
    "two_processes": two_processes.short,
    "two_whole_parcels": two_processes.whole_parcels,
    "two_advised": two_advised.short,
    "fixed_claims": fixed_claims,
    "population_awards": population_awards,
    "population_tables": population_tables,
    "registry": load_and_check,
    "scenarios": scenarios,
    "statement_batch": batch_of_statements,
    "statement_made": statements.made,
    "statement_large": statements.large,
    "statement_check": statements.checked,
    "statement_memory": statements.memory,
    "load": load.short,
}
#: What is measured only where it is asked for: it takes minutes, with the machine for itself.
ON_REQUEST: dict[str, Callable[[], Mapping[str, object]]] = {
    "load_long": load.long,
    "two_sizes": two_processes.sizes,
}


def measured(name: str) -> dict[str, Mapping[str, object]]:
    """The figures of a part, by its name, or by the names that it gives itself."""
    found = {**PARTS, **ON_REQUEST}[name]()
    several = {inner: figures for inner, figures in found.items() if isinstance(figures, Mapping)}
    return several or {name: found}


def main(asked: Sequence[str] = ()) -> None:
    """Run all, or the parts that are asked for, and report."""
    results = {key: figures for name in asked or PARTS for key, figures in measured(name).items()}
    for name, figures in results.items():
        for figure, value in figures.items():
            print(f"{name:16} {figure:24} {value:10.3f}")
    out = Path("build/bench.json")
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
