"""The claims of a farm sorted into decisions: which claims bear on each other, year by year, and under which ceilings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calculator.domain.claim import Claim
from calculator.domain.scheme import Level
from calculator.stacking.reach import whole_parcel
from calculator.stacking.regime import Regime
from calculator.stacking.tables import joined


@dataclass(frozen=True, slots=True)
class Decision:
    """Claims that are decided together: of one piece, or of a whole parcel where a parcel-level rule joins its pieces.

    ``claims`` are per year. ``whole`` decisions cannot be divided over plans; ``switches`` are refs whose presence
    anywhere on the parcel matters.
    """

    id: str
    claims: Mapping[int, tuple[Claim, ...]]
    whole: bool
    switches: frozenset[str] = frozenset()


def _parcel_switches(claims: Sequence[Claim], rules: Regime) -> frozenset[str]:
    """Refs that take the value of an activity on another piece of the same parcel."""
    found: set[str] = set()
    if not rules.relations.on_whole_parcels or len({c.piece for c in claims}) < 2:
        return frozenset()
    for a in claims:
        for b in claims:
            if a.piece == b.piece:
                continue
            for row in rules.relations.between(a, b).relations:
                if whole_parcel(row):
                    found.add(b.ref)
    return frozenset(found)


def decisions(claims: Sequence[Claim], rules: Mapping[int, Regime]) -> list[Decision]:
    """All decisions of a farm, ordered by id."""
    by_place: dict[str, list[Claim]] = {}
    for claim in claims:
        by_place.setdefault(claim.place, []).append(claim)
    found: list[Decision] = []
    for place, here in sorted(by_place.items()):
        switches = frozenset[str]()
        if place != "farm":
            for year, members in _by_year(here).items():
                switches |= _parcel_switches(members, rules[year])
        if switches:
            found.append(Decision(place, _by_year(here), whole=True, switches=switches))
            continue
        by_piece: dict[str, list[Claim]] = {}
        for claim in here:
            by_piece.setdefault(claim.piece, []).append(claim)
        for piece, of_piece in sorted(by_piece.items()):
            found += _of_piece(piece, of_piece, rules)
    return found


def _by_year(claims: Sequence[Claim]) -> dict[int, tuple[Claim, ...]]:
    years: dict[int, list[Claim]] = {}
    for claim in sorted(claims, key=_order):
        years.setdefault(claim.year, []).append(claim)
    return {year: tuple(members) for year, members in sorted(years.items())}


def _order(claim: Claim) -> tuple[str, str, str, str]:
    terms = claim.terms
    return (claim.piece, terms.scheme, terms.payment, terms.class_name or "")


def _of_piece(piece: str, claims: list[Claim], rules: Mapping[int, Regime]) -> list[Decision]:
    """One decision per set of payments that bear on each other in some year; yearly ones apart per year."""
    refs = sorted({c.terms.ref for c in claims})
    leader = {ref: ref for ref in refs}

    def find(ref: str) -> str:
        while leader[ref] != ref:
            ref = leader[ref]
        return ref

    for year, members in _by_year(claims).items():
        for part in joined(members, rules[year], farm=piece == "farm"):
            for index in part[1:]:
                leader[find(members[index].ref)] = find(members[part[0]].ref)
    grouped: dict[str, list[Claim]] = {}
    for claim in claims:
        grouped.setdefault(find(claim.terms.ref), []).append(claim)
    found: list[Decision] = []
    for name, group in sorted(grouped.items()):
        years = _by_year(group)
        if any(_binds_years(c) for c in group):
            found.append(Decision(f"{piece}:{name}", years, whole=piece == "farm"))
        else:
            found += [
                Decision(f"{piece}:{name}:{year}", {year: of_year}, whole=piece == "farm")
                for year, of_year in years.items()
            ]
    return found


def _binds_years(claim: Claim) -> bool:
    """Whether claiming it in one year means claiming it in the others."""
    if claim.forced or not claim.multi_year:
        return False
    return claim.level is not Level.FARM or claim.at_once_years is not None
