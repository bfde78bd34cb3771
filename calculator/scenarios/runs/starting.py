"""Farms that may start new measures: a sample, each farm's best plan among its candidates, under the rules before and after.

Every farm of the sample is worked out by the engine that advises one farm, so it is exact per farm; it is too slow for a whole
population, and nothing is scaled up from the sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.candidates import TooManyCandidatesError
from calculator.scenarios.population.profiles import profiles
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.evaluating import Cancelled
from calculator.scenarios.runs.result import Ints
from calculator.stacking import awarding
from calculator.stacking.advising.advice import NoPlanError
from calculator.stacking.advising.asking import Advice
from calculator.stacking.advising.tied import TooManyPlansTogetherError
from calculator.stacking.awarding import Question
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from calculator.stacking.problem.stacks.compatible import TooManyStacksError
from calculator.stacking.solving.steps.mending import UnsettledError

_CANNOT = (
    TooManyCandidatesError,
    NoPlanError,
    TooManyPlansTogetherError,
    TooManyStacksError,
    TooManyPlansError,
    NoLawfulAwardError,
    UnsettledError,
)


@dataclass(frozen=True, slots=True)
class Started:
    """What a farm starts: measure, ten-thousandths of its unit, and the cents a year that it asks (None where unknown).

    ``paid`` is what the farm as the plan has it is paid over the horizon, in cents.
    """

    farm: int
    paid: int
    measures: tuple[tuple[str, int, int | None], ...]


def sample(population: Population, count: int, seed: int) -> Ints:
    """So many farms by position, drawn from the seed."""
    most = min(count, len(population))
    drawn = np.random.default_rng(seed).choice(len(population), most, replace=False)
    return np.sort(drawn).astype(np.int64)


def started(
    population: Population,
    rules: tuple[Rulebook, Rulebook],
    farms: Ints,
    on: date,
    years: int,
    stopped: Callable[[], bool] | None = None,
) -> Iterator[tuple[Started, Started] | None]:
    """Both sides of each farm; None where its candidates cannot be worked out. Raises Cancelled."""
    keys = population.keys
    found = profiles(population, [keys[at] for at in farms.tolist()])
    for at, (_, profile) in zip(farms.tolist(), found, strict=True):
        if stopped is not None and stopped():
            raise Cancelled
        try:
            yield tuple(_one(at, profile, book, on, years) for book in rules)  # type: ignore[misc]  # two of them
        except _CANNOT:
            yield None


def _one(at: int, profile: FarmProfile, rulebook: Rulebook, on: date, years: int) -> Started:
    question = Question(profile, rulebook, on, years, "sample", "", "advise")
    advice = Advice.of(question)
    plan = advice.best()
    taken = tuple(
        (c.measure.code, int(c.measure.quantity * 10_000), c.effort) for c in advice.taken(plan.arrangements)
    )
    return Started(at, awarding.total(advice.farm(plan.arrangements)), taken)
