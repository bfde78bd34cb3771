"""Payments that bear on each other though they do not lie on the same ground: farms that have both are left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.claim import Terms
from calculator.domain.relation import Quantity, RelationType
from calculator.stacking.columns.answer import Mask
from calculator.stacking.law.pairs import Pair, Relations, selects
from calculator.stacking.problem.stacks.regime import Regime

FARM_AND_LAND = "payments for the farm and on land that bear on each other"
ON_THE_FARM = "payments for the farm that bear on each other"
NEEDY = "a payment for the farm that requires another one"
EXCLUDING = "payments for the farm of which one excludes the other"
FAR = "payments on different ground that bear on each other"


@dataclass(slots=True)
class Meeting:
    """What holds between two payments in any year; ``terms`` are a sample of each payment met.

    In the ``high`` reading what nobody has published may be combined.
    """

    rules: Mapping[int, Regime]
    high: bool = False
    terms: dict[str, Terms] = field(default_factory=dict)
    _known: dict[tuple[str, str, str], bool] = field(default_factory=dict)
    _excluding: dict[tuple[str, str, int], bool] = field(default_factory=dict)
    _excluded: set[str] = field(default_factory=set)

    def left(self, land: Mapping[str, Mask], farm: Mapping[str, Mask]) -> dict[int, str]:
        """The farms on which two payments meet that bear on each other; both map a payment to whether a farm has it."""
        found, apart = dict[int, str](), set[int]()
        for kind, ones, others in (
            (FARM_AND_LAND, farm, land), (ON_THE_FARM, farm, farm), (FAR, land, land),
        ):  # fmt: skip
            for a, has_a in ones.items():
                for b, has_b in others.items():
                    if (ones is others and a >= b) or not self._bear(kind, a, b):
                        continue
                    here = np.flatnonzero(has_a & has_b).tolist()
                    if kind == ON_THE_FARM and self._only_exclude(a, b):
                        apart.update(here)
                        self._excluded |= {a, b} if here else set()
                        continue
                    for at in here:
                        found.setdefault(at, kind)
        return found | {at: EXCLUDING for at in apart if at not in found}

    def excluded(self, ref: str) -> bool:
        """Whether the payment met another for the farm that it can only exclude."""
        return ref in self._excluded

    def excludes(self, a: str, b: str, year: int) -> bool:
        """Whether one of these at most is paid in that year: so it is written, or nothing is known of the two."""
        key = (a, b, year)
        if key not in self._excluding:
            types = {r.type for p in self._between(a, b, year) for r in p.relations}
            self._excluding[key] = (
                not self.high and self.unpublished(a, b, year)
            ) or RelationType.EXCLUSIVE in types
        return self._excluding[key]

    def unpublished(self, a: str, b: str, year: int) -> bool:
        """Whether nothing is known of the two in that year."""
        return any(p.unknown for p in self._between(a, b, year))

    def _between(self, a: str, b: str, year: int) -> tuple[Pair, Pair]:
        one, other, rules = self.terms[a], self.terms[b], self.rules[year].relations
        return rules.between(one, other), rules.between(other, one)

    def _only_exclude(self, a: str, b: str) -> bool:
        """Whether nothing holds between the two in any year but that one excludes the other; a class is weighed by itself."""
        one, other = self.terms[a], self.terms[b]
        if one.class_name is not None or other.class_name is not None:
            return False
        types = (RelationType.ADDITIVE, RelationType.UNKNOWN, RelationType.EXCLUSIVE)
        return all(
            row.type in types and row.quantity is Quantity.ALL
            for rules in self.rules.values()
            for x, y in ((one, other), (other, one))
            for row in rules.relations.between(x, y).relations
        )

    def needy(self, whole: Mapping[tuple[str, int], Mask]) -> dict[int, str]:
        """The farms with a payment that requires another one which is not there for the farm in the same year.

        One that may stay below a minimum amount, which the payment is not under, is not surely there.
        """
        found: dict[int, str] = {}
        for (ref, year), has in whole.items():
            terms = self.terms[ref]
            rules = self.rules[year]
            for row in rules.relations.needing:
                if not selects(row.a, ref, terms.scheme, terms.groups):
                    continue
                lacks = has.copy()
                for (other, of), there in whole.items():
                    base = self.terms[other]
                    if rules.shares_minimum(base) and not rules.shares_minimum(terms):
                        continue
                    if of == year and other != ref and selects(row.b, other, base.scheme, base.groups):
                        lacks &= ~there
                for at in np.flatnonzero(lacks).tolist():
                    found.setdefault(at, NEEDY)
        return found

    def _bear(self, kind: str, a: str, b: str) -> bool:
        key = (kind, a, b)
        if key not in self._known:
            self._known[key] = any(self._in(r.relations, kind, a, b) for r in self.rules.values())
        return self._known[key]

    def _in(self, rules: Relations, kind: str, a: str, b: str) -> bool:
        one, other = self.terms[a], self.terms[b]
        if kind == FAR:
            return any(_names(r.a, r.b, one, other) for r in rules.far)
        sides = ((one, other), (other, one))
        pairs = [rules.between(x, y) for x, y in sides]
        types = {r.type for p in pairs for r in p.relations}
        if kind == ON_THE_FARM:
            # What the farm needs for it is claimed with it, or it is left for that.
            types.discard(RelationType.REQUIRES)
        if self.high:
            return bool(types - {RelationType.ADDITIVE, RelationType.UNKNOWN})
        return any(p.unknown for p in pairs) or bool(types - {RelationType.ADDITIVE})


def _names(a: str, b: str, one: Terms, other: Terms) -> bool:
    return any(
        selects(a, x.ref, x.scheme, x.groups) and selects(b, y.ref, y.scheme, y.groups)
        for x, y in ((one, other), (other, one))
    )
