"""The certificate recomputes the bound alone: no forged proof gives a bound below what is possible."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

import calculator.stacking.proof.certificate as certificate_module
from calculator.domain.problem import MULTIPLIER_SCALE, Part, Partition, Problem, Proof, Row, Solution, Split
from calculator.stacking.proof.certificate import NOTHING, ProofError, proves_infeasible, upper_bound
from calculator.stacking.solving.optimum.solver import solve
from tests.stacking.farm_problems import EURO, divisible, grants, random_problem, value, whole

NEAR = 10_000


def cycle() -> Problem:
    """Five whole actions that each exclude the next, beside land: needs a split."""
    rows = tuple(Row(f"pair {index}", 10) for index in range(5))
    actions = [whole(f"action {i}", (0, {}), (100, {i: 10, (i + 1) % 5: 10})) for i in range(5)]
    return Problem((*actions, divisible("land", (0, {}), (1, {0: 1}))), rows)


def partition_of(problem: Problem) -> Partition:
    (partition,) = solve(problem).proof.partitions
    return partition


def proof_with(partition: Partition, **changes: object) -> Proof:
    return Proof("dual", (replace(partition, **changes),))


def test_the_certificate_imports_neither_solver_nor_numbers_that_round() -> None:
    seen, waiting = set(), [Path(certificate_module.__file__)]
    while waiting:
        tree = ast.parse(waiting.pop().read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                seen.update(name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module not in seen:
                seen.add(node.module)
                if node.module.startswith("calculator.stacking."):
                    waiting.append(
                        Path(certificate_module.__file__).with_name(node.module.split(".")[-1] + ".py")
                    )
    allowed = {
        "__future__",
        "collections.abc",
        "dataclasses",
        "calculator.domain.problem",
        "calculator.stacking.proof.partition_check",
        "calculator.stacking.proof.recount",
        "calculator.stacking.proof.worth",
        "calculator.stacking.proof.wide",
        "contextlib",
        "numpy",
        "numpy.typing",
    }
    assert seen <= allowed


def bound_by_rows(count: int, *, all_whole: bool = False) -> Iterator[tuple[Problem, Solution]]:
    """Solved problems whose proof needs multipliers."""
    problems = (random_problem(seed, all_whole=all_whole) for seed in range(10**6))
    solved = ((problem, solve(problem)) for problem in problems)
    return islice(
        (each for each in solved if each[1].status == "optimal" and each[1].proof.partitions), count
    )


def test_other_multipliers_only_weaken_the_bound() -> None:
    for problem, solution in bound_by_rows(300):
        dice = random.Random(1)
        forged = []
        for partition in solution.proof.partitions:
            rows = [row for vector in partition.multipliers for row, _ in vector] or [0]
            vectors = tuple(
                tuple(
                    (row, dice.choice((0, price // 2, price + 1, price * 2, dice.randint(0, 10**18))))
                    for row, price in vector
                )
                or ((dice.choice(rows), dice.randint(0, 10**18)),)
                for vector in partition.multipliers
            )
            forged.append(replace(partition, multipliers=vectors))
        try:
            bound = upper_bound(problem, Proof("dual", tuple(forged)))
        except ProofError:
            continue
        assert bound >= value(problem, solution) - NEAR


@pytest.mark.parametrize("euros", [-(10**6), 0, 50, 400])
def test_a_claimed_target_below_the_optimum_is_found_out(euros: int) -> None:
    for problem, solution in bound_by_rows(60, all_whole=True):
        forged = tuple(
            replace(
                p, nodes=tuple(replace(n, target=euros * EURO) if isinstance(n, Part) else n for n in p.nodes)
            )
            for p in solution.proof.partitions
        )
        assert upper_bound(problem, Proof("dual", forged)) >= value(problem, solution) - NEAR


def test_a_feasible_problem_is_never_proven_infeasible() -> None:
    for problem, solution in bound_by_rows(100):
        forged = tuple(
            replace(
                p, nodes=tuple(replace(n, impossible=True) if isinstance(n, Part) else n for n in p.nodes)
            )
            for p in solution.proof.partitions
        )
        with pytest.raises(ProofError, match="called impossible"):
            proves_infeasible(problem, Proof("dual", forged))


def test_a_negative_multiplier_is_refused() -> None:
    partition = partition_of(cycle())
    with pytest.raises(ProofError, match=r"row pair 0 has a negative multiplier: -1"):
        upper_bound(cycle(), proof_with(partition, multipliers=(((0, -1),),) * len(partition.multipliers)))


def test_a_row_with_two_multipliers_is_refused() -> None:
    partition = partition_of(cycle())
    with pytest.raises(ProofError, match="two multipliers"):
        upper_bound(
            cycle(), proof_with(partition, multipliers=(((0, 1), (0, 1)),) * len(partition.multipliers))
        )


def test_a_missing_part_is_refused() -> None:
    partition = partition_of(cycle())
    assert any(isinstance(node, Split) for node in partition.nodes)
    with pytest.raises(ProofError, match="is missing"):
        upper_bound(cycle(), proof_with(partition, nodes=partition.nodes[:-1]))


def test_a_proof_without_parts_is_refused() -> None:
    with pytest.raises(ProofError, match="part 0 is missing"):
        upper_bound(cycle(), proof_with(partition_of(cycle()), nodes=()))


@pytest.mark.parametrize(
    ("branches", "complaint"),
    [
        ((((0,), 1),), r"covers groups \[0\] instead of \[0, 1\]"),
        ((((0,), 1), ((0, 1), 2)), r"covers groups \[0, 0, 1\]"),
        ((((0,), 1), ((1, 2), 2)), r"covers groups \[0, 1, 2\]"),
        ((((0,), 1), ((1,), 1)), "part 1 is used twice"),
        ((((0,), 1), ((1,), 0)), "part 0 is used twice"),
        ((((0,), 1), ((1,), 9)), "part 9 is missing"),
        ((((0, 1), 1), ((), 2)), "a branch without groups"),
    ],
)
def test_a_split_that_does_not_divide_all_that_is_allowed_is_refused(branches: tuple, complaint: str) -> None:
    nodes = (Split(0, branches), Part(0), Part(0))
    proof = Proof("dual", (Partition((0,), ((),), nodes),))
    with pytest.raises(ProofError, match=complaint):
        upper_bound(cycle(), proof)


@pytest.mark.parametrize(
    ("partitions", "complaint"),
    [
        ((Partition((0,), ((),), (Part(0), Part(0))),), "1 parts belong to no split"),
        ((Partition((99,), ((),), (Part(0),)),), "there is no block 99"),
        ((Partition((0, 0), ((),), (Part(0),)),), "block 0 is bounded twice"),
        (
            (Partition((0,), ((),), (Part(0),)), Partition((0,), ((),), (Part(0),))),
            "block 0 is bounded twice",
        ),
        ((Partition((0,), ((),), (Part(1),)),), "there is no multiplier vector 1"),
        ((Partition((0,), (((77, 1),),), (Part(0),)),), "there is no row 77"),
        (
            (Partition((1,), ((),), (Split(0, (((0,), 1), ((1,), 2))), Part(0), Part(0))),),
            "not in its partition",
        ),
        ((Partition((5,), ((),), (Split(5, (((0,), 1),)), Part(0))),), "land, whose groups may be mixed"),
        ((Partition((0,), ((),), (Part(0, order=(0, 0)),)),), "counts a block twice"),
        ((Partition((0,), ((),), (Part(0, order=(1,)),)),), "not in its partition"),
        ((Partition((0,), solver_bound=5),), "rests on a bound of the solver"),
    ],
)
def test_a_proof_that_names_the_wrong_thing_is_refused(partitions: tuple, complaint: str) -> None:
    with pytest.raises(ProofError, match=complaint):
        upper_bound(cycle(), Proof("dual", partitions))


def test_an_unknown_kind_of_proof_is_refused() -> None:
    with pytest.raises(ProofError, match="unknown kind"):
        upper_bound(cycle(), Proof("trust me"))


def test_blocks_in_no_partition_are_bounded_by_their_best_group() -> None:
    assert upper_bound(cycle(), Proof("dual")) == 501 * EURO


def test_a_row_shared_by_two_partitions_is_left_what_the_other_must_take() -> None:
    land = tuple(divisible(f"land {i}", (2, {0: 2}), (9, {0: 6})) for i in range(2))
    problem = Problem(land, (Row("row", 8),))
    price = ((0, 7 * EURO * MULTIPLIER_SCALE // 4),)
    both = Proof("dual", (Partition((0,), (price,), (Part(0),)), Partition((1,), (price,), (Part(0),))))
    assert upper_bound(problem, both) == 18 * EURO
    assert upper_bound(problem, Proof("dual", (Partition((0, 1), (price,), (Part(0),)),))) == 11 * EURO


def test_a_bound_is_rounded_up() -> None:
    problem = Problem((divisible("land", (0, {}), (0, {0: 1})),), (Row("row", 1),))
    proof = Proof("dual", (Partition((0,), (((0, 1),),), (Part(0),)),))
    assert upper_bound(problem, proof) == 1


def test_the_parts_of_an_infeasible_problem_are_rays() -> None:
    problem = Problem((whole("either", (1, {0: 10, 1: -10}), (2, {})),), (Row("most", 5), Row("least", -5)))
    proof = solve(problem).proof
    assert proves_infeasible(problem, proof)
    assert upper_bound(problem, proof) == NOTHING
    looser = replace(problem, rows=(Row("most", 10), Row("least", -5)))
    with pytest.raises(ProofError):
        proves_infeasible(looser, proof)


def test_counting_out_refuses_to_call_what_exists_impossible() -> None:
    problem = grants(4, count=12, years=3)
    partition = partition_of(problem)
    (part,) = partition.nodes
    assert part.order
    with pytest.raises(ProofError, match="a combination keeps the rows"):
        upper_bound(problem, proof_with(partition, nodes=(replace(part, impossible=True),)))


def test_counting_out_beside_land_prices_the_rows_they_share() -> None:
    problem = Problem(
        (whole("grant", (0, {}), (50, {0: 30})), divisible("land", (0, {}), (60, {0: 40}))),
        (Row("ceiling", 50),),
    )
    best = value(problem, solve(problem))
    price = ((0, 3 * EURO * MULTIPLIER_SCALE // 2),)
    proof = Proof("dual", (Partition((0, 1), (price,), (Part(0, order=(0,), target=-EURO),)),))
    assert upper_bound(problem, proof) >= best - NEAR


def test_blocks_that_may_be_mixed_are_not_counted_out() -> None:
    mixed = replace(cycle().blocks[0], whole=False)
    problem = Problem((mixed,), cycle().rows)
    with pytest.raises(ProofError, match="counted out, and its groups may be mixed"):
        upper_bound(problem, Proof("dual", (Partition((0,), ((),), (Part(0, order=(0,)),)),)))


def test_counting_out_does_not_keep_a_row_that_other_blocks_can_relieve() -> None:
    land = divisible("land", (0, {}), (-1, {0: -40}))
    problem = Problem((whole("grant", (0, {}), (50, {0: 30})), land), (Row("room", 0),))
    best = value(problem, solve(problem))
    assert best > 40 * EURO
    for price in (0, 10**6, 10**17):
        part = Part(0, order=(0,), target=-(10**6) * EURO)
        proof = Proof("dual", (Partition((0, 1), (((0, price),),), (part,)),))
        assert upper_bound(problem, proof) >= best - NEAR


def test_a_block_outside_every_part_that_offers_fewer_choices_is_bounded_by_the_best_that_is_left() -> None:
    problem = Problem((whole("a", (30, {}), (20, {}), (10, {})),), ())
    bounds = certificate_module.Bounds(problem, solve(problem).proof)
    fewer = whole("a", (10, {}), (20, {}))
    assert (bounds.total, bounds.replaced({0: fewer})) == (30 * EURO, 20 * EURO)
