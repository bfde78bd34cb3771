"""What switches on a whole parcel: payments that take value anywhere on it, and claims whose years are one plan of their land."""

from __future__ import annotations

from collections.abc import Sequence

from calculator.domain.claim import Claim
from calculator.stacking.law.pairs import Relations
from calculator.stacking.law.reach import whole_parcel


def switches(claims: Sequence[Claim], relations: Relations) -> frozenset[str]:
    """The payments that take the value of an activity anywhere on their parcel: on another piece, or the rest of their own."""
    if not relations.on_whole_parcels:
        return frozenset()
    rows = ((b, row) for a in claims for b in claims for row in relations.between(a, b).relations)
    return frozenset(b.ref for b, row in rows if whole_parcel(row))


def binds_years(claim: Claim) -> bool:
    """Whether claiming it in one year means claiming it in the others, as a plan of the land it lies on.

    A grant to the farm for several years is held together by rows: its years are whole decisions of their own.
    """
    return claim.multi_year and not claim.forced and claim.piece != "farm"
