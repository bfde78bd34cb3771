"""From the solver's shares to lawful amounts: whole square metres, whole cents, every row still kept exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import chain

from calculator.domain.memory import Once
from calculator.domain.problem import MICRO, Block, Problem, Solution
from calculator.domain.quantity import GRAIN
from calculator.domain.quickly import made_quickly
from calculator.stacking.problem.built import Built, Meaning
from calculator.stacking.problem.drafts.in_part import steps
from calculator.stacking.solving.free_choice.bounds import free_choice, free_totals
from calculator.stacking.solving.free_choice.weights import departed
from calculator.stacking.solving.steps.mending import UnsettledError, excess, repair, totals_of
from calculator.stacking.solving.steps.roundings import FINEST, Steps, best_rounding, gained

#: The shares of the free choice, and what they take of every row.
_FREE: Once[tuple[list[list[Share]], list[int]]] = Once("free shares")


@made_quickly
@dataclass(frozen=True, slots=True)
class Share:
    """A stack that is taken on ``share`` of its land unit (0 to 1, in whole steps of the smallest unit)."""

    block: int
    group: int
    cell: int
    option: int
    share: Fraction


#: The share of a stack that is taken on all of its land.
WHOLE = Fraction(1)


def _steps_of(block: Block, meaning: Meaning) -> int:
    """In how many equal steps the block may be divided: one where it is a farm's own decision, but for what is paid in part.

    A parcel under the rule of 2023 takes one plan whole, but the stacks of that plan may share its ground.
    """
    claims = meaning.claims
    if block.whole and all(c.piece == "farm" for c in claims):
        return steps(meaning.draft, claims)
    return max(
        [1, *(int(quantity / GRAIN[unit]) for quantity, unit in {(c.quantity, c.unit) for c in claims})]
    )


def _round(weights: list[float], total: int) -> list[int]:
    """Whole steps nearest to the weights that add up to ``total``; the largest remainders get what is left."""
    if weights.count(total) == 1 and weights.count(0.0) == len(weights) - 1:
        return [total if w else 0 for w in weights]
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


def _rounded(
    built: Built, solution: Solution, blocks: Iterable[int], *, finest: bool
) -> tuple[Steps, dict[int, int]]:
    """Whole steps per cell in use, and how many make a block; a block that is not divided is one step, unless ``finest``."""
    steps: Steps = {}
    sizes: dict[int, int] = {}
    for b in blocks:
        plans, weights = solution.group_weights[b], solution.weights[b]
        only = plans.index(1.0) if 1.0 in plans and not finest else None
        if only is not None and all(1.0 in given for given in weights[only]):
            sizes[b] = 1
            for c, given in enumerate(weights[only]):
                steps[b, only, c] = [int(w) for w in given]
            continue
        size = sizes[b] = steps_in(built, b) or FINEST
        for g, count in enumerate(_round([w * size for w in plans], size)):
            for c, given in enumerate(weights[g]):
                steps[b, g, c] = _divided([w * size for w in given], count, size)
    return steps, sizes


def steps_in(built: Built, b: int) -> int:
    """In how many equal steps a block comes; none where it is money that is not paid, in any part."""
    block = built.problem.blocks[b]
    if b < len(built.meanings):
        return _steps_of(block, built.meanings[b])
    return 1 if block.whole else 0


def _divided(weights: list[float], count: int, size: int) -> list[int]:
    """The steps of a group divided over the options of one of its cells."""
    if not count:
        return [0] * len(weights)
    if count == size and float(size) in weights:
        return [size if w == size else 0 for w in weights]
    if not any(weights):
        weights[0] = float(count)
    return _round(weights, count)


def _lawful(problem: Problem, solution: Solution, nearest: Steps, sizes: Mapping[int, int]) -> Steps:
    """The better of the best rounding near the solution and of the nearest one, mended."""
    best = best_rounding(problem, solution, sizes, nearest)
    mended = {place: list(counts) for place, counts in nearest.items()}
    try:
        repair(problem, mended, sizes)
    except UnsettledError:
        if best is None:
            raise
        return best
    if best is None or gained(problem, mended, sizes) > gained(problem, best, sizes):
        return mended
    return best


def settle_shares(built: Built, solution: Solution) -> tuple[Share, ...]:
    """The shares of all stacks taken, rounded so that every row of the problem holds exactly."""
    away = departed(built.problem, solution)
    if len(away) < len(built.problem.blocks):
        found = _beside_free(built, solution, away)
        if found is not None:
            return found
    else:
        steps, sizes = _rounded(built, solution, away, finest=False)
        if not excess(built.problem, totals_of(built.problem, steps, sizes)):
            return tuple(_shares(steps, sizes))
    steps, sizes = _rounded(built, solution, range(len(built.problem.blocks)), finest=True)
    return tuple(_shares(_lawful(built.problem, solution, steps, sizes), sizes))


def _shares(steps: Steps, sizes: Mapping[int, int]) -> list[Share]:
    return [
        Share(b, g, c, o, WHOLE if count == sizes[b] else Fraction(count, sizes[b]))
        for (b, g, c), counts in steps.items()
        for o, count in enumerate(counts)
        if count
    ]


def _beside_free(built: Built, solution: Solution, away: Sequence[int]) -> tuple[Share, ...] | None:
    """The shares where few blocks depart from the free choice, rounded to the nearest; None where that breaks a row."""
    problem = built.problem
    free, taken = free_shares(problem)
    if not away:
        return tuple(chain.from_iterable(free)) if not excess(problem, taken) else None
    steps, sizes = _rounded(built, solution, away, finest=False)
    totals = [before + more for before, more in zip(taken, totals_of(problem, steps, sizes), strict=True)]
    for b in away:
        for share in free[b]:
            for row, use in (
                problem.blocks[b].groups[share.group].cells[share.cell].options[share.option].uses
            ):
                totals[row] -= use
    if excess(problem, totals):
        return None
    told = list(free)
    for b in away:
        told[b] = []
    for share in _shares(steps, sizes):
        told[share.block].append(share)
    return tuple(chain.from_iterable(told))


def free_shares(problem: Problem) -> tuple[list[list[Share]], list[int]]:
    """The shares of the free choice by block, and what they take of every row; found once."""
    known = problem.memory.get(_FREE)
    if known is None:
        choice = free_choice(problem)
        shares = [
            [_whole(b, best, c, pick) for c, pick in enumerate(picks[best])]
            for b, (best, picks) in enumerate(zip(choice.groups, choice.options, strict=True))
        ]
        known = problem.memory.keep(_FREE, (shares, free_totals(problem, choice)))
    return known


@lru_cache(maxsize=16_384)
def _whole(block: int, group: int, cell: int, option: int) -> Share:
    """An option that is taken on all of its land."""
    return Share(block, group, cell, option, WHOLE)


def allowance(lines: int) -> Fraction:
    """What settling so many lines can hide, in micro-cents: half a cent for each, and a cent where there are few.

    Every line is rounded once, half up, so that what is paid lies no farther from what the shares gain. A larger gap is no
    rounding: the award is lawful, but not the proven best.
    """
    return max(Fraction(MICRO), Fraction(MICRO * lines, 2))


def keeps(problem: Problem, shares: Iterable[Share]) -> bool:
    """Whether the shares keep every row, exactly."""
    totals = [Fraction(0)] * len(problem.rows)
    for s in shares:
        for row, use in problem.blocks[s.block].groups[s.group].cells[s.cell].options[s.option].uses:
            totals[row] += use * s.share
    return all(total <= row.bound for total, row in zip(totals, problem.rows, strict=True))


def objective(problem: Problem, shares: tuple[Share, ...]) -> Fraction:
    """What the settled shares gain, in micro-cents, exactly."""
    whole, parts = 0, dict[int, int]()
    for s in shares:
        gain = problem.blocks[s.block].groups[s.group].cells[s.cell].options[s.option].gain
        if s.share is WHOLE:
            whole += gain
        elif gain:
            size = s.share.denominator
            parts[size] = parts.get(size, 0) + s.share.numerator * gain
    return sum([Fraction(part, size) for size, part in parts.items()], Fraction(whole + problem.constant))
