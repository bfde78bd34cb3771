"""A task that is solved: the problem, its proof, what was settled, and the lines that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from calculator.domain.award import Line
from calculator.stacking.alike import Alike
from calculator.stacking.assembly import Built
from calculator.stacking.certificate import Bounds
from calculator.stacking.lines import Taken
from calculator.stacking.settlement import Share


@dataclass(frozen=True, slots=True)
class Outcome:
    """A solved task: what was built, how its optimum is proven, what was settled, its objective in micro-cents.

    Built and settled are the first of ``years`` that read alike; ``lines`` are of all years.
    """

    built: Built
    bounds: Bounds
    shares: tuple[Share, ...]
    objective: Fraction
    taken: Mapping[int, list[Taken]]
    lines: tuple[Line, ...]
    years: Alike
