"""From the solver's shares to lawful amounts: whole square metres, whole cents, every row still kept exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from calculator.domain.problem import Block, Problem, Solution
from calculator.domain.quantity import GRAIN
from calculator.stacking.assembly import Built
from calculator.stacking.stacks import Stack


class UnsettledError(RuntimeError):
    """No rounding near the optimum keeps every row: a fault of ours, never shown as an award."""


@dataclass(frozen=True, slots=True)
class Share:
    """A stack that is taken on ``share`` of its land unit (0 to 1, in whole steps of the smallest unit)."""

    block: int
    group: int
    cell: int
    option: int
    share: Fraction


Steps = dict[tuple[int, int, int], list[int]]


def _steps_of(block: Block, stacks: tuple[tuple[tuple[Stack, ...], ...], ...]) -> int:
    """In how many equal steps the block may be divided: one where it is whole."""
    if block.whole:
        return 1
    most = 1
    for group in stacks:
        for cell in group:
            for stack in cell:
                for claim in stack.claims:
                    most = max(most, int(claim.quantity / GRAIN[claim.unit]))
    return most


def _round(weights: list[float], total: int) -> list[int]:
    """Whole steps nearest to the weights that add up to ``total``; the largest remainders get what is left."""
    floor = [max(0, int(w * 1 + 1e-9)) for w in weights]
    left = total - sum(floor)
    order = sorted(range(len(weights)), key=lambda i: (floor[i] - weights[i], i))
    position = 0
    while left > 0:
        floor[order[position % len(order)]] += 1
        left, position = left - 1, position + 1
    for i in sorted(range(len(weights)), key=lambda i: (-floor[i], i)):
        take = min(floor[i], -left) if left < 0 else 0
        floor[i] -= take
        left += take
    return floor


def _rounded(built: Built, solution: Solution) -> tuple[Steps, list[int]]:
    steps: Steps = {}
    sizes: list[int] = []
    for b, block in enumerate(built.problem.blocks):
        size = 10**9 if block.id.startswith("~cap:") else _steps_of(block, built.stacks[b])
        sizes.append(size)
        plans = _round([w * size for w in solution.group_weights[b]], size)
        for g, group in enumerate(block.groups):
            for c in range(len(group.cells)):
                weights = [w * size for w in solution.weights[b][g][c]]
                if plans[g] and not any(weights):
                    weights[0] = float(plans[g])
                steps[b, g, c] = _round(weights, plans[g])
    return steps, sizes


def _totals(problem: Problem, steps: Steps, sizes: list[int]) -> list[Fraction]:
    totals = [Fraction(0)] * len(problem.rows)
    for (b, g, c), counts in steps.items():
        for o, count in enumerate(counts):
            if count:
                share = Fraction(count, sizes[b])
                for row, use in problem.blocks[b].groups[g].cells[c].options[o].uses:
                    totals[row] += share * use
    return totals


@dataclass(frozen=True, slots=True)
class _Move:
    place: tuple[int, int, int]
    source: int
    target: int
    relief: Fraction
    loss: Fraction


def _moves(problem: Problem, steps: Steps, sizes: list[int], row: int) -> Iterator[_Move]:
    for place, counts in steps.items():
        b, g, c = place
        options = problem.blocks[b].groups[g].cells[c].options
        uses = [dict(o.uses).get(row, 0) for o in options]
        for source, count in enumerate(counts):
            if not count:
                continue
            for target in range(len(options)):
                if uses[target] < uses[source]:
                    relief = Fraction(uses[source] - uses[target], sizes[b])
                    loss = Fraction(options[source].gain - options[target].gain, sizes[b])
                    yield _Move(place, source, target, relief, loss)


def _repair(problem: Problem, steps: Steps, sizes: list[int]) -> None:
    """Shift single steps between options until every row holds, cheapest per unit of relief first."""
    for _ in range(1000):
        totals = _totals(problem, steps, sizes)
        broken = [r for r, row in enumerate(problem.rows) if totals[r] > row.bound]
        if not broken:
            return
        row = broken[0]
        moves = sorted(
            _moves(problem, steps, sizes, row), key=lambda m: (m.loss / m.relief, m.place, m.target)
        )
        if not moves:
            break
        move = moves[0]
        over = totals[row] - problem.rows[row].bound
        count = min(steps[move.place][move.source], -(-over // move.relief))
        steps[move.place][move.source] -= int(count)
        steps[move.place][move.target] += int(count)
    raise UnsettledError("no rounding of the solver's answer keeps every limit")


def settle_shares(built: Built, solution: Solution) -> tuple[Share, ...]:
    """The shares of all stacks taken, rounded so that every row of the problem holds exactly."""
    steps, sizes = _rounded(built, solution)
    _repair(built.problem, steps, sizes)
    return tuple(
        Share(b, g, c, o, Fraction(count, sizes[b]))
        for (b, g, c), counts in sorted(steps.items())
        for o, count in enumerate(counts)
        if count
    )


def objective(problem: Problem, shares: tuple[Share, ...]) -> Fraction:
    """What the settled shares gain, in micro-cents, exactly."""
    gained = sum(
        (
            s.share * problem.blocks[s.block].groups[s.group].cells[s.cell].options[s.option].gain
            for s in shares
        ),
        Fraction(0),
    )
    return gained + problem.constant
