"""Grants to the farm that relations join in more ways than are laid out: each is decided by itself, and rows join them.

Together they have a stack for every set that may rest together. By itself a grant has its turns, each as often as there are sets
of others that take a share of it: beside which of these it is given is asked by rows, so that nothing is left out. A programme
divides such decisions farther than stacks, and its bound is looser: so it is done only where stacks would be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from itertools import combinations
from math import prod

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.stacking.law.pairs import Pair, Relations
from calculator.stacking.problem.decisions.plans import MOST_PLANS
from calculator.stacking.problem.joining.couplings import Couplings, Side
from calculator.stacking.problem.joining.farm_terms import FarmTerms
from calculator.stacking.problem.stacks.compatible import MOST_TURNS, TooManyStacksError
from calculator.stacking.problem.stacks.forms import excludes, form
from calculator.stacking.problem.weights import ALONE, BESIDE, Weight

#: Fewer grants than this are never too many together.
_FEW = 5
#: More payments than this that each take a share of one are not told apart.
_MOST_TAKING = 5
_LOSING = (RelationType.ZERO, RelationType.REDUCED)
_MONEY = (Quantity.MONEY, Quantity.ALL)
_TOLD = (*_LOSING, RelationType.ADDITIVE, RelationType.EXCLUSIVE, RelationType.REQUIRES, RelationType.UNKNOWN)

OfYear = Mapping[str, list[Claim]]
#: The limits of some kinds that count a claim.
Limits = Callable[[Claim, LimitKind], Sequence[Limit]]


def one_by_one(
    by_year: Mapping[int, OfYear],
    relations: Mapping[int, Relations],
    reading: str,
    terms: FarmTerms,
    limits: Limits,
) -> frozenset[str]:
    """The grants that are decided so, by payment: none that more than relations joins (costs, or a minimum that they share)."""
    ruled = [(relations[year], of_year) for year, of_year in by_year.items() if year in relations]
    years = [(rules, {ref: of for ref, of in all_.items() if of[0].piece == "farm"}) for rules, all_ in ruled]
    found = set[str]()
    if max((sum(bool(terms.turns(c)) for (c, *_) in of.values()) for _, of in years), default=0) <= _FEW:
        return frozenset()
    for together in _joined(years):
        here = [(rules, [of[ref] for ref in together if ref in of]) for rules, of in years]
        if len(together) <= _FEW or not all(_told(rules, of, limits) for rules, of in here):
            continue
        if any(_too_many(rules, [one for (one,) in of], reading, terms) for rules, of in here):
            found.update(together)
    return frozenset(found)


def _joined(years: Sequence[tuple[Relations, OfYear]]) -> Iterator[list[str]]:
    """The payments for the farm in sets that relations join in any year."""
    left = sorted({ref for _, of in years for ref in of})
    while left:
        together = [left.pop(0)]
        for ref in together:
            near = [other for other in left if _bear(years, ref, other)]
            together += near
            left = [other for other in left if other not in near]
        yield sorted(together)


def _bear(years: Sequence[tuple[Relations, OfYear]], one: str, other: str) -> bool:
    return any(
        pair.unknown or any(row.type is not RelationType.ADDITIVE for row in pair.relations)
        for rules, of in years
        if one in of and other in of
        for pair in (rules.between(of[one][0], of[other][0]), rules.between(of[other][0], of[one][0]))
    )


def _told(rules: Relations, payments: Sequence[Sequence[Claim]], limits: Limits) -> bool:
    """Whether rows say all that joins the payments in a year."""
    if any(len(of) > 1 or of[0].value is not None or of[0].costs for of in payments):
        return False
    if any(limits(of[0], LimitKind.MINIMUM_TOTAL) for of in payments):
        return False
    for one in payments:
        pairs = [rules.between(one[0], other[0]) for other in payments if other is not one]
        if not all(row.type in _TOLD for pair in pairs for row in pair.relations):
            return False
        if sum(bool(_losing(pair)) for pair in pairs) > _MOST_TAKING:
            return False
    return True


def _losing(pair: Pair) -> list[Relation]:
    return [row for row in pair.relations if row.type in _LOSING and row.quantity in _MONEY]


def _too_many(rules: Relations, claims: Sequence[Claim], reading: str, terms: FarmTerms) -> bool:
    """Whether their stacks would be refused, with every turn of each."""
    turns = [len(terms.turns(c)) or 1 for c in claims]
    if len(claims) <= _FEW or max(turns) < 2:
        return False
    try:
        held = form(claims, rules, reading, frozenset()).held
    except TooManyStacksError:
        return True
    ways = sum(prod(turns[at] for at in picks) for picks in held)
    return ways > MOST_PLANS and sum(turns[at] for picks in held for at in picks) > MOST_TURNS


def link(joined: Couplings, rules: Relations, of_year: OfYear, apart: Set[str]) -> bool:
    """Rows for all that relations say between two grants that are decided one by one; whether of some nobody has published it."""
    unknown = False
    for a, b in combinations(sorted(apart & of_year.keys()), 2):
        one, other = of_year[a][0], of_year[b][0]
        pair, back = rules.between(one, other), rules.between(other, one)
        unknown = unknown or pair.unknown or back.unknown
        if excludes(pair, joined.reading) or excludes(back, joined.reading):
            for claim in (one, other):
                joined.take(Side((claim,), None), ("one of", a, b, one.year), 1, _COUNTED)
            continue
        _taken(joined, one, other, pair)
        _taken(joined, other, one, back)
    return unknown


_COUNTED = Weight("needs", fixed=1)


def _taken(joined: Couplings, one: Claim, other: Claim, pair: Pair) -> None:
    """What another takes of a grant: it is given beside that one, less its share, or without it."""
    rows = [row for row in _losing(pair) if row.id not in one.terms.heeded]
    if not rows:
        return
    shares = [row.parameter if row.type is RelationType.REDUCED else None for row in rows]
    kept = prod((Fraction(share or 0) for share in shares), start=Fraction(1))
    mine, its = Side((one,), None), Side((other,), None)
    for kind, bound, sign in ((BESIDE, 0, -1), (ALONE, 1, 1)):
        key = kind, one.ref, other.ref, one.year
        joined.take(mine, key, bound, Weight(kind, other.ref, kept, fixed=1))
        joined.take(its, key, bound, Weight("needs", fixed=sign))
