"""A later year that has lost claims beside those of a solved one, and pays all that it ever could without them.

After a legal basis ends what lay on the same land mostly goes, and what stands is paid for the farm: premiums and the class that
activities score for. Then nothing need be solved. No answer of the later year pays more than each of its decisions would by
itself; and what was taken in the solved year, less what is gone, pays just that and keeps every row. For that it must be
lawful by itself and score no less: each stack that loses something is looked up as a stack of its own.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.domain.problem import Block
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.ground import Decision
from calculator.stacking.problem.regime import Regime
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.tables import table
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.steps.settlement import Share


def paid_without(first: Outcome, solved: int, standing: Container[int]) -> Sequence[Line] | None:
    """The lines of the solved year on the claims (by identity) for which one stands in a later year; None where these may not
    be the whole answer of that year.

    Every row of the solved problem binds that year alone.
    """
    built = first.built
    taken: dict[int, list[Share]] = {}
    for share in first.shares:
        taken.setdefault(share.block, []).append(share)
    if any(key[0] == "amount_cap" for key in built.rows.meaning):
        return None
    for at, (block, decision) in enumerate(zip(built.problem.blocks, built.decisions, strict=True)):
        claims = [c for members in decision.claims.values() for c in members]
        left = [c for c in claims if id(c) in standing]
        if any(c.terms.rate.reading(built.site.reading) for c in left):
            # What pays is decided whole, with all that it was decided with, and paid the most.
            if len(left) < len(claims) or not _at_most(block, decision, taken.get(at, ())):
                return None
        elif len(left) < len(claims) and not _scores_without(
            built, built.rules[solved], decision, taken.get(at, ()), standing
        ):
            return None
    return [x for x in first.lines if x.claim.year == solved and id(x.claim) in standing]


def _at_most(block: Block, decision: Decision, shares: Sequence[Share]) -> bool:
    """Whether a whole decision for the farm gains more than any other choice of it would."""
    if not decision.id.startswith("farm:") or not block.whole:
        return False
    gains = [sum([cell.options[0].gain for cell in group.cells]) for group in block.groups]
    single = all(len(cell.options) == 1 for group in block.groups for cell in group.cells)
    top = max(gains)
    return single and gains.count(top) == 1 and {share.group for share in shares} == {gains.index(top)}


def _scores_without(
    built: Built, rules: Regime, decision: Decision, shares: Sequence[Share], standing: Container[int]
) -> bool:
    """Whether all that stands and was taken of a decision may be taken without the rest of it, and scores no less."""
    if decision.switches:
        return False
    for members in decision.claims.values():
        for claim in members:
            terms, stands = claim.terms, id(claim) in standing
            # What scores and is gone is missed elsewhere; what goes on over years is part of a plan.
            if (
                (terms.multi_year or claim.piece == "farm")
                if stands
                else (terms.points or terms.value is not None)
            ):
                return False
    stacks = [built.stack(x.block, x.group, x.cell, x.option) for x in shares]
    return all(_stands(stack, rules, built.site.reading, standing) for stack in stacks)


def _stands(stack: Stack, rules: Regime, reading: str, standing: Container[int]) -> bool:
    """Whether what stands of a stack is one by itself that scores no less."""
    places = [at for at, claim in enumerate(stack.claims) if id(claim) in standing]
    if not places or len(places) == len(stack.claims):
        return True
    left: tuple[Claim, ...] = tuple([stack.claims[at] for at in places])
    all_of_it = tuple(range(len(left)))
    entries = table(left, rules, reading, (), frozenset(), farm=False).entries
    alone = next((entry.model for entry in entries if entry.picks == all_of_it), None)
    return alone is not None and all(
        alone.value[nth] >= stack.value[at]
        and all(alone.points[nth].get(goal, 0) >= each for goal, each in stack.points[at].items())
        for nth, at in enumerate(places)
    )
