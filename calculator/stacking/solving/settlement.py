"""From the solver's shares to lawful amounts: whole square metres, whole cents, every row still kept exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.problem import MICRO, Block, Option, Problem, Solution
from calculator.domain.quantity import GRAIN
from calculator.domain.quickly import made_quickly
from calculator.stacking.problem.assembly import Built
from calculator.stacking.solving.roundings import Steps, best_rounding, gained


class UnsettledError(RuntimeError):
    """No rounding near the optimum keeps every row: a fault of ours, never shown as an award."""


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


def _steps_of(block: Block, claims: tuple[Claim, ...]) -> int:
    """In how many equal steps the block may be divided: one where it is a farm's own decision.

    A parcel under the rule of 2023 takes one plan whole, but the stacks of that plan may share its ground.
    """
    if block.whole and all(c.piece == "farm" for c in claims):
        return 1
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


def _rounded(built: Built, solution: Solution, *, finest: bool) -> tuple[Steps, list[int]]:
    """Whole steps per cell in use, and how many make a block; a block that is not divided is one step, unless ``finest``."""
    steps: Steps = {}
    sizes: list[int] = []
    for b, (plans, weights) in enumerate(zip(solution.group_weights, solution.weights, strict=True)):
        only = plans.index(1.0) if 1.0 in plans and not finest else None
        if only is not None and all(1.0 in given for given in weights[only]):
            sizes.append(1)
            for c, given in enumerate(weights[only]):
                steps[b, only, c] = [int(w) for w in given]
            continue
        size = _size_of(built, b)
        sizes.append(size)
        for g, count in enumerate(_round([w * size for w in plans], size)):
            for c, given in enumerate(weights[g]):
                steps[b, g, c] = _divided([w * size for w in given], count, size)
    return steps, sizes


def _size_of(built: Built, b: int) -> int:
    block = built.problem.blocks[b]
    if b < len(built.meanings):
        return _steps_of(block, built.meanings[b].claims)
    return 1 if block.whole else 10**9


def _divided(weights: list[float], count: int, size: int) -> list[int]:
    """The steps of a group divided over the options of one of its cells."""
    if not count:
        return [0] * len(weights)
    if count == size and float(size) in weights:
        return [size if w == size else 0 for w in weights]
    if not any(weights):
        weights[0] = float(count)
    return _round(weights, count)


def _totals(problem: Problem, steps: Steps, sizes: list[int]) -> list[Fraction]:
    totals = [0] * len(problem.rows)
    parts: dict[tuple[int, int], int] = {}
    for (b, g, c), counts in steps.items():
        size = sizes[b]
        for o, count in enumerate(counts):
            if not count:
                continue
            for row, use in problem.blocks[b].groups[g].cells[c].options[o].uses:
                if count == size:
                    totals[row] += use
                else:
                    parts[row, size] = parts.get((row, size), 0) + count * use
    exact = [Fraction(total) for total in totals]
    for (row, size), amount in parts.items():
        exact[row] += Fraction(amount, size)
    return exact


Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Move:
    """One step of a block from some options to others: within a cell, or from one plan to another in all its cells."""

    block: int
    takes: tuple[tuple[Place, int], ...]
    gives: tuple[tuple[Place, int], ...]


def _within_cells(problem: Problem, steps: Steps) -> Iterator[_Move]:
    for place, counts in steps.items():
        for source, count in enumerate(counts):
            if count:
                for target in range(len(problem.blocks[place[0]].groups[place[1]].cells[place[2]].options)):
                    if target != source:
                        yield _Move(place[0], ((place, source),), ((place, target),))


def _between_plans(problem: Problem, steps: Steps, row: int) -> Iterator[_Move]:
    """A step from a plan in use to any other; in each cell the option that eases the row most."""
    for b, block in enumerate(problem.blocks):
        if block.whole or len(block.groups) < 2:
            continue
        for g, group in enumerate(block.groups):
            if not any(steps[b, g, 0]):
                continue
            takes = []
            for c, cell in enumerate(group.cells):
                held = [o for o, count in enumerate(steps[b, g, c]) if count]
                takes.append(((b, g, c), max(held, key=lambda o: _use(cell.options[o], row))))
            for h, other in enumerate(block.groups):
                if h != g:
                    gives = [
                        (
                            (b, h, c),
                            min(
                                range(len(x.options)),
                                key=lambda o: (_use(x.options[o], row), -x.options[o].gain),
                            ),
                        )
                        for c, x in enumerate(other.cells)
                    ]
                    yield _Move(b, tuple(takes), tuple(gives))


def _use(option: Option, row: int) -> int:
    return next((amount for r, amount in option.uses if r == row), 0)


def _effect(problem: Problem, move: _Move, size: int) -> tuple[dict[int, Fraction], Fraction]:
    """What one step of the move changes in each row, and what it loses."""
    change: dict[int, Fraction] = {}
    loss = 0
    for sign, ends in ((-1, move.takes), (1, move.gives)):
        for (b, g, c), o in ends:
            option = problem.blocks[b].groups[g].cells[c].options[o]
            loss -= sign * option.gain
            for row, amount in option.uses:
                change[row] = change.get(row, Fraction(0)) + sign * Fraction(amount, size)
    return change, Fraction(loss, size)


def _excess(problem: Problem, totals: list[Fraction]) -> Fraction:
    """How much all broken rows are broken, in the rows' own natural units."""
    return sum(
        ((t - row.bound) / row.scale for t, row in zip(totals, problem.rows, strict=True) if t > row.bound),
        Fraction(0),
    )


