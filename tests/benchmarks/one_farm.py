"""What an engine that explains itself takes for one farm: an award, and the published area cases."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

from calculator.services.award.awards import compute
from calculator.services.registry import rulebooks
from calculator.stacking import pricing
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.problem.assembly import Task
from calculator.stacking.solving.outcome import Outcome
from tests.benchmarks.farms import ARABLE, GRASS, many_farms
from tests.reference.test_reference import AREA, asked, land

ON = date(2026, 7, 1)
_FARMS, _WARM, _TIMES = 1_000, 50, 5
_MEDIAN_MS, _P99_MS, _AREA_MS = 5.0, 25.0, 1.0
#: Farms that consider more, on so many parcels; prices and values may take so much longer than the award alone.
_CONSIDERING, _PARCELS, _MORE_MS = 20, 6, 100.0
#: What a measure costs and forgoes, in euros per hectare and year: where none pays, and where some do.
_COSTS, _CHEAP = ("60", "40"), ("5", "0")


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
        **further_measures(),
    }


def further_measures() -> dict[str, float]:
    """How much longer than its award the value of every further measure takes, and the prices of all limits that bind.

    Six parcels each consider one more measure: at their costs, where the best plan takes none of them, and cheap ones, of which
    it takes some (``taking``: those farms alone). The prices are part of every award: what they take of it.
    """
    rules, prices = rulebooks.load(None), list[float]()
    more, taking = list[float](), list[float]()
    for document in many_farms(_CONSIDERING, seed=13):
        with _counted_prices() as spent:
            alone = _milliseconds(lambda d=document: compute(rules, d, on=ON, years=10))  # type: ignore[misc]
        prices.append(spent[0] * 1000)
        for costs, into in ((_COSTS, more), (_CHEAP, taking)):
            considering, taken = _considering(document, costs), list[bool]()

            def ask(d: dict[str, Any] = considering, taken: list[bool] = taken) -> None:
                award = compute(rules, d, on=ON, years=10, mode="advise").value
                taken.append(any(c.taken for c in award.candidates))

            both = _milliseconds(ask)
            if into is more or taken[0]:
                into.append(both - alone)
    return {
        "further_median_ms": statistics.median(more),
        "further_max_ms": max(more),
        "taking_farms": float(len(taking)),
        "taking_median_ms": statistics.median(taking),
        "taking_max_ms": max(taking),
        "prices_median_ms": statistics.median(prices),
        "further_bound_ms": _MORE_MS,
    }


@contextmanager
def _counted_prices() -> Iterator[list[float]]:
    """Adds up the seconds spent on what leaving out a limit would bring."""
    spent, asked = [0.0], pricing.price_of

    def timed(task: Task, outcome: Outcome, limit: str) -> int | None:
        start = time.perf_counter()
        try:
            return asked(task, outcome, limit)
        finally:
            spent[0] += time.perf_counter() - start

    pricing.price_of = timed
    try:
        yield spent
    finally:
        pricing.price_of = asked


def _considering(document: dict[str, Any], costs: tuple[str, str]) -> dict[str, Any]:
    """The farm with one measure that is considered on each of its first parcels, with what it costs."""
    parcels = []
    for at, parcel in enumerate(document["parcels"]):
        there = {m["code"] for m in parcel["measures"]}
        fitting = GRASS if parcel["land_use"] == "permanent_grassland" else ARABLE
        code = next(c for c in fitting if c not in there)
        candidate = {
            "code": code,
            "area_ha": parcel["area_ha"],
            "status": "candidate",
            "cost_eur_per_unit_year": costs[0],
            "income_forgone_eur_per_unit_year": costs[1],
        }
        parcels.append({**parcel, "measures": [*parcel["measures"], candidate]} if at < _PARCELS else parcel)
    return {**document, "parcels": parcels}


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
