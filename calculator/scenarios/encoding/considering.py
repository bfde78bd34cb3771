"""What the farms of a population consider, from their tables: parcels laid out by the compiled kernel, the rest one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from calculator import allocator
from calculator.domain.memory import Once
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.candidates import group_of
from calculator.eligibility.conditions.shares import GRASSLAND
from calculator.scenarios.encoding import land
from calculator.scenarios.encoding.farms import encoded
from calculator.scenarios.encoding.reading import Ints, Mask, codes, flags, kinds, places, whole
from calculator.scenarios.encoding.sampling import Samples
from calculator.scenarios.population.tables import Population
from calculator.stacking.columns.planned import arranging
from calculator.stacking.columns.planned.candidates import (
    FARM,
    PLACE,
    TOO_MANY,
    UNKNOWN,
    Considered,
    Considering,
)
from calculator.stacking.columns.reading import cutting
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.numbering import numbered, runs
from calculator.stacking.columns.reading.vocabulary import Vocabulary

#: The codelist of measures, and what is considered under it.
_CONSIDERED: Once[tuple[object, Considered]] = Once("considered")

#: Costs of more than this are worked out one by one: millionths of a euro, times steps of the unit.
_LARGEST = 2**60


def considered(population: Population, rulebook: Rulebook) -> Considered:
    """What all farms consider under the codes of a rulebook, in the order of the tables; kept with the population."""
    kept = population.memory.get(_CONSIDERED)
    measures = rulebook.codelists.get("measures")
    if kept is None or kept[0] is not measures:
        kept = population.memory.keep(_CONSIDERED, (measures, _considered(population, rulebook)))
        # As in ``encoded``: processes that are forked share what is kept, and not what was only needed on the way.
        allocator.give_back()
    return kept[1]


def _considered(population: Population, rulebook: Rulebook) -> Considered:
    farms, measures, count = encoded(population), population.measures, len(population)
    none = Considering(rulebook, farms.words).finished(count)
    if measures is None or not len(measures):
        return none
    elsewhere = np.zeros(count, dtype=np.int64)
    done = ~flags(measures, "candidate", empty=False)
    if done.all():
        np.add.at(elsewhere, places(measures)[done], _cents(measures)[done])
        return replace(none, elsewhere=elsewhere)
    found = _Parcels.of(population, rulebook)
    odd = np.setdiff1d(np.union1d(found.odd, _on_elements(measures, found)), _fine(farms))
    made = _arranged(population, found, farms.words)
    rest = done & ~np.isin(found.on, found.place)
    np.add.at(elsewhere, places(measures)[rest], _cents(measures)[rest])
    return _with_odd(replace(made, elsewhere=elsewhere), odd, farms, rulebook)


def _fine(farms: Farms) -> Ints:
    """Farms of which nothing can be said in columns."""
    return np.array(sorted(farms.reasons), dtype=np.int64)


def _cents(measures: pd.DataFrame) -> Ints:
    """Cents per year of every measure, as far as its costs are known."""
    cost, each = _given(_costs(measures)), land.each_of(measures)
    amount = measures["quantity"].to_numpy(np.int64)
    bottom = 100_000_000 // each * 10_000
    safe = np.where(cost > _LARGEST // np.maximum(amount, 1), 0, cost)
    return np.where(cost > 0, (2 * safe * amount + bottom) // (2 * bottom), 0)


def _costs(measures: pd.DataFrame) -> Ints:
    """Millionths of a euro per unit and year; -1 less the lost income where the cost is not known."""
    cost, known = whole(measures, "cost_microeur")
    lost, _ = whole(measures, "forgone_microeur")
    return np.where(known, cost + lost, -1 - lost)


def _given(costs: Ints) -> Ints:
    """What is given of them: of what has no known cost the lost income alone."""
    return np.where(costs < 0, -1 - costs, costs)


@dataclass(frozen=True, slots=True, eq=False)
class _Parcels:
    """Parcels with candidates that suit them: rows of the table of measures, what is done first.

    ``place`` are rows of the table of parcels, ``done`` their measures, ``managed`` how many of these are done. ``on`` has the
    parcel of every measure of the table (below zero: none), ``odd`` the farms that must be worked out one by one.
    """

    place: Ints
    done: land.Done
    managed: Ints
    groups: Ints
    each: Ints
    cost: Ints
    on: Ints
    odd: Ints

    @classmethod
    def of(cls, population: Population, rulebook: Rulebook) -> _Parcels:
        measures, parcels = population.measures, population.parcels
        assert measures is not None
        on = land.places_of(measures, parcels, "parcel_id")
        candidate = flags(measures, "candidate", empty=False)
        suits = candidate & (on >= 0) & _suits(measures, parcels, on, rulebook)
        place = np.unique(on[suits])
        # Where something is considered, all that is done there and what suits; what is done comes first.
        row = np.flatnonzero(np.isin(on, place) & (on >= 0) & (~candidate | suits))
        row = row[np.lexsort((row, candidate[row], on[row]))]
        at = np.searchsorted(place, on[row])
        each, cost = land.each_of(measures)[row], _costs(measures)[row]
        amount = measures["quantity"].to_numpy(np.int64)[row]
        size = parcels["area_m2"].to_numpy(np.int64)
        quantity = np.where(amount > land.CLIPPED // each, land.CLIPPED, amount * each)
        beyond = (quantity == land.CLIPPED) | (_given(cost) > _LARGEST // np.maximum(amount, 1))
        counts = np.bincount(at, minlength=len(place))
        bad = (counts > cutting.MOST_ROWS) | (size[place] <= 0) | (size[place] > land.CLIPPED // _M2)
        bad[at[beyond]] = True
        keep = ~bad[at]
        owner = places(parcels)
        odd = np.unique(owner[place[bad]])
        row, at, place = row[keep], (np.cumsum(~bad) - 1)[at[keep]], place[~bad]
        alike = [
            codes(measures, n) for n in ("code", "unit", "width_cm", "cost_microeur", "forgone_microeur")
        ]
        _, same = kinds(numbered([column[row] for column in alike]))
        start = np.zeros(len(parcels) + 1, dtype=np.int64)
        np.add.at(start, place + 1, np.bincount(at, minlength=len(place)))
        done = land.Done(
            row, np.cumsum(start), quantity[keep], codes(measures, "part")[row] - 1, same,
            np.zeros(len(row), dtype=np.bool_), np.zeros(0, dtype=np.int64),
        )  # fmt: skip
        managed = np.bincount(at[~candidate[row]], minlength=len(place))
        return cls(place, done, managed, _groups(measures, row, rulebook), each[keep], cost[keep], on, odd)


_M2 = land.EACH["ha"]


def _suits(measures: pd.DataFrame, parcels: pd.DataFrame, on: Ints, rulebook: Rulebook) -> Mask:
    """Whether the land of each measure suits it, as ``eligibility.candidates`` says."""
    words = measures["code"].cat.categories
    lands = [c.columns.get("land") if (c := rulebook.code("measures", str(w))) else None for w in words]
    code = measures["code"].cat.codes.to_numpy()
    arable, grass = (np.array([land_ == name for land_ in lands])[code] for name in ("arable", "grassland"))
    uses = parcels["land_use"].astype("category")
    grown = np.array([str(use) in GRASSLAND for use in uses.cat.categories])[uses.cat.codes.to_numpy()]
    here = grown[np.maximum(on, 0)]
    found: Mask = np.where(arable, ~here, np.where(grass, here, True))
    return found


def _groups(measures: pd.DataFrame, row: Ints, rulebook: Rulebook) -> Ints:
    """A number per row, the same for measures of one exclusive group."""
    names = [group_of(str(word), rulebook) for word in measures["code"].cat.categories]
    numbers = np.array([names.index(name) for name in names], dtype=np.int64)
    found: Ints = numbers[measures["code"].cat.codes.to_numpy()[row]]
    return found


def _on_elements(measures: pd.DataFrame, found: _Parcels) -> Ints:
    """The farms that consider something elsewhere than on parcels."""
    there = flags(measures, "candidate", empty=False) & (found.on < 0)
    return np.unique(places(measures)[there])


def _arranged(population: Population, found: _Parcels, words: Vocabulary) -> Considered:
    """All arrangements of those parcels; without what is done elsewhere."""
    done, place = found.done, found.place
    size = population.parcels["area_m2"].to_numpy(np.int64)[place] * _M2
    start = np.r_[done.start[place], len(done.row)]
    args = (start, found.managed, size, done.quantity, done.part, found.groups, found.each, found.cost)
    counts = np.zeros((len(place), 2), dtype=np.int64)
    arranging.counted(*args, counts)
    many = counts[:, 0] < 0
    rows, pieces = (int(n) for n in np.where(many[:, None], 0, counts).sum(axis=0))
    at, made = np.zeros(rows, dtype=np.int64), np.zeros((rows, 4), dtype=np.int64)
    of, much, laid = (np.zeros(pieces, dtype=np.int64) for _ in range(3))
    arranging.arrangements(*args, counts, at, made, of, much, laid)
    parcel, owner = place[at], places(population.parcels)
    kind = land.parcel_kinds(population, done, parcel[of], laid, Samples(words))
    ordinal = land.ordinal(owner)
    index = _index(population, found.on)
    for column in (0, 1):
        made[:, column] = _by_index(made[:, column], parcel, done, index)
    table = np.column_stack([owner[parcel], ordinal[parcel], made])
    reasons = dict.fromkeys(np.unique(owner[place[many]]).tolist(), TOO_MANY)
    return Considered(
        table, of, kind, much, _listed(population, found, index, ordinal), _names(population),
        np.zeros(0, dtype=np.int64), reasons,
    )  # fmt: skip


def _index(population: Population, on: Ints) -> Ints:
    """Of every measure on a parcel the how many-th of its place it is."""
    order = np.lexsort((np.arange(len(on)), on))
    first = np.flatnonzero(np.r_[True, np.diff(on[order]) != 0])
    number = np.arange(len(on)) - np.repeat(first, np.diff(np.r_[first, len(on)]))
    found = np.zeros(len(on), dtype=np.int64)
    found[order] = number
    return found


def _by_index(bits: Ints, parcel: Ints, done: land.Done, index: Ints) -> Ints:
    """Bits by the rows of a place as bits by the measures of the place."""
    found = np.zeros(len(bits), dtype=np.int64)
    for bit in range(int(bits.max(initial=0)).bit_length()):
        on = np.flatnonzero(bits >> bit & 1)
        found[on] |= np.left_shift(1, index[done.row[done.start[parcel[on]] + bit]])
    return found


def _names(population: Population) -> tuple[str, ...]:
    assert population.measures is not None
    return tuple(map(str, population.measures["code"].cat.categories))


def _listed(population: Population, found: _Parcels, index: Ints, ordinal: Ints) -> Ints:
    """All measures of the parcels with arrangements."""
    measures, owner = population.measures, places(population.parcels)
    assert measures is not None
    mine = np.flatnonzero(np.isin(found.on, found.place) & (found.on >= 0))
    mine = mine[np.lexsort((index[mine], found.on[mine]))]
    parcel, cost = found.on[mine], _costs(measures)[mine]
    amount = measures["quantity"].to_numpy(np.int64)[mine] * land.each_of(measures)[mine]
    return np.column_stack([
        owner[parcel], ordinal[parcel], index[mine], codes(measures, "code")[mine] - 1, amount,
        np.where(cost < 0, UNKNOWN, _cents(measures)[mine]), flags(measures, "candidate", empty=False)[mine].astype(np.int64),
    ])  # fmt: skip


def _with_odd(made: Considered, odd: Ints, farms: Farms, rulebook: Rulebook) -> Considered:
    """With what the odd farms consider, of their profiles."""
    count = len(made.elsewhere)
    if not len(odd):
        return made
    own = Considering(rulebook, farms.words)
    for name in made.names:
        own.names.of(name)
    for farm in odd.tolist():
        own.add(farm, farms.profiles[farm])
    other = own.finished(count)
    kept, _ = runs(made.rows[:, FARM], np.setdiff1d(np.arange(count), odd), count)
    pieces, row = runs(made.piece_row, kept, len(made.rows))
    rows = np.concatenate([made.rows[kept], other.rows])
    order = np.lexsort((np.arange(len(rows)), rows[:, PLACE], rows[:, FARM]))
    back = np.argsort(order)
    piece_row = back[np.r_[row, len(kept) + other.piece_row]]
    by_row = np.argsort(piece_row, kind="stable")
    measures = np.concatenate([made.measures[~np.isin(made.measures[:, FARM], odd)], other.measures])
    elsewhere = np.where(np.isin(np.arange(count), odd), other.elsewhere, made.elsewhere)
    return Considered(
        rows[order], piece_row[by_row], np.r_[made.piece_kind[pieces], other.piece_kind][by_row],
        np.r_[made.piece_quantity[pieces], other.piece_quantity][by_row],
        measures[np.lexsort(measures[:, 2::-1].T)], other.names, elsewhere,
        {**{at: why for at, why in made.reasons.items() if at not in set(odd.tolist())}, **other.reasons},
    )  # fmt: skip
