"""The shares of a solution in whole steps, the cheapest way of all: every rounding near the solution is tried, exactly.

Few blocks are divided, so few ways of rounding there are. Where there are too many, or none of them keeps every row, the
settlement mends the nearest one step by step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import floor, lcm

from calculator.domain.problem import Block, Problem, Solution

#: Whole steps of every option, per block, group and cell.
Steps = dict[tuple[int, int, int], list[int]]
#: Steps of what is money that is not paid.
FINEST = 10**9
#: Ways of rounding looked at: of one block, and of all blocks together.
_OF_A_BLOCK, _OF_ALL = 128, 30_000
#: A weight this near to a whole step is that step.
_NEAR = 1e-6
#: How many steps an option may lie below or above the step under its weight.
_OFFSETS = (0, 1, -1, 2)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to round a block: its steps, what it gains and what it takes from the rows, times the steps of the block."""

    steps: Steps
    gain: int
    uses: Mapping[int, int]


def best_rounding(
    problem: Problem, solution: Solution, sizes: Mapping[int, int], nearest: Steps
) -> Steps | None:
    """The steps near the solution that gain most of those that keep every row exactly; None where none is found.

    ``sizes`` are the steps that make a block, ``nearest`` the steps without a thought of the rows.
    """
    divided = [b for b in range(len(problem.blocks)) if _is_divided(solution, b, sizes[b])]
    ways: list[list[_Way]] = []
    for b in divided:
        found = list(_ways(problem.blocks[b], b, solution, sizes[b]))
        if not found or len(found) > _OF_A_BLOCK:
            return None
        ways.append(found)
    count = 1
    for found in ways:
        count *= len(found)
    if not divided or count > _OF_ALL:
        return None
    scale = lcm(*(sizes[b] for b in divided))
    best = _best(ways, [scale // sizes[b] for b in divided], _left(problem, sizes, nearest, divided, scale))
    if best is None:
        return None
    steps = {place: counts for place, counts in nearest.items() if place[0] not in set(divided)}
    for way in best:
        steps |= {place: list(counts) for place, counts in way.steps.items()}
    return steps


def gained(problem: Problem, steps: Steps, sizes: Mapping[int, int]) -> Fraction:
    """What the steps gain, in micro-cents, exactly."""
    whole, parts = 0, dict[int, int]()
    for (b, g, c), counts in steps.items():
        options, size = problem.blocks[b].groups[g].cells[c].options, sizes[b]
        if size in counts:
            whole += options[counts.index(size)].gain
            continue
        for option, count in zip(options, counts, strict=True):
            if count:
                parts[size] = parts.get(size, 0) + option.gain * count
    return sum([Fraction(gain, size) for size, gain in parts.items()], Fraction(whole))


def _is_divided(solution: Solution, b: int, size: int) -> bool:
    weights = (*solution.group_weights[b], *(w for g in solution.weights[b] for c in g for w in c))
    return any(_parted(weight * size) for weight in weights)


def _parted(steps: float) -> bool:
    return abs(steps - round(steps)) > _NEAR


def _left(
    problem: Problem, sizes: Mapping[int, int], nearest: Steps, divided: Sequence[int], scale: int
) -> list[int]:
    """What the blocks that are not divided leave of every row, times ``scale``."""
    left = [row.bound * scale for row in problem.rows]
    free = set(divided)
    for (b, g, c), counts in nearest.items():
        if b in free:
            continue
        for option, count in zip(problem.blocks[b].groups[g].cells[c].options, counts, strict=True):
            for row, amount in option.uses if count else ():
                # A block that is not divided takes an option whole or not at all.
                left[row] -= amount * scale * count // sizes[b]
    return left


def _best(ways: list[list[_Way]], factors: list[int], left: list[int]) -> tuple[_Way, ...] | None:
    best: tuple[_Way, ...] | None = None
    most = 0
    # Rows that ask for something are broken too where nothing chosen touches them.
    asking = {row: 0 for row, room in enumerate(left) if room < 0}
    for chosen in product(*ways):
        gain = sum(way.gain * factor for way, factor in zip(chosen, factors, strict=True))
        if best is not None and gain <= most:
            continue
        takes = dict(asking)
        for way, factor in zip(chosen, factors, strict=True):
            for row, amount in way.uses.items():
                takes[row] = takes.get(row, 0) + amount * factor
        if all(amount <= left[row] for row, amount in takes.items()):
            best, most = chosen, gain
    return best


def _ways(block: Block, b: int, solution: Solution, size: int) -> Iterator[_Way]:
    """Every way to round one block, over its plans and in each cell of them; some more than asked for where there are many."""
    made = 0
    for plans in _roundings([w * size for w in solution.group_weights[b]], size):
        cells = [(g, c) for g, group in enumerate(block.groups) for c in range(len(group.cells))]
        each = [
            list(_roundings([w * size for w in solution.weights[b][g][c]], plans[g])) if plans[g] else [None]
            for g, c in cells
        ]
        for counts in product(*each):
            made += 1
            yield _way(block, b, dict(zip(cells, counts, strict=True)))
            if made > _OF_A_BLOCK:
                return


def _way(block: Block, b: int, counts: Mapping[tuple[int, int], list[int] | None]) -> _Way:
    steps, gain, uses = Steps(), 0, dict[int, int]()
    for (g, c), found in counts.items():
        options = block.groups[g].cells[c].options
        steps[b, g, c] = found or [0] * len(options)
        for option, count in zip(options, steps[b, g, c], strict=True):
            gain += option.gain * count
            for row, amount in option.uses if count else ():
                uses[row] = uses.get(row, 0) + amount * count
    return _Way(steps, gain, uses)


def _roundings(weights: list[float], total: int) -> Iterator[list[int]]:
    """Whole steps near the weights that add up to ``total``, the nearest first; what is not in use stays so."""
    used = [i for i, weight in enumerate(weights) if weight > _NEAR] or [0]
    base = [floor(weights[i] + _NEAR) for i in used]
    if len(used) == 1:
        base = [total]
    offsets = [_OFFSETS if len(used) == 2 else _OFFSETS[:2] for _ in used[1:]]  # the first takes the rest
    for more in product(*offsets):
        counts = [0] * len(weights)
        for i, steps, extra in zip(used[1:], base[1:], more, strict=True):
            counts[i] = steps + extra
        counts[used[0]] = total - sum(counts)
        if min(counts) >= 0 and counts[used[0]] - base[0] in range(-1, len(used) + 1):
            yield counts
