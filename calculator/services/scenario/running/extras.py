"""What may be asked of a run besides its sheets: the bottleneck map, a roadmap, the high end of ranges, sweeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.scheme import Text
from calculator.scenarios.answers import obstacles, starts
from calculator.scenarios.answers.cells import LEAST
from calculator.scenarios.answers.sheet import Column, Sheet
from calculator.scenarios.answers.yields import yields
from calculator.scenarios.runs import running, starting
from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.result import Result
from calculator.scenarios.runs.roadmap import roadmap
from calculator.scenarios.runs.running import Run
from calculator.scenarios.runs.sweeping import Axis, combinations, is_factor
from calculator.scenarios.runs.touching import Touching
from calculator.scenarios.runs.variant import Variant
from calculator.scenarios.runs.withholding import withheld
from calculator.services.scenario.rules import SetUp


@dataclass(frozen=True, slots=True)
class Extras:
    """``bottlenecks`` looks at the rules as they are; a ``roadmap`` of so many steps needs it; ``ranges`` is the high end.

    ``sample`` is how many farms may also start new measures.
    """

    bottlenecks: bool = False
    roadmap: int = 0
    ranges: bool = False
    sample: int = 0


def extra_sheets(run: Run, evaluate: Evaluator, asked: Extras) -> tuple[Sheet, ...]:
    """The sheets that were asked for."""
    found: list[Sheet] = []
    if asked.bottlenecks or asked.roadmap:
        found += _obstacles(run, evaluate, asked.roadmap)
    if asked.ranges:
        found.append(_ranges(run, evaluate))
    if asked.sample:
        found.append(_started(run, evaluate, asked.sample))
    return tuple(found)


def _started(run: Run, evaluate: Evaluator, count: int) -> Sheet:
    """What farms of a sample start, on both sides; the same seed draws the same farms."""
    receipt = run.receipt
    farms = starting.sample(run.population, count, receipt.seed)
    pairs = starting.started(run.population, run.rules, farms, receipt.on, receipt.years, evaluate.cancelled)
    return starts.started_sheet(list(pairs), run.rules[1], receipt.years)


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
        Column("low", Text("laag (€)", "low (€)"), "euro"),
        Column("expected", Text("verwacht (€)", "expected (€)"), "euro"),
        Column("high", Text("hoog (€)", "high (€)"), "euro"),
    )
    return Sheet("ranges", Text("Laag, verwacht, hoog", "Low, expected, high"), columns, tuple(rows), _RANGE)


_SIDES = {"before": Text("nu", "now"), "after": Text("scenario", "scenario")}
_RANGE = Text(
    "Hoog neemt de bovenkant van gepubliceerde bandbreedten en laat combinaties optellen waarvan niemand de regel heeft "
    "gepubliceerd. Eco-activiteiten die op een antwoord wachten tellen hier niet mee; in de uitkomst van een bedrijf wel.",
    "High takes the upper ends of published ranges, and lets combinations add up whose rule nobody has published. "
    "Eco-activities that wait for an answer do not count here; in the award of a farm they do.",
)


def sweep(
    made: SetUp, along: tuple[Axis, ...], run_one: Callable[[SetUp], Run], apply: Callable[..., SetUp]
) -> Sheet:
    """Each combination on the same farms: what it costs, and what one more rewarded hectare costs from one to the next."""
    rows: list[tuple[object, ...]] = []
    last: tuple[int, Decimal, Decimal] | None = None
    told: list[Result] = []
    for values, scenario in combinations(made.scenario, along):
        done = run_one(apply(scenario))
        if _few(done, told):
            rows.append((*values, *([None] * (10 - len(values)))))
            continue
        told.append(done.after)
        before, after = (int(side.farms["total"].sum()) for side in (done.before, done.after))
        own = yields(done)[1]
        area, points = own.hectares, own.points
        rows.append(
            (
                *values,
                *([None] * (2 - len(values))),
                before,
                after,
                after - before,
                len(done.touched),
                area,
                _marginal(last, after, 1, area),
                points,
                _marginal(last, after, 2, points),
            )
        )
        last = (after, area, points)
    columns = (
        Column("first", _value(Text("eerste waarde", "first value"), made, along[:1]), "decimal"),
        Column("second", _value(Text("tweede waarde", "second value"), made, along[1:]), "decimal"),
        Column("before", Text("nu (€)", "now (€)"), "euro"),
        Column("after", Text("scenario (€)", "scenario (€)"), "euro"),
        Column("difference", Text("verschil (€)", "difference (€)"), "euro"),
        Column("touched", Text("bedrijven geraakt", "farms touched"), "whole"),
        Column("hectares", Text("hectares beloond", "hectares rewarded"), "decimal"),
        Column("marginal", Text("per extra hectare (€)", "per extra hectare (€)"), "euro"),
        Column("points", Text("punten", "points"), "decimal"),
        Column("marginal_point", Text("per extra punt (€)", "per extra point (€)"), "euro"),
    )
    return Sheet("sweep", Text("Reeks", "Sweep"), columns, tuple(rows))  # type: ignore[arg-type]


def _value(title: Text, made: SetUp, along: Sequence[Axis]) -> Text:
    """The title above values; of a change that multiplies they are factors, however they were asked for."""
    if any(is_factor(made.scenario.changes[axis.change - 1]) for axis in along):
        return Text(f"{title.nl} (maal nu)", f"{title.en} (times now)")
    return title


def _few(done: Run, told: Sequence[Result]) -> bool:
    """Whether a value would tell of one to nine real farms, against now or against a value that was told."""
    if done.population.synthetic:
        return False
    own = done.after.totals
    return any(0 < int((own != other.totals).sum()) < LEAST for other in (done.before, *told))


def _marginal(last: tuple[int, Decimal, Decimal] | None, after: int, at: int, amount: Decimal) -> int | None:
    """What one more of it costs from the value before to this one; None where there is not more."""
    if last is None:
        return None
    more = amount - Decimal(last[at])
    return round((after - last[0]) / float(more)) if more > 0 else None
