"""What may be continued after the end of a legal basis beside what the total holds in the same years.

Years after a legal basis ends stand outside the total and are solved apart. But what the total pays in such a year, and what was
undertaken or granted before and still runs then, is held all the same: what it excludes is no continuation, of what it takes
a share of (``zero``, ``reduced``) that share is gone, of what hangs on the euros that it pays is left what these leave
(``lessening.py``), and what needs it (``requires``) rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from operator import attrgetter

from calculator.domain.claim import Claim, Terms
from calculator.domain.memory import Answers
from calculator.domain.quantity import plain
from calculator.domain.relation import Relation
from calculator.eligibility.amounts.basis import show
from calculator.stacking.law.pairs import Party, Relations, selects
from calculator.stacking.law.reach import Reach, meet, reach
from calculator.stacking.law.taking import Leaving, taking
from calculator.stacking.lessening import Lessening, Paid, joins, lessening
from calculator.stacking.problem.assembly import Task
from calculator.stacking.problem.stacks.forms import kept_apart
from calculator.stacking.problem.stacks.regime import regime
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.steps.lines import Taken, decimal

#: What one payment in the total does to another that would be continued, by their refs and the reading.
_BEARING: Answers[tuple[str, str, str], _Bearing | None] = Answers("bearing", 50_000)
_YEAR, _CLAIMED = attrgetter("year"), attrgetter("year", "terms.ref", "piece")
_PAID = attrgetter("year", "terms.ref")


@dataclass(frozen=True, slots=True)
class _Bearing:
    """How far apart one payment excludes another (None: it does not), by which rows it takes a share of it and leaves less of it,
    and those by which the other rests on it.
    """

    apart: Reach | None
    taking: tuple[tuple[Relation, Reach], ...]
    lessening: tuple[Lessening, ...]
    carrying: tuple[tuple[str, Reach], ...]


_NOTHING = _Bearing(None, (), (), ())


@dataclass(frozen=True, slots=True)
class _Lying:
    """A payment that is held in a year, by one of its claims, and on which pieces and places.

    ``claimed`` are the parts of it that are claimed for that year; none of one that only runs.
    """

    claim: Claim
    pieces: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    claimed: list[Sequence[Taken]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _KeptOff:
    """The ground that what lies in a year keeps a payment off: what lies on it, or reaches it from its parcel."""

    everywhere: bool
    pieces: frozenset[str]
    places: frozenset[str]

    @classmethod
    def by(cls, near: Iterable[tuple[Reach, _Lying]]) -> _KeptOff | None:
        """What excludes the payment, and how far apart: one for the farm excludes it everywhere, and all on land one for the
        farm. None where nothing does.
        """
        pieces, places, everywhere = set[str](), set[str](), False
        for far, other in near:
            everywhere = everywhere or far is Reach.FARM or "farm" in other.pieces
            pieces |= other.pieces
            if far is Reach.PARCEL:
                places |= other.places
        return cls(everywhere, frozenset((*pieces, "farm")), frozenset(places)) if pieces else None

    def meets(self, claim: Claim) -> bool:
        """Whether a claim of the payment is kept off."""
        return self.everywhere or claim.piece in self.pieces or claim.place in self.places


#: What bears on a payment in a year.
_Bears = Sequence[tuple[_Bearing, _Lying]]


def beside_total(task: Task, later: Sequence[Claim], outcome: Outcome) -> tuple[tuple[Claim, ...], Paid]:
    """The claims after the end of a legal basis that nothing held in their year excludes, less what it takes of them, and what
    it still takes of their lines; ``task`` does not know them.

    Land that is divided counts as held: where a part of it is left, nothing is promised of that part.
    """
    lying, leaving, paid, resting = _lying(outcome, later), Leaving(), Paid(outcome.lines), _Resting()
    bears: dict[tuple[int, str], tuple[_KeptOff | None, _Bears]] = {}
    found: list[Claim] = []
    for key, claim in zip(map(_PAID, later), later, strict=True):
        if key not in bears:
            bears[key] = _bearing(task, claim, lying[claim.year].values())
        kept, others = bears[key]
        if kept is not None and kept.meets(claim):
            continue
        if others:
            claim = resting.on(claim, others)
            claim = leaving.of(claim, _near(claim, others))
            rows = [(row, of.claim.ref) for each, of in others for row in each.lessening]
            claim = paid.leave(claim, rows, joined=_joined(task, claim, later)) if rows else claim
        found.append(claim)
    return paid.known(found), paid


def _joined(task: Task, claim: Claim, later: Sequence[Claim]) -> bool:
    """Whether another payment that would be continued bears on all that the claim pays."""
    relations = regime(task.rulebook, claim.year, task.on).relations
    others = {other.ref: other for other in later if other.year == claim.year and other.ref != claim.ref}
    return any(joins(relations, claim, other) for other in others.values())


def _bearing(task: Task, claim: Claim, lying: Iterable[_Lying]) -> tuple[_KeptOff | None, _Bears]:
    """The ground that what lies in the year of a claim keeps its payment off, and what bears on it otherwise."""
    of_year = regime(task.rulebook, claim.year, task.on)
    known = of_year.memory.of(_BEARING)
    found: list[tuple[_Bearing, _Lying]] = []
    for other in lying:
        key = claim.ref, other.claim.ref, task.reading
        if key not in known:
            known[key] = _between(of_year.relations, claim, other.claim, task.reading)
        bearing = known[key]
        if bearing is not None:
            found.append((bearing, other))
    kept = _KeptOff.by((each.apart, other) for each, other in found if each.apart is not None)
    return kept, [pair for pair in found if pair[0].taking or pair[0].lessening or pair[0].carrying]


def _between(relations: Relations, claim: Claim, other: Claim, reading: str) -> _Bearing | None:
    """What another payment does to one; None where it does nothing."""
    carrying = (
        (row.id, reach(row, claim, other))
        for row in relations.needing
        if selects(row.a, claim.ref, claim.scheme, claim.groups)
        and selects(row.b, other.ref, other.scheme, other.groups)
    )
    found = _Bearing(
        how_far(relations, claim, other, reading),
        tuple(taking(claim, other, relations)),
        tuple(lessening(claim, other, relations)),
        tuple(carrying),
    )
    return None if found == _NOTHING else found


def _near(claim: Claim, others: _Bears) -> tuple[Relation, ...]:
    """The rows by which a share is taken where the claim lies, each once."""
    found: dict[str, Relation] = {}
    for bearing, other in others:
        for row, far in bearing.taking:
            beside = far is Reach.FARM or (far is Reach.PARCEL and claim.place in other.places)
            if beside or claim.piece in other.pieces:
                found[row.id] = row
    return tuple(found.values())


@dataclass(slots=True)
class _Resting:
    """Claims that rest on what the total claims in their year; those on the same terms stay on the same ones."""

    _terms: dict[tuple[int, frozenset[str]], tuple[Terms, Terms]] = field(default_factory=dict)

    def on(self, claim: Claim, others: _Bears) -> Claim:
        """The claim, as far as what it needs on its own ground lies there."""
        met, share = set[str](), Fraction(1)
        for bearing, other in others:
            for row, far in bearing.carrying:
                bases = [base for base in other.claimed if meet(far, claim, base[0].claim)]
                if bases:
                    met.add(row)
                    if far is Reach.GROUND:
                        share = min(share, sum((part.share for base in bases for part in base), Fraction(0)))
        if not met:
            return claim
        key = id(claim.terms), frozenset(met)
        if key not in self._terms:
            # The old terms are kept beside it, so that no others can come to bear their identity.
            self._terms[key] = claim.terms, replace(claim.terms, heeded=claim.terms.heeded | met)
        terms = self._terms[key][1]
        if share >= 1:
            return replace(claim, terms=terms)
        part, each = (
            decimal(share * Fraction(claim.quantity), claim),
            show(terms.rate.times(Fraction(1, 100))),
        )
        return replace(claim, terms=terms, quantity=part, formula=f"{plain(part)} {terms.unit} x EUR {each}")


def _lying(outcome: Outcome, later: Sequence[Claim]) -> dict[int, dict[str, _Lying]]:
    """By year and payment what the total takes in the years of later claims, and what runs in them that cannot be claimed any
    more, as it was claimed before.
    """
    alike, once = outcome.years.years, not outcome.built.rows.anew
    claimed = set(map(_CLAIMED, later))
    found: dict[int, dict[str, _Lying]] = {year: {} for year in map(_YEAR, later)}
    runs: list[tuple[int, Claim]] = []
    #: Contracts of which nothing says when they began, with the years in which they are on.
    on: dict[tuple[str, str], tuple[Claim, list[int]]] = {}
    for parts in outcome.taken.values():
        claim = parts[0].claim
        years = alike.get(claim.year, (claim.year,))
        for year in years:
            if year in found:
                _lay(found[year], claim).claimed.append(parts)
        if claim.begins_contract:
            runs += [(y, claim) for y in found if claim.year < y and any(part.lasts(y) for part in parts)]
            if claim.commitment is None and (once or all(part.since[0] is None for part in parts)):
                on.setdefault((claim.ref, claim.piece), (claim, []))[1].extend(years)
    for claim, begun in on.values():
        runs += [(year, claim) for year in found if _goes_on(claim, begun, year)]
    for year, claim in runs:
        if (year, claim.ref, claim.piece) not in claimed:
            _lay(found[year], claim)
    return found


def _lay(by_ref: dict[str, _Lying], claim: Claim) -> _Lying:
    lying = by_ref.setdefault(claim.ref, _Lying(claim))
    lying.pieces.add(claim.piece)
    lying.places.add(claim.place)
    return lying


def _goes_on(claim: Claim, years: Sequence[int], year: int) -> bool:
    """Whether a contract that is on in all of several years, from the first, lasts into another.

    Where years are solved once, and where it can be claimed in one year alone, nothing says when it begins: it is on from the
    first, and begins anew after each term.
    """
    term = claim.terms.term_years
    if term is None:
        return False
    first, last = min(years), max(years)
    return first < year < first + ((last - first) // term + 1) * term


def how_far(relations: Relations, claim: Party, other: Party, reading: str) -> Reach | None:
    """How far apart on land two payments exclude each other, None where they do not: the same wherever they lie."""
    return kept_apart((relations.between(claim, other), relations.between(other, claim)), reading)
