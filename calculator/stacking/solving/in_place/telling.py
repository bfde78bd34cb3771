"""An answer that departs from the free choice in a few blocks, told in the problem's own shape, and the tree of its proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from calculator.domain.problem import Block, Multipliers, Part, Partition, Problem, Proof, Solution, Split
from calculator.stacking.solving.free_choice.bounds import Choice, free_totals, preference
from calculator.stacking.solving.free_choice.weights import BlockWeights, free_weights
from calculator.stacking.solving.in_place.few_rows import FewRows, Way

#: Weights of one block by group, cell and option.
Weights = dict[tuple[int, int, int], float]
#: One way of every undivided block.
Together = tuple[Way, ...]


def told(problem: Problem, choice: Choice, taken: Mapping[int, Weights], proof: Proof) -> Solution:
    """The free choice, but for the blocks that are taken otherwise."""
    free_shares, free_divided = free_weights(problem, choice)
    shares, divided = list(free_shares), list(free_divided)
    for index, weights in taken.items():
        block = problem.blocks[index]
        of_groups: list[float] = [0.0] * len(block.groups)
        for (group, cell, _), weight in weights.items():
            if not cell:
                of_groups[group] += weight
        shares[index] = tuple(of_groups)
        divided[index] = _nested(block, weights)
    return Solution("optimal", tuple(shares), tuple(divided), proof)


def totals_with(problem: Problem, choice: Choice, taken: Mapping[int, Weights]) -> list[float]:
    """What all blocks take of every row."""
    totals: dict[int, float] = {}
    for index, weights in taken.items():
        block, best = problem.blocks[index], choice.groups[index]
        free = {(best, cell, pick): -1.0 for cell, pick in enumerate(choice.options[index][best])}
        for place, weight in (*weights.items(), *free.items()):
            if weights.get(place) == 1.0 and place in free:
                continue
            group, cell, option = place
            for row, amount in block.groups[group].cells[cell].options[option].uses:
                totals[row] = totals.get(row, 0.0) + weight * amount
    return [before + totals.get(row, 0.0) for row, before in enumerate(free_totals(problem, choice))]


def weighed(ground: FewRows, group: Together, found: Sequence[Mapping[Way, float]]) -> dict[int, Weights]:
    """Weights by block, where every open piece is divided over ways so, and the undivided blocks take a group each.

    Cells of a block that are decided by themselves stay at the free choice.
    """
    taken: dict[int, Weights] = {}
    for (index, _), ways in zip(ground.open, found, strict=True):
        block = ground.problem.blocks[index]
        if index not in taken:
            taken[index] = _others(ground, index, block)
        mine = taken[index]
        for way, weight in ways.items():
            for cell, option in way[3]:
                place = way[2], cell, option
                mine[place] = mine.get(place, 0.0) + weight
    for (index, _), way in zip(ground.undivided, group, strict=True):
        taken[index] = {(way[2], cell, option): 1.0 for cell, option in way[3]}
    return taken


def _others(ground: FewRows, index: int, block: Block) -> Weights:
    """The free choice of the cells that no open piece of a block has."""
    picks = ground.choice.options[index][0]
    if len(block.groups) > 1 or len(picks) == 1:
        return {}
    open_ = {cell for at, ways in ground.open if at == index for cell, _ in ways[0][3]}
    return {(0, cell, pick): 1.0 for cell, pick in enumerate(picks) if cell not in open_}


def together(ground: FewRows) -> Iterator[Together]:
    """Every combination of groups of the undivided blocks."""
    return product(*[ways for _, ways in ground.undivided])


def preferred(problem: Problem, index: int, way: Way) -> float:
    """The preference of a way of a block (``bounds``)."""
    block = problem.blocks[index]
    cells = block.groups[way[2]].cells
    return sum([preference(problem, block, cell, cells[cell].options[option]) for cell, option in way[3]])


def proof_of(ground: FewRows, ends: Sequence[tuple[Multipliers, bool]]) -> Proof:
    """One part per combination of groups, each with its prices and whether these show that nothing keeps the rows."""
    vectors: dict[Multipliers, int] = {}
    leaves = iter(
        [Part(vectors.setdefault(prices, len(vectors)), impossible=never) for prices, never in ends]
    )
    nodes: list[Part | Split] = []
    split = [each for each in ground.undivided if len(each[1]) > 1]

    def grow(depth: int) -> int:
        at = len(nodes)
        if depth == len(split):
            nodes.append(next(leaves))
            return at
        index, ways = split[depth]
        nodes.append(Split(index, ()))
        nodes[at] = Split(index, tuple([((way[2],), grow(depth + 1)) for way in ways]))
        return at

    grow(0)
    return Proof("dual", (Partition(tuple(ground.blocks), tuple(vectors), tuple(nodes)),))


def _nested(block: Block, weights: Weights) -> BlockWeights:
    return tuple(
        [
            tuple(
                [
                    tuple([weights.get((g, c, o), 0.0) for o in range(len(cell.options))])
                    for c, cell in enumerate(group.cells)
                ]
            )
            for g, group in enumerate(block.groups)
        ]
    )
