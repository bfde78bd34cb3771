"""A problem of which some groups may not be taken is worth what it is worth when it is solved from the start."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from calculator.domain.problem import Problem
from calculator.stacking.proof.certificate import Bounds, ProofError
from calculator.stacking.solving.in_place.narrow import Start
from calculator.stacking.solving.optimum.restriction import Restricted
from calculator.stacking.solving.optimum.solver import solve
from tests.stacking.farm_problems import random_problem, value


def afresh(problem: Problem, block: int, group: int) -> float | None:
    """The optimum with one group of a block, solved by itself."""
    only = replace(problem.blocks[block], groups=(problem.blocks[block].groups[group],))
    changed = replace(problem, blocks=tuple(only if b == block else x for b, x in enumerate(problem.blocks)))
    solution = solve(changed, ties=False)
    return None if solution.status == "infeasible" else value(changed, solution)


def test_a_search_that_begins_at_the_parts_of_a_proof_finds_what_one_from_the_start_finds() -> None:
    begun = compared = 0
    for seed in range(50):
        problem = random_problem(seed)
        solution = solve(problem)
        if solution.status == "infeasible":
            continue
        bounds = Bounds(problem, solution.proof)
        asked = Restricted(problem, frozenset(range(len(problem.blocks))))
        for block in range(len(problem.blocks)):
            for group in range(len(problem.blocks[block].groups)):
                only = replace(problem.blocks[block], groups=(problem.blocks[block].groups[group],))
                try:
                    parts = bounds.parts({block: only}, bounds.replaced({block: only}))
                except ProofError:
                    parts = []  # the proof divides this very block
                begun += bool(parts)
                starts = [Start(groups, float(bound)) for groups, bound in parts]
                found = asked.worth({block: (group,)}, np.inf, starts)
                expected = afresh(problem, block, group)
                assert (found is None) == (expected is None), (seed, block, group)
                if found is not None and expected is not None:
                    assert np.isclose(found, expected, rtol=1e-9, atol=2_000.0), (seed, block, group)
                compared += 1
    assert begun > 20
    assert compared > 200
