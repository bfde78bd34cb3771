"""What an engine that explains itself takes for one farm: an award, and the published area cases."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from calculator.services import rulebooks
from calculator.services.awards import compute
from calculator.stacking.awarding import NoLawfulAwardError
from tests.benchmarks.farms import many_farms
from tests.reference.test_reference import AREA, asked, land

ON = date(2026, 7, 1)
_FARMS, _WARM, _TIMES = 1_000, 50, 5
_MEDIAN_MS, _P99_MS, _AREA_MS = 5.0, 25.0, 1.0


def _milliseconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def thousand_farms() -> dict[str, float]:
    """Profile to explained award of 1,000 different farms of 25 parcels and 60 measures over 10 years, rulebook in memory."""
    rules = rulebooks.load(None)
    documents = many_farms(_FARMS + _WARM, seed=11)
    for document in documents[:_WARM]:
        compute(rules, document, on=ON, years=10)
    times = sorted(
        _milliseconds(lambda d=document: compute(rules, d, on=ON, years=10))  # type: ignore[misc]
        for document in documents[_WARM:]
    )
    return {
        "median_ms": statistics.median(times),
        "p99_ms": times[int(len(times) * 0.99)],
        "median_bound_ms": _MEDIAN_MS,
        "p99_bound_ms": _P99_MS,
    }


def area_cases() -> dict[str, float]:
    """The published cases of the area that is left beside running commitments; those without an answer are refused."""

    def ask(number: int) -> None:
        with suppress(NoLawfulAwardError):
            asked(land(AREA["cases"][number]), ON)

    each = [
        min(_milliseconds(lambda n=n: ask(n)) for _ in range(_TIMES))  # type: ignore[misc]
        for n in range(len(AREA["cases"]))
    ]
    return {"mean_ms": statistics.mean(each), "max_ms": max(each), "mean_bound_ms": _AREA_MS}
