"""Contracts on land in years in which nothing can be claimed of them: which may be held then, and which exclude each other.

What was undertaken binds its ground for its whole term. So two contracts that may not stand beside each other by the relations of
a year may not both be held in it, whether or not anything is paid of either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from calculator.domain.claim import Claim
from calculator.stacking.problem.forms import excludes
from calculator.stacking.problem.regime import Regime

#: After every year that is asked.
_NEVER = 10_000
#: A pair that nobody has published excludes in the one and not in the other.
_READINGS = ("expected", "high")


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


def unclaimed(of: Mapping[tuple[str, str], list[Claim]], year: int) -> list[Claim]:
    """Of every contract that may be held in a year in which nothing can be claimed of it, one claim before."""
    held = []
    for members in of.values():
        before = [c for c in members if c.year < year < until(c)]
        if before and all(c.year != year for c in members):
            held.append(before[-1])
    return held


def held_apart(claims: Iterable[Claim], rules: Mapping[int, Regime]) -> Iterator[tuple[int, Claim, Claim]]:
    """Years in which two contracts on one piece may both be held, though they exclude each other, and neither can be claimed.

    Where they do so in every year before it in which either can begin, they are never both held.
    """
    of = contracts(claims) if rules else {}
    known: dict[tuple[int, str, str, frozenset[int]], bool] = {}
    for year in rules if len({piece for piece, _ in of}) < len(of) else ():
        on: dict[str, list[Claim]] = {}
        for claim in unclaimed(of, year):
            on.setdefault(claim.piece, []).append(claim)
        for one, other in (pair for held in on.values() for pair in combinations(held, 2)):
            began = frozenset({c.year for x in (one, other) for c in of[x.piece, x.ref] if c.year < year})
            key = year, one.ref, other.ref, began
            if key not in known:
                known[key] = any(_both_held(one, other, year, began, rules, reading) for reading in _READINGS)
            if known[key]:
                yield year, other, one


def _both_held(
    one: Claim, other: Claim, year: int, began: Iterable[int], rules: Mapping[int, Regime], reading: str
) -> bool:
    """Whether they exclude each other in the year, and one can begin while the other is held and does not keep it off."""
    if not _excluded(one, other, rules[year], reading):
        return False
    return not all(each in rules and _excluded(one, other, rules[each], reading) for each in began)


def _excluded(one: Claim, other: Claim, of_year: Regime, reading: str) -> bool:
    pairs = of_year.relations.between(one, other), of_year.relations.between(other, one)
    return any(excludes(pair, reading) for pair in pairs)


def several(of: Mapping[tuple[str, str], list[Claim]], year: int) -> bool:
    """Whether several contracts may be held on one piece in a year in which nothing can be claimed of them."""
    pieces = [claim.piece for claim in unclaimed(of, year)]
    return len(pieces) > len(set(pieces))
