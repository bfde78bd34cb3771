"""The free choice as weights of groups and options."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from calculator.domain.memory import Once
from calculator.domain.problem import Block, Problem, Solution
from calculator.stacking.solving.free_choice.bounds import Choice, nothing_to_choose

FREE_WEIGHTS: Once[tuple[tuple[tuple[float, ...], ...], tuple[BlockWeights, ...]]] = Once("free weights")

#: Weights of one block: group, cell, option.
BlockWeights = tuple[tuple[tuple[float, ...], ...], ...]
#: Those of a block that offers one option in all, and of its group.
_ALL: tuple[float, ...] = (1.0,)
_OF_ONE: BlockWeights = ((_ALL,),)


@lru_cache(maxsize=4096)
def _one_of(count: int, pick: int) -> tuple[float, ...]:
    return tuple(1.0 if index == pick else 0.0 for index in range(count))


def free_weights(
    problem: Problem, choice: Choice
) -> tuple[tuple[tuple[float, ...], ...], tuple[BlockWeights, ...]]:
    """The free choice as group and option weights: the same objects each time that a problem is asked."""
    known = problem.memory.get(FREE_WEIGHTS)
    return problem.memory.keep(FREE_WEIGHTS, _weights(problem, choice)) if known is None else known


def departed(problem: Problem, solution: Solution) -> list[int]:
    """The blocks that a solution does not leave at the free choice, as far as it says so; all where it does not."""
    known = problem.memory.get(FREE_WEIGHTS)
    if known is None:
        return list(range(len(problem.blocks)))
    return [
        b for b, (mine, free) in enumerate(zip(solution.weights, known[1], strict=True)) if mine is not free
    ]


def _weights(
    problem: Problem, choice: Choice
) -> tuple[tuple[tuple[float, ...], ...], tuple[BlockWeights, ...]]:
    groups = []
    weights: list[BlockWeights] = []
    for block, best, options in zip(problem.blocks, choice.groups, choice.options, strict=True):
        if nothing_to_choose(block):
            groups.append(_ALL)
            weights.append(_OF_ONE)
            continue
        of_groups, of_options = weights_of(block, best, options)
        groups.append(of_groups)
        weights.append(of_options)
    return tuple(groups), tuple(weights)


def weights_of(
    block: Block, best: int, options: Sequence[Sequence[int]]
) -> tuple[tuple[float, ...], BlockWeights]:
    """One block on one of its groups, with the option of each cell per group."""
    if len(block.groups) == 1 and len(block.groups[0].cells) == 1:
        return _ALL, ((_one_of(len(block.groups[0].cells[0].options), options[0][0]),),)
    divided = []
    for place, (group, picks) in enumerate(zip(block.groups, options, strict=True)):
        taken = picks if place == best else [-1] * len(picks)
        divided.append(
            tuple([_one_of(len(cell.options), pick) for cell, pick in zip(group.cells, taken, strict=True)])
        )
    return _one_of(len(block.groups), best), tuple(divided)
