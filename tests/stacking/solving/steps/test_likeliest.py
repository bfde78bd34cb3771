"""Whole decisions walked: the best of them where no state is left out, and lawful however few go on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calculator.domain.problem import Problem
from calculator.stacking.solving.steps import likeliest
from calculator.stacking.solving.steps.likeliest import Taken, Walk
from calculator.stacking.solving.steps.settlement import WHOLE, Share, keeps, objective
from tests.stacking.farm_problems import EURO, by_brute_force, by_cp_sat, random_problem, shuffled, whole


def shares(taken: dict[int, Taken]) -> tuple[Share, ...]:
    return tuple(Share(b, g, c, o, WHOLE) for b, (g, each) in taken.items() for c, o in enumerate(each))


def walked(problem: Problem) -> dict[int, Taken] | None:
    walk = Walk.of(problem, range(len(problem.blocks)))
    assert walk is not None
    return walk.taken({})


def of_whole_blocks(seed: int) -> Problem:
    """Blocks that take one group, and in each of its cells one option."""
    problem = random_problem(seed)
    return replace(problem, blocks=tuple(replace(b, whole=True) for b in problem.blocks))


@pytest.mark.parametrize("seed", range(25))
def test_where_no_state_is_left_out_the_walk_ends_with_the_best(seed: int) -> None:
    problem = of_whole_blocks(seed)
    taken, best = walked(problem), by_cp_sat(problem)
    if best is None:
        assert taken is None
        return
    assert taken is not None
    assert keeps(problem, shares(taken))
    assert objective(problem, shares(taken)) == best


@pytest.mark.parametrize("seed", range(25))
def test_with_two_states_it_ends_lawful_or_not_at_all(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeliest, "_MOST", 2)
    monkeypatch.setattr(likeliest, "_LEAST", 1)
    problem = random_problem(seed, all_whole=True)
    taken, best = walked(problem), by_brute_force(problem)
    if taken is not None:
        assert best is not None
        assert keeps(problem, shares(taken))
        assert objective(problem, shares(taken)) <= best


@pytest.mark.parametrize("seed", range(15))
def test_the_order_of_anything_does_not_choose(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeliest, "_MOST", 2)
    monkeypatch.setattr(likeliest, "_LEAST", 1)
    problem = of_whole_blocks(seed)
    other = shuffled(problem, seed)
    told = []
    for each in (problem, other):
        taken = walked(each)
        told.append(
            taken
            and sorted(
                (each.blocks[b].id, each.blocks[b].groups[g].cells[c].options[o].gain)
                for b, (g, picks) in taken.items()
                for c, o in enumerate(picks)
            )
        )
    assert told[0] == told[1]


def test_a_state_that_leaves_more_of_what_is_dear_goes_on_before_one_that_gained_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(likeliest, "_MOST", 1)
    monkeypatch.setattr(likeliest, "_LEAST", 1)
    monkeypatch.setattr(likeliest, "_BEFORE", 1)
    first = whole("first:2026", (10, {0: 10}), (0, {}))
    later = whole("later:2027", (30, {0: 10}), (0, {}))
    problem = Problem((first, later), of_whole_blocks(0).rows[:1])
    problem = replace(problem, rows=(replace(problem.rows[0], bound=10),))
    walk = Walk.of(problem, (0, 1))
    assert walk is not None
    greedy, priced = walk.taken({}), walk.taken({0: 2.0 * EURO})
    assert greedy is not None
    assert priced is not None
    assert objective(problem, shares(greedy)) == 10 * EURO
    assert objective(problem, shares(priced)) == 30 * EURO


def test_what_is_not_walked_leaves_as_much_of_a_row_as_it_can() -> None:
    eased = whole("eased:2026", (5, {0: 3}), (0, {}))
    beside = whole("~choice", (0, {0: -3}), (0, {}))
    problem = Problem((eased, beside), (replace(of_whole_blocks(0).rows[0], bound=0),))
    walk = Walk.of(problem, (0,))
    assert walk is not None
    assert walk.taken({}) == {0: (0, (0,))}


def test_too_many_options_are_not_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = of_whole_blocks(1)
    monkeypatch.setattr(likeliest, "_OPTIONS", 3)
    assert Walk.of(problem, range(len(problem.blocks))) is None
    assert Walk.of(problem, ()) is None


def test_amounts_whose_sums_may_not_fit_are_not_walked() -> None:
    large = whole("b:2026", (0, {0: 2**61}), (0, {}))
    problem = Problem((large,), of_whole_blocks(0).rows[:1])
    assert Walk.of(problem, (0,)) is None
