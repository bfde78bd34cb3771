"""Land units: a parcel is cut into pieces on which the same measures lie; an element is one piece.

Measures of one part lie on the same ground, the largest below; parts lie beside each other. Measures without a part
that do not cover the parcel start together where the parts end: the farmer did not say whether they overlap, and that
assumption is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from calculator.domain.farm import FarmProfile, LandscapeElement, Measure, Parcel
from calculator.domain.quantity import M2_PER_HA
from calculator.domain.quickly import made_quickly
from calculator.domain.scheme import Text


@made_quickly
@dataclass(frozen=True, slots=True)
class Piece:
    """A land unit: ``quantity`` in hectares on a parcel, in the element's own unit (m, piece, m2) on an element."""

    id: str
    place: str
    quantity: Decimal
    measures: tuple[Measure, ...]
    parcel: Parcel | None = None
    element: LandscapeElement | None = None

    @property
    def whole(self) -> Parcel | LandscapeElement | None:
        """The parcel or element that it is a part of."""
        return self.parcel or self.element


@dataclass(slots=True)
class Spread:
    """Measures along the ground from zero: (from, to, measure), where each part starts, and where the parts end.

    ``loose`` says that several measures without a part were laid on the same ground.
    """

    spans: list[tuple[Decimal, Decimal, Measure]]
    starts: dict[str, Decimal]
    end: Decimal
    loose: bool


def laid_out(size: Decimal, measures: Sequence[Measure], *, nested: bool = False) -> Spread:
    """The measures on ground of that size; ``nested`` lays those without a part from zero (on an element)."""
    parts: dict[str, list[Measure]] = {}
    loose: list[Measure] = []
    placed: list[tuple[Decimal, Decimal, Measure]] = []
    for measure in measures:
        if measure.part is not None:
            parts.setdefault(measure.part, []).append(measure)
        elif measure.quantity >= size or nested:
            placed.append((Decimal(0), min(measure.quantity, size), measure))
        else:
            loose.append(measure)
    start, starts = Decimal(0), dict[str, Decimal]()
    for part, members in sorted(parts.items()):
        starts[part] = start
        placed += [(start, start + m.quantity, m) for m in members]
        start += max(m.quantity for m in members)
    for measure in loose:
        end = start + measure.quantity
        placed.append((start, min(end, size), measure))
        if end > size:
            placed.append((Decimal(0), end - size, measure))
    spans = [(low, min(high, size), m) for low, high, m in placed if low < min(high, size)]
    return Spread(spans, starts, start, len(loose) > 1)


def _pieces_of_parcel(parcel: Parcel, with_candidates: bool) -> tuple[list[Piece], bool]:
    measures = [m for m in parcel.measures if with_candidates or not m.candidate]
    plain = _plainly_laid(parcel, measures)
    if plain is not None:
        return plain, False
    spread = laid_out(parcel.area_ha, measures)
    found = _stretches(parcel.area_ha, measures, spread)
    pieces = [
        Piece(f"{parcel.id}/{number}", parcel.id, size, here, parcel=parcel)
        for number, (here, size) in enumerate(found, start=1)
    ]
    return pieces, spread.loose


def _plainly_laid(parcel: Parcel, measures: Sequence[Measure]) -> list[Piece] | None:
    """The pieces where one measure at most has a part of its own, and all others cover the parcel; None elsewhere."""
    size = parcel.area_ha
    parts = [m for m in measures if m.part is not None]
    below = tuple([m for m in measures if m.part is None])
    if len(parts) > 1 or size <= 0 or any(m.quantity < size for m in below):
        return None
    whole = tuple(measures)
    if not parts or parts[0].quantity >= size:
        return [Piece(f"{parcel.id}/1", parcel.id, size, whole, parcel)]
    much = parts[0].quantity
    if much <= 0:
        return None
    return [
        Piece(f"{parcel.id}/1", parcel.id, much, whole, parcel),
        Piece(f"{parcel.id}/2", parcel.id, size - much, below, parcel),
    ]


def _stretches(
    size: Decimal, measures: Sequence[Measure], spread: Spread
) -> list[tuple[tuple[Measure, ...], Decimal]]:
    """The sets of measures that lie on the same ground, with how much of it; what is bare is one of them."""
    cuts = sorted({Decimal(0), size, *(c for low, high, _ in spread.spans for c in (low, high))})
    found: dict[tuple[int, ...], Decimal] = {}
    index = {id(m): i for i, m in enumerate(measures)}
    for low, high in pairwise(cuts):
        here = tuple(sorted({index[id(m)] for start, end, m in spread.spans if start <= low and high <= end}))
        found[here] = found.get(here, Decimal(0)) + high - low
    return [(tuple(measures[i] for i in here), much) for here, much in found.items()]


def _pieces_of_element(element: LandscapeElement, with_candidates: bool) -> list[Piece]:
    measures = sorted(
        (m for m in element.measures if with_candidates or not m.candidate),
        key=lambda m: (m.quantity, m.code),
    )
    size = element_quantity(element)
    if size is not None and any(m.part is not None for m in measures):
        found = _stretches(size, measures, laid_out(size, measures, nested=True))
        return [
            Piece(f"{element.id}/{number}", element.id, much, here, element=element)
            for number, (here, much) in enumerate(found, start=1)
        ]
    pieces, below = [], Decimal(0)
    for number, measure in enumerate(measures, start=1):
        if measure.quantity > below:
            here = tuple(m for m in measures if m.quantity >= measure.quantity)
            pieces.append(
                Piece(f"{element.id}/{number}", element.id, measure.quantity - below, here, element=element)
            )
            below = measure.quantity
    if size is not None and size > below:
        pieces.append(Piece(f"{element.id}/0", element.id, size - below, (), element=element))
    return pieces


def element_quantity(element: LandscapeElement) -> Decimal | None:
    """How much of the element there is, in its own unit, or None where the farmer gave no size."""
    return element.length_m or element.count or element.area_m2


def cut(place: Parcel | LandscapeElement) -> list[Piece]:
    """The land units of one parcel or element as it is managed."""
    if isinstance(place, Parcel):
        return _pieces_of_parcel(place, with_candidates=False)[0]
    return _pieces_of_element(place, with_candidates=False)


def pieces(
    profile: FarmProfile, *, with_candidates: bool = False
) -> tuple[tuple[Piece, ...], tuple[Text, ...]]:
    """The land units of a farm in profile order, and the assumptions made while cutting."""
    result: list[Piece] = []
    assumptions: list[Text] = []
    for parcel in profile.parcels:
        cut, loose = _pieces_of_parcel(parcel, with_candidates)
        result += cut
        if loose:
            assumptions.append(
                Text(
                    nl=f"Perceel {parcel.id}: maatregelen zonder opgegeven deel zijn op dezelfde grond gelegd.",
                    en=f"Parcel {parcel.id}: measures for which no part is given were laid on the same ground.",
                )
            )
    for element in profile.elements:
        result += _pieces_of_element(element, with_candidates)
    return tuple(result), tuple(assumptions)


def element_area_ha(element: LandscapeElement) -> Decimal | None:
    """Area of an element in hectares where area, or length and width, are known."""
    if element.area_m2 is not None:
        return element.area_m2 / M2_PER_HA
    if element.length_m is not None and element.width_m is not None:
        return element.length_m * element.width_m / M2_PER_HA
    return None
