"""Parts: what ways are paid, score and take. Ways of a decision share their stacks, of which all that is worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain

from calculator.domain.claim import Claim
from calculator.domain.limit import LimitKind
from calculator.domain.quantity import GRAIN
from calculator.stacking.columns.offered.ceilinged import under
from calculator.stacking.columns.offered.part import Line, Part, Under
from calculator.stacking.columns.offered.summing import added
from calculator.stacking.columns.offered.ways import Way, Weighing
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.stacks.regime import Regime

_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class _Stacked:
    """What one stack comes to per unit of the piece: its ``paid`` claims with their lines, and as a part has them the rest."""

    stack: Stack
    paid: tuple[Claim, ...]
    lines: tuple[Line, ...]
    caps: dict[tuple[str, int], Fraction]
    cut: dict[str, Fraction]
    steps: Fraction | None
    claims: frozenset[tuple[str, int]]


@dataclass(slots=True)
class Parting:
    """Makes parts of land of which one unit is so many ``units`` of each payment in a year."""

    rules: Mapping[int, Regime]
    weighing: Weighing
    units: Mapping[tuple[str, int], Fraction]
    _known: dict[int, _Stacked] = field(default_factory=dict)

    def of(self, taken: Sequence[Way]) -> Part:
        """What these ways come to together."""
        stacks = [self._of(stack) for way in taken for stack in way.stacks]
        return Part(
            sum((way.gain for way in taken), _ZERO),
            tuple(chain.from_iterable([one.lines for one in stacks])),
            added(way.scores for way in taken),
            added(one.caps for one in stacks),
            added(one.cut for one in stacks),
            max((one.steps for one in stacks if one.steps is not None), default=_ONE),
            frozenset().union(*(one.claims for one in stacks)),
            self._under(stacks) if any(one.cut for one in stacks) else (),
        )

    def _of(self, stack: Stack) -> _Stacked:
        found = self._known.get(id(stack))
        if found is None:
            paid = [
                (claim, cents)
                for claim, cents in zip(stack.claims, stack.money, strict=True)
                if cents and claim.terms.value is None
            ]
            # An activity pays no money, and takes of a cap on quantities where it scores.
            scored = [
                (claim, _ZERO)
                for claim, points, value in zip(stack.claims, stack.points, stack.value, strict=True)
                if claim.terms.value is not None and (value or any(points.values()))
            ]
            found = self._known[id(stack)] = _Stacked(
                # It is kept beside it, so that nothing else can come to bear its identity.
                stack,
                tuple([claim for claim, _ in paid]),
                tuple([self._line(claim, cents) for claim, cents in paid]),
                added(use for claim, cents in (*paid, *scored) for use in self._uses(claim, cents)),
                added(self._cuts(stack)),
                max((self._size(c) / Fraction(GRAIN[c.unit]) for c in stack.claims), default=None),
                frozenset([(c.ref, c.year) for c in stack.claims]),
            )
        return found

    def _size(self, claim: Claim) -> Fraction:
        return self.units[claim.ref, claim.year]

    def _line(self, claim: Claim, cents: Fraction) -> Line:
        step = Fraction(GRAIN[claim.unit])
        return Line(
            claim.ref, claim.year, cents * step, self._size(claim) / step, claim.grant_date,
            self.weighing.windowed(claim), step, claim.terms,
        )  # fmt: skip

    def _uses(self, claim: Claim, cents: Fraction) -> Iterator[Mapping[tuple[str, int], Fraction]]:
        """What one unit of the piece takes of each cap: units of measure, or cents."""
        size = self._size(claim)
        if claim.terms.max_quantity is not None:
            yield {(claim.ref, claim.year): size}
        for limit in self.weighing.capped(claim):
            each = cents if limit.kind is LimitKind.AMOUNT_CAP else _ONE
            yield {(limit.id, claim.year): each * size}

    def _cuts(self, stack: Stack) -> Iterator[Mapping[str, Fraction]]:
        for at, limit, lost in stack.cut:
            yield {limit: lost * self._size(stack.claims[at])}

    def _under(self, stacks: Sequence[_Stacked]) -> tuple[Under, ...]:
        paid = [claim for one in stacks for claim in one.paid]
        places = {id(claim): place for place, claim in enumerate(paid)}
        return tuple(under([one.stack for one in stacks], self.rules, places, self._size))
