"""What a problem is worth that differs from the one whose answer an award tells: when a claim is forced in, or a limit is gone.

Only objectives are told, and mostly as the programme divides land: a square metre of it is cents. Where grants to the farm have
their turns in cells apart (``turned_apart``), or a step of land is worth more than cents (``stepped``), a programme divides what
is worth euros and no answer does; there the problem is settled in whole steps, as the award itself is.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import partial

from calculator.domain.problem import Problem
from calculator.stacking.certified import OPTIMAL
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.proof.certificate import Bounds
from calculator.stacking.solving.optimum.multiples import in_multiples
from calculator.stacking.solving.optimum.over_years import all_listed, listing, solved_over_years
from calculator.stacking.solving.outcome import Outcome, gained
from calculator.stacking.solving.search.relaxation import LostError
from calculator.stacking.solving.steps.mending import UnsettledError
from calculator.stacking.solving.steps.parts import in_whole_steps
from calculator.stacking.solving.steps.settlement import Share, allowance, objective, settle_shares

#: What answers the objective of a problem as ``value`` does.
Value = Callable[[Problem], tuple[Fraction | None, bool]]

#: Micro-cents that are not worth looking for in whole steps.
_EXACT = 1_000


def value(problem: Problem, time: SearchTime | None = None) -> tuple[Fraction | None, bool]:
    """The optimum of a problem in micro-cents as the solver found it, None where nothing is lawful; and whether that is
    known: not where the solver loses its way.

    ``time`` is what the award has left, and is spent.
    """
    time = SearchTime() if time is None else time
    if time.left <= 0:
        return None, False
    try:
        found = solved_over_years(in_multiples(problem), ties=False, time=time)
    except LostError:
        return None, False
    if found.solution.status == OPTIMAL:
        return gained(found.problem, found.solution), True
    return None, found.solution.status == "infeasible"


def worth_of(outcome: Outcome, time: SearchTime) -> Value:
    """What tells the worth of problems with other choices of the same claims, as surely as the answer of this one was told."""
    return (
        partial(value_in_steps, outcome.built, time=time) if outcome.in_steps else partial(value, time=time)
    )


def value_in_steps(built: Built, problem: Problem, time: SearchTime) -> tuple[Fraction | None, bool]:
    """As ``value``, settled in whole steps; ``built`` has blocks of the same claims. Not known where it is not proven."""
    if time.left <= 0:
        return None, False
    try:
        over = solved_over_years(problem, time=time)
        if over.solution.status != OPTIMAL:
            return None, over.solution.status == "infeasible"
        asked = listing(replace(built, problem=problem), over.added)
        if not all(map(all_listed, asked.problem.blocks)):
            return None, False
        bounds = Bounds(asked.problem, over.solution.proof)
        shares: tuple[Share, ...] | None = None
        with suppress(UnsettledError):
            shares = settle_shares(asked, over.solution)
            if bounds.total - (gain := objective(asked.problem, shares)) <= _EXACT:
                # The programme divided nothing: no search in whole steps finds more.
                return gain, True
        found = in_whole_steps(asked, over.solution, shares, _allowed, time)
    except LostError:
        return None, False
    if found.shares is None:
        return None, False
    gain = objective(asked.problem, found.shares)
    near = min(found.bound, Fraction(bounds.total)) - gain <= _allowed(found.shares)
    return (gain, True) if near else (None, False)


def _allowed(shares: tuple[Share, ...]) -> Fraction:
    return allowance(len(shares))
