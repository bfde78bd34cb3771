"""Claims as they stand are paid in columns what the ordinary engine pays for them, when nothing else can be claimed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme
from calculator.domain.source import Series
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.answer import FarmColumns, Gathering
from calculator.stacking.columns.ordinary import Asked, settle_farm
from calculator.stacking.columns.reading.farms import Farms, encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from calculator.stacking.columns.standing import Standing, held
from tests.benchmarks.farms import many_farms
from tests.stacking.columns.test_evaluation import of_farm

ON, YEARS = date(2026, 7, 1), 3


def dearer(rules: Rulebook, times: Decimal, *starts: str) -> Rulebook:
    """The same rules, in which some schemes pay so many times as much per unit."""

    def of(scheme: Scheme) -> Scheme:
        if not scheme.id.startswith(starts):
            return scheme
        return replace(
            scheme,
            payments=tuple(
                replace(p, figures={n: _times(s, times) if n == "rate" else s for n, s in p.figures.items()})
                for p in scheme.payments
            ),
        )

    return replace(rules, schemes=tuple(map(of, rules.schemes)), digest=f"{rules.digest} {times} {starts}")


def _times(series: Series, times: Decimal) -> Series:
    figures = tuple(
        replace(
            f,
            values={k: v * times for k, v in f.values.items()},
            low={k: v * times for k, v in f.low.items()},
            high={k: v * times for k, v in f.high.items()},
        )
        for f in series.figures
    )
    return replace(series, figures=figures)


def alone(rules: Rulebook, farms: Farms, stands: Standing) -> FarmColumns:
    """The same claims by the ordinary engine, farm by farm."""
    into = Gathering(tuple(range(ON.year, ON.year + YEARS)))
    asked = Asked(rules, ON, range(ON.year, ON.year + YEARS))
    for at in range(len(farms)):
        settle_farm(asked, farms.profiles[at], at, "asked", into, held(farms, stands, at, at))
    return into.finished()


@pytest.fixture(scope="module")
def farms() -> Farms:
    return encoded(synthesise(60, seed=13, kind="hard"))


def test_under_the_rules_under_which_they_were_chosen_they_are_paid_the_same(farms: Farms) -> None:
    evaluation, every = Evaluation(rulebooks.current(), ON, YEARS), np.arange(len(farms))
    chosen = evaluation.of_columns(farms, every)
    again = evaluation.valued(farms, every, evaluation.standing(farms, every))
    for at in range(len(farms)):
        one, other = of_farm(chosen, at), of_farm(again, at)
        assert (one["paid"], one["class"], one["open"]) == (other["paid"], other["class"], other["open"])


def test_land_that_was_divided_to_reach_a_class_stays_divided() -> None:
    rules = rulebooks.current()
    documents = many_farms(25, seed=3)
    farms = encode([profiles.read(document, rules) for document in documents], Vocabulary())
    evaluation, every = Evaluation(rules, ON, YEARS), np.arange(len(farms))
    stands = evaluation.standing(farms, every)
    places, counts = np.unique(stands.land[:, :2], axis=0, return_counts=True)
    divided = np.bincount(places[counts > 1, 0], minlength=len(farms))
    assert divided.any()
    chosen, again = evaluation.of_columns(farms, every), evaluation.valued(farms, every, stands)
    for at in range(len(farms)):
        assert of_farm(chosen, at)["class"] == of_farm(again, at)["class"]
        # A payment on the whole of a piece that is divided is rounded on each of its parts.
        assert abs(chosen.total[at] - again.total[at]) <= 2 * YEARS * divided[at]


@pytest.mark.parametrize(
    ("times", "schemes"),
    [(Decimal("1.5"), ("national.rvo",)), (Decimal("0.2"), ("province", "water_board", "dairy"))],
)
def test_under_other_rules_they_are_paid_what_the_ordinary_engine_pays_for_them(
    farms: Farms, times: Decimal, schemes: tuple[str, ...]
) -> None:
    before, every = Evaluation(rulebooks.current(), ON, YEARS), np.arange(len(farms))
    after = Evaluation(dearer(rulebooks.current(), times, *schemes), ON, YEARS, before)
    stands = before.standing(farms, every)
    found, own = after.valued(farms, every, stands), alone(after.rulebook, farms, stands)
    chosen, moved = before.of_columns(farms, every), 0
    for at in range(len(farms)):
        assert of_farm(found, at) == of_farm(own, at)
        moved += int(found.total[at] != chosen.total[at])
    assert moved
    # Nothing is chosen again, so nobody does better than by choosing again.
    best = after.of_columns(farms, every)
    assert (found.total <= best.total + best.gap + 2 * YEARS).all()


def test_what_stands_is_of_the_farms_that_are_asked(farms: Farms) -> None:
    evaluation = Evaluation(rulebooks.current(), ON, YEARS)
    stands = evaluation.standing(farms, np.arange(3))
    with pytest.raises(ValueError, match="other farms"):
        evaluation.valued(farms, np.arange(4), stands)
