"""Drafts, remembered by everything that they follow from.

Those of land are found again on any farm. A farm's own decisions have amounts of their own: their drafts are kept with the
award, and hold in all years in which the regime says the same of these claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from calculator.domain.claim import Claim
from calculator.domain.memory import Answers, Memory
from calculator.stacking.problem.decisions.alike import ruled
from calculator.stacking.problem.decisions.ground import Decision
from calculator.stacking.problem.decisions.runs import years_of
from calculator.stacking.problem.drafts import Drafting
from calculator.stacking.problem.drafts.draft import Draft, Members
from calculator.stacking.problem.stacks.regime import Regime
from calculator.stacking.problem.stacks.tables import Tables

_DRAFTS: Answers[object, tuple[object, Draft]] = Answers("drafts", 50_000)


@dataclass(slots=True)
class Own:
    """Drafts of one farm with all that they follow from, by what of it is found quickly; and the tables that they rest on, which
    are the same whatever must be taken.
    """

    drafts: dict[object, list[tuple[object, Draft]]] = field(default_factory=dict)
    tables: Tables = field(default_factory=dict)

    def sets(self, claims: Iterable[Claim]) -> int:
        """How many sets of claims may rest together in the largest table in which some of these stand."""
        terms = {id(c.terms) for c in claims}
        return max(
            [len(t.entries) for held, t in self.tables.values() if not terms.isdisjoint(map(id, held))],
            default=0,
        )


#: What a draft follows from of the terms of a claim: not from what is only said of it, or how certain it is.
follows_from = attrgetter(
    "scheme", "payment", "level", "unit", "rate", "legal_basis", "points", "value", "multi_year", "groups",
    "cost_components", "public", "class_name", "needs_points", "needs_value", "land_class", "max_quantity",
    "at_once_years", "term_years", "extension", "instalments", "heeded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownDrafts:
    """The drafts of one problem: ``memory`` is that of the rulebook, ``own`` are those of this farm alone.

    ``freed`` are ``requires`` rows that are not for one piece, by year; ``anew`` says that contracts may begin in any year.
    """

    memory: Memory
    own: Own
    rules: Mapping[int, Regime]
    reading: str
    freed: Mapping[int, frozenset[str]]
    anew: bool = False

    def of(self, decision: Decision, members: Members, must: frozenset[int]) -> Draft:
        """The draft of a decision in which some members must be taken; raises TooManyPlansError."""
        claims, first = members.claims, members.claims[0].year
        more: tuple[object, ...] = (
            tuple([self.freed.get(year) for year in decision.claims]) if self.freed else ()
        )
        if decision.switches:
            pieces = list(dict.fromkeys([c.piece for c in claims]))
            more = (*more, decision.switches, *[pieces.index(c.piece) for c in claims])
        alike = [(c.year - first, c.forced, c.commitment, c.costs) for c in claims]
        # How often a running commitment was extended follows from when it began.
        began = [c.grant_date.year - first for c in claims if c.forced and c.terms.extension is not None]
        anew = self.anew and len(self._years(decision)) > 1
        key = (*alike, *began, members.slots, self.reading, decision.whole, must, more, anew)
        known = self._on_land if members.even else self._of_the_farm
        return known(decision, members, must, key)

    def _years(self, decision: Decision) -> Sequence[int]:
        """The years on whose relations a draft rests: where contracts may be held in others, those too."""
        anew = self.anew and any(c.begins_contract for of in decision.claims.values() for c in of)
        return years_of(decision, self.rules) if anew else list(decision.claims)

    def _on_land(
        self, decision: Decision, members: Members, must: frozenset[int], key: tuple[object, ...]
    ) -> Draft:
        known = self.memory.of(_DRAFTS)
        terms = [c.terms for c in members.claims]
        weights = [p.weights for p in members.placements]
        ruling = [self.rules.get(year) for year in self._years(decision)]
        key = (*key, *map(id, terms), *map(id, weights), *map(id, ruling))
        found = known.get(key)
        if found is None:
            # Terms, weights and regimes are kept beside it, so that nothing else can come to bear their identity.
            found = known[key] = ((terms, weights, ruling), self._made(decision, members, must))
        return found[1]

    def _of_the_farm(
        self, decision: Decision, members: Members, must: frozenset[int], key: tuple[object, ...]
    ) -> Draft:
        claims = members.claims
        ruling = [ruled(self.rules[year], of_year) for year, of_year in decision.claims.items()]
        known = self.own.drafts.setdefault((key, *ruling, *[(c.terms.ref, c.quantity) for c in claims]), [])
        placed = zip(claims, members.placements, strict=True)
        paid = [(follows_from(c.terms), p.weights, p.turns) for c, p in placed]
        follows = (paid, [self.rules[year].ceilings for year in decision.claims])
        found = next((draft for before, draft in known if before == follows), None)
        if found is None:
            found = self._made(decision, members, must)
            known.append((follows, found))
        return found

    def _made(self, decision: Decision, members: Members, must: frozenset[int]) -> Draft:
        rules, own = self.rules, self.own.tables
        return Drafting(decision, members, rules, self.reading, must, self.freed, self.anew, own=own).run()
