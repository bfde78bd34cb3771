"""What a type of land is paid and scores per unit: the ordinary engine's decisions and drafts, asked once, as exact numbers.

A *table* is what land of one type can be. Choices that another beats on money, on every goal, on value and on every limit are
dropped first; payments under a limit are never forgotten in that. Where one choice is left of a decision it is always taken;
where more are, they are its *ways*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.claim import Claim, Terms
from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, PaymentKind
from calculator.stacking.columns.offered.part import NOTHING, Part
from calculator.stacking.columns.offered.parting import Parting
from calculator.stacking.columns.offered.steady import Steady
from calculator.stacking.columns.offered.units import Template
from calculator.stacking.columns.offered.ways import Weighing, ways
from calculator.stacking.law.pairs import selects
from calculator.stacking.law.reach import Reach, on_land, whole_parcel
from calculator.stacking.problem.decisions.alike import signature
from calculator.stacking.problem.decisions.ground import Decision, decisions
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from calculator.stacking.problem.decisions.runs import years_of
from calculator.stacking.problem.stacks.compatible import TooManyStacksError
from calculator.stacking.problem.stacks.regime import Regime, regime

TOO_MANY = "more choices on one piece than a table holds"
REQUIRES = "a payment that requires another one elsewhere"
LAND_GRANT = "a grant on land for several years at once"


@dataclass(frozen=True, slots=True)
class Table:
    """What land of a type can be: one part that is always taken, and for every decision that is left open its ways.

    Of each decision the way with most money stands first (of equals that with most points). ``refs`` are all payments that
    the type is offered, ``years`` those in which something is. ``steady`` has per choice its contracts that are on in all years
    or in none, as far as there are some. With a ``reason`` the type cannot be settled in columns.
    """

    reason: str = ""
    refs: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    fixed: Part = NOTHING
    choices: tuple[tuple[Part, ...], ...] = ()
    steady: tuple[Steady | None, ...] = ()


@dataclass(slots=True)
class Tables:
    """The tables under one rulebook, read on the day ``on`` of each year, of the low, the expected or the high ``reading``."""

    rulebook: Rulebook
    on: date
    years: range
    reading: str = "expected"
    rules: dict[int, Regime] = field(init=False)
    weighing: Weighing = field(init=False)
    terms: dict[str, Terms] = field(default_factory=dict)
    #: The most that a farm is paid for of a payment on land in a year; the smallest that was met.
    most: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    _switches: dict[tuple[str, str], bool] = field(default_factory=dict)
    _known: dict[tuple[tuple[int, ...], ...], tuple[object, Table]] = field(default_factory=dict)
    _farm_refs: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    _far: dict[int, tuple[Relation, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rules = {year: regime(self.rulebook, year, self.on) for year in self.years}
        payments = [(s, p) for s in self.rulebook.schemes for p in s.payments]
        premiums = frozenset(s.id for s, p in payments if p.kind is PaymentKind.CLASS_PREMIUM)
        self.weighing = Weighing(self.rulebook, self.on, premiums)
        self._farm_refs = tuple(
            (f"{s.id}#{p.id}", s.id, p.groups) for s, p in payments if p.level is Level.FARM
        )
        self._far = {
            year: tuple(filter(self._reaches, r.relations.needing)) for year, r in self.rules.items()
        }

    def of(self, offered: Sequence[Sequence[Template]]) -> Table:
        """The table of what is offered per year."""
        key = tuple(tuple(id(t) for t in year) for year in offered)
        found = self._known.get(key)
        if found is None:
            # The templates are kept beside it, so that nothing else can come to bear their identity.
            found = self._known[key] = (offered, self._made(offered))
        return found[1]

    def switches(self, a: str, b: str) -> bool:
        """Whether one payment takes value from the other anywhere on their parcel, in some year."""
        key = (a, b)
        if key not in self._switches:
            one, other = self.terms[a], self.terms[b]
            rows = [
                row
                for rule in self.rules.values()
                for x, y in ((one, other), (other, one))
                for row in rule.relations.between(x, y).relations
            ]
            self._switches[key] = any(whole_parcel(row) for row in rows)
        return self._switches[key]

    def turns(self, decision: Decision) -> bool:
        """Whether years read differently for a decision with contracts, so that these may begin and end within the horizon."""
        if not _contracts(decision):
            return False
        if len(years_of(decision, self.rules)) > max(decision.claims) - min(decision.claims) + 1:
            return True
        read = {
            (tuple(id(c.terms) for c in of), signature(of, self.rulebook, year, self.on, None))
            for year, of in decision.claims.items()
        }
        return len(read) > 1

    def _made(self, offered: Sequence[Sequence[Template]]) -> Table:
        years = list(zip(self.years, offered, strict=True))
        claims = [t.in_year(year, at="P") for year, now in years for t in now]
        self.terms.update((c.ref, c.terms) for c in claims)
        for claim in claims:
            if (most := claim.terms.max_quantity) is not None:
                key = (claim.ref, claim.year)
                self.most[key] = min(most, self.most.get(key, most))
        trouble = next((t for t in map(self._trouble, claims) if t), "")
        if trouble:
            return Table(trouble)
        units = {(t.terms.ref, year): t.factor for year, now in years for t in now}
        made = decisions(claims, self.rules, self.rulebook.memory)
        turning = [self.turns(decision) for decision in made]
        try:
            found = [
                ways(decision, self.rules, self.weighing, anew=turns, reading=self.reading)
                for decision, turns in zip(made, turning, strict=True)
            ]
        except (TooManyStacksError, TooManyPlansError):
            return Table(TOO_MANY)
        parting = self.parting(units)
        return Table(
            "",
            frozenset(c.ref for c in claims),
            frozenset(c.year for c in claims),
            parting.of([each[0] for each in found if len(each) == 1]),
            tuple(tuple([parting.of([way]) for way in each]) for each in found if len(each) > 1),
            tuple(
                self._steady(decision, turns)
                for decision, turns, each in zip(made, turning, found, strict=True)
                if len(each) > 1
            ),
        )

    def _steady(self, decision: Decision, turns: bool) -> Steady | None:
        if turns or decision.whole or len(decision.claims) < 2 or not _contracts(decision):
            return None
        return Steady(decision, self.rules, self.weighing, self.reading)

    def parting(self, units: Mapping[tuple[str, int], Fraction]) -> Parting:
        """Makes parts of land of which one unit is so many units of each payment in a year."""
        return Parting(self.rules, self.weighing, units)

    def _reaches(self, needing: Relation) -> bool:
        """Whether what is needed may lie beyond the ground of the claim."""
        return on_land(needing) is not Reach.GROUND or any(
            selects(needing.b, *ref) for ref in self._farm_refs
        )

    def _trouble(self, claim: Claim) -> str:
        """Why land with this claim cannot be settled by itself."""
        if any(selects(row.a, claim.ref, claim.scheme, claim.groups) for row in self._far[claim.year]):
            return REQUIRES
        if claim.terms.at_once_years is not None and self.weighing.windowed(claim):
            return LAND_GRANT
        return ""


def _contracts(decision: Decision) -> bool:
    """Whether there are contracts over years in it."""
    return any(c.terms.multi_year for of in decision.claims.values() for c in of)
