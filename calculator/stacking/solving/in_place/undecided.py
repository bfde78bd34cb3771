"""What one row leaves undecided of a problem, and where a walk along it ends.

A walk begins at what gains most of every piece and takes the departures that lose least per unit of relief until the row is
kept, the last in part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from calculator.stacking.solving.free_choice.bounds import free_totals
from calculator.stacking.solving.in_place.few_rows import FewRows, Way
from calculator.stacking.solving.in_place.outline import Step, outline, steps
from calculator.stacking.solving.in_place.telling import together

#: A way as its row sees it: gain (micro-cents), use of the row, and the way.
Point = tuple[int, int, Way]


@dataclass(frozen=True, slots=True)
class End:
    """Where a walk ends: what is gained, and the price of the row (micro-cents per unit)."""

    gain: Fraction
    price: Fraction


@dataclass(slots=True)
class Ground(FewRows):
    """The problem as its one broken row sees it.

    ``totals`` are what the free choice takes of every row, ``points`` the ways of every open piece, and ``corners`` those that no
    mixture of others beats.
    """

    totals: list[int] = field(default_factory=list)
    points: list[list[Point]] = field(default_factory=list)
    corners: list[list[Point]] = field(default_factory=list)

    def read(self) -> bool:
        """Whether all that is undecided can be walked."""
        if not FewRows.read(self):
            return False
        self.totals = free_totals(self.problem, self.choice)
        self.points = [[(way[0], way[1][0], way) for way in ways] for _, ways in self.open]
        self.corners = [outline(points) for points in self.points]
        return True

    def ends(self) -> list[End | None]:
        """Where the walk ends for every combination of the undivided blocks; None where the row cannot be kept."""
        starts = [corners[0] for corners in self.corners]
        gain, use = sum([at[0] for at in starts]), sum([at[1] for at in starts]) - self.left[0]
        way = sorted([step for place, corners in enumerate(self.corners) for step in steps(place, corners)])
        return [
            _walked(gain + sum([w[0] for w in of]), use + sum([w[1][0] for w in of]), way)
            for of in together(self)
        ]


def _walked(gain: int, over: int, way: Sequence[Step]) -> End | None:
    """From the most that is gained along the cheapest relief until the row is kept; None where it cannot be."""
    if over <= 0:
        return End(Fraction(gain), Fraction(0))
    for step in way:
        if step.relief >= over:
            price = Fraction(int(step.loss), step.relief)
            return End(gain - price * over, price)
        gain -= int(step.loss)
        over -= step.relief
    return None
