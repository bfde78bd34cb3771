"""What the whole would be worth without one of its limits.

A ceiling over a window of years and a cap are rows of the problem and nothing else: what is sought without one is the same
problem, in which no choice can fill those rows. Without any other limit stacks are other stacks, and the problem is built anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from calculator.domain.limit import LimitKind
from calculator.domain.limit_use import LimitUse
from calculator.domain.money import settle
from calculator.domain.problem import MICRO, Problem
from calculator.domain.scheme import Text
from calculator.stacking.certified import OPTIMAL, NoLawfulAwardError, first_years, over_years
from calculator.stacking.explaining import answer
from calculator.stacking.law.windows import versions
from calculator.stacking.limits.ledger import limit_uses
from calculator.stacking.problem.assembly import Task, build
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.free_choice.bounds import FREE_CHOICE, FREE_TOTALS
from calculator.stacking.solving.free_choice.components import SURVEY
from calculator.stacking.solving.free_choice.filling import LEAST, TOUCHING, most
from calculator.stacking.solving.free_choice.weights import FREE_WEIGHTS
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.search.relaxation import LostError
from calculator.stacking.solving.steps.mending import UnsettledError
from calculator.stacking.valuing import value

#: What was worked out of a problem that follows from neither bounds nor names of its rows but in the choice among equals.
_SAME = (FREE_CHOICE, FREE_TOTALS, SURVEY, FREE_WEIGHTS, TOUCHING, LEAST)
_CAPS = (LimitKind.AMOUNT_CAP, LimitKind.QUANTITY_CAP)
#: The first word of what a row of such a limit stands for.
_IN_ROWS = frozenset({"de_minimis", *(kind.value for kind in _CAPS)})


def best_without(
    task: Task, built: Built, limit: str, time: SearchTime | None = None
) -> tuple[Fraction | None, bool]:
    """Micro-cents of the optimum of the task without a limit, as ``value``; ``built`` is the task with it.

    Raises the assembly's refusals.
    """
    if any(version.id == limit for version in versions(task.rulebook)) or _is_cap(built, limit):
        return value(lifted(built, limit), time)
    without, free = over_years(replace(task, without=limit))
    return value(build(replace(without, claims=free.claims, times=free.times)).problem, time)


def _is_cap(built: Built, limit: str) -> bool:
    """Whether the limit is a cap and weighs in its own rows alone: of a grant to the farm a ceiling counts what caps leave."""
    rows = built.rows
    kinds = {x.kind for x in rows.rulebook.limits if x.id == limit}
    return bool(kinds) and kinds.issubset(_CAPS) and not any(
        claim.piece == "farm" and rows.windowed(claim) and limit in [x.id for x in rows.limits(claim, *_CAPS)]
        for claim in rows.claims
    )  # fmt: skip


def lifted(built: Built, limit: str) -> Problem:
    """The problem in which nothing can break the rows of a ceiling over years or a cap; of equals another may be told."""
    problem = built.problem
    rows = {row for key, row in built.rows.index.items() if key[0] in _IN_ROWS and key[1] == limit}
    found = Problem(
        problem.blocks,
        tuple([
            replace(row, bound=max(row.bound, most(problem, at))) if at in rows else row
            for at, row in enumerate(problem.rows)
        ]),
        problem.constant,
    )  # fmt: skip
    found.memory.share(problem.memory, *_SAME)
    return found


def price_of(task: Task, outcome: Outcome, limit: str) -> int | None:
    """Cents that the optimum would gain without the limit; None where that could not be found out."""
    if outcome.out_of_time or task.time.left <= 0:
        return None
    try:
        if outcome.stepped is not None:
            # Where a step of land is worth more than cents, what is divided finer says nothing of the price.
            freed, (status, _) = first_years(replace(task, without=limit))
            best = freed.objective if status == OPTIMAL else None
        else:
            best, _ = best_without(task, outcome.built, limit, task.time)
    except (NoLawfulAwardError, UnsettledError, LostError):
        return None
    return None if best is None else above(outcome, best)


def above(outcome: Outcome, best: Fraction) -> int:
    """Cents by which an optimum without a limit lies above that with it.

    Where land is divided both are as the programme divides it: what the award loses to whole steps is no price of a limit.
    """
    held = outcome.objective if outcome.stepped is not None else Fraction(outcome.bounds.total)
    return settle((best - held) / MICRO)


def priced(
    task: Task, outcome: Outcome, on: date, price: Callable[[str], int | None] | None = None
) -> tuple[tuple[LimitUse, ...], tuple[Text, ...]]:
    """The ledger of limits, and a caveat of those whose price could not be found out, where time was not up.

    ``price`` is the price of a limit where the measures were chosen too.
    """
    unpriced: list[str] = []

    def ask(limit: str) -> int | None:
        found = price(limit) if price else price_of(task, outcome, limit)
        if found is None:
            unpriced.append(limit)
        return found

    uses = limit_uses(outcome, task.claims, on, ask)
    return uses, () if outcome.out_of_time else answer.not_priced(uses, unpriced)
