"""The solver finds the best lawful division, proves it, and gives the same answer for the same content."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculator.domain.problem import MICRO, Block, Cell, Group, Option, Part, Problem, Proof, Row, Solution
from calculator.stacking.proof.certificate import proves_infeasible, upper_bound
from calculator.stacking.solving.free_choice.bounds import preference
from calculator.stacking.solving.optimum.solver import solve
from calculator.stacking.solving.search import counting
from tests.samples import cases
from tests.stacking.farm_problems import (
    EURO,
    assert_lawful,
    by_brute_force,
    by_cp_sat,
    by_scip,
    chosen,
    divisible,
    grants,
    problems,
    random_problem,
    shuffled,
    value,
    whole,
)

#: Micro-cents: a hundredth of a cent.
NEAR = 10_000


def proven(problem: Problem, **limits: float) -> Solution:
    """Solve, and check that answer and proof meet."""
    solution = solve(problem, **limits)
    bound = upper_bound(problem, solution.proof)
    if solution.status == "infeasible":
        assert proves_infeasible(problem, solution.proof)
        return solution
    assert_lawful(problem, solution)
    worth = value(problem, solution)
    assert bound >= worth - NEAR
    assert solution.status != "optimal" or bound <= worth + NEAR
    return solution


def assert_optimum(problem: Problem, optimum: float | None) -> None:
    solution = proven(problem)
    assert (solution.status == "infeasible") == (optimum is None)
    if optimum is not None:
        assert solution.status == "optimal"
        assert abs(value(problem, solution) - optimum) <= NEAR


@settings(deadline=None, max_examples=cases(75, 300))
@given(problems(all_whole=True))
def test_whole_choices_are_as_good_as_trying_all(problem: Problem) -> None:
    assert_optimum(problem, by_brute_force(problem))


@settings(deadline=None, max_examples=cases(75, 300))
@given(problems())
def test_mixed_problems_agree_with_scip(problem: Problem) -> None:
    assert_optimum(problem, by_scip(problem))


@settings(deadline=None, max_examples=cases(20, 60))
@given(problems(all_whole=True, blocks=14))
def test_larger_whole_problems_agree_with_cp_sat(problem: Problem) -> None:
    assert_optimum(problem, by_cp_sat(problem))


@settings(deadline=None, max_examples=cases(20, 60))
@given(problems())
def test_no_division_in_twelfths_is_better(problem: Problem) -> None:
    coarse = by_cp_sat(problem, grains=12)
    solution = proven(problem)
    if coarse is not None:
        assert value(problem, solution) >= coarse - NEAR


@settings(deadline=None, max_examples=cases(50, 200))
@given(problems(), st.integers(0, 10**6))
def test_the_order_of_the_input_does_not_matter(problem: Problem, seed: int) -> None:
    other = shuffled(problem, seed)
    one, two = solve(problem), solve(other)
    assert one.status == two.status
    assert chosen(problem, one) == chosen(other, two) if one.weights else not two.weights


@settings(deadline=None, max_examples=cases(40, 150))
@given(problems(), st.integers(0, 20))
def test_loosening_a_limit_never_costs_money(problem: Problem, more: int) -> None:
    before = solve(problem)
    if before.status == "infeasible" or not problem.rows:
        return
    looser = replace(
        problem, rows=(replace(problem.rows[0], bound=problem.rows[0].bound + more), *problem.rows[1:])
    )
    assert value(looser, solve(looser)) >= value(problem, before) - NEAR


def test_five_actions_that_each_exclude_the_next_do_not_leave_half_of_each() -> None:
    rows = tuple(Row(f"pair {index}", 1) for index in range(5))
    actions = [whole(f"action {i}", (0, {}), (100, {i: 1, (i + 1) % 5: 1})) for i in range(5)]
    problem = Problem(tuple(actions), rows)
    assert value(problem, proven(problem)) == 200 * EURO


def test_land_and_grants_under_one_ceiling_are_settled_together() -> None:
    ceiling = (Row("ceiling", 50),)
    land = divisible("land", (0, {}), (60, {0: 40}))
    problem = Problem((land, whole("grant", (0, {}), (50, {0: 30}))), ceiling)
    solution = proven(problem)
    assert solution.group_weights[1] == (0.0, 1.0)
    assert value(problem, solution) == pytest.approx(80 * EURO)


def test_nothing_to_choose_is_worth_the_constant() -> None:
    problem = Problem((), (), 5)
    assert solve(problem) == Solution("optimal", (), (), Proof("dual"))
    assert upper_bound(problem, solve(problem).proof) == 5


def test_a_block_with_one_option_takes_it() -> None:
    problem = Problem((divisible("only", (7, {0: 3})),), (Row("row", 3),))
    assert proven(problem).weights == ((((1.0,),),),)


def test_a_block_with_one_option_that_breaks_a_row_has_no_answer() -> None:
    problem = Problem((divisible("only", (7, {0: 4})),), (Row("row", 3),))
    assert proven(problem).status == "infeasible"


def test_rows_that_contradict_each_other_have_no_answer() -> None:
    rows = (Row("at most", 4), Row("at least", -6))
    land = [divisible(f"land {i}", (0, {}), (5, {0: 5, 1: -5})) for i in range(3)]
    assert proven(Problem(tuple(land), rows)).status == "infeasible"


def test_whole_blocks_that_only_half_would_satisfy_have_no_answer() -> None:
    rows = (Row("at most", 5), Row("at least", -5))
    problem = Problem((whole("either", (1, {0: 10, 1: -10}), (2, {})),), rows)
    assert proven(problem).status == "infeasible"


def test_a_row_that_nobody_uses_matters_only_below_zero() -> None:
    land = divisible("land", (0, {}), (5, {}))
    assert proven(Problem((land,), (Row("idle", 0),))).status == "optimal"
    assert proven(Problem((land,), (Row("idle", -1),))).status == "infeasible"


def test_the_same_row_twice_changes_nothing() -> None:
    land = divisible("land", (0, {}), (9, {0: 10, 1: 10}))
    problem = Problem((land,), (Row("row", 5), Row("row again", 5)))
    assert value(problem, proven(problem)) == pytest.approx(4.5 * EURO)


def test_a_row_named_twice_by_one_option_counts_twice() -> None:
    twice = Option(9 * EURO, ((0, 5), (0, 5)))
    problem = Problem((Block("land", (Group((Cell((Option(0), twice)),)),)),), (Row("row", 5),))
    assert value(problem, proven(problem)) == pytest.approx(4.5 * EURO)


def test_of_equal_answers_the_one_that_takes_least_from_the_limits_is_given() -> None:
    land = divisible("land", (5, {0: 4}), (5, {0: 3}), (5, {0: 9}))
    assert proven(Problem((land,), (Row("row", 100),))).weights == ((((0.0, 1.0, 0.0),),),)


@pytest.mark.parametrize("start", [0, 20])
def test_of_equal_sets_of_whole_choices_the_one_of_least_preference_is_given(start: int) -> None:
    """All sets are tried: most of these problems have several best ones."""
    several = 0
    for seed in range(start, start + 20):
        dice = random.Random(seed)
        ways = [
            [(dice.choice([10, 20]), {row: dice.randint(1, 3) for row in (0, 1)}) for _ in range(2)]
            for _ in range(5)
        ]
        blocks = tuple(whole(f"G{n}", (0, {}), *each) for n, each in enumerate(ways))
        problem = Problem(blocks, (Row("a", 7), Row("b", 6)))
        best: dict[tuple[int, ...], float] = {}
        most = -1
        for picks in product(range(3), repeat=5):
            taken = [b.groups[g].cells[0].options[0] for b, g in zip(blocks, picks, strict=True)]
            if any(sum(dict(o.uses).get(r, 0) for o in taken) > x.bound for r, x in enumerate(problem.rows)):
                continue
            gain = sum(o.gain for o in taken)
            best, most = ({}, gain) if gain > most else (best, most)
            if gain == most:
                liked = [preference(problem, b, 0, o) for b, o in zip(blocks, taken, strict=True)]
                best[picks] = sum(liked)
        several += len(best) > 1
        given = tuple(shares.index(1.0) for shares in solve(problem).group_weights)
        assert best[given] <= min(best.values()) + 1e-9, seed
    assert several > 10


@pytest.mark.parametrize("greedy", ["a", "b", "c"])
def test_where_a_limit_binds_the_unit_that_takes_least_from_other_limits_goes_first(greedy: str) -> None:
    rows = (Row("binds", 4), Row("does not", 100))
    land = [divisible(name, (0, {}), (8, {0: 4, 1: 2 if name == greedy else 1})) for name in "abc"]
    solution = proven(Problem(tuple(land), rows))
    taken = {name: weights[0][0][1] for name, weights in zip("abc", solution.weights, strict=True)}
    assert taken[greedy] == 0
    assert sorted(taken.values()) == [0, 0, 1]


def test_an_option_that_is_not_chosen_does_not_move_equal_answers() -> None:
    alike = [divisible(f"land {i}", (0, {}), (8, {0: 4})) for i in range(4)]
    worse = divisible("land 0", (0, {}), (8, {0: 4}), (-3, {0: 4}))
    rows = (Row("row", 9),)
    plain, extra = Problem(tuple(alike), rows), Problem((worse, *alike[1:]), rows)
    assert chosen(plain, proven(plain)) == chosen(extra, proven(extra))


def test_forty_grants_under_rolling_windows_are_proven() -> None:
    problem = grants(1)
    solution = proven(problem)
    assert (solution.status, solution.proof.kind) == ("optimal", "dual")


def test_grants_beside_land_under_rolling_windows_are_proven() -> None:
    problem = grants(2, count=20)
    dice = random.Random(3)
    land = tuple(
        divisible(
            f"land {i}", (0, {}), (dice.randint(100, 900), {dice.randrange(10): dice.randint(1, 9) * 100_000})
        )
        for i in range(12)
    )
    solution = proven(replace(problem, blocks=problem.blocks + land))
    assert (solution.status, solution.proof.kind) == ("optimal", "dual")


def hard() -> Problem:
    """Whole blocks of two years each under ten rows, too tangled to count out or to branch in a few parts."""
    dice = random.Random(5)
    rows = 10
    blocks = []
    for index in range(40):
        uses = {row: dice.randint(10, 99) for row in dice.sample(range(rows), 5)}
        blocks.append(whole(f"grant {index:02}", (0, {}), (sum(uses.values()) + dice.randint(0, 9), uses)))
    return Problem(tuple(blocks), tuple(Row(f"row {index}", 500) for index in range(rows)))


def test_where_counting_out_takes_too_many_states_the_answer_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = [random_problem(seed, all_whole=True) for seed in range(40)]
    counted = [solve(problem) for problem in drawn]
    monkeypatch.setattr(counting, "_STATES", 0)
    for problem, before in zip(drawn, counted, strict=True):
        after = proven(problem)
        assert after.status == before.status
        assert not before.weights or abs(value(problem, after) - value(problem, before)) <= NEAR
    assert (
        sum(
            1
            for x in counted
            if any(isinstance(p, Part) and p.order for part in x.proof.partitions for p in part.nodes)
        )
        > 3
    )


def test_past_the_stated_size_the_award_rests_on_the_solver_and_says_so() -> None:
    land = divisible("land", (0, {}), (1, {9: 1}))
    problem = hard()
    solution = proven(replace(problem, blocks=(*problem.blocks, land)), time_limit_s=3, proof_size=4)
    assert solution.proof.kind == "solver"


def test_out_of_time_the_best_found_is_given_with_an_honest_gap() -> None:
    land = divisible("land", (0, {}), (1, {9: 1}))
    problem = replace(hard(), blocks=(*hard().blocks, land))
    solution = proven(problem, time_limit_s=0.02)
    assert (solution.status, solution.proof.kind) == ("time_limit", "dual")
    assert upper_bound(problem, solution.proof) > value(problem, solution) + MICRO


@pytest.mark.parametrize(
    ("problem", "complaint"),
    [
        (Problem((divisible("a", (1, {})), divisible("a", (1, {}))), ()), "two blocks have the same id: a"),
        (Problem((), (Row("r", 1), Row("r", 1))), "two rows have the same id: r"),
        (Problem((Block("a", ()),), ()), "offers nothing to choose"),
        (Problem((Block("a", (Group((Cell(()),)),)),), ()), "offers nothing to choose"),
        (Problem((divisible("a", (1, {3: 1})),), (Row("r", 1),)), "a row that the problem does not have"),
        (Problem((divisible("a", (1, {-1: 1})),), (Row("r", 1),)), "a row that the problem does not have"),
        (Problem((divisible("a", (1, {0: 2**70})),), (Row("r", 1),)), "does not fit in 64 bits"),
        (
            Problem(tuple(whole(n, (0, {}), (3 * 10**10, {0: 1})) for n in "ab"), (Row("r", 1),)),
            "past 64 bits",
        ),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(problem: Problem, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        solve(problem)
