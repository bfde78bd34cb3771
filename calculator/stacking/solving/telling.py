"""An answer that departs from the free choice in a few blocks of one cell per group, told in the problem's own shape."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.domain.problem import Block, Problem, Proof, Solution
from calculator.stacking.solving.bounds import Choice, free_totals
from calculator.stacking.solving.free import BlockWeights, free_weights

#: Weights of one block by group and option.
Weights = dict[tuple[int, int], float]


def told(problem: Problem, choice: Choice, taken: Mapping[int, Weights], proof: Proof) -> Solution:
    """The free choice, but for the blocks that are taken otherwise."""
    free_shares, free_divided = free_weights(problem, choice)
    shares, divided = list(free_shares), list(free_divided)
    for index, weights in taken.items():
        block = problem.blocks[index]
        of_groups: list[float] = [0.0] * len(block.groups)
        for (group, _), weight in weights.items():
            of_groups[group] += weight
        shares[index] = tuple(of_groups)
        divided[index] = _nested(block, weights)
    return Solution("optimal", tuple(shares), tuple(divided), proof)


def totals_with(problem: Problem, choice: Choice, taken: Mapping[int, Weights]) -> list[float]:
    """What all blocks take of every row."""
    totals: dict[int, float] = {}
    for index, weights in taken.items():
        block, best = problem.blocks[index], choice.groups[index]
        free = (best, choice.options[index][best][0])
        if weights == {free: 1.0}:
            continue
        for (group, option), weight in (*weights.items(), (free, -1.0)):
            for row, amount in block.groups[group].cells[0].options[option].uses:
                totals[row] = totals.get(row, 0.0) + weight * amount
    return [before + totals.get(row, 0.0) for row, before in enumerate(free_totals(problem, choice))]


def _nested(block: Block, weights: Weights) -> BlockWeights:
    return tuple(
        (tuple([weights.get((g, o), 0.0) for o in range(len(group.cells[0].options))]),)
        for g, group in enumerate(block.groups)
    )
