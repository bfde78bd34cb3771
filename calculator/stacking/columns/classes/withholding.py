"""What a minimum in all withholds from farms on which money was weighed against a class: the best without it, less the best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import BALANCE, Case, Chosen
from calculator.stacking.columns.classes.balancing import Balanced, weighed
from calculator.stacking.columns.classes.programme import Floats, exams_of
from calculator.stacking.problem.stacks.regime import regime

SLIGHT = "what a minimum withholds hangs on a cent"


def withhold(case: Case, chosen: list[Chosen], balanced: Balanced | None) -> None:
    """Note what every minimum withholds from these farms; those of which it cannot be said are left."""
    if balanced is None:
        return
    rules = [regime(case.rulebook, year, case.on) for year in case.years]
    for limit in sorted({of.minimum_of.id for of in rules if of.minimum_of is not None}):
        _withheld(case, chosen, balanced, limit)


def _withheld(case: Case, chosen: list[Chosen], balanced: Balanced, limit: str) -> None:
    unpaid, bears = _below(case, chosen, limit)
    at = np.flatnonzero([bears[f] and f not in case.left for f in balanced.farms.tolist()])
    if not len(at):
        return
    farms = balanced.farms[at]
    # Chosen anew without the minimum, from the land that has most money.
    other = replace(case, left=dict.fromkeys(farms.tolist(), BALANCE), gap={}, picked=balanced.most)
    exams = exams_of(case, chosen, farms, balanced.scheme, limit)
    most = weighed(other, list(chosen), exams, farms) + unpaid[farms]
    for farm, more in zip(farms.tolist(), np.rint(most - balanced.net[at]).tolist(), strict=True):
        if farm in other.left:
            case.left[farm] = other.left[farm]
        elif more > len(case.years):
            case.withheld[farm, limit] = int(more)
        elif more > 0:
            case.left[farm] = SLIGHT


def _below(case: Case, chosen: list[Chosen], limit: str) -> tuple[Floats, Ints]:
    """Per farm the cents that stay below the minimum without a class; and in how many years something may be withheld."""
    unpaid = np.zeros(len(case.farms), dtype=np.int64)
    bears = np.zeros_like(unpaid)
    for year in case.years:
        rules = regime(case.rulebook, year, case.on)
        if rules.minimum is None or rules.minimum_of is None or rules.minimum_of.id != limit:
            continue
        beside = case.beside(year)
        least = int(rules.minimum * MICRO)
        below = beside < least
        unpaid += np.where(below, beside, 0)
        bears += below & (beside > 0)
        for made, of, _ in chosen:
            if of == year and rules.shares_minimum(made.claims[0]):
                bears[made.farm] += below[made.farm]
    return unpaid / MICRO, bears
