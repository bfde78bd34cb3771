"""A rounding that breaks a row, mended: single steps are moved to the cheapest other stack until every row holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from calculator.domain.problem import Option, Problem
from calculator.stacking.solving.steps.roundings import FINEST, Steps

#: Times that money which is not paid may be moved from one broken row to others.
_PASSED_ON = 24


class UnsettledError(RuntimeError):
    """No rounding near the optimum keeps every row: a fault of ours, never shown as an award."""


def totals_of(problem: Problem, steps: Steps, sizes: Mapping[int, int]) -> list[Fraction | int]:
    """What these steps take of every row."""
    totals: list[Fraction | int] = [0] * len(problem.rows)
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
    for (row, size), amount in parts.items():
        totals[row] += Fraction(amount, size)
    return totals


Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Move:
    """One step of a block from some options to others: within a cell, or from one plan to another in all its cells."""

    block: int
    takes: tuple[tuple[Place, int], ...]
    gives: tuple[tuple[Place, int], ...]


#: What the options of the places that touch a row take of it, by row.
_Uses = Mapping[int, Mapping[Place, Sequence[int]]]


def _uses(problem: Problem) -> _Uses:
    found: dict[int, dict[Place, list[int]]] = {}
    for b, block in enumerate(problem.blocks):
        for g, group in enumerate(block.groups):
            for c, cell in enumerate(group.cells):
                for o, option in enumerate(cell.options):
                    for row, amount in option.uses:
                        here = found.setdefault(row, {})
                        here.setdefault((b, g, c), [0] * len(cell.options))[o] += amount
    return found


def _within_cells(steps: Steps, uses: Mapping[Place, Sequence[int]]) -> Iterator[_Move]:
    """A step from what takes more of a row to what takes less of it."""
    for place, takes in uses.items():
        for source, count in enumerate(steps.get(place, ())):
            if count:
                for target, amount in enumerate(takes):
                    if amount < takes[source]:
                        yield _Move(place[0], ((place, source),), ((place, target),))


def _between_plans(problem: Problem, steps: Steps, row: int, blocks: Iterable[int]) -> Iterator[_Move]:
    """A step from a plan in use to any other; in each cell the option that eases the row most."""
    for b in blocks:
        block = problem.blocks[b]
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


def _relief(problem: Problem, move: _Move, row: int) -> int:
    """What one step of the move takes off a row, times the steps of its block."""
    relief = 0
    for (b, g, c), o in move.takes:
        relief += dict(problem.blocks[b].groups[g].cells[c].options[o].uses).get(row, 0)
    for (b, g, c), o in move.gives:
        relief -= dict(problem.blocks[b].groups[g].cells[c].options[o].uses).get(row, 0)
    return relief


def _effect(problem: Problem, move: _Move) -> tuple[dict[int, int], int]:
    """What one step of the move changes in each row, and what it loses, times the steps of its block."""
    change: dict[int, int] = {}
    loss = 0
    for sign, ends in ((-1, move.takes), (1, move.gives)):
        for (b, g, c), o in ends:
            option = problem.blocks[b].groups[g].cells[c].options[o]
            loss -= sign * option.gain
            for row, amount in option.uses:
                change[row] = change.get(row, 0) + sign * amount
    return change, loss


def excess(problem: Problem, totals: Sequence[Fraction | int]) -> Fraction:
    """How much all broken rows are broken, in the rows' own natural units."""
    return sum(
        [
            Fraction(t - row.bound) / row.scale
            for t, row in zip(totals, problem.rows, strict=True)
            if t > row.bound
        ],
        Fraction(0),
    )


def _best_move(
    problem: Problem,
    steps: Steps,
    sizes: Mapping[int, int],
    totals: list[Fraction | int],
    uses: _Uses,
    *,
    passing: bool = False,
) -> tuple[_Move, int, dict[int, int]] | None:
    """The cheapest move that lessens the excess, how many steps of it, and what a step changes in each row, times the steps of
    its block; moves that mend everything come first.

    Where it is ``passing``, money that is not paid may break other rows more: those are mended by what they alone hold back.
    """
    row = next(r for r, x in enumerate(problem.rows) if totals[r] > x.bound)
    rows, now, best = problem.rows, excess(problem, totals), None
    rooms = [(x.bound - total).as_integer_ratio() for x, total in zip(rows, totals, strict=True)]
    short, parts = rooms[row]
    touching = uses.get(row, {})
    blocks = dict.fromkeys(place[0] for place in touching)
    for move in (*_within_cells(steps, touching), *_between_plans(problem, steps, row, blocks)):
        relief, size = _relief(problem, move, row), sizes[move.block]
        if relief <= 0 or (passing and size != FINEST):
            continue
        change, loss = _effect(problem, move)
        held = min(steps[place][o] for place, o in move.takes)
        count = min(held, -(short * size // (parts * relief)))
        left = now
        for r, more in change.items():
            room, of = rooms[r]
            broken = count * more * of - room * size
            if broken > 0:
                left += Fraction(broken, of * size * rows[r].scale)
            if room < 0:
                left += Fraction(room, of * rows[r].scale)
        rank = (left, Fraction(loss * count, size), move.takes, move.gives)
        if (passing or left < now) and (best is None or rank < best[0]):
            best = (rank, move, count, change)
    return None if best is None else best[1:]


def repair(problem: Problem, steps: Steps, sizes: Mapping[int, int]) -> None:
    """Shift single steps until every row holds, at the least loss."""
    passed, totals, uses = 0, totals_of(problem, steps, sizes), _uses(problem)
    for _ in range(500):
        if not excess(problem, totals):
            return
        found = _best_move(problem, steps, sizes, totals, uses)
        if found is None and passed < _PASSED_ON:
            passed += 1
            found = _best_move(problem, steps, sizes, totals, uses, passing=True)
        if found is None:
            break
        move, count, change = found
        for row, more in change.items():
            totals[row] += Fraction(count * more, sizes[move.block])
        for place, o in move.takes:
            steps[place][o] -= count
        for place, o in move.gives:
            steps[place][o] += count
    raise UnsettledError("no rounding of the solver's answer keeps every limit")
