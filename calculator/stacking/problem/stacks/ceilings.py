"""What the ceilings that cut a stack count of it: which claims, how heavily, and what these may come to together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.stacking.problem.stacks import HECTARES, Ceiling, Stack


@dataclass(frozen=True, slots=True)
class Filled:
    """One ceiling on all of the ground of a stack: the claims (by place in the stack) that fill it, each with what a cent of it
    weighs, those that the ceiling may cut in front, of these the last; and the ``most`` that all may weigh.

    Where what the ceiling may not cut is more already, that is the most.
    """

    limit: str
    measure: str
    weights: tuple[tuple[int, Fraction], ...]
    most: Fraction


#: How many units a claim is for.
Size = Callable[[Claim], Fraction]


def whole(claim: Claim) -> Fraction:
    """All that is claimed."""
    return Fraction(claim.quantity)


def filled(ceilings: Iterable[Ceiling], stack: Stack, size: Size = whole) -> Iterator[Filled]:
    """What each of the ceilings counts on all of the ground of a stack; a ceiling on costs once for every measure."""
    for ceiling in ceilings:
        on_costs = ceiling.share is not None
        yield from _per_measure(ceiling, stack, size) if on_costs else _per_hectare(ceiling, stack, size)


def _per_hectare(ceiling: Ceiling, stack: Stack, size: Size) -> Iterator[Filled]:
    counted = [i for i in _counted(ceiling, stack) if stack.claims[i].unit in HECTARES]
    if counted:
        first = stack.claims[counted[0]]
        ground = size(first) * HECTARES[first.unit]
        most = ceiling.most(first) if first.legal_basis in ceiling.bases else None
        yield _made(ceiling, stack, size, "", [(i, Fraction(1)) for i in counted], (most or 0) * ground)


def _per_measure(ceiling: Ceiling, stack: Stack, size: Size) -> Iterator[Filled]:
    counted = _counted(ceiling, stack)
    for measure in sorted({m for i in counted for m, _ in stack.claims[i].costs}):
        weights = [
            (i, 1 / (cost * size(stack.claims[i])))
            for i in counted
            for m, cost in stack.claims[i].costs
            if m == measure and cost
        ]
        yield _made(ceiling, stack, size, measure, weights, ceiling.share or Fraction(0))


def _counted(ceiling: Ceiling, stack: Stack) -> list[int]:
    """The places of the claims that fill a ceiling: what it cuts first, from the last to the first."""
    places = range(len(stack.claims) - 1, -1, -1)
    bases = [stack.claims[i].legal_basis for i in range(len(stack.claims))]
    cut = [i for i in places if bases[i] in ceiling.bases]
    return cut + [i for i in places if bases[i] in ceiling.counts and bases[i] not in ceiling.bases]


def _made(
    ceiling: Ceiling,
    stack: Stack,
    size: Size,
    measure: str,
    weights: list[tuple[int, Fraction]],
    most: Fraction | int,
) -> Filled:
    paid = (w * stack.money[i] * size(stack.claims[i]) for i, w in weights)
    return Filled(ceiling.limit, measure, tuple(weights), max(Fraction(most), sum(paid, Fraction(0))))
