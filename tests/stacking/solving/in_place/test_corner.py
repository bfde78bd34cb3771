"""Where rows hold the free choice back together, small programmes in place find what HiGHS finds, with a proof that holds."""

from __future__ import annotations

import random
from dataclasses import replace

from calculator.domain.problem import Block, Cell, Group, Problem, Row
from calculator.stacking.proof.certificate import Bounds, proves_infeasible
from calculator.stacking.solving.free_choice.bounds import broken_rows, free_choice
from calculator.stacking.solving.in_place.corner import Corner, cornered
from calculator.stacking.solving.in_place.simplex import divided
from calculator.stacking.solving.in_place.walking import Walk
from calculator.stacking.solving.optimum.solver import solved
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
from tests.stacking.solving.in_place.test_walking import by_programme, classes


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


def placements(seed: int) -> Problem:
    """Commitments that must lie somewhere in full (two rows each), on land that pays otherwise, some of it in plans over several
    years, beside what is whole.
    """
    dice = random.Random(seed)
    count = dice.randint(1, 5)
    rows = [(f"{how} {n}", sign) for n in range(count) for how, sign in (("most", 1), ("least", -1))]
    blocks, room = list[Block](), [0] * count
    for at in range(dice.randint(2, 6)):
        ways: list[tuple[int, dict[int, int]]] = [(dice.choice([0, 40, dice.randint(0, 90)]), {})]
        size = dice.randint(5, 40)
        for n in dice.sample(range(count), dice.randint(1, count)):
            room[n] += size
            ways.append((dice.choice([0, 10]), {2 * n: size, 2 * n + 1: -size}))
        form = dice.random()
        if form < 0.4:
            blocks.append(divisible(f"land {at}", *ways))
        elif form < 0.7:
            blocks.append(Block(f"land {at}", tuple(Group((Cell((option(*way),)),)) for way in ways)))
        else:
            later = Cell((option(5, {}), option(dice.choice([5, 7]), {2 * count: 1})))
            blocks.append(Block(f"plan {at}", tuple(Group((Cell((option(*way),)), later)) for way in ways)))
    for at in range(dice.choice([0, 0, 1, 2, 4])):
        blocks.append(whole(f"grant {at}", (0, {}), (dice.randint(1, 99), {2 * count: 2})))
    asked = [dice.randint(1, most) if most else 0 for most in room]
    bounds = [sign * asked[at // 2] for at, (_, sign) in enumerate(rows)]
    return Problem(
        tuple(blocks),
        (*(Row(id, bound) for (id, _), bound in zip(rows, bounds, strict=True)), Row("cap", 3)),
    )


def test_placements_are_divided_as_the_programme_does_and_what_cannot_be_kept_is_proven() -> None:
    compared = never = 0
    for seed in range(150):
        problem = placements(seed)
        corner = corner_of(problem)
        if corner is None:
            continue
        solution = corner.solution()
        _, other = by_programme(problem)
        if corner.best is None:
            assert other.status == "infeasible"
            assert proves_infeasible(problem, solution.proof)
            never += 1
            continue
        assert_lawful(problem, solution)
        assert chosen(problem, solution) == chosen(problem, other), seed
        gap = Bounds(problem, solution.proof).total - value(problem, solution)
        assert -1.0 < gap < 1_000.0, seed
        compared += 1
    assert compared > 40
    assert never > 10


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
