"""HiGHS's own search is ended by what it has done: the same at every run, with a bound that holds wherever it ended."""

from __future__ import annotations

import random

import numpy as np
import pytest

from calculator.domain.problem import Problem, Row
from calculator.stacking.solving.free_choice.bounds import free_choice
from calculator.stacking.solving.free_choice.components import survey
from calculator.stacking.solving.search import branching, own_search
from calculator.stacking.solving.search.branching import Search
from calculator.stacking.solving.search.model import build
from calculator.stacking.solving.search.own_search import each_round, run_within, searched
from calculator.stacking.solving.search.relaxation import Allowed, Relaxation
from calculator.stacking.solving.search.uses import Floats
from tests.stacking.farm_problems import EURO, by_cp_sat, whole


def drawn(seed: int, blocks: int) -> Problem:
    """Whole choices of odd size under two rows."""
    dice = random.Random(seed)
    made = []
    for n in range(blocks):
        size = dice.randint(20, 99)
        taken = size * 25 + dice.randint(0, 100), {0: size, 1: dice.randint(20, 99)}
        made.append(whole(f"b{n:02}", taken, (0, {})))
    return Problem(tuple(made), (Row("one", 20 * blocks), Row("other", 22 * blocks)))


def relaxation(problem: Problem) -> Relaxation:
    choice = free_choice(problem)
    land = survey(problem, choice)
    (component,) = land.components(set(range(len(problem.rows))))
    return Relaxation(problem, build(land, choice, component))


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.05, 10.0])
def test_its_bound_holds_wherever_it_ended_and_it_ends_there_again(seconds: float) -> None:
    problem = drawn(1, 30)
    best = by_cp_sat(problem)
    assert best is not None
    asked = relaxation(problem)
    bound, shares = searched(asked, {}, seconds)
    assert bound >= best - 1_000
    if seconds == 10.0:
        assert bound <= best + 1_000
        assert shares is not None
        assert set(shares.tolist()) == {0.0, 1.0}
    spent = asked.seconds
    again = relaxation(problem)
    other, same = searched(again, {}, seconds)
    assert (other, again.seconds) == (bound, spent)
    assert (same is None) == (shares is None)
    assert same is None or shares is None or np.array_equal(same, shares)


def test_it_asks_often_enough_to_be_ended_soon() -> None:
    highs = relaxation(drawn(1, 30)).loaded(integer=True)
    took = run_within(highs, 0.03)
    assert 0.03 < took < 0.04


def test_a_round_is_taken_to_last_longer_the_larger_the_programme_and_the_search_in_one_node_less_than_all() -> (
    None
):
    assert 0 < each_round(10, 10) < each_round(100_000, 10) < each_round(100_000, 50_000)
    problem, spent = drawn(1, 30), []
    for nodes in (1, None):
        asked = relaxation(problem)
        searched(asked, {}, 10.0, nodes)
        spent.append(asked.seconds)
    assert spent[0] < spent[1] / 2


def test_a_programme_that_is_too_large_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_search, "_MOST_ENTRIES", 3)
    asked = relaxation(drawn(1, 9))
    before = asked.seconds
    assert searched(asked, {}, 1.0) == (np.inf, None)
    assert asked.seconds == before


def test_where_time_is_up_and_nothing_was_found_what_takes_least_is_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without running commitments it keeps every row."""
    blocks = [whole(f"b{n}", (100, {0: 7}), (60, {0: 4, 1: 4}), (0, {})) for n in range(3)]
    problem = Problem(tuple(blocks), (Row("one", 10), Row("other", 3)))

    def nothing(_relaxation: Relaxation, _allowed: Allowed, _seconds: float) -> tuple[float, Floats | None]:
        return np.inf, None

    monkeypatch.setattr(branching, "searched", nothing)
    monkeypatch.setattr(Search, "_round", only_the_last(Search._round))
    asked = relaxation(problem)
    outcome = Search(asked, -1.0, 4096).run()
    assert outcome.departures is not None
    assert not outcome.proven
    assert asked.worth(outcome.departures) == 0 * EURO


def only_the_last(round_: object) -> object:
    """Rounding that finds nothing, but of what takes least."""

    def rounded(self: Search, allowed: Allowed, shares: Floats, values: Floats | None = None) -> bool:
        return bool(not shares.any() and round_(self, allowed, shares, values))  # type: ignore[operator]

    return rounded
