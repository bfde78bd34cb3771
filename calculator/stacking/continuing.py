"""What may be continued after the end of a legal basis beside what the total holds in the same years.

Years after a legal basis ends stand outside the total and are solved apart. But what the total pays in such a year, and what was
undertaken or granted before and still runs then, is held all the same: what it excludes is no continuation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calculator.domain.claim import Claim
from calculator.stacking.law.pairs import Pair
from calculator.stacking.law.reach import Reach, reach
from calculator.stacking.problem.assembly import Task
from calculator.stacking.problem.regime import regime
from calculator.stacking.problem.stacks import excludes
from calculator.stacking.solving.outcome import Outcome


def beside_total(task: Task, later: Sequence[Claim], outcome: Outcome) -> tuple[Claim, ...]:
    """The claims after the end of a legal basis that nothing held in their year excludes, of ``task``, which does not know them.

    Land that is divided counts as held: where a part of it is left, nothing is promised of that part.
    """
    held = {year: list(_held(outcome, later, year)) for year in {claim.year for claim in later}}
    return tuple([c for c in later if not any(_excluded(task, c, other) for other in held[c.year])])


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


def _excluded(task: Task, claim: Claim, other: Claim) -> bool:
    relations = regime(task.rulebook, claim.year, task.on).relations
    sides = ((claim, other), (other, claim))
    return any(
        excludes(pair, task.reading) and _meets(pair, *of)
        for of in sides
        for pair in [relations.between(*of)]
    )


def _meets(pair: Pair, a: Claim, b: Claim) -> bool:
    """Whether the pair works between two claims where they lie."""
    if a.piece == b.piece or "farm" in (a.piece, b.piece):
        return True
    far = {reach(row, a, b) for row in pair.relations}
    return Reach.FARM in far or (Reach.PARCEL in far and a.place == b.place)
