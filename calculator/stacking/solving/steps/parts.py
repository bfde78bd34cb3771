"""A solved farm problem taken apart where no row that matters joins it, so that each part is settled by itself.

The parts are the partitions of the proof, and within each what rows that can be broken join: what binds a year, or some land,
seldom binds another. Rounding in one does not bear on the next, and equal parts have equal answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from calculator.domain.problem import Block, Cell, Group, Option, Partition, Problem, Solution
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.proof.certificate import Bounds
from calculator.stacking.solving.steps.settlement import Share, keeps, objective
from calculator.stacking.solving.steps.whole_steps import Steps


@dataclass(frozen=True, slots=True)
class _Part:
    """Some blocks of a partition (in the problem's own numbers) as a problem of their own."""

    blocks: tuple[int, ...]
    built: Built


def in_whole_steps(
    built: Built,
    solution: Solution,
    shares: tuple[Share, ...] | None,
    slack: Fraction,
    time: SearchTime,
) -> tuple[tuple[Share, ...] | None, Fraction]:
    """Shares that gain as much or more, and what no answer in whole steps exceeds (micro-cents).

    ``shares`` are None where no rounding of the solution keeps every row; so is the answer where none was found. A partition
    whose shares are near to its bound is left as it is, and so is every other once time is up.
    """
    bounds, steps = Bounds(built.problem, solution.proof), Steps(time)
    total, told = Fraction(bounds.total), _decided(solution, bounds)
    tight = [_tight(built.problem, bounds, n, x) for n, x in enumerate(solution.proof.partitions)]
    joined = [list(_joined(x, tight[n])) for n, x in enumerate(solution.proof.partitions)]
    settled, every = True, sum(len(x.blocks) for x in solution.proof.partitions)
    for n, (partition, before) in enumerate(zip(solution.proof.partitions, bounds.each(), strict=True)):
        mine = None if shares is None else _of(shares, partition.blocks)
        near = slack * len(partition.blocks) / every
        if mine is not None and (time.left <= 0 or (before or 0) - objective(built.problem, mine) <= near):
            told += mine
            continue
        reached = Fraction(0)
        for blocks in joined[n]:
            part = _part(built, bounds, n, blocks, tight[n])
            found, bound = steps.of(part.built, slack * len(part.blocks) / every)
            reached += bound
            settled = settled and found is not None
            told += [replace(s, block=part.blocks[s.block]) for s in found or ()]
        total -= max(Fraction(0), (before or 0) - reached)
    best = tuple(sorted(told, key=lambda s: (s.block, s.group, s.cell, s.option)))
    if not settled or not keeps(built.problem, best):
        return shares, total
    if shares is None or objective(built.problem, best) > objective(built.problem, shares):
        return best, total
    return shares, total


def _of(shares: Sequence[Share], blocks: Sequence[int]) -> tuple[Share, ...]:
    """The shares of some blocks."""
    mine = frozenset(blocks)
    return tuple(s for s in shares if s.block in mine)


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


def _tight(problem: Problem, bounds: Bounds, number: int, partition: Partition) -> dict[int, list[int]]:
    """The rows that blocks of a partition can break, each with those that touch it."""
    touching: dict[int, list[int]] = {}
    for b in partition.blocks:
        for row in _touched(problem.blocks[b]):
            touching.setdefault(row, []).append(b)
    return {
        row: blocks
        for row, blocks in touching.items()
        if sum(_most_use(problem.blocks[b], row) for b in blocks) > bounds.left(number, row)
    }


def _joined(partition: Partition, tight: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """The blocks of a partition, those together that rows join."""
    joined = {b: {b} for b in partition.blocks}
    for first, *others in tight.values():
        for b in others:
            if joined[b] is not joined[first]:
                joined[first] |= joined[b]
                for other in joined[b]:
                    joined[other] = joined[first]
    told: set[int] = set()
    for b in partition.blocks:
        if b not in told:
            told |= joined[b]
            yield tuple(x for x in partition.blocks if x in joined[b])


def _most_use(block: Block, row: int) -> int:
    return max(
        sum(max(sum(n for r, n in o.uses if r == row) for o in cell.options) for cell in group.cells)
        for group in block.groups
    )


def _touched(block: Block) -> set[int]:
    return {r for g in block.groups for c in g.cells for o in c.options for r, _ in o.uses}


def _part(
    built: Built, bounds: Bounds, number: int, of: tuple[int, ...], tight: Mapping[int, Sequence[int]]
) -> _Part:
    """Blocks of a partition as a problem: its rows hold what the proof says that other blocks leave of them.

    Rows that cannot be broken are left out: others may ease them.
    """
    problem, own, mine = built.problem, len(built.meanings), set(of)
    blocks = tuple(sorted(of, key=lambda b: (b >= own, b)))
    touched = sorted(row for row, others in tight.items() if others[0] in mine)
    place = {row: at for at, row in enumerate(touched)}
    rows = tuple(replace(problem.rows[r], bound=bounds.left(number, r)) for r in touched)
    apart = Problem(tuple(_moved(problem.blocks[b], place) for b in blocks), rows)
    meanings = tuple(built.meanings[b] for b in blocks if b < own)
    return _Part(blocks, replace(built, problem=apart, meanings=meanings))


def _moved(block: Block, place: dict[int, int]) -> Block:
    groups = tuple(
        Group(
            tuple(
                Cell(
                    tuple(
                        Option(o.gain, tuple((place[r], n) for r, n in o.uses if r in place))
                        for o in cell.options
                    )
                )
                for cell in group.cells
            )
        )
        for group in block.groups
    )
    return Block(block.id, groups, block.whole)
