"""Shares in whole steps: the cheapest rounding that keeps every row, and what rounding may cost at most."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from calculator.domain.problem import Option, Problem, Row, Solution
from calculator.domain.scheme import GrantRule
from calculator.stacking.awarding import award
from calculator.stacking.solving.optimum.solver import solve
from calculator.stacking.solving.steps.roundings import Steps, best_rounding
from tests.builders import ask, de_minimis, farm, parcel, payment, rulebook, scheme
from tests.stacking.farm_problems import divisible

STEPS = 7


def scarce(seed: int) -> Problem:
    """Land that is divided under two rows, both of them short."""
    dice = random.Random(seed)
    blocks = []
    for name in ("P1", "P2", "P3"):
        ways = [(dice.randint(0, 60), {0: dice.randint(0, 9), 1: dice.randint(0, 9)}) for _ in range(2)]
        blocks.append(divisible(name, (0, {}), *ways))
    return Problem(tuple(blocks), (Row("a", 11), Row("b", 9)))


def nearest(solution: Solution) -> Steps:
    found = Steps()
    for b, block in enumerate(solution.weights):
        counts = [int(weight * STEPS + 1e-9) for weight in block[0][0]]
        counts[0] += STEPS - sum(counts)
        found[b, 0, 0] = counts
    return found


def taken(problem: Problem, counts: list[tuple[Option, int]]) -> tuple[int, bool]:
    """What so many steps gain, and whether they keep every row; an oracle of its own."""
    used = [sum(dict(o.uses).get(row, 0) * count for o, count in counts) for row in range(len(problem.rows))]
    kept = all(Fraction(use, STEPS) <= row.bound for use, row in zip(used, problem.rows, strict=True))
    return sum(o.gain * count for o, count in counts), kept


def named(problem: Problem, steps: Steps) -> list[tuple[Option, int]]:
    return [
        (option, count)
        for (b, g, c), counts in steps.items()
        for option, count in zip(problem.blocks[b].groups[g].cells[c].options, counts, strict=True)
    ]


def test_no_rounding_next_to_the_solution_gains_more_than_the_one_that_is_taken() -> None:
    found = 0
    for seed in range(60):
        problem = scarce(seed)
        solution = solve(problem)
        steps = best_rounding(problem, solution, [STEPS] * 3, nearest(solution))
        if steps is None:
            continue
        found += 1
        gain, kept = taken(problem, named(problem, steps))
        assert kept
        assert all(sum(counts) == STEPS for counts in steps.values())
        exact = [[w * STEPS for w in block[0][0]] for block in solution.weights]
        near = [
            [c for c in product(range(STEPS + 1), repeat=3) if sum(c) == STEPS and _next_to(c, weights)]
            for weights in exact
        ]
        for chosen in product(*near):
            other = [
                (option, count)
                for block, counts in zip(problem.blocks, chosen, strict=True)
                for option, count in zip(block.groups[0].cells[0].options, counts, strict=True)
            ]
            worth, lawful = taken(problem, other)
            assert not lawful or worth <= gain
    assert found > 20


def _next_to(counts: tuple[int, ...], weights: list[float]) -> bool:
    """Every share is its weight rounded down or up."""
    return all(int(w + 1e-6) <= count < w + 1 - 1e-6 for count, w in zip(counts, weights, strict=True))


@pytest.mark.parametrize("hectares", ["10", "7.3", "31.7777"])
def test_a_grant_for_years_that_is_cut_to_the_square_metre_is_the_proven_best(hectares: str) -> None:
    given = payment(
        "p", measures=["gras"], figures={"rate": 1680}, grant=GrantRule("multi_year", None), term_years=4
    )
    rules = rulebook(scheme("province.x.hectare", given, legal_basis="unknown"), limits=[de_minimis()])
    profile = farm(parcel("P1", hectares, "gras"), parcel("P2", "3.1", "gras"), aid=[("2025-06-01", 41_003)])
    found = award(ask(replace(profile), rules, years=6))
    assert found.certificate.status == "optimal"
    assert 0 <= found.certificate.gap <= 4 * 17  # a square metre of four years
    assert any(limit.binding for limit in found.limits)
