"""Hectares of parcels under contract: those that run, and those that new packages could bring. Ground counts once.

Where the lines of contracts on a parcel may rest on one another, and nobody drew them apart, they count as the largest of them;
so a share that is asked is reached however they lie. What is paid by the metre, piece or nest is no area.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from calculator.domain.claim import Claim, Terms
from calculator.domain.quantity import M2_PER_HA, Unit
from calculator.domain.relation import ANLB, Relation, RelationType, selects
from calculator.eligibility.conditions.outcomes import Setting, texts

#: The units of ground.
_IN_HECTARES = (Unit.HECTARE, Unit.SQUARE_METRE)
#: What such a pair does not share: nobody has published whether it may, or it may not.
_APART = (RelationType.EXCLUSIVE, RelationType.UNKNOWN)


def names(of: Mapping[str, object], scheme: str) -> bool:
    """Whether contracts of the scheme are among those that a share counts."""
    return any(
        scheme == w or (w.endswith("*") and scheme.startswith(w.rstrip("*"))) for w in texts(of["contracts"])
    )


def running(of: Mapping[str, object], setting: Setting) -> Decimal:
    """Hectares of parcels under contracts that run."""
    held: dict[str, list[Claim]] = {}
    for claim in _counted(of, setting):
        if claim.demand is not None:
            held.setdefault(claim.place, []).append(claim)
    areas = {parcel.id: parcel.area_ha for parcel in setting.profile.parcels} if held else {}
    ground = (min(_ground(here, setting.relations), areas[place]) for place, here in held.items())
    return sum(ground, Decimal(0))


def uncontracted(of: Mapping[str, object], setting: Setting) -> Decimal:
    """Hectares of parcels under packages that the farm can claim and has no contract for yet.

    Each piece counts once, without the ground on it that is under contract already.
    """
    new: dict[str, Decimal] = {}
    held: dict[str, Decimal] = {}
    for claim in _counted(of, setting):
        pieces = new if claim.demand is None else held
        pieces[claim.piece] = max(_hectares(claim, claim.quantity), pieces.get(claim.piece, Decimal(0)))
    left = (max(size - held.get(piece, Decimal(0)), Decimal(0)) for piece, size in new.items())
    return sum(left, Decimal(0))


def _counted(of: Mapping[str, object], setting: Setting) -> Iterator[Claim]:
    """The claims in hectares, on parcels, of the schemes that are counted."""
    if "contracts" not in of:
        return
    places = {p.id for p in setting.profile.parcels}
    counted: dict[str, bool] = {}
    for claim in setting.claimed:
        terms = claim.terms
        if terms.scheme not in counted:
            counted[terms.scheme] = names(of, terms.scheme)
        if counted[terms.scheme] and terms.unit in _IN_HECTARES and claim.place in places:
            yield claim


def _hectares(claim: Claim, quantity: Decimal) -> Decimal:
    return quantity if claim.terms.unit is Unit.HECTARE else quantity / M2_PER_HA


def _ground(held: Iterable[Claim], relations: tuple[Relation, ...]) -> Decimal:
    """What contracts take of a parcel at least: of the pieces that they fill, and of lines that may lie on any piece."""
    pieces: dict[str, Decimal] = {}
    lines: dict[str, tuple[Decimal, Terms]] = {}
    counted: list[Terms] = []
    for claim in held:
        if claim.commitment is None:
            pieces[claim.piece] = max(_hectares(claim, claim.quantity), pieces.get(claim.piece, Decimal(0)))
            counted.append(claim.terms)
        else:
            lines[claim.commitment] = _hectares(claim, claim.demand or Decimal(0)), claim.terms
    total = sum(pieces.values(), Decimal(0))
    for size, terms in sorted(lines.values(), key=lambda line: (-line[0], line[1].ref)):
        if all(_apart(terms, other, relations) for other in counted):
            total += size
            counted.append(terms)
        else:
            total = max(total, size)
    return total


def _apart(one: Terms, other: Terms, relations: tuple[Relation, ...]) -> bool:
    """Whether two payments never rest on the same ground: the rows on them that say most, else what holds without one."""
    rows = [r for r in relations if _names(r, one, other) or _names(r, other, one)]
    if one.ref == other.ref or not rows:
        return one.ref == other.ref or (ANLB in one.groups and ANLB in other.groups)
    most = max(r.specificity for r in rows)
    return any(r.type in _APART for r in rows if r.specificity == most)


def _names(row: Relation, a: Terms, b: Terms) -> bool:
    return selects(row.a, a.ref, a.scheme, a.groups) and selects(row.b, b.ref, b.scheme, b.groups)
