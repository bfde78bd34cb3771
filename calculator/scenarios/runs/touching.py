"""Which farms a change of rules can touch; the others are not solved again, since nothing they rest on differs.

Exact, because the award of a farm follows from what its assessment finds and from the limits and combination rules that
bear on that. A farm is touched when a payment that reads differently can reach it, before or after; when a limit that
differs counts a payment that can reach it; or when a combination rule that differs has a payment within reach on both
sides (or, for ``requires``, on the side that needs the other). For every other farm the assessment finds the same under
both rules, and the same limits and combination rules bear on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from calculator.domain.limit import Limit
from calculator.domain.period import same_day_in
from calculator.domain.relation import Relation, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.reaching import Mask, Reaching
from calculator.scenarios.runs.result import Ints
from calculator.stacking.law.counting import limit_binds
from calculator.stacking.law.pairs import selects


@dataclass(frozen=True, slots=True)
class _Party:
    """A payment as limits and combination rules see it."""

    ref: str
    scheme: str
    groups: tuple[str, ...]
    legal_basis: str
    public: bool


@dataclass(slots=True)
class Touching:
    """Tells which farms of a population differ between two rulebooks over the years of a horizon."""

    population: Population
    reaching: Reaching
    on: date
    years: int

    @classmethod
    def of(cls, population: Population, rulebook: Rulebook, on: date, years: int) -> Touching:
        """For that population; the codelists are those of the rulebook."""
        return cls(population, Reaching(population, rulebook), on, years)

    def touched(self, before: Rulebook, after: Rulebook) -> Ints:
        """The positions of the farms that the change can touch."""
        found = self.reaching.nobody
        for one, other in ((before, after), (after, before)):
            found |= self._by_schemes(one, other)
            found |= self._by_limits(one, other)
            found |= self._by_relations(one, other)
        return np.flatnonzero(found).astype(np.int64)

    def days(self) -> list[date]:
        """The reference day of every year."""
        return [same_day_in(year, self.on) for year in range(self.on.year, self.on.year + self.years)]

    def _standing(self, rulebook: Rulebook) -> list[Scheme]:
        """The versions in force in some year, and all versions that contracts may refer to."""
        days = self.days()
        return [s for s in rulebook.schemes if any(s.validity.contains(d) for d in days)]

    def _by_schemes(self, one: Rulebook, other: Rulebook) -> Mask:
        """The farms within reach of what stands in one rulebook and not, or otherwise, in the other."""
        found = self.reaching.nobody
        theirs: dict[str, list[Scheme]] = {}
        for scheme in self._standing(other):
            theirs.setdefault(scheme.id, []).append(scheme)
        ended = {
            b
            for b, basis in one.legal_bases.items()
            if other.legal_bases.get(b, basis).ends_on != basis.ends_on
        }
        for scheme in self._standing(one):
            alike = theirs.get(scheme.id, [])
            if any(s is scheme for s in alike) and not ended:
                continue
            found |= self.reaching.any_of(scheme, _differing(scheme, alike, ended))
        return found

    def _by_limits(self, one: Rulebook, other: Rulebook) -> Mask:
        found = self.reaching.nobody
        theirs = set(map(id, other.limits))
        for limit in one.limits:
            if id(limit) not in theirs and limit not in other.limits:
                found |= self._counted(limit, one)
        return found

    def _counted(self, limit: Limit, rulebook: Rulebook) -> Mask:
        found = self.reaching.nobody
        for scheme in rulebook.schemes:
            counted = [p for p in scheme.payments if _counts(limit, _party(scheme, p))]
            if counted:
                found |= self.reaching.any_of(scheme, counted)
        return found

    def _by_relations(self, one: Rulebook, other: Rulebook) -> Mask:
        found = self.reaching.nobody
        theirs = set(map(id, other.relations))
        for relation in one.relations:
            if id(relation) not in theirs and relation not in other.relations:
                found |= self._between(relation, one)
        return found

    def _between(self, relation: Relation, rulebook: Rulebook) -> Mask:
        sides = [self._selected(side, rulebook) for side in (relation.a, relation.b)]
        if relation.type is RelationType.REQUIRES:
            return sides[0]
        return sides[0] & sides[1]

    def _selected(self, selector: str, rulebook: Rulebook) -> Mask:
        found = self.reaching.nobody
        for scheme in self._standing(rulebook):
            meant = [
                p for p in scheme.payments if selects(selector, f"{scheme.id}#{p.id}", scheme.id, p.groups)
            ]
            if meant:
                found |= self.reaching.any_of(scheme, meant)
        return found


def _differing(scheme: Scheme, theirs: Sequence[Scheme], ended: Iterable[str]) -> Iterator[Payment]:
    """The payments that are not there in the same words in a version that reads the same and holds as long."""
    ended = set(ended)
    like = [s for s in theirs if _head(s) == _head(scheme)]
    for payment in scheme.payments:
        basis = payment.legal_basis or scheme.legal_basis
        if basis in ended or not any(payment in s.payments for s in like):
            yield payment


def _head(scheme: Scheme) -> Scheme:
    """A version without its payments, and without what only says where it comes from."""
    return replace(
        scheme, payments=(), sources={}, digest="", path="", corrects=None, recorded_on=date(1, 1, 1)
    )


def _party(scheme: Scheme, payment: Payment) -> _Party:
    basis = payment.legal_basis or scheme.legal_basis
    public = scheme.payer_is_public or scheme.state_resources
    return _Party(f"{scheme.id}#{payment.id}", scheme.id, payment.groups, basis, public)


def _counts(limit: Limit, party: _Party) -> bool:
    """Whether the limit counts the payment, or is filled by it (``counts``)."""
    return limit_binds(limit, party) or party.legal_basis in limit.counts
