"""What a walk along one row says is worth what the programme finds; where one row does not say it, nothing is said."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row
from calculator.stacking.solving.free_choice.bounds import free_choice
from calculator.stacking.solving.free_choice.components import survey
from calculator.stacking.solving.in_place.one_row import OneRow, Said
from calculator.stacking.solving.optimum.solver import solve
from tests.stacking.farm_problems import EURO, divisible, random_problem, value, whole


def walked(problem: Problem, allowed: dict[int, tuple[int, ...]]) -> list[Said]:
    """What is said of every component of a problem, under the groups allowed of its blocks."""
    every = frozenset(range(len(problem.blocks)))
    found = survey(problem, free_choice(problem)).components(set(range(len(problem.rows))), every)
    return [
        OneRow(problem, c).worth({c.blocks.index(b): of for b, of in allowed.items() if b in c.blocks})
        for c in found
    ]


def test_what_one_row_says_is_what_the_programme_finds() -> None:
    said = unsaid = impossible = 0
    for seed in range(150):
        problem = random_problem(seed)
        for group in range(len(problem.blocks[0].groups)):
            answers = walked(problem, {0: (group,)})
            if not all(answer.known for answer in answers):
                unsaid += 1
                continue
            only = replace(problem.blocks[0], groups=(problem.blocks[0].groups[group],))
            changed = replace(problem, blocks=(only, *problem.blocks[1:]))
            solution = solve(changed, ties=False)
            if any(answer.worth is None for answer in answers):
                assert solution.status == "infeasible", (seed, group)
                impossible += 1
                continue
            assert solution.status == "optimal", (seed, group)
            # Blocks in no component take their best.
            inside = frozenset(b for b in range(len(changed.blocks)) if touched(problem, b))
            rest = sum(best(changed, b) for b in range(len(changed.blocks)) if b not in inside)
            worth = sum((answer.worth or Fraction(0) for answer in answers), Fraction(rest))
            assert abs(float(worth) - value(changed, solution)) < 2_000, (seed, group)
            said += 1
    assert said > 100
    assert unsaid > 10
    assert impossible > 3


def touched(problem: Problem, block: int) -> bool:
    every = frozenset(range(len(problem.blocks)))
    found = survey(problem, free_choice(problem)).components(set(range(len(problem.rows))), every)
    return any(block in c.blocks for c in found)


def best(problem: Problem, block: int) -> int:
    return max(
        sum(max(o.gain for o in cell.options) for cell in group.cells)
        for group in problem.blocks[block].groups
    )


def test_the_departure_that_loses_least_per_unit_of_relief_is_taken_first_and_the_last_in_part() -> None:
    dear = divisible("dear", (100, {0: 10}), (0, {}))
    cheap = divisible("cheap", (60, {0: 10}), (0, {}))
    problem = Problem((dear, cheap), (Row("row", 15),))
    assert walked(problem, {}) == [Said(known=True, worth=Fraction(130 * EURO))]


def test_an_option_that_a_mixture_of_two_others_beats_is_passed_by() -> None:
    land = divisible("land", (100, {0: 10}), (40, {0: 5}), (0, {}))
    other = divisible("other", (1, {0: 1}), (0, {}))
    assert walked(Problem((land, other), (Row("row", 5),)), {}) == [
        Said(known=True, worth=Fraction(50 * EURO))
    ]


def test_a_class_is_reached_where_land_that_gives_up_money_fills_what_it_asks() -> None:
    premium = whole("premium", (0, {}), (200, {0: 10}))
    land = divisible("land", (90, {}), (0, {0: -20}))
    assert walked(Problem((premium, land), (Row("row", 0),)), {}) == [
        Said(known=True, worth=Fraction(245 * EURO))
    ]
    assert walked(Problem((premium, land), (Row("row", 0),)), {0: (0,)})[0].worth == Fraction(90 * EURO)


def test_nothing_is_said_where_the_best_under_one_row_breaks_another() -> None:
    land = divisible("land", (100, {0: 10, 1: 1}), (95, {0: 1, 1: 10}), (0, {}))
    more = divisible("more", (50, {0: 10, 1: 10}), (0, {}))
    assert walked(Problem((land, more), (Row("first", 5), Row("second", 5))), {}) == [
        Said(known=False, worth=None)
    ]


def test_that_nothing_keeps_a_row_is_said() -> None:
    must = whole("must", (10, {0: 10}))
    land = divisible("land", (10, {0: 1}), (0, {}))
    assert walked(Problem((must, land), (Row("row", 5),)), {}) == [Said(known=True, worth=None)]


def test_cells_side_by_side_give_way_one_after_the_other_the_cheapest_first() -> None:
    """Of twenty the row leaves eight: all of the one cell that loses least, and a fifth of the other."""
    cells = tuple(Cell((Option(gain * EURO, ((0, 10),)), Option(0))) for gain in (100, 60))
    land = Block("land", (Group(cells),))
    for bound, worth in ((20, 160), (10, 100), (8, 80), (0, 0)):
        beside = divisible("beside", (1, {0: 1}), (1, {0: 0}))
        assert walked(Problem((land, beside), (Row("row", bound),)), {}) == [
            Said(known=True, worth=Fraction((worth + 1) * EURO))
        ]
