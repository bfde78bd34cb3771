"""Of plans that leave as much, one with the fewest candidates: a measure that brings nothing is advised to nobody.

Each candidate taken costs a micro-cent in the problem, which is less than doubles tell apart of a farm's euros. So where another
plan comes within what they tell apart, fewer candidates are asked for by themselves.
"""

from __future__ import annotations

from dataclasses import replace

from calculator.stacking.advising.advice import Choices, Keeps, NoPlanError, Plan
from calculator.stacking.certified import NotInTimeError
from calculator.stacking.solving.search.found import COIN


def smallest(choices: Choices, plan: Plan, keeps: Keeps, max_effort: int | None) -> Plan:
    """The plan, or one with fewer candidates that leaves as much; its bound holds for both.

    Not looked for where there are more combinations than are bounded at once.
    """
    combined = choices.combined
    if combined is None:
        return plan
    allowed = choices.allowed(keeps, max_effort)
    if combined.only(allowed, choices.limits(max_effort)) is not None:
        return plan
    while taken := sum(len(a.taken) for a in plan.arrangements.values()):
        fewer = combined.best(allowed, choices.limits(max_effort, taken - 1))
        if fewer is None or fewer.worth is None or fewer.worth < float(plan.value) - COIN:
            break
        try:
            found = choices.best(keeps, max_effort, taken - 1)
        except (NoPlanError, NotInTimeError):
            break
        plan = replace(plan, arrangements=found.arrangements, value=found.value)
    return plan
