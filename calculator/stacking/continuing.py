"""What may be continued after the end of a legal basis beside what the total holds in the same years.

Years after a legal basis ends stand outside the total and are solved apart. But what the total pays in such a year, and what was
undertaken or granted before and still runs then, is held all the same: what it excludes is no continuation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from calculator.domain.claim import Claim
from calculator.stacking.law.pairs import Party, Relations
from calculator.stacking.law.reach import Reach, on_land
from calculator.stacking.problem.assembly import Task
from calculator.stacking.problem.regime import regime
from calculator.stacking.problem.stacks import excludes
from calculator.stacking.solving.outcome import Outcome


def beside_total(task: Task, later: Sequence[Claim], outcome: Outcome) -> tuple[Claim, ...]:
    """The claims after the end of a legal basis that nothing held in their year excludes, of ``task``, which does not know them.

    Land that is divided counts as held: where a part of it is left, nothing is promised of that part.
    """
    lying: dict[int, dict[str, tuple[Claim, set[str], set[str]]]] = {c.year: {} for c in later}
    for year, by_ref in lying.items():
        for claim in _held(outcome, later, year):
            _, pieces, places = by_ref.setdefault(claim.ref, (claim, set(), set()))
            pieces.add(claim.piece)
            places.add(claim.place)
    far: dict[tuple[int, str, str], Reach | None] = {}
    found: list[Claim] = []
    for claim in later:
        for ref, (other, pieces, places) in lying[claim.year].items():
            key = (claim.year, claim.ref, ref)
            if key not in far:
                relations = regime(task.rulebook, claim.year, task.on).relations
                far[key] = how_far(relations, claim, other, task.reading)
            if far[key] is not None and _meets(far[key], claim, pieces, places):
                break
        else:
            found.append(claim)
    return tuple(found)


def _held(outcome: Outcome, later: Sequence[Claim], year: int) -> Iterator[Claim]:
    """What the total takes in a year, and what runs in it that cannot be claimed any more, as it was claimed before."""
    alike, once = outcome.years.years, not outcome.built.rows.anew
    taken = [(parts[0].claim, parts) for parts in outcome.taken.values()]
    here = {(c.ref, c.piece) for c in later if c.year == year}
    for claim, _ in taken:
        if year in alike.get(claim.year, (claim.year,)):
            here.add((claim.ref, claim.piece))
            yield claim
    runs: dict[tuple[str, str], Claim] = {}
    for claim, parts in taken:
        goes_on = once and _goes_on(claim, alike.get(claim.year, (claim.year,)), year)
        if claim.year < year and (goes_on or any(part.lasts(year) for part in parts)):
            runs[claim.ref, claim.piece] = claim
    yield from (claim for key, claim in runs.items() if key not in here)


def _goes_on(claim: Claim, years: Sequence[int], year: int) -> bool:
    """Whether a contract that is on in all of several years that read alike, from the first, lasts into a later one.

    Where years are solved once nothing says when it begins: it is on from the first, and begins anew after each term.
    """
    term = claim.terms.term_years
    if term is None or not claim.begins_contract:
        return False
    first, last = min(years), max(years)
    return year < first + ((last - first) // term + 1) * term


def how_far(relations: Relations, claim: Party, other: Party, reading: str) -> Reach | None:
    """How far apart on land two payments exclude each other, None where they do not: the same wherever they lie."""
    pairs = [relations.between(claim, other), relations.between(other, claim)]
    excluding = [pair for pair in pairs if excludes(pair, reading)]
    far = {on_land(row) for pair in excluding for row in pair.relations}
    widest = next((each for each in (Reach.FARM, Reach.PARCEL) if each in far), Reach.GROUND)
    return widest if excluding else None


def _meets(far: Reach | None, claim: Claim, pieces: Set[str], places: Set[str]) -> bool:
    """Whether something on these pieces and places lies near enough to a claim for what reaches so far."""
    if far is Reach.FARM or claim.piece in pieces or claim.piece == "farm" or "farm" in pieces:
        return True
    return far is Reach.PARCEL and claim.place in places
