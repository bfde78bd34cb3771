"""A ceiling over whole decisions of one amount holds a multiple of it: nobody looks for what is left of it."""

from __future__ import annotations

from dataclasses import replace

from calculator.domain.problem import Problem, Row
from calculator.stacking.proof.certificate import upper_bound
from calculator.stacking.solving.optimum.multiples import in_multiples
from calculator.stacking.solving.optimum.solver import solve
from tests.stacking.farm_problems import EURO, by_brute_force, divisible, random_problem, whole


def grants(*amounts: int) -> Problem:
    made = [whole(f"grant {n}", (0, {}), (amount, {0: amount})) for n, amount in enumerate(amounts)]
    return Problem(tuple(made), (Row("window", 50),))


def test_of_grants_of_twelve_a_ceiling_of_fifty_holds_four() -> None:
    lowered = in_multiples(grants(*[12] * 6))
    assert lowered.rows[0].bound == 48
    assert upper_bound(lowered, solve(lowered).proof) == 48 * EURO


def test_what_is_divided_or_has_no_common_amount_keeps_its_ceiling() -> None:
    mixed = grants(12, 12, 12, 12, 12, 7)
    assert in_multiples(mixed) is mixed
    land = replace(mixed, blocks=(*mixed.blocks[:5], divisible("land", (0, {}), (12, {0: 12}))))
    assert in_multiples(land) is land


def test_no_lawful_choice_goes_by_it() -> None:
    for seed in range(120):
        problem = random_problem(seed, all_whole=True)
        steps = [3 * 7 ** (row % 2) for row in range(len(problem.rows))]
        coarse = replace(
            problem,
            blocks=tuple(
                replace(
                    block,
                    groups=tuple(
                        replace(
                            group,
                            cells=tuple(
                                replace(
                                    cell,
                                    options=tuple(
                                        replace(o, uses=tuple((r, n * steps[r]) for r, n in o.uses))
                                        for o in cell.options
                                    ),
                                )
                                for cell in group.cells
                            ),
                        )
                        for group in block.groups
                    ),
                )
                for block in problem.blocks
            ),
            rows=tuple(replace(r, bound=r.bound * steps[n] + 2) for n, r in enumerate(problem.rows)),
        )
        assert by_brute_force(in_multiples(coarse)) == by_brute_force(coarse)
