"""What ceilings within a stack took: per hectare, or of the cost of a measure (Regulation (EU) 2022/2472, article 8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.stacking.problem.stacks import HECTARES, Ceiling, Stack
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.steps.settlement import Share


@dataclass(frozen=True, slots=True)
class Cut:
    """What one ceiling took of one claim: ``lost`` cents per unit, of which ``paid`` are left, over ``quantity`` units.

    ``filled`` and ``most`` are cents on that ground: what all payments under the ceiling come to, and the ceiling; ``each``
    is the ceiling in cents per hectare, None where it follows from the cost of the measure; ``ground`` is the same for cuts on
    the same ground. ``under`` are the payments that fill it there.
    """

    claim: Claim
    limit: str
    lost: Fraction
    paid: Fraction
    quantity: Fraction
    filled: Fraction
    most: Fraction
    each: Fraction | None
    ground: tuple[int, int, int, int]
    under: tuple[str, ...]


def cuts(outcome: Outcome) -> tuple[Cut, ...]:
    """Every cut in the stacks taken, in the first of years that read alike."""
    found: list[Cut] = []
    for share, stack in zip(outcome.shares, outcome.built.stacks(outcome.shares), strict=True):
        if stack.cut and share.share:
            found += _of(outcome, stack, share)
    return tuple(found)


def _of(outcome: Outcome, stack: Stack, share: Share) -> Iterator[Cut]:
    ground = (share.block, share.group, share.cell, share.option)
    for at, limit, lost in stack.cut:
        claim = stack.claims[at]
        ceiling = next(c for c in outcome.built.rules[claim.year].ceilings if c.limit == limit)
        under = [i for i, c in enumerate(stack.claims) if _counts(ceiling, c, claim)]
        filled = sum((stack.money[i] * Fraction(stack.claims[i].quantity) for i in under), Fraction(0))
        quantity, most = Fraction(claim.quantity) * share.share, _most(ceiling, claim)
        each = most / HECTARES[claim.unit] if ceiling.share is None else None
        paid = tuple(stack.claims[i].ref for i in under if stack.money[i])
        yield Cut(
            claim,
            limit,
            lost,
            stack.money[at],
            quantity,
            filled * share.share,
            most * quantity,
            each,
            ground,
            paid,
        )


def _counts(ceiling: Ceiling, other: Claim, cut: Claim) -> bool:
    """Whether the other claim fills the ceiling that cut the claim."""
    if other.legal_basis not in ceiling.bases | ceiling.counts:
        return False
    if ceiling.share is None:
        return other.unit in HECTARES
    return bool({m for m, _ in other.costs} & {m for m, _ in cut.costs})


def _most(ceiling: Ceiling, claim: Claim) -> Fraction:
    """Cents per unit that the ceiling allows."""
    if ceiling.share is None:
        most = ceiling.most(claim)
        assert most is not None  # It cut the claim.
        return most * HECTARES[claim.unit]
    return ceiling.share * max(cost for _, cost in claim.costs)
