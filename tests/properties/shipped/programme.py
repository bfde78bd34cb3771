"""The best that the law leaves of the claims of one farm: a programme over every lawful set of every piece, year and grant.

Land is divided over sets; a contract over years is on from the year in which it begins; what is for the farm is taken or left.
Amounts are cents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import combinations

from ortools.linear_solver import pywraplp

from calculator.domain.claim import Claim
from tests.properties.shipped.aid import Granted, fills
from tests.properties.shipped.law import FARM, Bound, Row, apart, between, bounds, names, near, rows
from tests.properties.shipped.limited import Limited
from tests.properties.shipped.sets import Held, UnreadableError, lawful

#: A step of land, in hectares, metres, pieces ...: what has less of it is not there.
STEP = 1e-4
Arc = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class Case:
    """The claims of one farm by year; ``day`` of a year is that on which its rules are read."""

    claims: Mapping[int, Sequence[Claim]]
    days: Mapping[int, date]
    aid: Sequence[Granted]
    reading: str = "expected"
    #: Limits that are left out.
    without: frozenset[str] = frozenset()

    @property
    def every(self) -> Iterator[Claim]:
        return (claim for year in self.claims.values() for claim in year)


@dataclass(frozen=True)
class Use:
    """A share of a piece under one set in one year, on the way from the contracts held before to those held now."""

    share: pywraplp.Variable
    arc: Arc
    held: Held


@dataclass
class Programme(Limited):
    """All that is chosen of the claims of a case; made with every row of the law, and solved by ``best``."""

    case: Case
    solver: pywraplp.Solver = field(default_factory=lambda: pywraplp.Solver.CreateSolver("SCIP"))
    uses: dict[tuple[int, str], list[Use]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[int, object] = field(default_factory=dict)
    paid: dict[int, object] = field(default_factory=dict)
    #: What is granted in its year, and pays so much in that first one: (claim, share of it, cents).
    granted: list[tuple[Claim, object, object]] = field(default_factory=list)
    held_on: dict[tuple[int, str, str], object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pieces = {c.piece for c in self.case.every if c.piece != FARM}
        for piece in sorted(pieces):
            self._piece(piece)
        self._farm()
        for year in self.case.claims:
            self._far(year)
            self._classes(year)
        over = [self._caps(year) for year in self.case.claims]
        for year in self.case.claims:
            self._minimum(year)
        self._placed()
        fills(self.solver, self.granted, self.case.aid, self._in_force_ever(), self.case.reading)
        self.total = sum(self.paid.values()) - sum(over)

    def best(self) -> float | None:
        """Cents; None where nothing is lawful."""
        self.solver.Maximize(self.total)
        status = self.solver.Solve()
        assert status in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.INFEASIBLE), status
        return self.solver.Objective().Value() if status == pywraplp.Solver.OPTIMAL else None

    def pay(self, claim: Claim, least: float) -> None:
        self.solver.Add(self.paid[id(claim)] >= least)

    def force(self, claims: Iterable[Claim]) -> None:
        """All of these are claimed; of what is for the farm all of it, also where a cap on quantities may cut it."""
        for claim in claims:
            self.solver.Add(self.taken[id(claim)] >= 1)
            if claim.piece == FARM and self._counted(claim, "quantity_cap"):
                self.pay(claim, float(getattr(claim.rate, self.case.reading) * Fraction(claim.quantity)))

    # What lies on land.

    def _in_force(self, year: int) -> list[Bound]:
        return [b for b in self._in_force_ever() if b.holds(self.case.days[year])]

    def _in_force_ever(self) -> list[Bound]:
        return [b for b in bounds() if b.id not in self.case.without]

    def _piece(self, piece: str) -> None:
        here = {y: [c for c in of if c.piece == piece] for y, of in self.case.claims.items()}
        samples = {c.ref: c for of in here.values() for c in of if c.begins_contract}
        flowing: dict[frozenset[str], object] = {frozenset(): 1}
        for year, claims in here.items():
            day, may = self.case.days[year], {c.ref for c in claims if c.begins_contract}
            by_begun: dict[frozenset[str], list[Held]] = defaultdict(list)
            for held in lawful(claims, self._in_force(year), day, self.case.reading):
                by_begun[frozenset(c.ref for c in held.claims if c.begins_contract)].append(held)
            after: dict[frozenset[str], list[object]] = defaultdict(list)
            for before, much in flowing.items():
                leaving = list[object]()
                for begun, sets in by_begun.items():
                    # What began before goes on, and where it can be claimed it is.
                    if before & may <= begun:
                        now = before | begun
                        fitting = [s for s in sets if self._fits(s, now - may, samples, day)]
                        if not fitting:
                            continue
                        shares = [self.solver.NumVar(0, 1, "") for _ in fitting]
                        self.uses[year, piece] += [
                            Use(v, (before, now), s) for v, s in zip(shares, fitting, strict=True)
                        ]
                        leaving += shares
                        after[now] += shares
                self.solver.Add(sum(leaving) == much)
            flowing = {now: sum(shares) for now, shares in after.items()}
            for ref in samples:
                self.held_on[year, ref, piece] = sum(much for now, much in flowing.items() if ref in now)
            for claim in claims:
                self._on_land(year, piece, claim)
        for claim in samples.values():
            assert (claim.terms.term_years or 0) >= len(here), claim.ref

    def _fits(self, held: Held, unclaimed: frozenset[str], samples: Mapping[str, Claim], day: date) -> bool:
        """Whether a set may lie beside contracts of which nothing can be claimed in the year, and these beside each other."""
        ghosts = [samples[ref] for ref in unclaimed]
        beside = [c for c in held.claims if c.ref not in unclaimed]
        pairs = [*combinations(ghosts, 2), *((g, c) for g in ghosts for c in beside)]
        return not any(how == "unit" for x, y in pairs for _, how in apart(x, y, day, self.case.reading))

    def _on_land(self, year: int, piece: str, claim: Claim) -> None:
        mine = [u for u in self.uses[year, piece] if u.held.has(claim)]
        size = float(claim.quantity)
        pays = {id(u): float(u.held.money[id(claim)]) * size for u in mine}
        self.taken[id(claim)] = sum(u.share for u in mine)
        self.paid[id(claim)] = sum(pays[id(u)] * u.share for u in mine)
        if claim.demand is None:
            given = [u for u in mine if claim.terms.at_once_years is None or claim.ref not in u.arc[0]]
            cents = sum(pays[id(u)] * u.share for u in given)
            self.granted.append((claim, sum(u.share for u in given), cents))

    def _placed(self) -> None:
        """Commitments that may lie on several pieces lie on these in full, and in the same place every year."""
        lying: dict[tuple[str, int], list[Claim]] = defaultdict(list)
        for claim in self.case.every:
            if claim.commitment is not None:
                lying[claim.commitment, claim.year].append(claim)
        for members in lying.values():
            much = sum(float(c.quantity) * self.taken[id(c)] for c in members)
            self.solver.Add(much == float(members[0].demand or 0))
        first: dict[tuple[str, str], Claim] = {}
        for claim in self.case.every:
            if claim.commitment is not None:
                one = first.setdefault((claim.commitment, claim.piece), claim)
                self.solver.Add(self.taken[id(one)] == self.taken[id(claim)])

    # What is for the farm.

    def _farm(self) -> None:
        every = [c for c in self.case.every if c.piece == FARM]
        starts: dict[tuple[str, int], pywraplp.Variable] = {}
        for claim in every:
            if claim.terms.at_once_years is not None and claim.demand is None:
                starts[claim.ref, claim.year] = self.solver.BoolVar("")
        on: dict[tuple[str, int], object] = {}
        for ref in {ref for ref, _ in starts}:
            term = next(c.terms.at_once_years or 1 for c in every if c.ref == ref)
            for year in self.case.claims:
                begun = [v for (r, y), v in starts.items() if r == ref and y <= year < y + term]
                on[ref, year] = sum(begun)
                self.held_on[year, ref, FARM] = on[ref, year]
                if begun:
                    self.solver.Add(on[ref, year] <= 1)
        for claim in every:
            new = claim.demand is None
            begun = starts.get((claim.ref, claim.year)) if new else None
            self._of_farm(claim, begun, on.get((claim.ref, claim.year)))

    def _of_farm(self, claim: Claim, start: object | None, on: object | None) -> None:
        pays = float(getattr(claim.rate, self.case.reading) * Fraction(claim.quantity))
        if start is not None:
            self.taken[id(claim)] = on
        else:
            taken = self.taken[id(claim)] = self.solver.BoolVar("")
            if claim.demand is not None:
                self.solver.Add(taken == 1)
        share = self.solver.NumVar(0, 1, "")
        self.solver.Add(share <= self.taken[id(claim)])
        self.paid[id(claim)] = pays * share
        if not self._counted(claim, "quantity_cap"):
            self.solver.Add(share >= self.taken[id(claim)])
        if claim.demand is None:
            given = self.taken[id(claim)] if start is None else start
            self.granted.append((claim, given, pays * share if start is None else pays * start))

    def _counted(self, claim: Claim, kind: str) -> list[Bound]:
        return [b for b in self._in_force(claim.year) if b.kind == kind and b.names(claim)]

    # What reaches farther than one piece.

    def _far(self, year: int) -> None:
        claims, day = self.case.claims[year], self.case.days[year]
        ghosts = self._ghosts(year)
        for x, y in combinations([*claims, *ghosts], 2):
            if x.ref == y.ref and x.piece == y.piece == FARM and None in (x.demand, y.demand):
                # As on land, what is under contract is not claimed once more.
                self._either(year, x, y)
            for _, how_far in apart(x, y, day, self.case.reading):
                both_on_farm = x.piece == y.piece == FARM
                if (how_far != "unit" or both_on_farm) and near(how_far, x, y):
                    self._either(year, x, y)
            for row, side in between(x, y, day).rows:
                self._readable(row, x, y, side)
        for row in rows():
            if row.type == "requires" and row.holds(day):
                self._carried(row, claims)

    def _ghosts(self, year: int) -> list[Claim]:
        """Contracts that may be held in a year without a claim: as they are claimed in another."""
        here = {(c.ref, c.piece) for c in self.case.claims[year]}
        held = {(ref, piece) for y, ref, piece in self.held_on if y == year} - here
        samples = {(c.ref, c.piece): c for c in self.case.every if (c.ref, c.piece) in held}
        return list(samples.values())

    def _either(self, year: int, x: Claim, y: Claim) -> None:
        """All of one leaves nothing of the other."""
        one, other = (self._there(year, c) for c in (x, y))
        if x.piece != FARM and y.piece != FARM:
            which = self.solver.BoolVar("")
            self.solver.Add(one <= which)
            self.solver.Add(other <= 1 - which)
        else:
            self.solver.Add(one + other <= 1)

    def _there(self, year: int, claim: Claim) -> object:
        if id(claim) in self.taken and claim.year == year:
            return self.taken[id(claim)]
        return self.held_on[year, claim.ref, claim.piece]

    def _readable(self, row: Row, x: Claim, y: Claim, side: int) -> None:
        """Between payments that lie apart rows exclude, require, or take value of what has none; others are new."""
        if row.type in ("additive", "unknown", "exclusive", "requires"):
            return
        farms = FARM in (x.piece, y.piece)
        scores = (x, y)[side].value is not None
        if farms and (row.type != "zero" or scores):
            raise UnreadableError(row.id)

    def _carried(self, row: Row, claims: Sequence[Claim]) -> None:
        """What rests on another payment elsewhere, or of the farm, is there where any step of that is."""
        for claim in (c for c in claims if names(row.a, c)):
            if row.level != "unit" or claim.piece == FARM:
                bases = [c for c in claims if c is not claim and names(row.b, c)]
                there = self.solver.BoolVar("")
                self.solver.Add(
                    there * STEP <= sum(self.taken[id(c)] * float(c.quantity) for c in bases)
                    if bases
                    else there <= 0
                )
                self.solver.Add(self.taken[id(claim)] <= there)
