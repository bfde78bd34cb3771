"""Parcels on which a payment takes the value of an activity wherever it lies on them (article 26(3), text of 2023)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from calculator.domain.claim import Claim
from calculator.stacking.law.pairs import Relations
from calculator.stacking.law.reach import whole_parcel

_PLACE, _YEAR = attrgetter("place"), attrgetter("year")


def switches(claims: Sequence[Claim], relations: Relations) -> frozenset[str]:
    """The payments that take the value of an activity anywhere on their parcel: on another piece, or the rest of their own."""
    if not relations.on_whole_parcels:
        return frozenset()
    rows = ((b, row) for a in claims for b in claims for row in relations.between(a, b).relations)
    return frozenset(b.ref for b, row in rows if whole_parcel(row))


def turning(claims: Iterable[Claim], relations: Mapping[int, Relations]) -> frozenset[str]:
    """The parcels under such a rule on which contracts lie, where these may begin and end in any year.

    Which years a contract is on is then for each of its pieces, and what it takes for rows between these.
    """
    if not any(of_year.on_whole_parcels for of_year in relations.values()):
        return frozenset()
    found = set[str]()
    for place, members in groupby(sorted(claims, key=_PLACE), _PLACE):
        here = list(members)
        if place != "farm" and any(map(binds_years, here)):
            by_year = groupby(sorted(here, key=_YEAR), _YEAR)
            if any(switches(list(of), relations[year]) for year, of in by_year if year in relations):
                found.add(place)
    return frozenset(found)


def binds_years(claim: Claim) -> bool:
    """Whether claiming it in one year means claiming it in the others, as a plan of the land it lies on.

    A grant to the farm for several years is held together by rows: its years are whole decisions of their own.
    """
    return claim.multi_year and not claim.forced and claim.piece != "farm"
