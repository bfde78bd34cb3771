"""The best plan once its land is settled in whole steps, and the bound on every other plan then.

The bound of a plan is that of the divided problem over all plans. Under a full ceiling whole square metres of a payment may
leave cents, so that no settled plan reaches it. Then the plan is held against its own bound in whole steps, and the other plans
against that of the problem without it; a plan that may still leave more is settled too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from calculator.domain.problem import MICRO, Cell, Group, Problem, Row
from calculator.stacking import awarding
from calculator.stacking.advising.advice import Choices, Keeps, NoPlanError, Plan
from calculator.stacking.advising.asking import Advice, Laid
from calculator.stacking.certified import OPTIMAL, NotInTimeError
from calculator.stacking.solving.steps.settlement import allowance

#: Plans that are settled; where still more may leave as much, the gap stays.
_MOST = 12


def best_settled(advice: Advice, plan: Plan) -> Plan:
    """The plan that leaves most in whole steps, its bound what neither it nor any other leaves more than; ``plan`` is the
    best of the divided problem, and given back where its own farm is not proven, or of the others none is found in time.
    """
    best, ahead, seen = plan, plan, list[Laid]()
    most, bound, settled, kinds = Fraction(0), Fraction(0), 0, {plan.kind}
    while True:
        outcome, proof = awarding.outcome(advice.farm(ahead.arrangements))
        if proof.status != OPTIMAL:
            return plan
        cost = advice.cost(ahead.arrangements) * MICRO
        left, at_most = outcome.objective - cost, outcome.bound - cost
        if not seen or left > most + MICRO:
            best, most, settled = ahead, left, len(outcome.lines)
        bound = max(bound, at_most) if seen else at_most
        kinds.add(proof.proof)
        seen.append(ahead.arrangements)
        try:
            ahead = advice.best(_without(advice.choices, seen))
        except NoPlanError:
            break
        except NotInTimeError:
            return plan
        kinds.add(ahead.kind)
        near = advice.most_left(ahead) - most > allowance(settled)
        if not near or ahead.status != OPTIMAL or len(seen) == _MOST:
            bound = max(bound, advice.most_left(ahead))
            break
    return replace(best, settled=bound, kind="solver" if "solver" in kinds else "dual")


def most_paid(
    advice: Advice, keeps: Keeps, max_effort: int | None = None, max_steps: int | None = None
) -> tuple[Laid, int] | None:
    """The plan that leaves most of those that keep the wish, each asked as a farm of its own, and what it leaves (cents); for a
    farm of which something is read at its widest. None where too many come near; raises NoPlanError.
    """
    best, most, seen = None, 0, list[Laid]()
    while len(seen) < _MOST:
        choices = _without(advice.choices, seen) if seen else advice.choices
        try:
            ahead = choices.best(keeps, max_effort, max_steps)
        except NoPlanError:
            if best is None:
                raise
            return best, most
        if best is not None and advice.most_left(ahead) <= (most + 1) * MICRO:
            return best, most
        left = advice.total(ahead.arrangements) - advice.cost(ahead.arrangements)
        if best is None or left > most:
            best, most = ahead.arrangements, left
        seen.append(ahead.arrangements)
    return None


def _without(choices: Choices, plans: Sequence[Laid]) -> Choices:
    """The same choices without these plans: of each there is a row that all of its arrangements together would break."""
    blocks, rows = list(choices.problem.blocks), list(choices.problem.rows)
    for number, plan in enumerate(plans):
        for of, at in zip(choices.places, choices.masters, strict=True):
            place, groups = of.index(plan[of[0].place]), list(blocks[at].groups)
            first, *cells = groups[place].cells
            (paid,) = first.options
            groups[place] = Group((Cell((replace(paid, uses=(*paid.uses, (len(rows), 1))),)), *cells))
            blocks[at] = replace(blocks[at], groups=tuple(groups))
        rows.append(Row(f"beside:{number}", len(choices.masters) - 1))
    return replace(
        choices, problem=Problem(tuple(blocks), tuple(rows), choices.problem.constant), _combined=[]
    )
