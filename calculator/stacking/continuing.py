"""What may be continued after the end of a legal basis beside what the total holds in the same years.

Years after a legal basis ends stand outside the total and are solved apart. But what the total pays in such a year, and what was
undertaken or granted before and still runs then, is held all the same: what it excludes is no continuation, and of what it takes
a share of (``zero``, ``reduced``) that share is gone. What hangs on the euros that it pays is not worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from calculator.domain.claim import Claim
from calculator.domain.memory import Answers
from calculator.domain.relation import Relation
from calculator.stacking.law.pairs import Party, Relations
from calculator.stacking.law.reach import Reach
from calculator.stacking.law.taking import Leaving, taking
from calculator.stacking.problem.assembly import Task
from calculator.stacking.problem.forms import kept_apart
from calculator.stacking.problem.regime import regime
from calculator.stacking.solving.outcome import Outcome

#: How far apart two payments exclude each other, by their refs and the reading.
_FAR: Answers[tuple[str, str, str], Reach | None] = Answers("far", 50_000)
#: By which rows one payment takes a share of another, and how far apart, by their refs.
_TAKING: Answers[tuple[str, str], tuple[tuple[Relation, Reach], ...]] = Answers("taking", 50_000)
_YEAR, _CLAIMED = attrgetter("year"), attrgetter("year", "terms.ref", "piece")
_PAID = attrgetter("year", "terms.ref")


@dataclass(frozen=True, slots=True)
class _Lying:
    """A payment that is held in a year, by one of its claims, and on which pieces and places."""

    claim: Claim
    pieces: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


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


def beside_total(task: Task, later: Sequence[Claim], outcome: Outcome) -> tuple[Claim, ...]:
    """The claims after the end of a legal basis that nothing held in their year excludes, less the shares that it takes of them;
    ``task`` does not know them.

    Land that is divided counts as held: where a part of it is left, nothing is promised of that part.
    """
    lying, leaving = _lying(outcome, later), Leaving()
    keeping_off: dict[tuple[int, str], _KeptOff | None] = {}
    taking_of: dict[tuple[int, str], list[tuple[Relation, Reach, _Lying]]] = {}
    found: list[Claim] = []
    for key, claim in zip(map(_PAID, later), later, strict=True):
        if key not in keeping_off:
            here = lying[claim.year].values()
            keeping_off[key] = _KeptOff.by(_excluding(task, claim, here))
            taking_of[key] = list(_taking(task, claim, here))
        kept, less = keeping_off[key], taking_of[key]
        if kept is None or not kept.meets(claim):
            found.append(leaving.of(claim, _near(claim, less)) if less else claim)
    return tuple(found)


def _taking(task: Task, claim: Claim, lying: Iterable[_Lying]) -> Iterator[tuple[Relation, Reach, _Lying]]:
    """The rows by which what lies in the year of a claim takes a share of its payment, and how far apart."""
    of_year = regime(task.rulebook, claim.year, task.on)
    known = of_year.memory.of(_TAKING)
    for other in lying:
        key = claim.ref, other.claim.ref
        if key not in known:
            known[key] = tuple(taking(claim, other.claim, of_year.relations))
        for row, far in known[key]:
            yield row, far, other


def _near(claim: Claim, less: Iterable[tuple[Relation, Reach, _Lying]]) -> tuple[Relation, ...]:
    """Those of the rows that work where the claim lies, each once."""
    found: dict[str, Relation] = {}
    for row, far, other in less:
        beside = far is Reach.FARM or (far is Reach.PARCEL and claim.place in other.places)
        if beside or claim.piece in other.pieces:
            found[row.id] = row
    return tuple(found.values())


def _excluding(task: Task, claim: Claim, lying: Iterable[_Lying]) -> Iterator[tuple[Reach, _Lying]]:
    """What of all that lies in the year of a claim excludes its payment, and how far apart."""
    of_year = regime(task.rulebook, claim.year, task.on)
    known = of_year.memory.of(_FAR)
    for other in lying:
        key = claim.ref, other.claim.ref, task.reading
        if key not in known:
            known[key] = how_far(of_year.relations, claim, other.claim, task.reading)
        far = known[key]
        if far is not None:
            yield far, other


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
                _lay(found[year], claim)
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


def _lay(by_ref: dict[str, _Lying], claim: Claim) -> None:
    lying = by_ref.setdefault(claim.ref, _Lying(claim))
    lying.pieces.add(claim.piece)
    lying.places.add(claim.place)


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
