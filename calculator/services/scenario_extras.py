"""What may be asked of a run besides its sheets: the bottleneck map, a roadmap, the high end of ranges, sweeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.scheme import Text
from calculator.scenarios.answers import land, obstacles
from calculator.scenarios.answers.sheet import Column, Sheet
from calculator.scenarios.runs import running
from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.roadmap import roadmap
from calculator.scenarios.runs.running import Run
from calculator.scenarios.runs.sweeping import Axis, combinations
from calculator.scenarios.runs.touching import Touching
from calculator.scenarios.runs.variant import Variant
from calculator.scenarios.runs.withholding import withheld
from calculator.services.scenario_rules import SetUp


@dataclass(frozen=True, slots=True)
class Extras:
    """``bottlenecks`` looks at the rules as they are; a ``roadmap`` of so many steps needs it; ``ranges`` is the high end."""

    bottlenecks: bool = False
    roadmap: int = 0
    ranges: bool = False


def extra_sheets(run: Run, evaluate: Evaluator, asked: Extras) -> tuple[Sheet, ...]:
    """The sheets that were asked for."""
    found: list[Sheet] = []
    if asked.bottlenecks or asked.roadmap:
        found += _obstacles(run, evaluate, asked.roadmap)
    if asked.ranges:
        found.append(_ranges(run, evaluate))
    return tuple(found)


def _obstacles(run: Run, evaluate: Evaluator, steps: int) -> list[Sheet]:
    rulebook, receipt = run.rules[0], run.receipt
    touching = Touching.of(run.population, rulebook, receipt.on, receipt.years)
    base = evaluate(Variant(rulebook.digest), running.everybody(run.population))
    held = withheld(evaluate, touching, rulebook, base)
    found = [obstacles.map_of(run.population, held, rulebook)]
    if steps:
        road = roadmap(evaluate, touching, rulebook, base, held, steps=steps)
        found.append(obstacles.roadmap_of(run.population, road, rulebook))
    return found


def _ranges(run: Run, evaluate: Evaluator) -> Sheet:
    """The whole at the low, expected and high end; expected equals low where a range has no point value."""
    rows = []
    everybody = running.everybody(run.population)
    for name, rules, result in zip(("before", "after"), run.rules, (run.before, run.after), strict=True):
        top = evaluate(Variant(rules.digest, high=True), everybody)
        expected = int(result.farms["total"].sum())
        rows.append((_SIDES[name], expected, expected, max(expected, int(top.farms["total"].sum()))))
    columns = (
        Column("side", Text("kant", "side")),
        Column("low", Text("laag (EUR)", "low (EUR)"), "euro"),
        Column("expected", Text("verwacht (EUR)", "expected (EUR)"), "euro"),
        Column("high", Text("hoog (EUR)", "high (EUR)"), "euro"),
    )
    return Sheet("ranges", Text("Laag, verwacht, hoog", "Low, expected, high"), columns, tuple(rows), _RANGE)


_SIDES = {"before": Text("nu", "now"), "after": Text("scenario", "scenario")}
_RANGE = Text(
    "Hoog neemt de bovenkant van gepubliceerde bandbreedten en laat combinaties optellen waarvan niemand de regel heeft "
    "gepubliceerd.",
    "High takes the upper ends of published ranges, and lets combinations add up whose rule nobody has published.",
)


def sweep(
    made: SetUp, along: tuple[Axis, ...], run_one: Callable[[SetUp], Run], apply: Callable[..., SetUp]
) -> Sheet:
    """Each combination on the same farms: what it costs, and what one more rewarded hectare costs from one to the next."""
    rows: list[tuple[object, ...]] = []
    last: tuple[int, Decimal] | None = None
    for values, scenario in combinations(made.scenario, along):
        done = run_one(apply(scenario))
        before, after = (int(side.farms["total"].sum()) for side in (done.before, done.after))
        area = _rewarded(done)
        extra = None if last is None or area <= last[1] else round((after - last[0]) / float(area - last[1]))
        rows.append(
            (
                *values,
                *([None] * (2 - len(values))),
                before,
                after,
                after - before,
                len(done.touched),
                area,
                extra,
            )
        )
        last = (after, area)
    columns = (
        Column("first", Text("eerste waarde", "first value"), "decimal"),
        Column("second", Text("tweede waarde", "second value"), "decimal"),
        Column("before", Text("nu (EUR)", "now (EUR)"), "euro"),
        Column("after", Text("scenario (EUR)", "scenario (EUR)"), "euro"),
        Column("difference", Text("verschil (EUR)", "difference (EUR)"), "euro"),
        Column("touched", Text("bedrijven geraakt", "farms touched"), "whole"),
        Column("hectares", Text("hectares beloond", "hectares rewarded"), "decimal"),
        Column("marginal", Text("per extra hectare (EUR)", "per extra hectare (EUR)"), "euro"),
    )
    return Sheet("sweep", Text("Reeks", "Sweep"), columns, tuple(rows))  # type: ignore[arg-type]


def _rewarded(run: Run) -> Decimal:
    """Hectares with a measure that is rewarded in the scenario, over all measures."""
    cells = land.hectares(run)
    told = cells.loc[cells["node"] != "*", "after"].dropna().astype("int64")
    return Decimal(int(told.sum())) / 10_000
