"""How much there is of a piece and of each measure on its place, for payments that do not grow in proportion to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import numpy as np

from calculator.eligibility.units import Piece
from calculator.stacking.columns.reading.farms import SCALE, Farms


def extents(farms: Farms, at: int) -> dict[str, int]:
    """How much of each measure on a piece there is on its place, in all pieces together."""
    first, last = np.searchsorted(farms.piece_farm, [farms.piece_farm[at], farms.piece_farm[at] + 1]).tolist()
    near = np.flatnonzero(farms.piece_place[first:last] == farms.piece_place[at]) + first
    laid = [{m.code for m in farms.words.samples[int(farms.piece_kind[n])].measures} for n in near.tolist()]
    sizes = farms.piece_quantity[near].tolist()
    mine = farms.words.samples[int(farms.piece_kind[at])].measures
    return {m.code: sum(q for q, codes in zip(sizes, laid, strict=True) if m.code in codes) for m in mine}


def with_size(piece: Piece, quantity: Decimal, there: Mapping[str, int]) -> Piece:
    """The piece with so much of it, on a place with so much of each measure (all in parts of ``SCALE``)."""
    measures = tuple(
        [replace(m, quantity=Decimal(there.get(m.code, quantity)) / SCALE) for m in piece.measures]
    )
    # Each amount is of all that has the measure: a second one of the same code is in it.
    once = tuple({m.code: m for m in measures}.values())
    parcel, element = piece.parcel, piece.element
    return replace(
        piece,
        quantity=quantity / SCALE,
        measures=measures,
        parcel=None if parcel is None else replace(parcel, measures=once),
        element=None if element is None else replace(element, measures=once),
    )
