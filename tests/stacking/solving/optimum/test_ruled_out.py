"""A class that asks more than the whole farm can score is left out before anything is searched, and the proof says why."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from calculator.domain.problem import Block, Group, Part, Problem, Row, Runs, Solution, Step
from calculator.stacking.proof.certificate import ProofError, upper_bound
from calculator.stacking.solving.free_choice.bounds import broken_rows, free_choice
from calculator.stacking.solving.optimum.ruled_out import Ruled, ruled_out
from calculator.stacking.solving.optimum.solver import Rounds, solve, solved
from tests.stacking.farm_problems import (
    EURO,
    assert_lawful,
    by_brute_force,
    divisible,
    one,
    random_problem,
    value,
    whole,
)

YEARS = 5
#: What gold, silver and bronze pay and ask.
CLASSES = ((300, 90), (200, 50), (100, 20), (0, 0))


def farm(scores: int = 40) -> Problem:
    """Classes in five years, land that can score so much in each or be paid instead, and a ceiling on what is paid for that."""
    classes = [
        whole(f"class {year}", *((pays, {year: asks}) for pays, asks in CLASSES)) for year in range(YEARS)
    ]
    land = [
        divisible(f"land {year}", (0, {year: -scores}), (70, {year: -15, YEARS: 10})) for year in range(YEARS)
    ]
    rows = (*(Row(f"value {year}", 0) for year in range(YEARS)), Row("ceiling", 30))
    return Problem((*classes, *land), rows)


def test_classes_out_of_reach_take_no_search_in_any_year() -> None:
    problem = farm()
    solution, found = solved(problem)
    assert isinstance(found, Ruled)
    assert not isinstance(found.found, Rounds)
    assert solution.status == "optimal"
    assert_lawful(problem, solution)
    assert round(value(problem, solution) / EURO) == 500 + 210
    assert upper_bound(problem, solution.proof) == pytest.approx(value(problem, solution), abs=YEARS)


def test_a_class_within_reach_to_the_point_stays() -> None:
    problem = farm(50)
    out = ruled_out(problem, free_choice(problem), broken_rows(problem, free_choice(problem)))
    assert out is not None
    assert set(out.kept.values()) == {(1, 2, 3)}
    assert ruled_out(problem, free_choice(problem), []) is None


def test_the_proof_of_a_class_out_of_reach_fails_where_it_is_within_reach() -> None:
    problem = farm(89)
    proof = solve(problem).proof
    assert any(isinstance(n, Part) and n.impossible for p in proof.partitions for n in p.nodes)
    upper_bound(problem, proof)
    with pytest.raises(ProofError, match="impossible"):
        upper_bound(farm(90), proof)


def test_where_the_classes_that_are_left_need_nothing_the_free_choice_is_the_answer() -> None:
    classes = [whole(f"class {year}", (300, {year: 90}), (100, {year: 20})) for year in range(6)]
    land = divisible("land", (0, dict.fromkeys(range(6), -40)))
    problem = Problem((*classes, land), tuple(Row(f"value {year}", 0) for year in range(6)))
    solution, found = solved(problem)
    assert isinstance(found, Ruled)
    assert found.found is None
    assert not found.tied
    assert solution.group_weights[0] == (0.0, 1.0)
    assert value(problem, solution) == upper_bound(problem, solution.proof) == 600 * EURO


def test_a_choice_stays_where_without_it_another_row_would_be_filled_further() -> None:
    grant = whole("grant", (300, {0: 90}), (100, {1: 5}))
    problem = Problem((grant, whole("other", (50, {1: 5}), (0, {}))), (Row("ceiling", 10), Row("hours", 8)))
    choice = free_choice(problem)
    assert ruled_out(problem, choice, broken_rows(problem, choice)) is None
    assert value(problem, solve(problem)) == 100 * EURO


def test_nothing_is_lawful_where_the_classes_that_are_left_break_another_row() -> None:
    both = whole("class", (300, {0: 90, 1: 1}), (100, {1: 9}))
    problem = Problem((both, whole("other", (1, {1: 1}))), (Row("value", 0), Row("hours", 5)))
    solution = solve(problem)
    assert solution.status == "infeasible"


def test_other_names_change_nothing_where_no_name_chose() -> None:
    problem = farm()
    solution, found = solved(problem)
    assert found is not None
    named = Problem(
        tuple(replace(block, id=f"other {block.id}") for block in problem.blocks),
        problem.rows,
        problem.constant,
    )
    other = found.under(named, solution)
    assert other is not None
    assert value(named, other) == value(problem, solution)


def test_a_class_stays_that_a_plan_over_the_years_reaches_though_no_listed_one_scores() -> None:
    classes = [whole(f"class {year}", (300, {year: 20}), (0, {})) for year in range(6)]
    cells = (one(5, {}), one(0, dict.fromkeys(range(6), -30)))
    runs = Runs(cells, ((Step((0,), ()), Step((1,), ())),))
    contract = Block("contract", (Group((cells[0],)),), runs=runs)
    problem = Problem((*classes, contract), tuple(Row(f"value {year}", 0) for year in range(6)))
    assert ruled_out(problem, free_choice(problem), broken_rows(problem, free_choice(problem))) is None
    assert upper_bound(problem, solve(problem).proof) > 5 * EURO


@pytest.mark.parametrize("seed", range(60))
def test_with_groups_ruled_out_the_best_of_all_choices_is_found(seed: int) -> None:
    problem = random_problem(seed, all_whole=True)
    best = by_brute_force(problem)
    solution, _ = solved(problem)
    if best is None:
        assert solution.status == "infeasible"
        return
    assert value(problem, solution) == pytest.approx(best, abs=1)
    assert upper_bound(problem, solution.proof) >= best


def test_of_two_classes_out_of_reach_each_is_proven_so_by_its_own_row() -> None:
    """Land scores for the one or for the other: never what either asks."""
    classes = whole("class", (300, {0: 90}), (200, {1: 90}), (100, {}))
    land = divisible("land", (0, {0: -40}), (0, {1: -40}))
    problem = Problem((classes, land), (Row("climate", 0), Row("water", 0)))
    out = ruled_out(problem, free_choice(problem), [0, 1])
    assert out is not None
    assert out.by == {0: {0: 0, 1: 1}}
    solution = out.told(solve(out.problem))
    assert value(problem, solution) == upper_bound(problem, solution.proof) == 100 * EURO


def test_a_plan_of_which_a_part_fits_is_not_ruled_out() -> None:
    """Forty of the ninety that it asks can be scored: so much of it is taken, where it is not whole."""
    asking = Block("plans", (Group((one(300, {0: 90}),)), Group((one(0, {}),))))
    problem = Problem((asking, divisible("land", (0, {0: -40}))), (Row("climate", 0),))
    assert ruled_out(problem, free_choice(problem), [0]) is None
    assert ruled_out(
        replace(problem, blocks=(replace(asking, whole=True), problem.blocks[1])), free_choice(problem), [0]
    )


@dataclass(frozen=True)
class Renamed:
    """How an answer was found that is this one under other names."""

    answer: Solution | None
    blocks: list[int]
    tied: bool = False

    def under(self, problem: Problem, solution: Solution) -> Solution | None:
        return self.answer


def test_under_other_names_an_answer_is_told_with_the_classes_out_of_reach() -> None:
    problem = farm()
    out = ruled_out(problem, free_choice(problem), broken_rows(problem, free_choice(problem)))
    assert out is not None
    inner = solve(out.problem)
    solution, other = out.told(inner), replace(inner, status="another")
    found = Ruled(out, Renamed(inner, [7]), inner)
    # What holds under the other names too is what was told before.
    assert found.under(problem, solution) is solution
    assert Ruled(out, Renamed(other, []), inner).under(problem, solution) == out.told(other)
    assert Ruled(out, Renamed(None, []), inner).under(problem, solution) is None
    assert found.blocks == sorted({*out.kept, 7})
    assert (found.tied, Ruled(out, Renamed(inner, [], tied=True), inner).tied) == (False, True)


def test_where_names_chose_before_anything_was_searched_no_answer_is_told_under_others() -> None:
    problem = farm()
    out = ruled_out(problem, free_choice(problem), broken_rows(problem, free_choice(problem)))
    assert out is not None
    inner = solve(out.problem)
    drawn = replace(out, choice=replace(out.choice, drawn=True))
    for found in (Ruled(out, None, inner), Ruled(drawn, Renamed(inner, []), inner)):
        assert found.under(problem, out.told(inner)) is None
    assert (Ruled(drawn, None, inner).tied, Ruled(out, None, inner).tied) == (True, False)
