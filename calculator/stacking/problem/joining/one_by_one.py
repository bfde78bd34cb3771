"""Grants to the farm that relations join in more ways than are laid out: each is decided by itself, and rows join them.

Together they have a stack for every set that may rest together. By itself a grant has its turns, each as often as there are sets
of others that take of it (a share, or what they pay): beside which of these it is given is asked by rows, so that nothing is left
out. Of grants that all exclude each other one row says it. A programme divides such decisions farther than stacks, and its bound
is looser: so it is done only where stacks would be refused.
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
#: Fewer yearly ones have less sets than there may be plans.
_FEW_YEARLY = 12
#: More payments than this that each take of one are not told apart.
_MOST_TAKING = 5
_LOSING = (RelationType.ZERO, RelationType.REDUCED)
_MONEY = (Quantity.MONEY, Quantity.ALL)
_ON_EUROS = (LimitKind.DE_MINIMIS, LimitKind.AMOUNT_CAP)
_TAKING = (*_LOSING, RelationType.NET_OF)
_TOLD = (*_TAKING, RelationType.ADDITIVE, RelationType.EXCLUSIVE, RelationType.REQUIRES, RelationType.UNKNOWN)

OfYear = Mapping[str, list[Claim]]
#: The limits of some kinds that count a claim.
Limits = Callable[..., Sequence[Limit]]


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
    most = max((len(of) for _, of in years), default=0)
    turned = max((sum(bool(terms.turns(c)) for (c, *_) in of.values()) for _, of in years), default=0)
    if turned <= _FEW and most <= _FEW_YEARLY:
        return frozenset()
    for together in _joined(years):
        here = [(rules, [of[ref] for ref in together if ref in of]) for rules, of in years]
        if len(together) <= _FEW or not all(_told(rules, of, limits) for rules, of in here):
            continue
        if _too_many_in_any(here, reading, terms, limits):
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
        if sum(bool(_taking(pair)) for pair in pairs) > _MOST_TAKING:
            return False
    return True


def _taking(pair: Pair) -> list[Relation]:
    return [row for row in pair.relations if row.type in _TAKING and row.quantity in _MONEY]


def _too_many_in_any(
    years: Sequence[tuple[Relations, Sequence[Sequence[Claim]]]],
    reading: str,
    terms: FarmTerms,
    limits: Limits,
) -> bool:
    """Whether their stacks would be refused in a year; years with the same rows and payments are asked once."""
    asked = set[object]()
    for rules, payments in years:
        claims = [one for (one,) in payments]
        turns = [len(terms.turns(c)) or 1 for c in claims]
        # A cap may begin later: then more is laid out in that year than in one that is asked before it.
        counted = any(limits(c, *_ON_EUROS) for c in claims)
        each = tuple([(c.ref, c.terms.heeded, c.forced, n) for c, n in zip(claims, turns, strict=True)])
        key = id(rules), each, counted
        if key not in asked and _too_many(rules, claims, turns, reading, limits):
            return True
        asked.add(key)
    return False


def _too_many(
    rules: Relations, claims: Sequence[Claim], turns: Sequence[int], reading: str, limits: Limits
) -> bool:
    """Whether their stacks would be refused, with every turn of each."""
    yearly = max(turns, default=1) < 2
    if len(claims) <= (_FEW_YEARLY if yearly else _FEW):
        return False
    try:
        held = form(claims, rules, reading, frozenset()).held
    except TooManyStacksError:
        return True
    if yearly:
        # What no row counts is left out where another pays more: few are left then.
        return len(held) > MOST_PLANS and any(limits(c, *_ON_EUROS) for c in claims)
    ways = sum(prod(turns[at] for at in picks) for picks in held)
    return ways > MOST_PLANS and sum(turns[at] for picks in held for at in picks) > MOST_TURNS


def link(joined: Couplings, rules: Relations, of_year: OfYear, apart: Set[str]) -> bool:
    """Rows for all that relations say between two grants that are decided one by one; whether of some nobody has published it."""
    unknown, out = False, set[tuple[str, str]]()
    for a, b in combinations(sorted(apart & of_year.keys()), 2):
        one, other = of_year[a][0], of_year[b][0]
        pair, back = rules.between(one, other), rules.between(other, one)
        unknown = unknown or pair.unknown or back.unknown
        if excludes(pair, joined.reading) or excludes(back, joined.reading):
            out.add((a, b))
            continue
        _taken(joined, one, other, pair)
        _taken(joined, other, one, back)
    for together in _excluding(out):
        for ref in together:
            claim = of_year[ref][0]
            joined.take(Side((claim,), None), ("one of", *together, claim.year), 1, _COUNTED)
    return unknown


_COUNTED = Weight("needs", fixed=1)


def _excluding(out: Set[tuple[str, str]]) -> Iterator[list[str]]:
    """Sets of payments that all exclude each other, so that every pair that does is in one."""
    refs, left = sorted({ref for pair in out for ref in pair}), set(out)
    for pair in sorted(out):
        if pair not in left:
            continue
        together = list(pair)
        for ref in refs:
            if ref not in together and all((min(ref, x), max(ref, x)) in out for x in together):
                together.append(ref)
        left.difference_update(combinations(sorted(together), 2))
        yield sorted(together)


def _taken(joined: Couplings, one: Claim, other: Claim, pair: Pair) -> None:
    """What another takes of a grant: it is given beside that one, less what that takes, or without it."""
    rows = [row for row in _taking(pair) if row.id not in one.terms.heeded or row.type not in _LOSING]
    if not rows:
        return
    lost = [row for row in rows if row.type in _LOSING]
    shares = [row.parameter if row.type is RelationType.REDUCED else None for row in lost]
    kept = prod((Fraction(share or 0) for share in shares), start=Fraction(1))
    less = Fraction(0)
    for row in rows:
        if row.type is RelationType.NET_OF:
            less += (
                other.rate.reading(joined.reading) * Fraction(other.quantity) / (Fraction(one.quantity) or 1)
            )
            joined.of_a_range |= not other.rate.is_exact
    mine, its = Side((one,), None), Side((other,), None)
    for kind, bound, sign in ((BESIDE, 0, -1), (ALONE, 1, 1)):
        key = kind, one.ref, other.ref, one.year
        joined.take(mine, key, bound, Weight(kind, other.ref, kept, fixed=1, less=less))
        joined.take(its, key, bound, Weight("needs", fixed=sign))
