"""What one row leaves undecided of a problem, and where a walk along it ends.

A walk begins at what gains most of every piece and takes the departures that lose least per unit of relief until the row is
kept, the last in part.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from calculator.stacking.solving.free_choice.bounds import free_totals
from calculator.stacking.solving.in_place.few_rows import FewRows, Way
from calculator.stacking.solving.in_place.outline import End, outline, steps, walk_down
from calculator.stacking.solving.in_place.telling import together

#: A way as its row sees it: gain (micro-cents), use of the row, and the way.
Point = tuple[int, int, Way]


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
            walk_down(gain + sum([w[0] for w in of]), use + sum([w[1][0] for w in of]), way)
            for of in together(self)
        ]
