"""What money brings: hectares rewarded, points of the activities on them, and euros of farms, per side and per scheme.

A hectare counts once, however many schemes pay for it. Its points are those of the activity with most points that its
measure is, over all goals, on the reference date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.answers.land import done_of, rewarded
from calculator.scenarios.runs.result import Result, schemes_of
from calculator.scenarios.runs.running import Run


@dataclass(frozen=True, slots=True)
class Yield:
    """Euros (cents a year) that payers spend, those of them that are public, hectares rewarded, points, and farms paid."""

    cents: int
    public: int
    hectares: Decimal
    points: Decimal
    farms: int


def yields(run: Run) -> tuple[Yield, Yield]:
    """Of all payments together, before and after."""
    done = done_of(run.population)
    sides = zip((run.before, run.after), run.rules, strict=True)
    found = [_of(result, rules, done, run) for result, rules in sides]
    return found[0], found[1]


def by_scheme(run: Run) -> Mapping[str, Yield]:
    """Of each scheme by itself under the rules as they are; a hectare that two schemes pay for counts at both."""
    done, result = done_of(run.population), run.before
    schemes = schemes_of(result.paid["ref"])
    found = {}
    for scheme in sorted(set(schemes)):
        own = Result(result.farms, result.paid[schemes == scheme], result.reached, result.open)
        found[str(scheme)] = _of(own, run.rules[0], done, run)
    return found


def points_of(rules: Rulebook, run: Run) -> Mapping[str, Decimal]:
    """Points per hectare of each measure that is an activity, over all goals."""
    found: dict[str, Decimal] = {}
    for scheme in rules.schemes_on(run.receipt.on):
        for payment in scheme.payments:
            series = payment.figures.get("points")
            figure = series.on(run.receipt.on) if series and payment.kind == "activity" else None
            if figure is not None and figure.values:
                total = sum(figure.values.values(), Decimal(0))
                for measure in payment.measures:
                    found[measure] = max(found.get(measure, Decimal(0)), total)
    return found


def _of(result: Result, rules: Rulebook, done: pd.DataFrame, run: Run) -> Yield:
    years = run.receipt.years
    public = {s.id for s in rules.schemes if s.payer_is_public}
    cents = result.paid["cents"]
    is_public = schemes_of(result.paid["ref"]).isin(public)
    own = done[rewarded(done, result, rules)]
    area = own.groupby("measure", observed=True)["done"].sum()
    points = points_of(rules, run)
    return Yield(
        round(int(cents.sum()) / years),
        round(int(cents[is_public.to_numpy()].sum()) / years),
        Decimal(int(area.sum())) / 10_000,
        sum(
            (Decimal(int(m2)) / 10_000 * points.get(str(m), Decimal(0)) for m, m2 in area.items()), Decimal(0)
        ),
        int(result.paid["farm"].nunique()),
    )
