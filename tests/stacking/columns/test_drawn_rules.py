"""Whatever relations, limits, terms and classes meet: a population in columns is paid what every farm is paid by itself."""

from __future__ import annotations

import pytest

from calculator.stacking.columns import evaluate
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.stacking.columns.drawn import drawn
from tests.stacking.columns.test_evaluation import ON, alone, of_farm
from tests.stacking.columns.test_explained import same as told


def agree(seed: int) -> None:
    """Totals, payments, classes, and limits with what they withhold, of every farm."""
    rules, farms, years = drawn(seed)
    found, own = evaluate(rules, farms, on=ON, years=years), alone(rules, farms, ON, years)
    for place in range(len(farms)):
        assert of_farm(found, place) == of_farm(own, place), (seed, place)


@pytest.mark.parametrize("seed", range(4))
def test_farms_in_columns_are_paid_what_each_is_paid_by_itself_under_any_rules(seed: int) -> None:
    agree(seed)


def test_what_scores_more_decides_among_equals_under_a_full_ceiling_as_on_the_whole_farm() -> None:
    agree(2052)


@pytest.mark.soak
@pytest.mark.parametrize("hundred", range(10))
def test_farms_in_columns_are_paid_what_each_is_paid_by_itself_under_a_thousand_rulebooks(
    hundred: int,
) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        agree(seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100))
def test_farms_are_told_what_their_own_awards_say_under_any_rules(seed: int) -> None:
    rules, farms, years = drawn(seed)
    told(rules, encode(farms, Vocabulary()), ON, years)
