"""What is granted or undertaken for several years keeps out in years in which it is held and nothing can be claimed of it.

It binds for its whole term, whether or not it pays in a year: what may not stand beside it by the relations of that year may
not be claimed in it, nor held. Claims of one year keep each other out in the stacks, and in ``across`` where they lie apart;
here one of the two has no claim in the year. What a contract keeps off its own ground is in its chart (``runs``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.quantity import GRAIN
from calculator.domain.relation import Relation, RelationType
from calculator.stacking.law.pairs import Relations, selects
from calculator.stacking.law.reach import Reach, on_land
from calculator.stacking.problem.decisions.held import ByYear, Contracts, Party, claimed
from calculator.stacking.problem.joining.couplings import Couplings, Key, Side, negative
from calculator.stacking.problem.joining.farm_terms import FarmTerms
from calculator.stacking.problem.stacks.forms import kept_apart
from calculator.stacking.problem.weights import FINE, Weight


def keep_out(
    terms: FarmTerms, of: ByYear, relations: Mapping[int, Relations], joined: Couplings, *, anew: bool
) -> bool:
    """Add the rows to ``joined``; whether among the pairs is one that nobody has published.

    ``of`` are the claims; contracts end, and are held without a claim, only where they may begin ``anew``.
    """
    ground, unknown = Contracts(of if anew else {}), False
    for year, rules in relations.items():
        held = held_in(terms, ground, year)
        pairs = [*_facing(held, of.get(year, {}), rules), *_together(held, rules)] if held else []
        for one, other in pairs:
            far, unsure = _clash(rules, one, other, joined.reading)
            unknown = unknown or unsure
            if far is not None:
                _apart(joined, one, other, far, year)
    return unknown


def held_in(terms: FarmTerms, ground: Contracts, year: int) -> list[Party]:
    """What can be held in a year in which nothing can be claimed of it."""
    grants = (Party(tuple(c for c, _ in given), tuple(given)) for _, given in terms.unclaimed(year))
    return [*grants, *ground.unclaimed(year)]


def held_together(held: Sequence[Party], rules: Relations) -> bool:
    """Whether two of these exclude each other though they do not lie on the same ground, in some reading."""
    return any(
        _clash(rules, *pair, reading)[0] is not None
        for pair in _together(held, rules)
        for reading in ("expected", "high")
    )


def _together(held: Sequence[Party], rules: Relations) -> Iterator[tuple[Party, Party]]:
    """Two that are held and may meet."""
    named = [reaches(one.first, rules.far) for one in held] if len(held) > 1 else []
    for at, one in enumerate(held):
        for other, far in zip(held[:at], named, strict=False):
            if one.farm or other.farm or (far and named[at]):
                yield one, other


def _facing(
    held: Iterable[Party], of_year: Mapping[str, list[Claim]], rules: Relations
) -> Iterator[tuple[Party, Party]]:
    """What is held with all that is claimed and may meet it."""
    others = claimed(of_year)
    for one in held:
        named = one.farm or reaches(one.first, rules.far)
        for other in others:
            if (named or other.farm) and other.ref != one.ref:
                yield one, other


def reaches(claim: Claim, rows: Iterable[Relation]) -> bool:
    """Whether one of these rows names it."""
    ref, scheme, groups = claim.ref, claim.scheme, claim.groups
    return any(selects(row.a, ref, scheme, groups) or selects(row.b, ref, scheme, groups) for row in rows)


def _clash(rules: Relations, one: Party, other: Party, reading: str) -> tuple[Reach | None, bool]:
    """How far the two keep each other out, None where they do not or on the same ground alone; whether that is unpublished."""
    a, b = one.first, other.first
    pairs = rules.between(a, b), rules.between(b, a)
    far = kept_apart(pairs, reading)
    if one.farm or other.farm:
        return (None if far is None else Reach.FARM), any(pair.unknown for pair in pairs)
    # What lies on the same ground is seen to by the chart of its contracts.
    rows = [row for pair in pairs for row in pair.relations]
    unsure = any(row.type is RelationType.UNKNOWN and on_land(row) is not Reach.GROUND for row in rows)
    return (None if far is Reach.GROUND else far), unsure


def _apart(joined: Couplings, one: Party, other: Party, far: Reach, year: int) -> None:
    """One of the two is there, or the other is; of what lies on land not a single step."""
    farms = one.farm, other.farm
    key: Key = ("held", one.ref, other.ref, farms, year, "claimed" if other.turned is None else "held")
    if one.farm and other.farm:
        for each in (one, other):
            _take(joined, each, key, FINE, (FINE, Fraction(0)))
        return
    if one.farm or other.farm:
        land = other if one.farm else one
        step = Fraction(GRAIN[land.first.unit])
        steps = -(-land.size(None) // step) or 1
        for each in (one, other):
            _take(joined, each, key, steps, (steps, 1 / step))
        return
    for place in [None] if far is Reach.FARM else sorted(one.places & other.places):
        here = (*key, place)
        names = [((*here, name), each) for name, each in (("one", one), ("other", other))]
        for row, each in names:
            _take(joined, each, row, 0, (0, Fraction(FINE)), place)
        joined.choice(here, *([(row, negative(each.size(place)))] for row, each in names))


def _take(
    joined: Couplings, of: Party, key: Key, bound: int, much: tuple[int, Fraction], place: str | None = None
) -> None:
    """What it takes of the row: so much whole where it is for the farm, or per unit of land."""
    whole, each = much
    if of.turned is None:
        weight = Weight("needs", fixed=whole) if of.farm else Weight("area", factor=each)
        joined.take(Side(of.claims, place), key, bound, weight)
        return
    for claim, turn in of.turned:
        given = (
            Weight("needs", fixed=whole, given=turn) if of.farm else Weight("area", factor=each, given=turn)
        )
        joined.take(Side((claim,), place), key, bound, given)
