"""A run: the same farms under the rules before and after, each side the best response of every farm."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.population.tables import Population
from calculator.scenarios.reform.scenario import Participation, Scenario
from calculator.scenarios.runs import budgets, participating
from calculator.scenarios.runs.budgets import Allotment
from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.participating import Schemes
from calculator.scenarios.runs.receipt import Receipt
from calculator.scenarios.runs.rechecking import recheck
from calculator.scenarios.runs.result import Ints, Result
from calculator.scenarios.runs.touching import Touching
from calculator.scenarios.runs.variant import Variant


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Both sides of a comparison over the same farms; ``solved`` farms were worked out again for the scenario.

    ``left`` are the schemes that a farm leaves aside, or was turned away from, per side by position.
    """

    receipt: Receipt
    scenario: Scenario
    population: Population
    rules: tuple[Rulebook, Rulebook]
    before: Result
    after: Result
    touched: Ints
    left: tuple[dict[int, Schemes], dict[int, Schemes]] = field(default_factory=lambda: ({}, {}))
    allotments: tuple[Allotment, ...] = ()


def everybody(population: Population) -> Ints:
    """The positions of all farms."""
    return np.arange(len(population), dtype=np.int64)


def run(
    population: Population,
    rules: tuple[Rulebook, Rulebook],
    scenario: Scenario,
    evaluate: Evaluator,
    receipt: Receipt,
    *,
    all_again: bool = False,
) -> Run:
    """Both sides; ``all_again`` solves every farm for the scenario too, also those that it cannot touch.

    Raises DisagreementError where a farm of the sample that is worked out exactly is paid otherwise.
    """
    before, after = _variants(rules, scenario)
    farms = everybody(population)
    touching = Touching.of(population, rules[0], receipt.on, receipt.years)
    touched = farms if all_again else touching.touched(*rules)
    # Both at once, so that no worker waits for the others at the end of the first.
    baseline, again = evaluate.many([(before, farms), (after, touched)])
    first = baseline.but(again) if len(touched) else baseline
    found = recheck(evaluate, [(before, baseline), (after, again)], receipt.seed, receipt.years)
    receipt = replace(receipt, recheck=found)
    sides = [(before, baseline), (after, first)]
    weighed = [_weighed(evaluate, v, r, farms, scenario.participation, receipt.years) for v, r in sides]
    result, left = weighed[1]
    turned: dict[int, Schemes] = {}
    allotments: tuple[Allotment, ...] = ()
    if scenario.budgets:

        def respond(barred: dict[int, Schemes]) -> Result:
            again = np.array(sorted(barred), dtype=np.int64)
            return participating.respond(
                evaluate, after, again, scenario.participation, receipt.years, barred
            )[0]

        result, turned, allotments = budgets.divide(
            population, scenario.budgets, result, respond, receipt.seed, receipt.on.year
        )
    aside = {f: left.get(f, Schemes()) | turned.get(f, Schemes()) for f in (*left, *turned)}
    return Run(
        receipt, scenario, population, rules, weighed[0][0], result, touched, (weighed[0][1], aside), allotments
    )  # fmt: skip


def _variants(rules: tuple[Rulebook, Rulebook], scenario: Scenario) -> tuple[Variant, Variant]:
    """The rules before and after; where claims stand, those made before are paid after."""
    before, after = (r.digest for r in rules)
    return Variant(before), Variant(after, stands=before if scenario.claims_stand else "")


def _weighed(
    evaluate: Evaluator,
    variant: Variant,
    result: Result,
    farms: Ints,
    participation: Participation,
    years: int,
) -> tuple[Result, dict[int, Schemes]]:
    if not participation.least:
        return result, {}
    return participating.respond(evaluate, variant, farms, participation, years)
