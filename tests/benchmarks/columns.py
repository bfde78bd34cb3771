"""Whole populations in columns: farms per second cold and warm, what is left, and memory.

One process on one core; two processes share nothing but the profiles, so that two cores do twice as much.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import date

import numpy as np
import psutil

from calculator.domain.farm import FarmProfile
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.synthetic import KINDS, synthesise
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.answer import FarmColumns, Gathering
from calculator.stacking.columns.evaluation import AT_ONCE
from calculator.stacking.columns.ordinary import Asked, settle_farm
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.settling import Columns
from tests.benchmarks.farms import many_farms
from tests.benchmarks.populations import population

#: The day from which rules are read; `BENCH_YEAR=2023` takes those of another year.
ON = date(int(os.environ.get("BENCH_YEAR", "2026")), 7, 1)
YEARS = 6
#: Farms per population; `BENCH_FARMS` asks for more (10000, 50000).
FARMS = int(os.environ.get("BENCH_FARMS", "3000"))

Figures = dict[str, float]


def _settled(columns: Columns, farms: Sequence[FarmProfile]) -> tuple[Figures, FarmColumns]:
    """Seconds of CPU for reading profiles into columns, settling them, and farms left to the ordinary engine."""
    rules, years = columns.rulebook, columns.years
    into = Gathering(tuple(years))
    reading = settling = ordinary = most = 0.0
    left = 0
    for first in range(0, len(farms), AT_ONCE):
        some = farms[first : first + AT_ONCE]
        start = time.process_time()
        made = encode(some, columns.words)
        read = time.process_time()
        rest = columns.settle_columns(made, first, into)
        done = time.process_time()
        reading, settling, left = reading + read - start, settling + done - read, left + len(rest)
        for at, why in rest.items():
            begun = time.process_time()
            settle_farm(Asked(rules, ON, years), some[at], first + at, why, into)
            spent = time.process_time() - begun
            ordinary, most = ordinary + spent, max(most, spent)
    count = len(farms)
    return {
        "farms": float(count),
        "reading_us": reading / count * 1e6,
        "settling_us": settling / count * 1e6,
        "settling_per_s": count / settling,
        "ordinary_us": ordinary / count * 1e6,
        "ordinary_most_ms": most * 1e3,
        "left_share": left / count,
        "all_per_s": count / (reading + settling + ordinary),
    }, into.finished()


def _runs(name: str, farms: Sequence[FarmProfile], found: dict[str, Figures]) -> None:
    """Cold (nothing is known), and warm (the tables of all types are there)."""
    rules = rulebooks.load(None)
    rules.memory.forget()
    columns = Columns(rules, ON, range(ON.year, ON.year + YEARS))
    found[f"{name}_cold"], _ = _settled(columns, farms)
    found[f"{name}_warm"], answer = _settled(columns, farms)
    found[f"{name}_warm"]["gap_most_cents"] = float(answer.gap.max(initial=0))


def from_tables(farms: int, kind: str) -> Figures:
    """Seconds of CPU from the tables of a population to what it is paid: reading, cold and warm.

    What is left to the ordinary engine is in none but ``all_per_s``.
    """
    rules, made = rulebooks.load(None), synthesise(farms, seed=7, kind=kind)
    rules.memory.forget()
    start = time.process_time()
    columns = encoded(made)
    read = time.process_time()
    known = Columns(rules, ON, range(ON.year, ON.year + YEARS), columns.words)
    spent, left = list[float](), list[int]()
    for _ in range(2):
        begun, into = time.process_time(), Gathering(tuple(known.years))
        left = []
        for first in range(0, farms, AT_ONCE):
            places = np.arange(first, min(first + AT_ONCE, farms))
            left += [first + at for at in known.settle_columns(columns.part(places), first, into)]
        into.finished()
        spent.append(time.process_time() - begun)
    evaluation = Evaluation(rules, ON, YEARS)
    begun = time.process_time()
    evaluation.of_columns(columns, np.arange(farms))
    whole = time.process_time() - begun
    return {
        "farms": float(farms),
        "reading_us": (read - start) / farms * 1e6,
        "cold_per_s": farms / (read - start + spent[0]),
        "warm_per_s": farms / spent[1],
        "left_share": len(left) / farms,
        "all_per_s": farms / (read - start + whole),
    }


def populations() -> dict[str, Figures]:
    """Typical, hard, and farms on which money weighs against a class; six years."""
    rules, found = rulebooks.load(None), dict[str, Figures]()
    compile_first = synthesise(50, seed=1)
    Evaluation(rules, ON, YEARS).of_columns(encoded(compile_first), np.arange(50))
    for kind in KINDS:
        found[f"tables_{kind}"] = from_tables(FARMS, kind)
    # The same per farm whatever the size: the fourfold.
    found["tables_fourfold"] = from_tables(4 * FARMS, "typical")
    before = psutil.Process().memory_info().rss
    for name, documents in (
        ("columns_typical", population(FARMS, 7, rules)),
        ("columns_hard", population(FARMS // 2, 7, rules, hard=True)),
        ("columns_balance", many_farms(FARMS // 4, seed=7)),
    ):
        farms = [profiles.read(document, rules) for document in documents]
        _runs(name, farms, found)
    found["columns_memory"] = {"grown_mb": (psutil.Process().memory_info().rss - before) / 1e6}
    return found
