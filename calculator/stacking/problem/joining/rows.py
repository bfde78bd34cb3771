"""The rows of the farm problem: class thresholds, de minimis windows, caps on euros and on quantities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.memory import Answers
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO, Row
from calculator.domain.quickly import made_quickly
from calculator.domain.rulebook import Rulebook
from calculator.stacking.law.caps import ALL_OF_IT, CAPS, Left, left_of, most_of, read_of
from calculator.stacking.law.contract_aid import contract_aid
from calculator.stacking.law.counting import binding, held_on
from calculator.stacking.law.instalments import Weighed, per_unit
from calculator.stacking.law.pairs import Relations
from calculator.stacking.law.windows import Windows, versions
from calculator.stacking.problem.joining.across import Across
from calculator.stacking.problem.joining.farm_terms import FarmTerms
from calculator.stacking.problem.weights import BEGUN, EXTENDED, FINE, Weight

#: Names a row of what is claimed under several caps on euros at once: their ids and the year.
UNDER_ALL = "under_all"
#: Names a row of all that is granted on a day under a ceiling that binds only where something is (``granting``).
GRANTED = "granted"
#: Names a row of the most that a payment pays one farm for in a year, whatever the rules limit.
OWN_MOST = "quantity"
#: A row as it is asked for: its key, its bound and its scale.
Stated = tuple[tuple[object, ...], int, int]
#: One object of each kind of weights; what rests on one keeps it.
_WEIGHTS: Answers[tuple[Weight, ...], tuple[Weight, ...]] = Answers("weights", 50_000)


@made_quickly
@dataclass(frozen=True, slots=True)
class Placement:
    """Where claims on one set of terms weigh in one year: the rows (indices in the problem), and how heavily in each.

    ``turns`` are those of a grant to the farm for several years, where its years are decided one by one.
    """

    rows: tuple[int, ...]
    weights: tuple[Weight, ...]
    turns: tuple[str, ...] = ()


@dataclass(slots=True)
class Rows:
    """Rows as they are named while options are built; ``without`` leaves out one limit, to find its price.

    ``anew`` says that a contract may begin in any year; ``scored`` premiums (scheme, year) have their classes settled elsewhere.
    """

    profile: FarmProfile
    rulebook: Rulebook
    claims: tuple[Claim, ...]
    on: date
    relations: Mapping[int, Relations] = field(default_factory=dict)
    reading: str = "expected"
    without: str | None = None
    anew: bool = False
    scored: frozenset[tuple[str, int]] = frozenset()
    index: dict[tuple[object, ...], int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    meaning: list[tuple[object, ...]] = field(default_factory=list)
    across: Across = field(init=False)
    windows: Windows = field(init=False)
    farm_terms: FarmTerms = field(init=False)
    _premiums: set[tuple[str, int]] = field(default_factory=set)
    _limits: dict[int, tuple[Limit, ...]] = field(default_factory=dict)
    _placements: dict[tuple[object, ...], Placement] = field(default_factory=dict)
    _terms: dict[str, list[int]] = field(default_factory=dict)
    _bound: dict[tuple[int, int], tuple[Limit, ...]] = field(default_factory=dict)
    _counts: dict[tuple[int, int, bool], Weighed] = field(default_factory=dict)
    _of_a_range: bool = False
    context: tuple[object, ...] | None = field(init=False)

    def __post_init__(self) -> None:
        self._premiums.update(self.scored)
        for claim in self.claims:
            if claim.terms.class_name is not None:
                self._premiums.add((claim.scheme, claim.year))
            if claim.year not in self._limits:
                day = same_day_in(claim.year, self.on)
                self._limits[claim.year] = held_on(self.rulebook, day, self.without)
        self.farm_terms = FarmTerms(self.claims if self.anew else ())
        self.across = Across(
            self.claims, self.relations, self.reading, self.farm_terms, self.limits, self.anew
        )
        self.windows = Windows(
            self.profile.undertaking,
            self.rulebook,
            self.claims,
            contract_aid(self.profile, self.rulebook),
            self.without,
            self.anew,
        )
        self.context = self._context()

    def _context(self) -> tuple[object, ...] | None:
        """All that the rows of yearly claims on land follow from, beside the claims themselves and their regimes.

        None where relations join claims that lie apart: then it is of this farm.
        """
        if self.across.joined.uses or self.across.freed:
            return None
        read = read_of((x for held in self._limits.values() for x in held), self.profile)
        return self.without, self.on.month, self.on.day, frozenset(self._premiums), read

    @property
    def follows_reading(self) -> bool:
        """Whether another reading of the same claims has other rows, or weighs in them otherwise."""
        return self._of_a_range or self.across.follows_reading

    def windowed(self, claim: Claim) -> bool:
        """Whether a ceiling over a window of years counts the claim: what it leaves is of this farm."""
        return bool(binding(self.rulebook, versions(self.rulebook, self.without), claim))

    def stated(self, index: int) -> Stated:
        """A row as ``row`` is asked for it."""
        return self.meaning[index], self.rows[index].bound, self.rows[index].scale

    def limits(self, claim: Claim, *kinds: LimitKind) -> tuple[Limit, ...]:
        """The limits of these kinds that count the claim in its year."""
        key = (id(claim.terms), claim.year)
        found = self._bound.get(key)
        if found is None:
            found = self._bound[key] = binding(self.rulebook, self._limits[claim.year], claim)
        return tuple([x for x in found if x.kind in kinds])

    def row(self, key: tuple[object, ...], bound: int, scale: int) -> int:
        """The index of the row of this key, made on first use."""
        found = self.index.get(key)
        if found is None:
            found = self.index[key] = len(self.rows)
            self.rows.append(Row("|".join(str(k) for k in key), bound, scale))
            self.meaning.append(key)
        return found

    def named(self, stated: Iterable[Stated]) -> tuple[int, ...]:
        """The indices of rows as ``stated``, each made on first use."""
        known = self.index.get
        return tuple([self.row(*each) if (at := known(each[0])) is None else at for each in stated])

    def placement(self, claim: Claim) -> Placement:
        """The rows that a claim weighs in, made on first use: of a commitment its own under every arrangement of its place."""
        key: tuple[object, ...] = (id(claim.terms), claim.year, claim.grant_date)
        if claim.demand is not None or claim.terms.at_once_years is not None:
            place = claim.place if claim.commitment is not None else ""
            key = (*key, self.windows.grants(claim), claim.demand is None, claim.commitment, place)
        key = (*key, self.across.joined.scope(claim))
        found = self._placements.get(key)
        if found is None:
            placed = (
                *self._class(claim),
                *self._meets(claim),
                *self._de_minimis(claim),
                *self._caps(claim),
                *self._demand(claim),
                *self._term(claim),
            )
            weights = tuple(weight for _, weight in placed)
            # Equal weights are one object, so that what rests on them can be found by its identity.
            if claim.piece != "farm":
                weights = self.rulebook.memory.of(_WEIGHTS).setdefault(weights, weights)
            turns = self.farm_terms.turns(claim)
            found = self._placements[key] = Placement(tuple(row for row, _ in placed), weights, turns)
        return found

    def _term(self, claim: Claim) -> Iterator[tuple[int, Weight]]:
        """A grant to the farm for several years is on for whole terms; where years are not decided one by one, in all or none:
        each year needs the next and the last.
        """
        for key, weight in self.farm_terms.rows(claim):
            yield self.row(key, 0, FINE), weight
        if self.anew or claim.piece != "farm" or claim.at_once_years is None or claim.forced:
            return
        mine = {c.year for c in self.claims if c.ref == claim.ref and not c.forced}
        years = self._terms.setdefault(claim.ref, sorted(mine))
        at = years.index(claim.year)
        for other in (*years[max(0, at - 1) : at], *years[at + 1 : at + 2]):
            yield self.row(("term", claim.ref, claim.year, other), 0, 1), Weight("needs", fixed=1)
            yield self.row(("term", claim.ref, other, claim.year), 0, 1), Weight("needs", fixed=-1)

    def _class(self, claim: Claim) -> Iterator[tuple[int, Weight]]:
        """Activities fill the rows of their scheme's class premium; a class takes what it needs."""
        terms, year = claim.terms, claim.year
        if (terms.scheme, year) not in self._premiums:
            return
        for goal in terms.points:
            yield self.row(("points", terms.scheme, year, goal), 0, FINE), Weight("points", goal)
        if terms.value:
            yield self.row(("value", terms.scheme, year), 0, FINE), Weight("value")
        # What asks nothing has no weight: one that is fixed at nothing would weigh by its quantity.
        for goal, needed in (terms.needs_points or {}).items():
            if needed:
                yield self.row(("points", terms.scheme, year, goal), 0, FINE), _fixed(needed)
        if terms.needs_value:
            yield self.row(("value", terms.scheme, year), 0, FINE), _fixed(terms.needs_value)

    def _meets(self, claim: Claim) -> Iterator[tuple[int, Weight]]:
        """What relations with claims that lie elsewhere ask of it."""
        for use in self.across.joined.of(claim):
            yield self.row(use.key, use.bound, FINE), use.weight

    def _demand(self, claim: Claim) -> Iterator[tuple[int, Weight]]:
        """A running commitment that the problem places: so much in all, not less and not more."""
        if claim.commitment is None or claim.demand is None:
            return
        key, amount = (claim.commitment, claim.ref, claim.place, claim.year), int(claim.demand * FINE)
        yield self.row(("at_most", *key), amount, FINE), Weight("area")
        yield self.row(("at_least", *key), -amount, FINE), Weight("area", factor=Fraction(-FINE))

    def _de_minimis(self, claim: Claim) -> Iterator[tuple[int, Weight]]:
        """Per window in which the grant counts: its row, and what a yearly cent weighs."""
        anew = self.anew and claim.terms.at_once_years is not None
        anew = anew and (claim.piece != "farm" or bool(self.farm_terms.turns(claim)))
        for limit, day in self.windows.tests(claim):
            room = self.windows.room(limit, day)
            if room is not None:
                weights = [*self._granted(limit, claim, BEGUN if anew else "")]
                if anew and claim.terms.extension is not None:
                    weights += self._granted(limit, claim, EXTENDED)
                row = self.row(("de_minimis", limit.id, day), room * MICRO, 100 * MICRO)
                yield from ((row, each) for each in weights)
                if day == claim.grant_date and day in self.windows.tighter(limit.id):
                    # How much that can be is known when all rows are.
                    row = self.row((GRANTED, limit.id, day), 0, 100 * MICRO)
                    yield from ((row, each) for each in weights)

    def _granted(self, limit: Limit, claim: Claim, given: str) -> Iterator[Weight]:
        """What a grant takes of a ceiling over years that counts it, where it is ``given`` in the year of the claim."""
        found, left = self.counts(limit, claim, extended=given == EXTENDED), self._left(claim, claim.year)
        whole, factor = claim.piece == "farm", left.part * found.factor * MICRO
        yield Weight("money", factor=factor, given=given, most=left.before, whole=whole)
        if found.besides:
            yield Weight("area", factor=found.besides * MICRO, given=given)

    def counts(self, limit: Limit, claim: Claim, *, extended: bool = False) -> Weighed:
        """What a grant weighs under a ceiling over years, by what is paid of it in the first year of its term or extension."""
        if (known := self._counts.get(key := (id(limit), id(claim), extended))) is not None:
            return known
        terms, years = claim.terms, claim.terms.at_once_years or 1
        if extended and terms.extension is not None:
            years = terms.extension.years
        each = per_unit(claim, years, self.reading)
        later = terms.instalments.after if terms.instalments is not None else ()
        self._of_a_range |= len(each) > 1 and not all(x.is_exact for x in (terms.rate, *later))
        paid = [self._left(claim, claim.year + n).of(x) for n, x in enumerate(each)]
        found = self._counts[key] = self.windows.weighed(limit, claim, paid)
        return found

    def _left(self, claim: Claim, year: int) -> Left:
        """What caps leave of a grant to the farm in a year; it is whole, so no more is ever granted."""
        if claim.piece != "farm" or not claim.quantity:
            return ALL_OF_IT
        day = same_day_in(year, self.on)
        limits = binding(self.rulebook, held_on(self.rulebook, day, self.without), claim)
        return left_of(claim, [(x.kind, most_of(x, day, self.profile)) for x in limits if x.kind in CAPS])

    def _caps(self, claim: Claim) -> Iterator[tuple[int, Weight]]:
        """Rows of caps on euros and on quantities."""
        most = claim.terms.max_quantity
        if most is not None:
            row = self.row((OWN_MOST, claim.ref, claim.year), int(most * FINE), FINE)
            yield row, Weight("quantity")
        shared, day = list[str](), same_day_in(claim.year, self.on)
        for limit in self.limits(claim, *CAPS):
            key = (limit.kind.value, limit.id, claim.year)
            if (cap := most_of(limit, day, self.profile)) is None:
                continue
            if limit.kind is LimitKind.QUANTITY_CAP:
                yield self.row(key, int(cap * FINE), FINE), Weight("quantity")
            else:
                shared.append(limit.id)
                row = self.row(key, int(cap * 100) * MICRO, 100 * MICRO)
                yield row, Weight("money", factor=Fraction(MICRO))
        if len(shared) > 1:
            # What one cap takes off no longer counts under the others: at most what is claimed under all of them.
            # A cent is left, so that the smallest step of what is not paid finds room where all of it is not.
            row = self.row((UNDER_ALL, tuple(sorted(shared)), claim.year), MICRO, 100 * MICRO)
            yield row, Weight("money", factor=Fraction(-MICRO))


def _fixed(needed: Fraction) -> Weight:
    return Weight("needs", fixed=-(-needed.numerator * FINE // needed.denominator))
