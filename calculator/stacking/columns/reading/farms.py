"""Farms as columns, before any rule is read: pieces of land by kind and quantity, facts as codes, areas, aid received.

Kinds of pieces and the values of facts are numbered by a ``Vocabulary`` that all parts of a population share.
Quantities are whole hundred-millionths of their unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calculator.domain.farm import FarmProfile, Parcel
from calculator.domain.money import cents_of
from calculator.eligibility.conditions.territory import left_out
from calculator.eligibility.reads import ASIDE
from calculator.eligibility.units import Piece, cut, element_area_ha
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.narrow import narrowed, widened
from calculator.stacking.columns.reading.aside import aside, telling
from calculator.stacking.columns.reading.likeness import Asked, Likeness
from calculator.stacking.columns.reading.numbering import runs
from calculator.stacking.columns.reading.vocabulary import Vocabulary

#: So many make one of any unit.
SCALE = 100_000_000
#: No more of them is held.
LARGEST = 10**15

_ASIDE = len(ASIDE)

#: Begins the key of what is worked out of the measures on land.
ON_LAND = "share"

CONTRACT = "a running contract"
GROUP = "an undertaking of several enterprises"
FINE = "a quantity finer or larger than the columns hold"


@dataclass(frozen=True, slots=True, eq=False)
class Farms:
    """Some farms as columns. ``codes`` has per path a value's code per farm, -1 where the farm does not say.

    Pieces without a measure are left out. ``regions`` has per region hectares of parcels that are no nature, and ``present``
    whether any parcel lies in it. ``aid`` rows are farm, code of the legal basis, day (ordinal), cents. Pieces and aid are in the
    order of the farms. ``kept`` is what was worked out of all this. Of a part of a population ``whole`` is all of it, and ``at``
    has the places of these farms in it. ``parties`` are the farms with their loans and leases, if not as profiles. ``replanted``:
    something else lies on their land than on that of the whole.
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
    kept: dict[tuple[object, ...], NDArray[Any]] = field(default_factory=dict)
    whole: Farms | None = None
    at: Ints | None = None
    parties: Sequence[FarmProfile] | None = None
    replanted: bool = False

    def __len__(self) -> int:
        return len(self.aid_unknown)

    def once(self, key: tuple[object, ...], work: Callable[[Farms], Ints]) -> Ints:
        """What is worked out per farm, of the whole population once; it is kept in as few bytes as hold it."""
        return self._kept(key, work).astype(np.int64)

    def _kept(self, key: tuple[object, ...], work: Callable[[Farms], Ints]) -> NDArray[Any]:
        found = self.kept.get(key)
        if found is None:
            whole, at = self.whole, self.at
            alone = whole is None or at is None or (self.replanted and key[0] == ON_LAND)
            found = narrowed(work(self)) if alone else whole._kept(key, work)[at]  # type: ignore[union-attr]  # none: alone
            self.kept[key] = found
        return found

    def alike(self, asked: tuple[Asked, ...]) -> Ints:
        """A number per farm that is the same for farms which answer alike on these facts."""
        like = self.words.alike.get(asked) or self.words.alike.setdefault(asked, Likeness(asked))

        def work(farms: Farms) -> Ints:
            values = {path: self.words.values(path) for path, _ in asked}
            return like.of(farms.codes, values, len(farms))

        return self.once(("alike", asked), work)

    def with_land(self, land: Sequence[Ints], profiles: Sequence[FarmProfile]) -> Farms:
        """The same farms with other pieces (farm, kind, quantity and place), which ``profiles`` have too."""
        farm, kind, quantity, place = land
        return replace(
            self, profiles=profiles, piece_farm=farm, piece_kind=kind, piece_quantity=quantity, piece_place=place,
            kept={}, replanted=True,
        )  # fmt: skip

    def told(self, at: int, paths: Iterable[str] | None = None, area: str = "") -> FarmProfile:
        """A farm with its answers (at these paths) alone: all that is read for a piece of land by itself.

        With an ``area``, the land that comes to as much of it as the farm has.
        """
        facts, beside = dict[str, object](), dict[str, object]()
        for path in self.codes if paths is None else paths:
            code = int(self.codes[path][at]) if path in self.codes else -1
            if code >= 0:
                (beside if path[:_ASIDE] == ASIDE else facts)[path] = self.words.value(path, code)
        land = (Parcel("-", Decimal(int(self.areas[area][at])) / SCALE, _GROUND[area]),) if area else ()
        return telling(facts, beside, land) if beside else FarmProfile(0, "", land, facts=facts)

    def part(self, at: Ints) -> Farms:
        """Some of the farms, by place and in that order."""
        pieces, farm = runs(self.piece_farm, at, len(self))
        aid, receiver = runs(self.aid[:, 0], at, len(self))
        given = self.aid[aid]
        odd = np.array(sorted(self.reasons), dtype=np.int64)
        some, keys = _Some(self.profiles, at), (self.codes, self.areas, self.regions, self.present)
        codes, areas, regions, present = ({n: widened(c[at]) for n, c in of.items()} for of in keys)
        return Farms(
            some, self.words, codes, areas, regions, present, widened(self.lost[at]), farm,
            widened(self.piece_kind[pieces]), self.piece_quantity[pieces], widened(self.piece_place[pieces]),
            np.stack([receiver, given[:, 1], given[:, 2], given[:, 3]], axis=1), self.bases, widened(self.aid_unknown[at]),
            {n: self.reasons[int(at[n])] for n in np.flatnonzero(np.isin(at, odd)).tolist()}, {}, self, at,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Some(Sequence[FarmProfile]):
    """Some of the profiles, by place."""

    profiles: Sequence[FarmProfile]
    at: Ints

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, n: int) -> FarmProfile:  # type: ignore[override]  # one at a time is all that is asked
        return self.profiles[int(self.at[n])]