def _best_move(
    problem: Problem, steps: Steps, sizes: list[int], totals: list[Fraction]
) -> tuple[_Move, int] | None:
    """The cheapest move that lessens the excess, and how many steps of it; moves that mend everything come first."""
    row = next(r for r, x in enumerate(problem.rows) if totals[r] > x.bound)
    now, best = _excess(problem, totals), None
    for move in (*_within_cells(problem, steps), *_between_plans(problem, steps, row)):
        change, loss = _effect(problem, move, sizes[move.block])
        relief = -change.get(row, Fraction(0))
        if relief <= 0:
            continue
        held = min(steps[place][o] for place, o in move.takes)
        count = min(held, int(-(-(totals[row] - problem.rows[row].bound) // relief)))
        after = [t + count * change.get(r, Fraction(0)) for r, t in enumerate(totals)]
        left = _excess(problem, after)
        rank = (left > 0, left if left > 0 else loss * count, move.takes, move.gives)
        if left < now and (best is None or rank < best[0]):
            best = (rank, move, count)
    return None if best is None else (best[1], best[2])


def _repair(problem: Problem, steps: Steps, sizes: list[int]) -> None:
    """Shift single steps until every row holds, at the least loss."""
    for _ in range(500):
        totals = _totals(problem, steps, sizes)
        if not _excess(problem, totals):
            return
        found = _best_move(problem, steps, sizes, totals)
        if found is None:
            break
        move, count = found
        for place, o in move.takes:
            steps[place][o] -= count
        for place, o in move.gives:
            steps[place][o] += count
    raise UnsettledError("no rounding of the solver's answer keeps every limit")


def _lawful(problem: Problem, solution: Solution, nearest: Steps, sizes: list[int]) -> Steps:
    """The better of the best rounding near the solution and of the nearest one, mended."""
    best = best_rounding(problem, solution, sizes, nearest)
    mended = {place: list(counts) for place, counts in nearest.items()}
    try:
        _repair(problem, mended, sizes)
    except UnsettledError:
        if best is None:
            raise
        return best
    if best is None or gained(problem, mended, sizes) > gained(problem, best, sizes):
        return mended
    return best


def settle_shares(built: Built, solution: Solution) -> tuple[Share, ...]:
    """The shares of all stacks taken, rounded so that every row of the problem holds exactly."""
    steps, sizes = _rounded(built, solution, finest=False)
    if _excess(built.problem, _totals(built.problem, steps, sizes)):
        steps, sizes = _rounded(built, solution, finest=True)
        steps = _lawful(built.problem, solution, steps, sizes)
    return tuple(
        [
            Share(b, g, c, o, WHOLE if count == sizes[b] else Fraction(count, sizes[b]))
            for (b, g, c), counts in steps.items()
            for o, count in enumerate(counts)
            if count
        ]
    )


def rounding(built: Built, shares: tuple[Share, ...]) -> Fraction:
    """What rounding to whole steps can cost at most, in micro-cents: a step of every divided block, and a cent in all.

    A larger gap is no rounding: the award is lawful, but not the proven best.
    """
    divided = {s.block for s in shares if s.share != 1}
    total = Fraction(MICRO)
    for b in divided:
        block = built.problem.blocks[b]
        size = _steps_of(block, built.meanings[b].claims) if b < len(built.meanings) else 1
        # A step may move within a plan, or from one plan to another.
        most = max(sum(max(o.gain for o in cell.options) for cell in group.cells) for group in block.groups)
        least = min(sum(min(o.gain for o in cell.options) for cell in group.cells) for group in block.groups)
        total += Fraction(most - least, size)
    return total


def objective(problem: Problem, shares: tuple[Share, ...]) -> Fraction:
    """What the settled shares gain, in micro-cents, exactly."""
    whole, gained = 0, Fraction(0)
    for s in shares:
        gain = problem.blocks[s.block].groups[s.group].cells[s.cell].options[s.option].gain
        if s.share is WHOLE:
            whole += gain
        else:
            gained += s.share * gain
    return gained + whole + problem.constant
