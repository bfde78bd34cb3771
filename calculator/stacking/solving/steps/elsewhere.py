"""Where the solver's answer stands on a single point that no whole step meets: the best answer that takes another plan.

A class may be reached on exactly so many square metres and a quarter, and on no whole number of them. Every plan that the answer
takes whole is then left out in turn, and the best of what settles is the answer; the bound of the first one still holds for it.

``whole_steps`` finds such an answer nearly always and proves it too. This is for where it ends without one: its rounds or its
programmes are used up, or what it adds makes a programme that is not solved in its time. Else the farm would have no award.
Where nothing near by settles, what a search in floats finds in whole steps is taken, or of everything the lightest: lawful, with
its gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from calculator.domain.problem import Cell, Problem, Solution
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.optimum.solver import solve
from calculator.stacking.solving.steps.mending import UnsettledError
from calculator.stacking.solving.steps.searching import any_in_steps
from calculator.stacking.solving.steps.settlement import WHOLE, Share, keeps, objective, settle_shares

#: Micro-cents that make a plan worth nobody's while: ten million euros less.
_FAR_LESS = 10**15
#: Seconds that one programme may take.
_SECONDS = 2.0
#: So many plans are left out together at most, and so many programmes are solved though the time of the award is up.
_DEEP, _AT_LEAST = 4, 8

#: A block and one of its groups.
_Plan = tuple[int, int]


def settled_elsewhere(built: Built, solution: Solution, time: SearchTime) -> tuple[Share, ...]:
    """The shares of the best answer near by that settles, else of the best in whole steps that is found at all.

    UnsettledError: there is none. Without running commitments that cannot be: claiming nothing keeps every row.
    """
    waiting: list[tuple[Solution, frozenset[_Plan]]] = [(solution, frozenset())]
    found: list[tuple[Share, ...]] = []
    seen: set[frozenset[_Plan]] = set()
    while waiting and not found:
        further: list[tuple[Solution, frozenset[_Plan]]] = []
        for one, out in waiting:
            for plan in _whole(built.problem, one):
                without = out | {plan}
                late = time.left <= 0 and len(seen) >= _AT_LEAST
                if late or without in seen or len(without) > _DEEP:
                    continue
                seen.add(without)
                other = solve(_less(built.problem, without), time_limit_s=_SECONDS, time=time)
                if other.status == "infeasible" or not other.weights or _takes(other, without):
                    continue
                try:
                    found.append(settle_shares(built, other))
                except UnsettledError:
                    further.append((other, without))
        waiting = further
    if not found:
        found = [shares for shares in (any_in_steps(built), _lightest(built.problem)) if shares is not None]
    if not found:
        raise UnsettledError("no rounding of any answer near by keeps every limit")
    return max(found, key=lambda shares: objective(built.problem, shares))


def _lightest(problem: Problem) -> tuple[Share, ...] | None:
    """Of every block what takes least; None where that breaks a row."""
    found: list[Share] = []
    for b, block in enumerate(problem.blocks):
        plans = [[_least(cell) for cell in group.cells] for group in block.groups]
        g = min(range(len(plans)), key=[sum(least for least, _ in plan) for plan in plans].__getitem__)
        found += [Share(b, g, c, o, WHOLE) for c, (_, o) in enumerate(plans[g])]
    return tuple(found) if keeps(problem, found) else None


def _least(cell: Cell) -> tuple[int, int]:
    """The least that an option of a cell takes of all rows, and which."""
    takes = [sum([max(0, amount) for _, amount in option.uses]) for option in cell.options]
    return min((least, o) for o, least in enumerate(takes))


def _whole(problem: Problem, solution: Solution) -> Iterator[_Plan]:
    """The plans that are taken whole, where there is another."""
    for b, block in enumerate(problem.blocks):
        if block.whole and len(block.groups) > 1:
            yield from ((b, g) for g, weight in enumerate(solution.group_weights[b]) if weight == 1.0)


def _takes(solution: Solution, plans: frozenset[_Plan]) -> bool:
    return any(solution.group_weights[b][g] > 0 for b, g in plans)


def _less(problem: Problem, plans: frozenset[_Plan]) -> Problem:
    """The same problem, in which nobody takes these plans who need not."""
    blocks = list(problem.blocks)
    for b, g in plans:
        groups, cells = list(blocks[b].groups), list(blocks[b].groups[g].cells)
        cells[0] = replace(
            cells[0], options=tuple(replace(o, gain=o.gain - _FAR_LESS) for o in cells[0].options)
        )
        groups[g] = replace(groups[g], cells=tuple(cells))
        blocks[b] = replace(blocks[b], groups=tuple(groups))
    return replace(problem, blocks=tuple(blocks))
