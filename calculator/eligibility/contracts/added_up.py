"""Contract lines of one payment that lie on no ground of their own are one claim: they are paid beside each other.

For the farm as a whole, and by the nest, the tree or the tonne on one piece of land, nothing tells the ground of one line from
that of another. On ground that is measured every line lies elsewhere, and two on the same do not fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from calculator.domain.claim import Claim, Terms
from calculator.domain.money import Range
from calculator.domain.source import STATUS_RANK, Confidence
from calculator.eligibility.contracts.placing import Placed, has_ground

_FIRMEST_FIRST = tuple(Confidence)


def added_up(claims: Iterable[tuple[Placed, Claim]]) -> list[Claim]:
    """The claims of contract lines in one year, those that lie on no ground of their own together by payment and piece.

    What would be continued stands by itself, and so do lines that count other costs.
    """
    kept: dict[object, list[Claim]] = {}
    for number, (one, claim) in enumerate(claims):
        alike = (claim.ref, claim.piece, claim.continuation, claim.costs)
        kept.setdefault(number if has_ground(one) else alike, []).append(claim)
    return [_one(members) for members in kept.values()]


def _one(members: Sequence[Claim]) -> Claim:
    """One claim that pays what all of these pay, each at its own rate."""
    first = members[0]
    if len(members) == 1:
        return first
    much = sum((c.quantity for c in members), Decimal(0))
    return replace(
        first,
        terms=_terms([c.terms for c in members], _together(members, much)),
        quantity=much,
        demand=much,
        # A line that nobody can price is open: it is not written as one of nothing.
        formula=" + ".join([c.formula for c in members if c.rate.high] or [first.formula]),
        grant_date=min(c.grant_date for c in members),
    )


def _together(members: Sequence[Claim], much: Decimal) -> Range:
    paid = [c.rate.times(Fraction(c.quantity)) for c in members]
    return sum(paid[1:], paid[0]).times(1 / Fraction(much)) if much else members[0].rate


def _terms(every: Sequence[Terms], rate: Range) -> Terms:
    """Terms as little firm as the least firm of these."""
    return replace(
        every[0],
        rate=rate,
        status=max((t.status for t in every), key=STATUS_RANK.__getitem__),
        confidence=max((t.confidence for t in every), key=_FIRMEST_FIRST.index),
        sources=tuple(dict.fromkeys(chain.from_iterable(t.sources for t in every))),
        caveats=tuple(dict.fromkeys(chain.from_iterable(t.caveats for t in every))),
    )
