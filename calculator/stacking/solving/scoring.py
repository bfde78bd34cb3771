"""What activities score: with all that may be claimed of them beside what is paid, which is what a next class counts from.

Where no class rests on it, it is all the same to an optimum whether an activity is claimed that bears on payments elsewhere,
and which of two loses its points. Then the problem is solved once more, with so little for every point that no payment changes
by more than some cents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from calculator.domain.problem import MICRO, Block, Cell, Group, Problem, Solution
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.optimum.over_years import listing, solved_over_years
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.steps.lost_elsewhere import FILLED
from calculator.stacking.solving.steps.settlement import WHOLE, Share

#: Micro-cents for all points and value of a farm together: ten cents.
_IN_ALL = 10 * MICRO
#: A share of land below this is none, and shares are parts of so many at most.
_NOTHING, _FINEST = 1e-9, 10**7


def most_scored(outcome: Outcome, time: SearchTime) -> tuple[Built, tuple[Share, ...]]:
    """An answer that pays as much and scores most, and its problem: the outcome's own where that cannot score more, or where no
    other is found in the time that is left, which is spent.
    """
    built = outcome.built
    worth = _worth(built)
    if not worth or outcome.out_of_time or time.left <= 0:
        return built, outcome.shares
    over = solved_over_years(_problem(built, worth), ties=False, time=time)
    if over.solution.status != "optimal":
        return built, outcome.shares
    scored = replace(listing(built, over.added), problem=over.problem)
    # What is told is no payment: shares need not be whole square metres.
    return scored, tuple(_shares(over.solution))


def _shares(solution: Solution) -> Iterator[Share]:
    for b, groups in enumerate(solution.weights):
        for g, cells in enumerate(groups):
            for c, weights in enumerate(cells):
                for o, weight in enumerate(weights):
                    if weight > _NOTHING:
                        share = Fraction(weight).limit_denominator(_FINEST)
                        yield Share(b, g, c, o, WHOLE if share == 1 else share)


def _worth(built: Built) -> Mapping[int, float]:
    """Micro-cents for one of every row of points or value; none where activities bear on nothing elsewhere."""
    if not _bear_on_others(built):
        return {}
    uses = [
        use
        for block in built.problem.blocks[: len(built.meanings)]
        for group in block.groups
        for cell in group.cells
        for option in cell.options
        for use in option.uses
        if built.rows.meaning[use[0]][0] in FILLED
    ]
    asked = {row for row, use in uses if use > 0}
    most = {row: sum(-use for other, use in uses if other == row and use < 0) for row in asked}
    return {row: _IN_ALL / len(asked) / all_ for row, all_ in most.items() if all_}


def _bear_on_others(built: Built) -> bool:
    """Whether a relation joins an activity with what lies elsewhere."""
    uses = built.rows.across.joined.uses
    return bool(uses) and any(
        claim.terms.value is not None and (claim.ref, claim.year) in uses
        for meaning in built.meanings
        for claim in meaning.claims
    )


def _problem(built: Built, worth: Mapping[int, float]) -> Problem:
    premiums = {
        b for b, meaning in enumerate(built.meanings) if any(c.class_name is not None for c in meaning.claims)
    }
    blocks = [
        block if b in premiums else _worth_more(block, worth) for b, block in enumerate(built.problem.blocks)
    ]
    return Problem(tuple(blocks), built.problem.rows, built.problem.constant)


def _worth_more(block: Block, worth: Mapping[int, float]) -> Block:
    def more(cell: Cell) -> Cell:
        return Cell(
            tuple(
                replace(o, gain=o.gain - round(sum(worth.get(row, 0.0) * use for row, use in o.uses)))
                for o in cell.options
            )
        )

    groups = tuple(Group(tuple(map(more, group.cells))) for group in block.groups)
    runs = None if block.runs is None else replace(block.runs, cells=tuple(map(more, block.runs.cells)))
    return replace(block, groups=groups, runs=runs)
