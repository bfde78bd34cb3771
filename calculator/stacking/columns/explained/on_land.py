"""Claims on land that are not paid, worked out per pattern: what a piece is offered, and what is taken of it.

A pattern says of every claim that misses some year what it lost to, and what its ground would be with it forced in: the choices
of its decision that hold it in all those years, from the ordinary engine's own draft. Only what bears on the same ground is
asked: farms on which more bears on land are left before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import chain, product
from math import prod

from calculator.domain.claim import Claim
from calculator.domain.problem import MICRO
from calculator.stacking.columns.offered.summing import added
from calculator.stacking.columns.offered.tables import Tables
from calculator.stacking.columns.offered.units import Offer
from calculator.stacking.columns.offered.ways import MOST_WAYS, Score, Way, ways
from calculator.stacking.explaining.causes import Cause
from calculator.stacking.explaining.stopping import outbid, still_outbid
from calculator.stacking.law.pairs import selects
from calculator.stacking.problem.decisions.ground import Decision, decisions
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from calculator.stacking.problem.stacks.compatible import TooManyStacksError

#: A payment in a year.
Key = tuple[str, int]
#: A cap in a year, or a ceiling over years and the day of a grant.
Limited = tuple[str, int | date]

CUT = "a ceiling per hectare or on costs that cuts a payment"
LEANS = "a claim that rests on another and is not paid"
TOO_MANY = "more choices with a claim forced in than are held"
SHORT = "a claim below a minimum on land"


_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Choice:
    """What one choice of a decision brings per unit of the piece: micro-cents over the years, and scores in millionths."""

    gain: Fraction
    scores: Mapping[Score, Fraction]


@dataclass(frozen=True, slots=True)
class Missed:
    """A claim that is not taken in some years: ``ref``, these years, its cause, what is there now and what could be with it.

    ``more`` is what it takes besides, per unit of the piece, of caps and of ceilings over years: micro-cents, or millionths of a
    unit. With a ``reason`` it cannot be said here.
    """

    ref: str
    years: tuple[int, ...]
    cause: Cause
    now: Choice
    forced: tuple[Choice, ...]
    reason: str = ""
    more: Mapping[Limited, Fraction] = field(default_factory=dict)


@dataclass(slots=True)
class Patterns:
    """Patterns met so far under one set of tables."""

    tables: Tables
    _known: dict[tuple[int, frozenset[Key]], tuple[Offer, tuple[Missed, ...]]] = field(default_factory=dict)
    _certain: dict[int, tuple[Offer, bool]] = field(default_factory=dict)

    def certain(self, offer: Offer) -> bool:
        """Whether all that pays money there is always paid."""
        found = self._certain.get(id(offer))
        if found is None:
            table = self.tables.of(offer.years)
            paid = {(line.ref, line.year) for line in table.fixed.lines}
            # Of what a ceiling cuts the farm is left, whatever is paid.
            sure = {(c.ref, c.year) for c in self._claims(offer) if c.value is None} <= paid
            # The offer is kept beside it, so that nothing else can come to bear its identity.
            found = self._certain[id(offer)] = (offer, sure)
        return found[1]

    def of(self, offer: Offer, taken: frozenset[Key], paid: frozenset[Key]) -> tuple[Missed, ...]:
        """What is missed where these are taken, of which those are paid."""
        key = (id(offer), taken)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (offer, tuple(self._missed(offer, taken, paid)))
        return found[1]

    def _claims(self, offer: Offer) -> list[Claim]:
        years = zip(self.tables.years, offer.years, strict=True)
        return [t.in_year(year, at="P") for year, now in years for t in now]

    def _missed(self, offer: Offer, taken: frozenset[Key], paid: frozenset[Key]) -> Iterator[Missed]:
        claims, missed = self._claims(offer), dict[str, list[Claim]]()
        for claim in sorted(claims, key=lambda c: (c.year, c.scheme, c.payment)):
            if claim.value is None and (claim.ref, claim.year) not in taken & paid:
                missed.setdefault(claim.ref, []).append(claim)
        if not missed:
            return
        made = list(decisions(claims, self.tables.rules, self.tables.rulebook.memory))
        years = zip(self.tables.years, offer.years, strict=True)
        units = {(t.terms.ref, year): t.factor for year, now in years for t in now}
        for ref, members in self._year_by_year(missed, claims, taken):
            mine = set(map(id, members))
            homes = [d for d in made if any(id(c) in mine for of in d.claims.values() for c in of)]
            yield self._why(ref, members, homes, claims, taken, units)

    def _year_by_year(
        self, missed: Mapping[str, list[Claim]], claims: Sequence[Claim], taken: frozenset[Key]
    ) -> Iterator[tuple[str, list[Claim]]]:
        """Years of one payment together as far as it loses to the same in them; those of a contract always."""
        rules = self.tables.rules
        for ref, members in missed.items():
            left = members
            while left:
                first, now = left[0], left
                cause = outbid(rules[first.year], first, _beside(first, claims, taken))
                if not first.begins_contract:
                    now = [
                        c for c in left
                        if c is first or still_outbid(rules[c.year], c, _beside(c, claims, taken), cause)
                    ]  # fmt: skip
                yield ref, now
                left = [c for c in left if not any(c is other for other in now)]

    def _why(
        self,
        ref: str,
        members: Sequence[Claim],
        homes: Sequence[Decision],
        claims: Sequence[Claim],
        taken: frozenset[Key],
        units: Mapping[Key, Fraction],
    ) -> Missed:
        """Why a payment is missed, and what it would bring in all years that it is: yearly ones are decided year by year."""
        first, years = members[0], tuple(c.year for c in members)
        regime = self.tables.rules[first.year]
        cause = outbid(regime, first, _beside(first, claims, taken))
        rests = any(selects(row.a, ref, first.scheme, first.groups) for row in regime.relations.needing)
        reason = LEANS if rests else SHORT if cause is None and regime.shares_minimum(first) else ""
        try:
            now = [self._now(home, taken) for home in homes]
            forced = [self._ways(home, frozenset(map(id, members))) for home in homes]
            if prod(map(len, forced)) > MOST_WAYS:
                raise TooManyPlansError.of(homes[0])
        except (TooManyPlansError, TooManyStacksError):
            return Missed(ref, years, Cause("better_total"), Choice(Fraction(0), {}), (), TOO_MANY)
        if any(stack.cut for way in chain(now, *forced) for stack in way.stacks):
            reason = CUT
        together = [_choice(ways) for ways in product(*forced)]
        more = added(self._besides(way, then, units) for way, then in zip(now, forced, strict=True))
        return Missed(ref, years, cause or Cause("better_total"), _choice(now), tuple(together), reason, more)

    def _besides(
        self, now: Way, forced: Sequence[Way], units: Mapping[Key, Fraction]
    ) -> dict[Limited, Fraction]:
        """The most that another choice of a decision takes of every limit beside what it takes now."""
        more, takes = dict[Limited, Fraction](), self._takes(now, units)
        for then in (self._takes(way, units) for way in forced):
            for name, amount in then.items():
                besides = amount - takes.get(name, _ZERO)
                if besides > more.get(name, _ZERO):
                    more[name] = besides
        return more

    def _takes(self, way: Way, units: Mapping[Key, Fraction]) -> dict[Limited, Fraction]:
        part, found = self.tables.parting(units).of([way]), dict[Limited, Fraction]()
        for cap, each in part.caps.items():
            found[cap] = each * MICRO
        for ceiling, each in part.grants.items():
            found[ceiling] = each
        return found

    def _now(self, home: Decision, taken: frozenset[Key]) -> Way:
        """The choice of a decision that is taken; raises TooManyPlansError where it is none of those that are held."""
        mine = {(c.ref, c.year) for members in home.claims.values() for c in members} & taken
        for way in self._ways(home):
            if {(c.ref, c.year) for stack in way.stacks for c in stack.claims} == mine:
                return way
        raise TooManyPlansError.of(home)

    def _ways(self, home: Decision, wanted: frozenset[int] = frozenset()) -> list[Way]:
        tables = self.tables
        return ways(home, tables.rules, tables.weighing, wanted, anew=tables.turns(home))


def _beside(claim: Claim, claims: Sequence[Claim], taken: frozenset[Key]) -> list[Claim]:
    """What is taken in the year of a claim."""
    return [c for c in claims if c.year == claim.year and (c.ref, c.year) in taken]


def _choice(ways: Sequence[Way]) -> Choice:
    """What ways of several decisions bring together."""
    return Choice(sum((way.gain for way in ways), _ZERO), added(way.scores for way in ways))
