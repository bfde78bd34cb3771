"""A solved farm problem taken apart where no row that matters joins it, so that each part is settled by itself.

The parts are the partitions of the proof: what binds a year, or some land, seldom binds another. Rounding in one does not
bear on the next, and equal parts have equal answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from calculator.domain.problem import Block, Cell, Group, Option, Partition, Problem, Solution
from calculator.stacking.problem.built import Built
from calculator.stacking.proof.certificate import Bounds
from calculator.stacking.solving.settlement import Share, keeps, objective
from calculator.stacking.solving.whole_steps import Steps


@dataclass(frozen=True, slots=True)
class _Part:
    """Some blocks (in the problem's own numbers) as a problem of their own, and what the proof says of it."""

    blocks: tuple[int, ...]
    built: Built
    bound: int


def in_whole_steps(
    built: Built, solution: Solution, shares: tuple[Share, ...] | None, slack: Fraction
) -> tuple[tuple[Share, ...] | None, Fraction]:
    """Shares that gain as much or more, and what no answer in whole steps exceeds (micro-cents).

    ``shares`` are None where no rounding of the solution keeps every row; so is the answer where none was found.
    """
    bounds, steps = Bounds(built.problem, solution.proof), Steps()
    total, told = Fraction(bounds.total), _decided(solution, bounds)
    parts = [_part(built, bounds, n, x) for n, x in enumerate(solution.proof.partitions)]
    settled = True
    for part in parts:
        found, bound = steps.of(part.built, slack / len(parts))
        total -= max(Fraction(0), part.bound - bound)
        settled = settled and found is not None
        told += [replace(s, block=part.blocks[s.block]) for s in found or ()]
    mine = tuple(sorted(told, key=lambda s: (s.block, s.group, s.cell, s.option)))
    if not settled or not keeps(built.problem, mine):
        return shares, total
    if shares is None or objective(built.problem, mine) > objective(built.problem, shares):
        return mine, total
    return shares, total


def _decided(solution: Solution, bounds: Bounds) -> list[Share]:
    """The shares of the blocks that no row holds back."""
    return [
        Share(b, g, c, o, Fraction(1))
        for b, groups in enumerate(solution.weights)
        if not bounds.priced(b)
        for g, cells in enumerate(groups)
        for c, weights in enumerate(cells)
        for o, weight in enumerate(weights)
        if weight
    ]


def _part(built: Built, bounds: Bounds, number: int, partition: Partition) -> _Part:
    """A partition as a problem: its rows hold what the proof says that other blocks leave of them."""
    problem, own = built.problem, len(built.meanings)
    blocks = tuple(sorted(partition.blocks, key=lambda b: (b >= own, b)))
    touched = sorted(
        {
            r
            for b in blocks
            for g in problem.blocks[b].groups
            for c in g.cells
            for o in c.options
            for r, _ in o.uses
        }
    )
    place = {row: at for at, row in enumerate(touched)}
    rows = tuple(replace(problem.rows[r], bound=bounds.left(number, r)) for r in touched)
    apart = Problem(tuple(_moved(problem.blocks[b], place) for b in blocks), rows)
    meanings = tuple(built.meanings[b] for b in blocks if b < own)
    return _Part(blocks, replace(built, problem=apart, meanings=meanings), bounds.each()[number] or 0)


def _moved(block: Block, place: dict[int, int]) -> Block:
    groups = tuple(
        Group(
            tuple(
                Cell(tuple(Option(o.gain, tuple((place[r], n) for r, n in o.uses)) for o in cell.options))
                for cell in group.cells
            )
        )
        for group in block.groups
    )
    return Block(block.id, groups, block.whole)
