"""Where rows hold the free choice back together, small programmes in place find what HiGHS finds, with a proof that holds."""

from __future__ import annotations

from dataclasses import replace

from calculator.domain.problem import Problem, Row
from calculator.stacking.proof.certificate import Bounds
from calculator.stacking.solving.bounds import broken_rows, free_choice
from calculator.stacking.solving.corner import Corner, cornered
from calculator.stacking.solving.simplex import divided
from calculator.stacking.solving.solver import solved
from calculator.stacking.solving.walking import Walk
from tests.stacking.farm_problems import EURO, assert_lawful, chosen, divisible, shuffled, value, whole
from tests.stacking.solving.test_walking import by_programme, classes


def corner_of(problem: Problem) -> Corner | None:
    choice = free_choice(problem)
    broken = broken_rows(problem, choice)
    return cornered(problem, choice, broken) if broken else None


def test_a_corner_divides_as_the_programme_does_and_its_proof_closes_the_gap() -> None:
    together = 0
    for seed in range(150):
        problem = classes(seed)
        corner = corner_of(problem)
        if corner is None:
            continue
        solution = corner.solution()
        assert_lawful(problem, solution)
        _, other = by_programme(problem)
        assert chosen(problem, solution) == chosen(problem, other), seed
        gap = Bounds(problem, solution.proof).total - value(problem, solution)
        assert -1.0 < gap < 1_000.0, seed
        together += not isinstance(solved(problem)[1], Walk)
    assert together > 5


def test_a_corner_does_not_follow_the_order_of_anything() -> None:
    compared = 0
    for seed in range(40):
        problem = classes(seed)
        other = shuffled(problem, seed)
        one, two = corner_of(problem), corner_of(other)
        assert (one is None) == (two is None)
        if one is not None and two is not None:
            assert chosen(problem, one.solution()) == chosen(other, two.solution()), seed
            compared += 1
    assert compared > 15


def test_under_other_names_equals_are_chosen_as_those_names_say() -> None:
    compared = 0
    for seed in range(60):
        problem = classes(seed)
        corner = corner_of(problem)
        renamed = replace(problem, blocks=tuple(replace(b, id=f"{b.id}!") for b in problem.blocks))
        fresh = corner_of(renamed)
        if corner is None or fresh is None:
            continue
        told = corner.under(renamed, corner.solution())
        assert told is not None
        assert chosen(renamed, told) == chosen(renamed, fresh.solution()), seed
        compared += corner.tied
    assert compared > 5


def test_two_groups_that_come_out_equal_are_left_to_the_programme() -> None:
    premium = whole("class", (0, {}), (50, {0: 10, 1: 10}))
    land = divisible("land", (50, {}), (0, {0: -10, 1: -10}))
    problem = Problem((premium, land), (Row("points", 0), Row("value", 0)))
    assert corner_of(problem) is None
    assert value(problem, solved(problem)[0]) == 50 * EURO


def test_what_cannot_be_kept_is_shown_by_prices() -> None:
    found = divided([[(0.0, (5.0,)), (1.0, (4.0,))]], [3.0])
    assert found is not None
    assert found.weights is None
    assert found.prices[0] > 0
