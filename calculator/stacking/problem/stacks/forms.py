"""Which claims may rest together, and whether it matters to what they pay: follows from the payments, not from amounts.

Payments for the farm have amounts of its own, so that their stacks are worked out for every farm; their form is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calculator.domain.claim import Claim
from calculator.domain.memory import Answers, Memory
from calculator.domain.relation import Relation, RelationType
from calculator.stacking.law.pairs import Pair, Relations, selects
from calculator.stacking.law.reach import Reach, on_land
from calculator.stacking.problem.stacks.compatible import TooManyStacksError, compatible

_FORMS: Answers[object, Form] = Answers("forms of stacks", 10_000)
#: The most sets that a form may have to be remembered.
_MOST_SETS = 4_096
_CHANGING = frozenset(
    {
        RelationType.ZERO,
        RelationType.REDUCED,
        RelationType.NET_OF,
        RelationType.SUM_CAPPED,
        RelationType.HIGHEST,
    }
)


@dataclass(frozen=True, slots=True)
class Form:
    """``held`` are the sets of claims (places) that may rest together, fuller ones first; in ``apart`` ones no relation
    changes what is paid. ``unknown`` says that among the pairs is one that nobody has published.
    """

    held: tuple[tuple[int, ...], ...]
    apart: bool
    unknown: bool


def excludes(pair: Pair, reading: str) -> bool:
    """Whether the pair may not be claimed together under this reading."""
    if pair.unknown and reading != "high":
        return True
    return any(r.type is RelationType.EXCLUSIVE for r in pair.relations)


def excluding(pairs: Iterable[Pair], reading: str) -> list[Relation]:
    """The rows by which two payments may not be claimed together under this reading; none of a pair without any row."""
    return [
        row
        for pair in pairs
        for row in pair.relations
        if row.type is RelationType.EXCLUSIVE or (row.type is RelationType.UNKNOWN and reading != "high")
    ]


def kept_apart(pairs: Sequence[Pair], reading: str) -> Reach | None:
    """How far apart on land two payments exclude each other under this reading, None where they do not."""
    if not any(excludes(pair, reading) for pair in pairs):
        return None
    far = set(map(on_land, excluding(pairs, reading)))
    return next((each for each in (Reach.FARM, Reach.PARCEL) if each in far), Reach.GROUND)


def same_payment(a: Claim, b: Claim) -> bool:
    """Ground is paid once by one payment: classes of a premium, and a commitment and a new claim, exclude each other."""
    return a.ref == b.ref


def form(
    claims: Sequence[Claim],
    relations: Relations,
    reading: str,
    freed: frozenset[str],
    memory: Memory | None = None,
) -> Form:
    """The form of claims under one regime, running commitments always in; deterministic. Raises TooManyStacksError.

    ``memory`` is that of the regime, where the form is to be found again for the same payments.
    """
    known = {} if memory is None else memory.of(_FORMS)
    key = (tuple([(c.terms.ref, c.forced, c.terms.heeded) for c in claims]), reading, freed)
    found = known.get(key)
    if found is None:
        found = _made(claims, relations, reading, freed)
        if len(found.held) <= _MOST_SETS:
            known[key] = found
    return found


def _made(claims: Sequence[Claim], relations: Relations, reading: str, freed: frozenset[str]) -> Form:
    size, apart, unknown = len(claims), True, False
    out = [[False] * size for _ in range(size)]
    needs: list[list[list[int]]] = []
    for i, a in enumerate(claims):
        for j, b in enumerate(claims):
            if i == j:
                continue
            pair = relations.between(a, b)
            if excludes(pair, reading) or same_payment(a, b):
                out[i][j] = out[j][i] = True
            unknown = unknown or pair.unknown
            apart = apart and not any(r.type in _CHANGING for r in pair.relations)
        needs.append(_needs(claims, relations, freed, i))
    place = claims[0].place if claims else ""
    try:
        held = tuple(compatible(place, out, [c.forced for c in claims], needs))
    except TooManyStacksError as excess:
        raise TooManyStacksError(place, claims[0].ref, claims[0].year, size - 1) from excess
    return Form(held, apart, unknown)


def _needs(claims: Sequence[Claim], relations: Relations, freed: frozenset[str], i: int) -> list[list[int]]:
    """Per recorded ``requires`` of the claim: which claims here would give it (none of them: it cannot be claimed)."""
    claim = claims[i]
    met = freed | claim.terms.heeded
    rows = [
        r
        for r in relations.needing
        if r.id not in met and selects(r.a, claim.ref, claim.scheme, claim.groups)
    ]
    return [
        [j for j, b in enumerate(claims) if j != i and selects(r.b, b.ref, b.scheme, b.groups)] for r in rows
    ]
