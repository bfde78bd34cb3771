"""Farms as columns, before any rule is read: pieces of land by kind and quantity, facts as codes, areas, aid received.

A *kind* of piece is everything that rules may ask of a piece but its quantity. Kinds and the values of facts are numbered by a
``Vocabulary`` that all parts of a population share. Quantities are whole hundred-millionths of their unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import numpy as np

from calculator.domain.farm import FarmProfile, Parcel
from calculator.domain.money import cents_of
from calculator.eligibility.reads import SEPARATED
from calculator.eligibility.territory import left_out
from calculator.eligibility.units import Piece, cut, element_area_ha
from calculator.stacking.columns.answer import Ints

#: So many make one of any unit.
SCALE = 100_000_000
_LARGEST = 10**15

CONTRACT = "a running contract"
GROUP = "an undertaking of several enterprises"
FINE = "a quantity finer or larger than the columns hold"


@dataclass(slots=True)
class Vocabulary:
    """The numbers of kinds (by all that tells them apart) and of the values of each fact.

    ``listed`` are the facts of which some farm gives a list, as far as their values were asked for.
    """

    kinds: dict[tuple[object, ...], int] = field(default_factory=dict)
    samples: list[Piece] = field(default_factory=list)
    facts: dict[str, dict[tuple[type, object], int]] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    _values: dict[str, list[object]] = field(default_factory=dict)

    def kind(self, piece: Piece) -> int:
        """The kind of a piece; the first of a kind stands for all."""
        key = _kind(piece)
        found = self.kinds.get(key)
        if found is None:
            found = self.kinds[key] = len(self.samples)
            self.samples.append(piece)
        return found

    def values(self, path: str) -> list[object]:
        """The values of a fact by code."""
        known = self.facts.get(path, {})
        found = self._values.get(path)
        if found is None or len(found) < len(known):
            found = self._values[path] = [value for _, value in known]
            if any(cls is tuple for cls, _ in known):
                self.listed.add(path)
        return found


def _kind(piece: Piece) -> tuple[object, ...]:
    laid = tuple([(m.code, m.unit, m.width_m, m.cost_eur, m.income_forgone_eur) for m in piece.measures])
    p = piece.parcel
    if p is not None:
        history = tuple(sorted(p.crop_history.items())) if p.crop_history else ()
        glmc8 = bool(p.glmc8_ha)
        return (p.land_use, p.crop_code, p.soil, p.eco_region, p.natura2000, p.glmc9, glmc8, history, laid)
    e = piece.element
    if e is None:
        raise ValueError("a piece lies on a parcel or an element")
    size: tuple[object, ...] = (e.length_m is None, e.count is None, e.area_m2 is None)
    if any(m.unit != "m" for m in piece.measures):
        # Of what is not measured along its length, the area counts as a whole: each size is a kind of its own.
        size = (e.length_m, e.count, e.area_m2)
    return (e.kind, e.diameter_cm, e.width_m, size, laid)


@dataclass(frozen=True, slots=True, eq=False)
class Farms:
    """Some farms as columns. ``codes`` has per path a value's code per farm, -1 where the farm does not say.

    Pieces without a measure are left out. ``regions`` has per region hectares of parcels that are no nature, and ``present``
    whether any parcel lies in it. ``aid`` rows are farm, code of the legal basis, day (ordinal), cents. ``sizes`` keeps the
    quantities that were worked out of all this.
    """

    profiles: Sequence[FarmProfile]
    words: Vocabulary
    codes: Mapping[str, Ints]
    areas: Mapping[str, Ints]
    regions: Mapping[str, Ints]
    present: Mapping[str, Ints]
    lost: Ints
    piece_farm: Ints
    piece_kind: Ints
    piece_quantity: Ints
    piece_place: Ints
    aid: Ints
    bases: tuple[str, ...]
    aid_unknown: Ints
    reasons: Mapping[int, str]
    sizes: dict[tuple[object, ...], Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.profiles)


AREAS = ("subsidiable_ha", "parcel_ha", "grassland_ha", "permanent_grassland_ha", "arable_ha")
_USES = {
    "permanent_grassland": ("grassland_ha", "permanent_grassland_ha"),
    "temporary_grassland": ("grassland_ha",),
    "arable": ("arable_ha",),
}


@dataclass(slots=True)
class _Encoding:
    words: Vocabulary
    count: int
    codes: dict[str, Ints] = field(default_factory=dict)
    areas: dict[str, list[int]] = field(default_factory=dict)
    regions: dict[str, Ints] = field(default_factory=dict)
    present: dict[str, Ints] = field(default_factory=dict)
    pieces: list[tuple[int, int, int, int]] = field(default_factory=list)
    aid: list[tuple[int, int, int, int]] = field(default_factory=list)
    bases: dict[str, int] = field(default_factory=dict)
    lost: list[int] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)

    def add(self, at: int, profile: FarmProfile) -> None:
        for path, value in _facts(profile):
            column = self.codes.get(path)
            if column is None:
                column = self.codes[path] = np.full(self.count, -1, dtype=np.int64)
            known = self.words.facts.setdefault(path, {})
            # With its type: yes, 1 and 1.0 are the same key otherwise.
            column[at] = known.setdefault((value.__class__, value), len(known))
        self._undertaking(at, profile)
        try:
            self._land(at, profile)
        except _FinenessError:
            self.reasons[at] = FINE

    def _undertaking(self, at: int, profile: FarmProfile) -> None:
        own = profile.undertaking
        if profile.contracts:
            self.reasons[at] = CONTRACT
        elif own.links or own.events or any(a.enterprise is not None for a in own.aid_received or ()):
            self.reasons[at] = GROUP
        if own.aid_received is None:
            self.unknown.append(at)
        for aid in own.aid_received or ():
            basis = self.bases.setdefault(aid.legal_basis, len(self.bases))
            self.aid.append((at, basis, aid.grant_date.toordinal(), cents_of(aid.amount_eur)))

    def _land(self, at: int, profile: FarmProfile) -> None:
        total = dict.fromkeys(AREAS, 0)
        for place, parcel in enumerate(profile.parcels):
            size = scaled(parcel.area_ha)
            total["parcel_ha"] += size
            for name in _USES.get(parcel.land_use, ()):
                total[name] += size
            self._region(at, parcel, size)
            if parcel.land_use != "nature":
                total["subsidiable_ha"] += size
            for piece in _pieces(parcel) if parcel.measures else ():
                if piece.measures:
                    quantity = size if piece.quantity is parcel.area_ha else scaled(piece.quantity)
                    self.pieces.append((at, self.words.kind(piece), quantity, place))
        for place, element in enumerate(profile.elements, start=len(profile.parcels)):
            if element.parcel is None:
                total["subsidiable_ha"] += scaled(element_area_ha(element) or Decimal(0))
            for piece in cut(element) if element.measures else ():
                if piece.measures:
                    self.pieces.append((at, self.words.kind(piece), scaled(piece.quantity), place))
        for name, size in total.items():
            self.areas.setdefault(name, [0] * self.count)[at] = size

    def _region(self, at: int, parcel: Parcel, size: int) -> None:
        region = parcel.eco_region
        if not region:
            if region is None and parcel.land_use != "nature":
                self.lost.append(at)
            return
        if region not in self.regions:
            self.regions[region] = np.zeros(self.count, dtype=np.int64)
            self.present[region] = np.zeros(self.count, dtype=np.int64)
        self.present[region][at] = 1
        if parcel.land_use != "nature":
            self.regions[region][at] += size


class _FinenessError(ValueError):
    """A quantity that does not fit."""


def scaled(quantity: Decimal) -> int:
    """The quantity in whole hundred-millionths."""
    found = int(quantity * SCALE)
    if found != quantity * SCALE or found > _LARGEST:
        raise _FinenessError
    return found


def unscaled(quantity: int) -> Fraction:
    """The quantity in its unit."""
    return Fraction(quantity, SCALE)


def _pieces(parcel: Parcel) -> Sequence[Piece]:
    """As ``cut``; a parcel that is covered whole by all of its measures is one piece."""
    area = parcel.area_ha
    if all(m.part is None and m.quantity >= area and not m.candidate for m in parcel.measures):
        return (Piece(f"{parcel.id}/1", parcel.id, area, parcel.measures, parcel=parcel),)
    return cut(parcel)


def _facts(profile: FarmProfile) -> Iterator[tuple[str, object]]:
    yield from profile.facts.items()
    yield from left_out(profile)
    separated = profile.undertaking.activities_separated
    if separated is not None:
        yield SEPARATED, separated


def encode(profiles: Sequence[FarmProfile], words: Vocabulary) -> Farms:
    """The columns of some farms; ``words`` may grow."""
    made = _Encoding(words, len(profiles))
    for name in AREAS:
        made.areas[name] = [0] * len(profiles)
    for at, profile in enumerate(profiles):
        made.add(at, profile)
    pieces = np.array(made.pieces, dtype=np.int64).reshape(-1, 4)
    marks = np.zeros((2, len(profiles)), dtype=np.int64)
    marks[0, made.lost], marks[1, made.unknown] = 1, 1
    return Farms(
        profiles, words, made.codes, {k: np.array(v, dtype=np.int64) for k, v in made.areas.items()},
        made.regions, made.present, marks[0], pieces[:, 0], pieces[:, 1], pieces[:, 2], pieces[:, 3],
        np.array(made.aid, dtype=np.int64).reshape(-1, 4), tuple(made.bases), marks[1], made.reasons,
    )  # fmt: skip


__all__ = ["AREAS", "SCALE", "Farms", "Vocabulary", "encode", "scaled", "unscaled"]
