"""The claims of a farm sorted into decisions: which claims bear on each other, year by year, and under which ceilings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from calculator.domain.claim import Claim
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
    """All decisions of a farm, ordered by place, piece and first payment."""
    by_place: dict[str, dict[str, Years]] = {}
    for claim in sorted(claims, key=_order):
        pieces = by_place.setdefault(claim.place, {})
        pieces.setdefault(claim.piece, {}).setdefault(claim.year, []).append(claim)
    found: list[Decision] = []
    for place, pieces in sorted(by_place.items()):
        switches = frozenset[str]()
        if place != "farm" and len(pieces) > 1:
            everywhere = _together(pieces.values())
            for year, members in everywhere.items():
                switches |= _parcel_switches(members, rules[year])
            if switches:
                found.append(Decision(place, _settled(everywhere), whole=True, switches=switches))
                continue
        for piece, years in sorted(pieces.items()):
            found += _of_piece(piece, years, rules)
    return found


#: Claims per year, in written order within a year.
Years = dict[int, list[Claim]]


def _together(pieces: Iterable[Years]) -> Years:
    years: Years = {}
    for of_piece in pieces:
        for year, members in of_piece.items():
            years.setdefault(year, []).extend(members)
    return {year: sorted(members, key=_order) for year, members in years.items()}


def _settled(years: Years) -> dict[int, tuple[Claim, ...]]:
    return {year: tuple(members) for year, members in sorted(years.items())}


def _order(claim: Claim) -> tuple[str, str, str, str]:
    terms = claim.terms
    return (claim.piece, terms.scheme, terms.payment, terms.class_name or "")


def _of_piece(piece: str, claims: Years, rules: Mapping[int, Regime]) -> list[Decision]:
    """One decision per set of payments that bear on each other in some year; yearly ones apart per year."""
    found: list[Decision] = []
    for name, years in _grouped(piece, claims, rules):
        if any(_binds_years(c) for members in years.values() for c in members):
            found.append(Decision(f"{piece}:{name}", _settled(years), whole=piece == "farm"))
        else:
            found += [
                Decision(f"{piece}:{name}:{year}", {year: of_year}, whole=piece == "farm")
                for year, of_year in _settled(years).items()
            ]
    return found


def _grouped(piece: str, claims: Years, rules: Mapping[int, Regime]) -> list[tuple[str, Years]]:
    """The claims in groups of payments that bear on each other, each by its first payment."""
    refs = sorted({c.terms.ref for members in claims.values() for c in members})
    if len(refs) == 1:
        return [(refs[0], claims)]
    leader = {ref: ref for ref in refs}

    def find(ref: str) -> str:
        while leader[ref] != ref:
            ref = leader[ref]
        return ref

    for year, members in sorted(claims.items()):
        for part in joined(tuple(members), rules[year], farm=piece == "farm"):
            for index in part[1:]:
                leader[find(members[index].terms.ref)] = find(members[part[0]].terms.ref)
    grouped: dict[str, Years] = {}
    for year, members in claims.items():
        for claim in members:
            grouped.setdefault(find(claim.terms.ref), {}).setdefault(year, []).append(claim)
    return sorted(grouped.items())


def _binds_years(claim: Claim) -> bool:
    """Whether claiming it in one year means claiming it in the others, as a plan of the land it lies on.

    A grant to the farm for several years is held together by rows: its years are whole decisions of their own.
    """
    return claim.multi_year and not claim.forced and claim.piece != "farm"
