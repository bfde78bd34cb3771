"""What a claim takes from a row of the farm problem, per unit or in all."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from fractions import Fraction

from calculator.domain.quickly import made_quickly

#: Points, values and quantities in rows are integers of this many per unit.
FINE = 1_000_000
#: A grant beside another that takes a share of it, and without that one, where each is decided by itself.
BESIDE, ALONE = "beside", "alone"
#: What is claimed with its value, where that may be lost on a whole parcel.
KEPT = "kept"
#: When a decision gives what a contract pays for years at once: as its term begins, or as an extension does; else it goes on.
BEGUN, EXTENDED, CONTINUED = "begun", "extended", "continued"


@made_quickly
@dataclass(frozen=True, slots=True)
class Weight:
    """What a claim takes from one row per unit of its quantity, or ``fixed`` whatever its quantity.

    ``kind`` says of what: ``points`` of a goal and ``value`` (which fill a row, so they count below zero), ``money``
    (per cent paid), ``quantity`` (where something is paid or scored), ``kept`` (where value counts) or ``area`` (whatever is
    paid); ``factor`` is how heavy one of it is, in the row's integers. A weight with ``unless`` is left out where the same stack
    holds a claim that the selector names, one that is ``given`` with a term or an extension where the turn of the claim in
    its year is another. ``beside`` another a grant is paid its ``factor``, and ``less`` cents per unit of it. Of money ``most``
    cents per unit weigh, and what is ``whole`` weighs as much where a cap leaves a part of it.
    """

    kind: str
    goal: str = ""
    # Left out of the hash, which is slow for fractions and tells hardly any two weights apart.
    factor: Fraction = field(default=Fraction(FINE), hash=False)
    fixed: int = 0
    unless: str = ""
    given: str = ""
    less: Fraction = field(default=Fraction(0), hash=False)
    most: Fraction | None = field(default=None, hash=False)
    whole: bool = False

    def counts_in(self, turn: str, beside: Set[str]) -> bool:
        """Whether it counts where the claim has this turn (``extended:2`` is an extension too), ``beside`` these payments."""
        if self.kind in (BESIDE, ALONE):
            return (self.goal in beside) == (self.kind == BESIDE)
        return not self.given or self.given in (turn, turn.partition(":")[0])

    def per_unit(self, money: Fraction, points: Mapping[str, Fraction], value: Fraction) -> Fraction:
        """The use of one unit of the claim that is paid and scores so much."""
        if self.kind == "money":
            return (money if self.most is None else min(money, self.most)) * self.factor
        if self.kind == "points":
            return -points.get(self.goal, Fraction(0)) * self.factor
        if self.kind == "value":
            return -value * self.factor
        if self.kind == "area":
            return self.factor
        if self.kind == KEPT:
            return self.factor if value else Fraction(0)
        # An activity pays no money: it is taken where it scores.
        return self.factor if money or value or any(points.values()) else Fraction(0)
