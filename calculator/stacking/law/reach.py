"""How far a relation reaches: the same ground, the whole parcel, or the whole farm.

Two payments for the farm meet in one decision, as do two on one piece of land. Where one is for the farm and the other
on land, or the relation is written for the parcel, the farm or the contract, they meet wherever they lie.
"""

from __future__ import annotations

from enum import Enum

from calculator.domain.claim import Claim
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import Level


class Reach(Enum):
    """Where two claims must lie for a relation to work between them."""

    GROUND = "ground"
    PARCEL = "parcel"
    FARM = "farm"


_OF_LEVEL = {
    Level.UNIT: Reach.GROUND,
    Level.PARCEL: Reach.PARCEL,
    Level.FARM: Reach.FARM,
    Level.CONTRACT: Reach.FARM,
}


def whole_parcel(row: Relation) -> bool:
    """Whether eco-value goes on the whole parcel (article 26(3), text of 2023): that has plans of its own."""
    return row.type is RelationType.ZERO and row.level is Level.PARCEL and row.quantity is Quantity.VALUE


def on_land(row: Relation) -> Reach:
    """How far the row reaches between two payments on land."""
    return Reach.GROUND if whole_parcel(row) else _OF_LEVEL[row.level]


def reach(row: Relation, a: Claim, b: Claim) -> Reach:
    """How far the row reaches between these two."""
    farms = (a.piece == "farm") + (b.piece == "farm")
    if farms == 1:
        return Reach.FARM
    return Reach.GROUND if farms == 2 else on_land(row)


def meet(how_far: Reach, a: Claim, b: Claim) -> bool:
    """Whether two claims lie near enough for a relation of this reach."""
    if how_far is Reach.GROUND:
        return a.piece == b.piece
    return how_far is Reach.FARM or a.place == b.place
