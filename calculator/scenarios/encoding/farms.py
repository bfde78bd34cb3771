"""All farms of a population as columns, made once; whoever evaluates some of them takes their part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from calculator import allocator
from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Once
from calculator.domain.scheme import Condition
from calculator.domain.source import Series
from calculator.scenarios.encoding import land
from calculator.scenarios.encoding.counted import standing
from calculator.scenarios.encoding.facts import facts
from calculator.scenarios.encoding.parties import parties
from calculator.scenarios.encoding.reading import Ints, Mask, codes, flags, is_one_of, places, sums, whole
from calculator.scenarios.population.profiles import RUN, profiles_at, ready
from calculator.scenarios.population.tables import Population
from calculator.stacking.columns.narrow import narrowed, widened
from calculator.stacking.columns.reading.farms import (
    AREAS,
    CONTRACT,
    FINE,
    GROUP,
    LARGEST,
    SCALE,
    USES,
    Farms,
    encode,
)
from calculator.stacking.columns.reading.vocabulary import Vocabulary

_COLUMNS: Once[Farms] = Once("columns")

_M2 = SCALE // 10_000
#: What parcels say in words, in the table as in a profile.
_WORDS = frozenset({"land_use", "soil", "eco_region"})


def encoded(population: Population) -> Farms:
    """The columns of all farms, in the order of the tables; kept with the population."""
    found = population.memory.get(_COLUMNS)
    if found is None:
        found = population.memory.keep(_COLUMNS, _encoded(population))
        # Processes that are forked share what profiles are made from, and not what was only needed on the way.
        ready(population)
        allocator.give_back()
    return found


def _encoded(population: Population) -> Farms:
    words, count = Vocabulary(), len(population)
    answers = facts(population, words)
    areas, fine = _areas(population)
    regions, present, lost = _regions(population)
    pieces = land.pieces(population, words)
    allocator.give_back()
    fine |= _marked(pieces.farm[pieces.quantity > LARGEST], count)
    profiles = Profiles(population)
    pieces = _one_by_one(pieces, profiles, words, fine)
    aid, bases, unknown, grouped = _aid(population)
    reasons = {
        **dict.fromkeys(np.flatnonzero(grouped).tolist(), GROUP),
        **dict.fromkeys(np.flatnonzero(_with_contracts(population)).tolist(), CONTRACT),
        **dict.fromkeys(np.flatnonzero(fine).tolist(), FINE),
    }
    if fine.any():
        pieces = pieces.of(~fine[pieces.farm])
    # What is a mere place in a table is held in few bytes; whoever takes a part gets it as any other number.
    answers = {path: narrowed(column) for path, column in answers.items()}
    return Farms(
        profiles, words, answers, areas, regions, {name: narrowed(column) for name, column in present.items()},
        narrowed(lost), pieces.farm.astype(np.int32), narrowed(pieces.kind), widened(pieces.quantity),
        narrowed(pieces.place), aid, bases, narrowed(unknown), reasons, parties=parties(population, profiles),
    )  # fmt: skip


def _marked(farms: Ints, count: int) -> Mask:
    found = np.zeros(count, dtype=np.bool_)
    found[farms] = True
    return found


def _areas(population: Population) -> tuple[dict[str, Ints], Mask]:
    """Hundred-millionths of hectares per farm; and the farms with more than the columns hold, of which nothing is said."""
    count, table = len(population), population.parcels
    farm, cells = places(table), table["area_m2"].to_numpy(np.int64)
    beyond = cells > LARGEST // _M2
    size = np.where(beyond, 0, cells) * _M2
    fine = _marked(farm[beyond], count)
    found = {name: np.zeros(count, dtype=np.int64) for name in AREAS}
    found["parcel_ha"] = sums(farm, size, count)
    for name, into in USES.items():
        of_use = sums(farm, np.where(is_one_of(table, "land_use", name), size, 0), count)
        for area in into:
            found[area] = found[area] + of_use
    found["subsidiable_ha"] = sums(farm, np.where(is_one_of(table, "land_use", "nature"), 0, size), count)
    if population.elements is not None and len(population.elements):
        owner, much, large = _of_elements(population)
        found["subsidiable_ha"] += sums(owner, much, count)
        fine |= _marked(owner[large], count)
    for column in found.values():
        column[fine] = 0
    return found, fine


def _of_elements(population: Population) -> tuple[Ints, Ints, Mask]:
    """Per element that lies on no parcel its farm and area, and whether that is beyond what the columns hold."""
    table = population.elements
    assert table is not None
    (area, has_area), (length, has_length), (width, has_width) = (
        whole(table, name) for name in ("area_m2", "length_cm", "width_cm")
    )
    along = has_length & has_width & ~has_area
    large = (has_area & (area > LARGEST // _M2)) | (along & (length > LARGEST // np.maximum(width, 1)))
    much = np.where(has_area & ~large, area, 0) * _M2 + np.where(along & ~large, length, 0) * width
    loose = codes(table, "parcel_id") == 0
    return places(table)[loose], much[loose], large[loose]


def _regions(population: Population) -> tuple[dict[str, Ints], dict[str, Ints], Ints]:
    """Land that is no nature by region, whether any land lies in it, and the farms with land of which no region is known."""
    count, table = len(population), population.parcels
    farm, size = places(table), table["area_m2"].to_numpy(np.int64)
    size = np.where(size > LARGEST // _M2, 0, size) * _M2
    nature = is_one_of(table, "land_use", "nature")
    told = codes(table, "eco_region")
    names = table["eco_region"].cat.categories if "eco_region" in table else ()
    regions, present = dict[str, Ints](), dict[str, Ints]()
    for number, name in enumerate(names, start=1):
        if name:
            here = told == number
            regions[name] = sums(farm, np.where(here & ~nature, size, 0), count)
            present[name] = _marked(farm[here], count).astype(np.int64)
    return regions, present, _marked(farm[(told == 0) & ~nature], count).astype(np.int64)


def _aid(population: Population) -> tuple[Ints, tuple[str, ...], Ints, Mask]:
    """Aid received (farm, basis, day, cents), the bases, who does not know, and whose aid went to several enterprises."""
    count, table = len(population), population.aid
    if table is None:
        every = np.ones(count, dtype=np.int64)
        return np.zeros((0, 4), dtype=np.int64), (), every, np.zeros(count, dtype=np.bool_)
    known = flags(population.farms, "aid_known", empty=True)
    farm = places(table)
    said = known[farm]
    days = np.array(
        [*(date.fromisoformat(day).toordinal() for day in table["grant_date"].cat.categories), 0],
        dtype=np.int64,
    )
    rows = (
        farm, table["legal_basis"].cat.codes.to_numpy(np.int64), days[table["grant_date"].cat.codes.to_numpy()],
        table["amount_cents"].to_numpy(np.int64),
    )  # fmt: skip
    grouped = _marked(farm[said & (codes(table, "enterprise") > 0)], count)
    bases = tuple(table["legal_basis"].cat.categories)
    return np.stack([column[said] for column in rows], axis=1), bases, (~known).astype(np.int64), grouped


def _with_contracts(population: Population) -> Mask:
    table = population.contracts
    none = np.zeros(0, dtype=np.int64)
    return _marked(none if table is None else places(table), len(population))


def _one_by_one(pieces: land.Pieces, profiles: Profiles, words: Vocabulary, fine: Mask) -> land.Pieces:
    """The pieces with those of the odd farms cut from their profiles."""
    odd = pieces.odd[~fine[pieces.odd]]
    if not len(odd):
        return pieces
    own = encode([profiles[farm] for farm in odd.tolist()], words)
    fine[odd[list(own.reasons)]] |= [why == FINE for why in own.reasons.values()]
    kept = ~np.isin(pieces.farm, odd)
    instead = (odd[own.piece_farm], own.piece_kind, own.piece_quantity, own.piece_place)
    both = [
        np.concatenate([column[kept], new])
        for column, new in zip(
            (pieces.farm, pieces.kind, pieces.quantity, pieces.place), instead, strict=True
        )
    ]
    order = np.lexsort((both[3], both[0]))
    return replace(
        pieces, farm=both[0][order], kind=both[1][order], quantity=both[2][order], place=both[3][order]
    )


@dataclass(slots=True)
class Profiles(Sequence[FarmProfile]):
    """The profiles of a population by position, made when they are asked for; the last are kept."""

    population: Population
    _known: dict[int, FarmProfile] = field(default_factory=dict)
    _last: int = -2
    _ahead: int = 1

    def __len__(self) -> int:
        return len(self.population)

    def __getitem__(self, at: int) -> FarmProfile:  # type: ignore[override]  # one at a time is all that is asked
        found = self._known.get(at)
        if found is None:
            # Who asks for one after the other may ask for those that follow: the longer that goes on, the more at once.
            self._ahead = min(2 * self._ahead, RUN) if at == self._last + 1 else 1
            wanted = range(at, min(at + self._ahead, len(self)))
            if len(self._known) > 16 * RUN:
                self._known.clear()
            for place, profile in zip(wanted, profiles_at(self.population, np.array(wanted)), strict=True):
                self._known[place] = profile
            found = self._known[at]
        self._last = at
        return found

    def lying(self, attribute: str) -> Ints:
        """A number per farm: the same for farms whose parcels say the same words; every farm its own where that is not told."""
        parcels, count = self.population.parcels, len(self)
        if attribute not in _WORDS:
            return np.arange(count, dtype=np.int64)
        farm, said, found = places(parcels), codes(parcels, attribute), np.zeros(count, dtype=np.int64)
        for word in np.unique(said).tolist():
            # Two numbers for each set that there is, so that these stay few.
            _, found = np.unique(2 * found + _marked(farm[said == word], count), return_inverse=True)
        return found

    def standing(self, condition: Condition, figures: Mapping[str, Series], day: date) -> Ints | None:
        """How a condition on land or places stands for every farm; None where that is asked of each."""
        return standing(self.population, self, condition, figures, day)

    def __getstate__(self) -> Population:
        return self.population

    def __setstate__(self, state: Population) -> None:
        self.population, self._known, self._last, self._ahead = state, {}, -2, 1
