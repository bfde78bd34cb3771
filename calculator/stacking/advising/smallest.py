"""Of plans that leave as much, one with the fewest candidates: a measure that brings nothing is advised to nobody.

Each candidate taken costs a micro-cent in the problem, which is less than doubles tell apart of a farm's euros. So where another
plan comes within what they tell apart, fewer candidates are asked for by themselves.
"""

from __future__ import annotations

from dataclasses import replace

from calculator.eligibility.candidates import Arrangement
from calculator.stacking.advising.advice import Choices, Keeps, NoPlanError, Plan
from calculator.stacking.advising.turning import Turning
from calculator.stacking.certified import NotInTimeError
from calculator.stacking.solving.optimum.combinations import Combinations
from calculator.stacking.solving.search.found import COIN

#: Candidates of a plan that are left out one after the other; of more it is not looked which bring nothing.
_MOST = 60


def smallest(choices: Choices, plan: Plan, keeps: Keeps, turning: Turning) -> Plan:
    """The plan, or one with fewer candidates that leaves as much; its bound holds for both. ``turning`` asks of these choices.

    Where there are more combinations than are bounded at once only candidates of the plan are left out, none put in their place.
    """
    combined = choices.combined
    if combined is None:
        return _left_out(choices, plan, keeps, turning)
    return _fewest(choices, combined, plan, keeps, turning.max_effort)


def _fewest(
    choices: Choices, combined: Combinations, plan: Plan, keeps: Keeps, max_effort: int | None
) -> Plan:
    """One with fewer candidates, whichever these are."""
    allowed = choices.allowed(keeps, max_effort)
    if combined.only(allowed, choices.limits(max_effort)) is not None:
        return plan
    while taken := _taken(plan):
        fewer = combined.best(allowed, choices.limits(max_effort, taken - 1))
        if fewer is None or fewer.worth is None or fewer.worth < float(plan.value) - COIN:
            break
        try:
            found = choices.best(keeps, max_effort, taken - 1)
        except (NoPlanError, NotInTimeError):
            break
        plan = replace(plan, arrangements=found.arrangements, value=found.value)
    return plan


def _left_out(choices: Choices, plan: Plan, keeps: Keeps, turning: Turning) -> Plan:
    """The plan without the candidates of which each, beside those that stay, brings nothing."""
    if _taken(plan) > _MOST:
        return plan
    laid = dict(plan.arrangements)
    for offered in choices.places:
        place = offered[0].place
        while fewer := [
            a for a in offered if len(laid[place].taken - a.taken) == 1 and _fits(a, laid, keeps)
        ]:
            lesser = next((a for a in fewer if _leaves_as_much({**laid, place: a}, plan, turning)), None)
            if lesser is None:
                break
            laid[place] = lesser
    return replace(plan, arrangements=laid)


def _taken(plan: Plan) -> int:
    return sum(len(a.taken) for a in plan.arrangements.values())


def _fits(arrangement: Arrangement, laid: dict[str, Arrangement], keeps: Keeps) -> bool:
    """Whether the arrangement takes nothing besides, and keeps the wish."""
    return arrangement.taken < laid[arrangement.place].taken and keeps(arrangement)


def _leaves_as_much(laid: dict[str, Arrangement], plan: Plan, turning: Turning) -> bool:
    """Whether these arrangements leave what the plan leaves, as far as doubles tell; not where that is not sure."""
    try:
        worth = turning.worth(lambda a: laid[a.place] is a, anew=False)
    except NoPlanError:
        return False
    return worth is not None and worth >= plan.value - int(COIN)