#: The areas that are kept of a farm, each with a land use that counts towards it.
_GROUND = {
    "subsidiable_ha": "arable", "parcel_ha": "arable", "grassland_ha": "permanent_grassland",
    "permanent_grassland_ha": "permanent_grassland", "arable_ha": "arable",
}  # fmt: skip
AREAS = tuple(_GROUND)
USES = {
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
            column[at] = self.words.code(path, value)
        self._undertaking(at, profile)
        try:
            self._land(at, profile)
        except FinenessError:
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
        total, regions = dict.fromkeys(AREAS, 0), dict[str, int]()
        for place, parcel in enumerate(profile.parcels):
            size = scaled(parcel.area_ha)
            total["parcel_ha"] += size
            for name in USES.get(parcel.land_use, ()):
                total[name] += size
            if parcel.land_use != "nature":
                total["subsidiable_ha"] += size
            self._region(at, parcel, size, regions)
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
        self._lies(at, total, regions)

    def _lies(self, at: int, total: dict[str, int], regions: dict[str, int]) -> None:
        for name, size in total.items():
            self.areas[name][at] = size
        for region, size in regions.items():
            if region not in self.regions:
                self.regions[region], self.present[region] = np.zeros((2, self.count), dtype=np.int64)
            self.regions[region][at], self.present[region][at] = size, 1

    def _region(self, at: int, parcel: Parcel, size: int, regions: dict[str, int]) -> None:
        region, farmed = parcel.eco_region, parcel.land_use != "nature"
        if region:
            regions[region] = regions.get(region, 0) + (size if farmed else 0)
        elif region is None and farmed:
            self.lost.append(at)


class FinenessError(ValueError):
    """A quantity that does not fit."""


def scaled(quantity: Decimal, largest: int = LARGEST) -> int:
    """The quantity in whole hundred-millionths."""
    found = int(quantity * SCALE)
    if found != quantity * SCALE or found > largest:
        raise FinenessError
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
    yield from aside(profile)


def encode(profiles: Sequence[FarmProfile], words: Vocabulary) -> Farms:
    """The columns of some farms; ``words`` may grow."""
    made = _Encoding(words, len(profiles))
    for name in AREAS:
        made.areas[name] = [0] * len(profiles)
    for at, profile in enumerate(profiles):
        made.add(at, profile)
    # Each column by itself: one that is cut out of a table lies in steps, and what is compiled would be so once more.
    farm, kind, quantity, place = np.array(made.pieces, dtype=np.int64).reshape(-1, 4).T.copy()
    marks = np.zeros((2, len(profiles)), dtype=np.int64)
    marks[0, made.lost], marks[1, made.unknown] = 1, 1
    return Farms(
        profiles, words, made.codes, {k: np.array(v, dtype=np.int64) for k, v in made.areas.items()},
        made.regions, made.present, marks[0], farm, kind, quantity, place,
        np.array(made.aid, dtype=np.int64).reshape(-1, 4), tuple(made.bases), marks[1], made.reasons,
    )  # fmt: skip


__all__ = ["AREAS", "LARGEST", "SCALE", "USES", "Farms", "Vocabulary", "encode", "scaled", "unscaled"]
