"""Where one row holds the free choice back, a walk finds what the programme finds: the same division, with a proof that holds."""

from __future__ import annotations

import random

import pytest

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.proof.certificate import Bounds
from calculator.stacking.solving.free_choice.bounds import broken_rows, free_choice
from calculator.stacking.solving.free_choice.components import survey
from calculator.stacking.solving.in_place.corner import Corner
from calculator.stacking.solving.in_place.walking import Walk, walked
from calculator.stacking.solving.optimum.solver import Rounds, solved
from tests.stacking.farm_problems import (
    EURO,
    assert_lawful,
    chosen,
    divisible,
    option,
    shuffled,
    value,
    whole,
)


def classes(seed: int) -> Problem:
    """A class that asks points of land, which gives up money for them: one row that binds, and others that may."""
    dice = random.Random(seed)
    asks = [(0, {}), *[(dice.choice([200, 300, 400]) * n, {0: 40 * n, 1: 10 * n}) for n in (1, 2, 3)]]
    blocks = [whole("class", *asks[: dice.randint(2, 4)])]
    for at in range(dice.randint(3, 9)):
        money = dice.choice([10, 20, 50, dice.randint(0, 90)])
        ways = [(money, {})] + [
            (dice.choice([0, money // 2]), {0: -dice.choice([5, 10, 20]), 1: -dice.randint(2, 9)})
            for _ in range(dice.randint(1, 3))
        ]
        if dice.random() < 0.5:
            plans = tuple(Group((Cell((option(*way),)),)) for way in ways)
            blocks.append(Block(f"plan {at}", plans))
        else:
            blocks.append(divisible(f"land {at}", *ways))
    return Problem(tuple(blocks), (Row("points", 0), Row("value", dice.choice([0, 0, 20]))))


def by_programme(problem: Problem) -> tuple[Problem, object]:
    choice = free_choice(problem)
    rows = set(broken_rows(problem, choice))
    rounds = Rounds(survey(problem, choice), choice, 4096, 10.0, True, rows, SearchTime())
    return problem, rounds.run()


def walk_of(problem: Problem) -> Walk | None:
    choice = free_choice(problem)
    broken = broken_rows(problem, choice)
    return walked(problem, choice, broken)[0] if broken else None


def test_a_walk_divides_as_the_programme_does_and_its_proof_closes_the_gap() -> None:
    compared = left = 0
    for seed in range(200):
        problem = classes(seed)
        walk = walk_of(problem)
        if walk is None:
            left += 1
            continue
        solution = walk.solution()
        assert_lawful(problem, solution)
        _, other = by_programme(problem)
        assert chosen(problem, solution) == chosen(problem, other), seed
        gap = Bounds(problem, solution.proof).total - value(problem, solution)
        assert -1.0 < gap < 1_000.0, seed
        compared += 1
    assert compared > 100
    assert left > 10


def test_what_is_walked_does_not_follow_the_order_of_anything() -> None:
    compared = 0
    for seed in range(40):
        problem = classes(seed)
        other = shuffled(problem, seed)
        walks = walk_of(problem), walk_of(other)
        assert (walks[0] is None) == (walks[1] is None)
        if walks[0] is not None and walks[1] is not None:
            assert chosen(problem, walks[0].solution()) == chosen(other, walks[1].solution()), seed
            compared += 1
    assert compared > 15


def test_two_groups_that_come_out_equal_are_left_to_the_programme() -> None:
    premium = whole("class", (0, {}), (50, {0: 10}))
    land = divisible("land", (50, {}), (0, {0: -10}))
    problem = Problem((premium, land), (Row("points", 0),))
    assert walk_of(problem) is None
    solution, _ = solved(problem)
    assert value(problem, solution) == 50 * EURO


def test_a_row_that_the_free_choice_breaks_as_well_is_not_forgotten() -> None:
    premium = whole("class", (0, {}), (500, {0: 10}))
    land = divisible("land", (50, {}), (0, {0: -10}))
    apart = divisible("apart", (30, {1: 10}), (0, {}))
    problem = Problem((premium, land, apart), (Row("points", 0), Row("room", 5)))
    assert walk_of(problem) is None
    solution, _ = solved(problem)
    assert value(problem, solution) == pytest.approx(515 * EURO)


def test_a_walk_that_breaks_another_row_says_which() -> None:
    land = Block(
        "land", tuple(Group((Cell((option(*way),)),)) for way in ((50, {0: 10}), (45, {1: 10}), (0, {})))
    )
    problem = Problem((land,), (Row("first", 0), Row("second", 5), Row("third", 0)))
    choice = free_choice(problem)
    assert broken_rows(problem, choice) == [0]
    assert walked(problem, choice, [0]) == (None, {1})
    solution, found = solved(problem)
    assert isinstance(found, Corner)
    assert sorted(found.rows) == [0, 1, 2]
    assert value(problem, solution) == pytest.approx(22.5 * EURO)


def test_what_leaves_nothing_to_choose_takes_its_part_and_the_rest_is_walked() -> None:
    given = Block("given", (Group((Cell((option(0, {0: 3}),)),)),))
    walk = walk_of(Problem((given, divisible("land", (10, {0: 4}), (0, {}))), (Row("row", 5),)))
    assert walk is not None
    assert sorted(walk.taken[1].values()) == [0.5, 0.5]


def test_a_row_named_twice_by_one_option_counts_twice() -> None:
    twice = Option(9 * EURO, ((0, 5), (0, 5)))
    walk = walk_of(Problem((Block("land", (Group((Cell((Option(0), twice)),)),)),), (Row("row", 5),)))
    assert walk is not None
    assert walk.taken == {0: {(0, 0, 1): 0.5, (0, 0, 0): 0.5}}


def test_plans_over_several_years_are_divided_in_all_of_them() -> None:
    plan = Block("plan", (Group((Cell((option(9, {0: 5}),)),) * 2), Group((Cell((option(0, {}),)),) * 2)))
    walk = walk_of(Problem((plan,), (Row("row", 5),)))
    assert walk is not None
    solution = walk.solution()
    assert solution.group_weights == ((0.5, 0.5),)
    assert solution.weights == ((((0.5,), (0.5,)), ((0.5,), (0.5,))),)
