"""What of an award counts under ceilings over a window of years: its grants in a window, and all that could be claimed there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil

from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.domain.limit import Limit
from calculator.stacking.law.counting import counting
from calculator.stacking.law.deminimis import in_window
from calculator.stacking.law.windows import versions
from calculator.stacking.limits.unpaid import unpaid
from calculator.stacking.solving.outcome import Outcome

#: Day, cents that count, and who gave it.
Grant = tuple[date, int, str]
#: Day and payment of a grant, cents that a line of it weighs, and by how many of these the line was rounded down.
_Weight = tuple[date, str, Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Held:
    """The grants in a window, and the cents by which what is granted comes above these as they are written (``spare``)."""

    grants: Sequence[Grant]
    spare: int

    @property
    def total(self) -> int:
        """Cents of all grants."""
        return sum(cents for _, cents, _ in self.grants)


@dataclass(slots=True)
class InWindows:
    """Lines that a ceiling over a window of years counts, each with the versions that do, and new ``claims`` likewise; ``years``
    are those of such claims. A line or a claim is weighed once under each version.
    """

    outcome: Outcome
    lines: Sequence[tuple[Line, tuple[Limit, ...]]]
    claims: Sequence[tuple[Claim, tuple[Limit, ...]]]
    years: frozenset[int]
    _held: dict[tuple[int, date], Held] = field(default_factory=dict)
    _weights: dict[int, list[_Weight]] = field(default_factory=dict)
    _claimed: dict[int, list[tuple[date, Fraction]]] = field(default_factory=dict)

    @classmethod
    def of(cls, outcome: Outcome) -> InWindows:
        """What of the award counts; a running commitment was granted before."""
        windows = outcome.built.rows.windows
        new = [line for line in outcome.lines if line.claim.demand is None]
        asked = [c for c in windows.claims if c.demand is None]
        by_terms = counting(windows.rulebook, versions(windows.rulebook), asked)
        counted = [(c, by_terms[id(c.terms)]) for c in asked if id(c.terms) in by_terms]
        new += unpaid(outcome, [claim for claim, _ in counted])
        lines = [
            (line, by_terms[id(line.claim.terms)])
            for line in new
            if id(line.claim.terms) in by_terms and windows.begun(line.claim, line.since, line.extended)
        ]
        return cls(outcome, lines, counted, frozenset(c.year for c, _ in counted))

    def held(self, limit: Limit, day: date) -> Held:
        """All grants in the window of the day: those held before, then those of this award, each decision once.

        A decision over many years stands at what it weighs on the day it is given. Parts of cents count as whole ones, over
        all grants together.
        """
        found = self._held.get((id(limit), day))
        if found is None:
            found = self._held[id(limit), day] = self._found(limit, day)
        return found

    def _found(self, limit: Limit, day: date) -> Held:
        given: dict[tuple[date, str], Fraction] = {}
        rounded = Fraction(0)
        for when, ref, weight, more in self._weighed(limit):
            if in_window(limit, when, day):
                given[when, ref] = given.get((when, ref), Fraction(0)) + weight
                rounded += more
        grants, exact, before = self.outcome.built.rows.windows.before(limit, day), Fraction(0), 0
        for (when, ref), weight in sorted(given.items()):
            exact += weight
            grants.append((when, ceil(exact) - before, ref))
            before = ceil(exact)
        return Held(grants, max(0, ceil(exact + rounded) - before))

    def _weighed(self, limit: Limit) -> list[_Weight]:
        """The lines that the version counts, without those that weigh nothing."""
        found = self._weights.get(id(limit))
        if found is None:
            found = self._weights[id(limit)] = []
            for line, by in self.lines:
                claim = line.claim
                if not any(x is limit for x in by):
                    continue
                counts = self.outcome.built.rows.counts(limit, claim, extended=line.extended is not None)
                weight = counts.of(Fraction(line.amount), Fraction(line.quantity))
                if weight:
                    more = counts.factor * _rounded_off(self.outcome, line)
                    found.append((claim.grant_date, claim.ref, weight, more))
        return found

    def claimed(self, limit: Limit, day: date) -> Fraction:
        """Cents in the window of the day of all that could be claimed together."""
        found = self._claimed.get(id(limit))
        if found is None:
            weigh = self.outcome.built.rows.counts
            found = self._claimed[id(limit)] = [
                (c.grant_date, weigh(limit, c).of(c.rate.expected * size, size))
                for c, by in self.claims
                if any(x is limit for x in by)
                for size in (Fraction(c.quantity),)
            ]
        return sum((weight for when, weight in found if in_window(limit, when, day)), Fraction(0))


def _rounded_off(outcome: Outcome, line: Line) -> Fraction:
    """Cents by which what is granted lies above the line that was rounded to cents; none where a cap took of the line."""
    claim = line.claim
    for part in outcome.taken.get(id(claim), ()):
        if part.since == (line.since, line.extended) and part.quantity == line.quantity:
            more = part.cents * part.share * Fraction(claim.quantity) - line.amount
            if abs(more) < 1:
                return more
    return Fraction(0)
