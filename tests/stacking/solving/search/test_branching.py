"""Branching copes with what HiGHS leaves within its tolerance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from calculator.domain.problem import Problem
from calculator.stacking.solving.free_choice.bounds import free_choice
from calculator.stacking.solving.free_choice.components import survey
from calculator.stacking.solving.search.branching import Search
from calculator.stacking.solving.search.model import build
from calculator.stacking.solving.search.relaxation import Allowed, Relaxation, Relaxed
from tests.stacking.farm_problems import random_problem


class Dusty(Relaxation):
    """Leaves a speck of every group that is not allowed, as HiGHS may within its tolerance."""

    def solve(self, allowed: Allowed) -> Relaxed:
        """The optimum with specks."""
        relaxed = super().solve(allowed)
        if relaxed.departures is None:
            return relaxed
        point = relaxed.departures.copy()
        for block, groups in allowed.items():
            for column, group in enumerate(self.model.z_group.tolist()):
                if self.model.group_block[group] == block and group not in groups:
                    point[column] += 3e-9
        return replace(relaxed, departures=point)


def worth(problem: Problem, kind: type[Relaxation]) -> list[float | None]:
    """The optimum of each component, None where nothing keeps its rows."""
    choice = free_choice(problem)
    land = survey(problem, choice)
    found: list[float | None] = []
    for component in land.components(set(range(len(problem.rows)))):
        relaxation = kind(problem, build(land, choice, component))
        outcome = Search(relaxation, 10.0, 4096, ties=False).run()
        found.append(None if outcome.departures is None else relaxation.worth(outcome.departures))
    return found


def test_a_speck_of_a_group_that_is_ruled_out_does_not_split_its_block_again() -> None:
    branched = 0
    for seed in range(60):
        problem = random_problem(seed)
        clean, dusty = worth(problem, Relaxation), worth(problem, Dusty)
        branched += len(clean)
        assert [x is None for x in clean] == [x is None for x in dusty]
        for one, other in zip(clean, dusty, strict=True):
            if one is not None and other is not None:
                assert np.isclose(one, other, rtol=1e-6, atol=1e4)
    assert branched > 20
