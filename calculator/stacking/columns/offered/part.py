"""A way that land is laid: what it is paid and scores per unit of its piece, with its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from calculator.domain.claim import Terms
from calculator.domain.problem import MICRO
from calculator.stacking.columns.offered.summing import added
from calculator.stacking.columns.offered.ways import Score

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Under:
    """What a ceiling counts of the lines of a part: what a cent of each weighs, those that give first in front; and what a unit
    of the piece may weigh.
    """

    weights: tuple[tuple[int, Fraction], ...]
    most: Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """What one claim is paid: ``cents`` per smallest step, of which there are ``steps`` to one unit of the piece.

    A step is ``grain`` of the unit of measure. ``limits`` are those over years that count it, ``granted`` is its day, ``terms``
    are those of its claim.
    """

    ref: str
    year: int
    cents: Fraction
    steps: Fraction
    granted: date
    limits: tuple[str, ...]
    grain: Fraction
    terms: Terms


@dataclass(frozen=True, slots=True)
class Part:
    """What one way is paid and scores, per unit of a piece of the type; ``gain`` is its micro-cents over the years.

    Scores are in millionths of a point or euro, ``caps`` what it takes of each cap, ``cut`` what ceilings take (cents).
    ``under`` is what these count of its lines, ``steps`` in how many smallest steps one unit can be divided, ``claims`` all that
    is claimed, by payment and year.
    """

    gain: Fraction = _ZERO
    lines: tuple[Line, ...] = ()
    scores: Mapping[Score, Fraction] = field(default_factory=dict)
    caps: Mapping[tuple[str, int], Fraction] = field(default_factory=dict)
    cut: Mapping[str, Fraction] = field(default_factory=dict)
    steps: Fraction = Fraction(1)
    claims: frozenset[tuple[str, int]] = frozenset()
    under: tuple[Under, ...] = ()

    @property
    def grants(self) -> dict[tuple[str, date], Fraction]:
        """Micro-cents per limit over years and grant date."""
        return added(
            {(limit, line.granted): line.cents * line.steps * MICRO}
            for line in self.lines
            for limit in line.limits
        )


#: A part on which nothing is paid.
NOTHING = Part()
