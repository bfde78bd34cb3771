"""What whole steps reach around the corner of a programme, against a search through all of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from calculator.services.award.awards import compute
from calculator.services.registry import rulebooks
from calculator.stacking import certified
from calculator.stacking.solving.steps import corner_steps, parts
from calculator.stacking.solving.steps.parts import InWholeSteps, in_whole_steps
from calculator.stacking.solving.steps.searching import StepSearch
from calculator.stacking.solving.steps.settlement import objective
from tests.benchmarks.farms import farm


class EndedError(Exception):
    """What was asked is known."""


def divided(seed: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, ...]:
    """What is asked in whole steps of a farm whose last square metres are worth ten cents each."""
    asked = list[tuple[Any, ...]]()

    def noted(*given: Any) -> InWholeSteps:
        asked.append(given)
        raise EndedError

    with monkeypatch.context() as patched:
        patched.setattr(certified, "in_whole_steps", noted)
        with pytest.raises(EndedError):
            compute(rulebooks.current(), farm(seed), on=date(2026, 7, 1), years=10)
    return asked[0]


@pytest.mark.parametrize("seed", [1_300_000, 1_100_571])
def test_around_the_corner_is_found_what_a_search_through_all_steps_finds(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = divided(seed, monkeypatch)
    problem = asked[0].problem
    with monkeypatch.context() as patched:
        patched.setattr(parts, "settled_at_corner", lambda *_: False)
        searched = in_whole_steps(*asked)
    monkeypatch.setattr(StepSearch, "at_once", None)
    found = in_whole_steps(*asked)
    assert found.shares is not None
    assert searched.shares is not None
    assert abs(objective(problem, found.shares) - objective(problem, searched.shares)) <= 1_001
    assert found.bound - objective(problem, found.shares) <= 1_001


def test_a_farm_that_a_search_does_not_prove_is_proven_around_the_corner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It was paid four cents less, after nine seconds."""
    asked = divided(1_101_049, monkeypatch)
    monkeypatch.setattr(StepSearch, "at_once", None)
    found = in_whole_steps(*asked)
    assert found.shares is not None
    gained = objective(asked[0].problem, found.shares)
    assert asked[2] is not None
    assert gained > objective(asked[0].problem, asked[2])
    assert found.bound - gained <= 1_001


def test_what_is_looked_at_around_the_corner_is_spent_of_the_time_of_the_award(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Thirty grants over ten years that rest on each other took five gigabytes there, and no award came."""
    asked = divided(1_101_049, monkeypatch)
    monkeypatch.setattr(StepSearch, "at_once", None)
    time = asked[4]
    before = time.left
    in_whole_steps(*asked)
    assert before - 2 < time.left < before


def test_where_there_is_too_much_to_look_at_around_the_corner_it_is_searched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = divided(1_101_049, monkeypatch)

    def searched(*_: Any) -> None:
        raise EndedError

    monkeypatch.setattr(StepSearch, "at_once", searched)
    in_whole_steps(*asked)
    monkeypatch.setattr(corner_steps, "_MOST_ENTRIES", 100)
    with pytest.raises(EndedError):
        in_whole_steps(*asked)
