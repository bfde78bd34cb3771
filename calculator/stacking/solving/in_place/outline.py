"""Which of a block's ways to be used count under one row: those that no mixture of others beats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, TypeVar

_Point = TypeVar("_Point", bound=tuple)  # type: ignore[type-arg]


class Step(NamedTuple):
    """From one point of an outline to the next: what it loses per unit of relief, and both; cheapest relief sorts first.

    ``place`` says whose outline it is, ``corner`` which of its points comes before.
    """

    ratio: float
    place: int
    corner: int
    loss: float
    relief: int


@dataclass(frozen=True, slots=True)
class End:
    """Where a walk ends: what is gained, and the step that is taken in part, how far; none where the row holds nothing back."""

    gain: Fraction
    step: Step | None = None
    part: Fraction = Fraction(0)

    @property
    def price(self) -> Fraction:
        """Of the row, in micro-cents per unit."""
        return Fraction(0) if self.step is None else Fraction(int(self.step.loss), self.step.relief)


def outline(points: Iterable[_Point]) -> list[_Point]:
    """From the most worth down, each taking less of the row, and losing more per unit of relief than the one before.

    A point begins with its worth and what it takes of the row.
    """
    found: list[_Point] = []
    for point in sorted(points, key=lambda p: (-p[0], *p[1:])):
        if found and point[1] >= found[-1][1]:
            continue
        while len(found) > 1 and _passed(found[-2], found[-1], point):
            found.pop()
        found.append(point)
    return found


def _passed(first: _Point, middle: _Point, last: _Point) -> bool:
    """Whether going by the middle one loses as much per unit of relief as going past it, or more."""
    lost, relief = first[0] - middle[0], first[1] - middle[1]
    return bool(lost * (middle[1] - last[1]) >= (middle[0] - last[0]) * relief)


def steps(place: int, points: Iterable[_Point]) -> list[Step]:
    """The departures along an outline."""
    return [
        Step((a[0] - b[0]) / (a[1] - b[1]), place, corner, a[0] - b[0], a[1] - b[1])
        for corner, (a, b) in enumerate(pairwise(points))
    ]


def walk_down(gain: int, over: int, way: Sequence[Step]) -> End | None:
    """From the most that is gained along the cheapest relief until no more than the row bears is taken; None where it cannot be.

    ``over`` is what the most takes of the row beyond its bound, ``way`` the departures of all pieces in their order.
    """
    if over <= 0:
        return End(Fraction(gain))
    for step in way:
        if step.relief >= over:
            part = Fraction(over, step.relief)
            return End(gain - int(step.loss) * part, step, part)
        gain -= int(step.loss)
        over -= step.relief
    return None
