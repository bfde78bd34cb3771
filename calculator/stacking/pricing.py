"""What the whole would be worth without one of its limits.

A ceiling over a window of years and a cap are rows of the problem and nothing else: what is sought without one is the same
problem, in which no choice can fill those rows. Without any other limit stacks are other stacks, and the problem is built anew.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from calculator.domain.limit import LimitKind
from calculator.domain.problem import Problem
from calculator.stacking.certified import over_years, value
from calculator.stacking.law.windows import versions
from calculator.stacking.problem.assembly import Task, build
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.free_choice.bounds import FREE_CHOICE, FREE_TOTALS
from calculator.stacking.solving.free_choice.components import SURVEY
from calculator.stacking.solving.free_choice.filling import LEAST, TOUCHING, most
from calculator.stacking.solving.free_choice.weights import FREE_WEIGHTS

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
