"""Contracts that are on in all years or in none, because all years read alike: what the land may be in each year by itself.

Where only a class differs by year, a contract that begins or ends within the horizon may leave more. Whatever its course is, in
every year the land is one of these ways: so they bound what any course leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from calculator.stacking.columns.offered.ways import Way, Weighing, ways
from calculator.stacking.problem.decisions.ground import Decision
from calculator.stacking.problem.stacks.regime import Regime


@dataclass(slots=True, eq=False)
class Steady:
    """A decision with such contracts."""

    decision: Decision
    rules: Mapping[int, Regime]
    weighing: Weighing
    reading: str
    _ways: list[Way] | None = field(default=None, init=False)

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which something of it can be claimed, the first of which stands for all."""
        return tuple(self.decision.claims)

    def of_first_year(self) -> list[Way]:
        """What the land may be in the first year, the way with most money first (of equals that with most points)."""
        if self._ways is None:
            first = self.years[0]
            only = replace(self.decision, claims={first: self.decision.claims[first]}, kind=None)
            self._ways = ways(only, self.rules, self.weighing, reading=self.reading)
        return self._ways
