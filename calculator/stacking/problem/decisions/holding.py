"""Contracts on land in years in which nothing can be claimed of them: which may be held then, and which exclude each other.

What was undertaken binds its ground for its whole term. So two contracts that may not stand beside each other by the relations of
a year may not both be held in it, whether or not anything is paid of either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from calculator.domain.claim import Claim
from calculator.domain.memory import Answers
from calculator.stacking.problem.stacks.forms import excludes
from calculator.stacking.problem.stacks.regime import Regime

#: After every year that is asked.
_NEVER = 10_000
#: A pair that nobody has published excludes in the one and not in the other.
_READINGS = ("expected", "high")
#: Whether two payments exclude each other, by their refs and the reading.
_EXCLUDED: Answers[tuple[str, str, str], bool] = Answers("excluded", 50_000)


def until(claim: Claim) -> int:
    """The year after the last in which what begins with the claim may be held: a term, or an extension."""
    terms = claim.terms
    if terms.term_years is None:
        return _NEVER
    return claim.year + max(terms.term_years, terms.extension.years if terms.extension is not None else 0)


def contracts(claims: Iterable[Claim]) -> dict[tuple[str, str], list[Claim]]:
    """The claims that begin a contract on land, by piece and payment."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if claim.piece != "farm" and claim.begins_contract:
            found.setdefault((claim.piece, claim.ref), []).append(claim)
    return found


def held_apart(claims: Iterable[Claim], rules: Mapping[int, Regime]) -> Iterator[tuple[int, Claim, Claim]]:
    """Years in which two contracts on one piece may both be held, though they exclude each other, and neither can be claimed;
    of pieces with the same contracts, on the first.

    Where they do so in every year before it in which either can begin, they are never both held.
    """
    on_piece: dict[str, list[list[Claim]]] = {}
    for (piece, _), members in contracts(claims).items() if rules else ():
        on_piece.setdefault(piece, []).append(members)
    last = max(rules, default=0)
    several = [of for of in on_piece.values() if len(of) > 1]
    # Terms are of a payment: claims on the same terms in the same years may be held in the same years.
    sorts = {
        tuple([tuple([(id(c.terms), c.year) for c in members]) for members in of]): of for of in several[::-1]
    }
    known: dict[tuple[int, str, str, frozenset[int]], bool] = {}
    for of in sorts.values():
        unclaimed = [_unclaimed(members, last) for members in of]
        for year in rules:
            held = [
                (by_year[year], members)
                for by_year, members in zip(unclaimed, of, strict=True)
                if year in by_year
            ]
            for (one, begun), (other, also) in combinations(held, 2):
                began = frozenset([c.year for c in (*begun, *also) if c.year < year])
                key = year, one.ref, other.ref, began
                if key not in known:
                    known[key] = any(
                        _both_held(one, other, year, began, rules, reading) for reading in _READINGS
                    )
                if known[key]:
                    yield year, other, one


def _unclaimed(members: Iterable[Claim], last: int) -> dict[int, Claim]:
    """The years, up to the last, in which a contract may be held and cannot be claimed, each with a claim before."""
    held = {year: claim for claim in members for year in range(claim.year + 1, min(until(claim), last + 1))}
    for claim in members:
        held.pop(claim.year, None)
    return held


def _both_held(
    one: Claim, other: Claim, year: int, began: Iterable[int], rules: Mapping[int, Regime], reading: str
) -> bool:
    """Whether they exclude each other in the year, and one can begin while the other is held and does not keep it off."""
    if not _excluded(one, other, rules[year], reading):
        return False
    return not all(each in rules and _excluded(one, other, rules[each], reading) for each in began)


def _excluded(one: Claim, other: Claim, of_year: Regime, reading: str) -> bool:
    known, key = of_year.memory.of(_EXCLUDED), (one.ref, other.ref, reading)
    if key not in known:
        pairs = of_year.relations.between(one, other), of_year.relations.between(other, one)
        known[key] = any(excludes(pair, reading) for pair in pairs)
    return known[key]
