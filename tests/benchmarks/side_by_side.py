"""The columns beside the naive programme: the same farms, the same work, one process on one core, in one run.

``make bench PART=side_by_side`` takes 2,000 of 50,000 farms (``BENCH_NAIVE`` of ``BENCH_FARMS``), typical and hard, and 2,000
on which money weighs against a class (``balance``); ``python -m tests.benchmarks.side_by_side KIND`` takes one sort of them.
All times are of the processor, per farm. Both sides go from a farm to its optimum:

* the *naive* side works out what a farm can claim, lays out its plans and stacks, sets up one mixed-integer programme with a
  variable for each of them, and has HiGHS solve it. Claims and stacks come from the ordinary engine, which remembers what follows
  from the rules alone and drops stacks that are beaten; fifty of them go before. Its profiles are there already, and it settles
  nothing to cents and proves nothing;
* the *columns* settle the whole population of which the farms are a part: eligibility, optimum, cents, limits and certificate,
  with the farms that are left to the ordinary engine. ``cold`` knows nothing of the rules and reads the tables too.

``times_*`` holds the one against the other. Two others count less on the naive side and as much of the columns:
``programme_times_*`` the programme set up and solved, as if plans and stacks came from nowhere; ``highs_times_*`` the call that
solves it.

The two optima may lie as far apart as rounding goes: half a cent for each line of the farm's award and, where land is divided,
what whole square metres cost against any division, at most the gap of the farm's certificate. ``beyond_lines`` counts farms
farther apart than the first, ``apart_from_engine`` those of them that the ordinary engine pays another amount, ``beyond`` farms
farther apart than both.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import highspy
import numpy as np
from numpy.typing import NDArray

from calculator.domain.problem import MICRO, Problem
from calculator.domain.rulebook import Rulebook
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.answer import FarmColumns, Ints
from calculator.stacking.columns.ordinary import Asked, claims_of
from calculator.stacking.columns.reading.farms import Farms, encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from calculator.stacking.problem.assembly import Task, build
from tests.benchmarks.farms import many_farms
from tests.benchmarks.two_processes import loop_s

ON = date(int(os.environ.get("BENCH_YEAR", "2026")), 7, 1)
YEARS = 6
FARMS = int(os.environ.get("BENCH_FARMS", "50000"))
NAIVE = int(os.environ.get("BENCH_NAIVE", "2000"))
#: Farms that the naive side reads before it is timed.
BEFORE = 50
#: Cents by which a programme in doubles may miss its own optimum.
DOUBLES = 0.01

Figures = dict[str, float]
Floats = NDArray[np.float64]


def naive(problem: Problem) -> tuple[float, float]:
    """The optimum (cents) by one mixed-integer programme with a variable per plan and stack; and when HiGHS began."""
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    rows: list[list[tuple[int, float]]] = [[] for _ in problem.rows]
    for block in problem.blocks:
        groups = [highs.addVariable(0, 1) for _ in block.groups]
        if block.whole:
            for variable in groups:
                highs.changeColIntegrality(variable.index, highspy.HighsVarType.kInteger)
        highs.addConstr(sum(groups) == 1)
        for group, variable in zip(block.groups, groups, strict=True):
            for cell in group.cells:
                shares = [highs.addVariable(0, 1, obj=-o.gain / MICRO) for o in cell.options]
                highs.addConstr(sum(shares) == variable)
                for option, share in zip(cell.options, shares, strict=True):
                    for row, use in option.uses:
                        rows[row].append((share.index, use / problem.rows[row].scale))
    for row, uses in zip(problem.rows, rows, strict=True):
        merged: dict[int, float] = {}
        for index, use in uses:
            merged[index] = merged.get(index, 0.0) + use
        entries = list(merged)
        highs.addRow(
            -highspy.kHighsInf, row.bound / row.scale, len(entries), np.array(entries, dtype=np.int32),
            np.array([merged[i] for i in entries]),
        )  # fmt: skip
    highs.setOptionValue("mip_rel_gap", 0.0)
    begun = time.process_time()
    highs.run()
    return -highs.getInfo().objective_function_value + float(Fraction(problem.constant, MICRO)), begun


def _one_by_one(rules: Rulebook, farms: Farms, at: Ints) -> tuple[Floats, Floats]:
    """The naive optimum (cents) of each of these farms; and seconds in all for claims, laying out, setting up and HiGHS."""
    asked, best, spent = Asked(rules, ON, range(ON.year, ON.year + YEARS)), list[float](), np.zeros(4)
    for number, place in enumerate([*at[:BEFORE].tolist(), *at.tolist()]):
        profile, times = farms.profiles[place], [time.process_time()]
        claims, _ = claims_of(asked, profile)
        times.append(time.process_time())
        problem = build(Task(profile, rules, claims, ON)).problem
        times.append(time.process_time())
        found, begun = naive(problem)
        times += [begun, time.process_time()]
        if number >= min(BEFORE, len(at)):
            best.append(found)
            spent += np.diff(times)
    return np.array(best), spent


def _together(rules: Rulebook, read: Callable[[], Farms]) -> tuple[Farms, Evaluation, FarmColumns, Floats]:
    """The whole population by columns; and seconds for reading it, settling it cold, and once more."""
    rules.memory.forget()
    times = [time.process_time()]
    farms = read()
    every = np.arange(len(farms))
    times.append(time.process_time())
    evaluation = Evaluation(rules, ON, YEARS)
    evaluation.of_columns(farms, every)
    times.append(time.process_time())
    answer = evaluation.of_columns(farms, every)
    times.append(time.process_time())
    return farms, evaluation, answer, np.diff(times)


def beside(rules: Rulebook, read: Callable[[], Farms], sample: int) -> Figures:
    """Both sides on a population, the naive one on so many of its farms, taken evenly."""
    gc.freeze()
    farms, evaluation, answer, (reading, cold, warm) = _together(rules, read)
    at = np.linspace(0, len(farms) - 1, min(sample, len(farms))).astype(np.int64)
    lines = np.bincount(evaluation.lines(farms, at).farm, minlength=len(at))
    gc.freeze()
    best, spent = _one_by_one(rules, farms, at)
    gc.unfreeze()
    claims, laying, setting, highs = spent / len(at) * 1e6
    apart, allowed = np.abs(best - answer.total[at]), lines / 2 + DOUBLES
    over = at[apart > allowed]
    elsewhere = evaluation.exactly(farms, over).total if len(over) else answer.total[over]
    cold_us, warm_us = (reading + cold) / len(farms) * 1e6, warm / len(farms) * 1e6
    counted = {"": claims + laying + setting + highs, "programme_": setting + highs, "highs_": highs}
    return {
        "loop_s": loop_s(),
        "farms": float(len(farms)),
        "naive_farms": float(len(at)),
        "columns_cold_us": cold_us,
        "columns_warm_us": warm_us,
        "naive_claims_us": claims,
        "naive_laying_out_us": laying,
        "naive_setting_up_us": setting,
        "naive_highs_us": highs,
        **{f"{name}times_cold": of / cold_us for name, of in counted.items()},
        **{f"{name}times_warm": of / warm_us for name, of in counted.items()},
        "apart_most_cents": float(apart.max()),
        "lines_mean": float(lines.mean()),
        "beyond_lines": float(len(over)),
        "apart_from_engine": float((elsewhere != answer.total[over]).sum()),
        "beyond": float((apart > allowed + answer.gap[at]).sum()),
    }


def _compiled(rules: Rulebook) -> None:
    """Other farms of every sort, so that what is compiled once is there before the clock starts."""
    for kind in ("typical", "hard"):
        Evaluation(rules, ON, YEARS).of_columns(encoded(synthesise(200, seed=1, kind=kind)), np.arange(200))
    Evaluation(rules, ON, YEARS).of(profiles.read(document, rules) for document in many_farms(20, seed=1))


def side_by_side(kinds: Sequence[str] = ("typical", "hard", "balance")) -> dict[str, Figures]:
    """Typical and hard farms of a whole population, and farms on which money weighs against a class."""
    rules, found = rulebooks.load(None), dict[str, Figures]()
    _compiled(rules)
    for kind in kinds:
        found[f"beside_{kind}"] = beside(rules, _population(rules, kind), NAIVE)
    return found


def _population(rules: Rulebook, kind: str) -> Callable[[], Farms]:
    """How the farms of one sort are read into columns."""
    if kind == "balance":
        made = [profiles.read(document, rules) for document in many_farms(min(NAIVE, FARMS), seed=7)]
        return lambda: encode(made, Vocabulary())
    tables = synthesise(FARMS, seed=7, kind=kind)
    return lambda: encoded(tables)


if __name__ == "__main__":
    for name, figures in side_by_side(sys.argv[1:] or ("typical", "hard", "balance")).items():
        for figure, value in figures.items():
            print(f"{name:16} {figure:24} {value:12.3f}", flush=True)
