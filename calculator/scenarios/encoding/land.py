"""The land of a population as pieces: cut by the compiled kernel, told apart by all that rules may ask of a piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from calculator.scenarios.encoding.in_lists import in_lists
from calculator.scenarios.encoding.reading import Ints, Mask, codes, flags, kinds, places, whole
from calculator.scenarios.encoding.sampling import Samples
from calculator.scenarios.population.tables import Population
from calculator.stacking.columns.narrow import narrowed
from calculator.stacking.columns.reading import cutting
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.columns.reading.numbering import numbered
from calculator.stacking.columns.reading.vocabulary import Vocabulary

#: Hundred-millionths in one cell of a unit: square metres of a hectare, centimetres of a metre, pieces, square metres.
EACH = {"ha": SCALE // 10_000, "m": SCALE // 100, "piece": SCALE, "m2": SCALE}
#: Larger amounts are out of bounds whatever they are; so their sums stay in 64 bits.
CLIPPED = 4 * 10**15
#: Land of so many farms is cut at a time: what that takes on the way is more than what is kept of all of them.
_AT_ONCE = 16_384
#: So many places per measure are written over more quickly than they are sorted.
_ROOM = 8
#: Numbers of what lies together stay in 64 bits below this.
_LARGEST = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """The measures that are done, by place and in the order in which they are cut: rows of the table.

    ``start`` has the first of each place, and the end; ``same`` a number per row that tells measures apart; ``long`` says
    whether it is measured along its length. ``odd`` are places that are left out, because they must be cut one by one: with more
    measures than the kernel takes, or elements that are in parts.
    """

    row: Ints
    start: Ints
    quantity: Ints
    part: Ints
    same: Ints
    long: Mask
    odd: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Pieces in the order of farm and place, with a kind, and the farms whose elements must be cut one by one."""

    farm: Ints
    kind: Ints
    quantity: Ints
    place: Ints
    odd: Ints

    def of(self, rows: Mask) -> Pieces:
        """These rows alone."""
        return Pieces(self.farm[rows], self.kind[rows], self.quantity[rows], self.place[rows], self.odd)


def pieces(population: Population, words: Vocabulary) -> Pieces:
    """All pieces on which a measure is done; ``words`` gains the kinds of them."""
    samples, found = Samples(words), list[Pieces]()
    for first in range(0, len(population), _AT_ONCE):
        some = _pieces(_of_farms(population, first, first + _AT_ONCE), samples)
        found.append(Pieces(*(narrowed(getattr(some, f.name)) for f in fields(Pieces))))
    if len(found) == 1:
        return found[0]
    return Pieces(*(np.concatenate([getattr(one, f.name) for one in found]) for f in fields(Pieces)))


def _of_farms(population: Population, first: int, last: int) -> Population:
    """The population with the land of these neighbouring farms alone."""
    if first == 0 and last >= len(population):
        return population

    def rows(name: str) -> pd.DataFrame | None:
        table = population.tables.get(name)
        if table is None:
            return None
        bounds = population.bounds(name)[[first, min(last, len(population))]].tolist()
        return table.iloc[slice(*bounds)]

    parcels = rows("parcels")
    assert parcels is not None
    return replace(
        population, parcels=parcels, elements=rows("elements"), measures=rows("measures"), histories=rows("histories"),
        place_facts=rows("place_facts"),
    )  # fmt: skip


def _pieces(population: Population, samples: Samples) -> Pieces:
    parcels, elements = population.parcels, population.elements
    of_parcels = _of_parcels(population, parcels, samples)
    if elements is None or not len(elements):
        return of_parcels
    of_elements = _of_elements(population, elements, samples)
    one, other = of_parcels, of_elements
    farm, place = np.concatenate([one.farm, other.farm]), np.concatenate([one.place, other.place])
    # Both lie in that order: what is merged is sorted more quickly than by one after the other.
    order = np.argsort(farm * (int(place.max(initial=0)) + 1) + place, kind="stable")
    kind, quantity = np.concatenate([one.kind, other.kind]), np.concatenate([one.quantity, other.quantity])
    return Pieces(farm[order], kind[order], quantity[order], place[order], np.union1d(one.odd, other.odd))


def _of_parcels(population: Population, table: pd.DataFrame, samples: Samples) -> Pieces:
    farm, size = places(table), table["area_m2"].to_numpy(np.int64) * EACH["ha"]
    done = _done(population.measures, table, "parcel_id", by_size=False)
    room = int(4 * len(done.row) + len(table))
    place, much, laid = (np.zeros(room, dtype=np.int64) for _ in range(3))
    made = cutting.parcels(done.start, np.minimum(size, CLIPPED), done.quantity, done.part, place, much, laid)
    place, much, laid = place[:made], much[:made], laid[:made]
    numbers = parcel_kinds(population, done, place, laid, samples)
    return Pieces(farm[place], numbers, much, ordinal(farm)[place], np.unique(farm[done.odd]))


def parcel_kinds(population: Population, done: Done, place: Ints, laid: Ints, samples: Samples) -> Ints:
    """The kind of every piece: on which row of the table of parcels, and which measures lie on it, as bits."""
    table = population.parcels
    history = histories(population)
    glmc8, _ = whole(table, "glmc8_m2")
    told = [
        codes(table, name) for name in ("land_use", "crop_code", "soil", "eco_region", "natura2000", "glmc9")
    ]
    some, same = kinds(_laid(done, place, laid))
    told += [(glmc8 > 0).astype(np.int64), history, *own_facts(population, table, "parcel_id")]
    key = numbered([same, *(c[place] for c in told)])
    first, kind = kinds(key)
    sets = [_rows(done, place[at], laid[at]) for at in some]
    return samples.on_parcels(population, place[first], sets, same[first])[kind]


def _of_elements(population: Population, table: pd.DataFrame, samples: Samples) -> Pieces:
    farm = places(table)
    done = _done(population.measures, table, "element_id", by_size=True)
    place, much, laid = (np.zeros(len(done.row), dtype=np.int64) for _ in range(3))
    made = cutting.elements(done.start, done.quantity, place, much, laid)
    place, much, laid = place[:made], much[:made], laid[:made]
    sizes = [whole(table, name, empty=-1)[0] for name in ("length_cm", "pieces", "area_m2")]
    long = _all_long(done, place, laid)
    size = [np.where(long, (s[place] >= 0).astype(np.int64), s[place] + 1) for s in sizes]
    told = [codes(table, name)[place] for name in ("kind", "diameter_cm", "width_cm")]
    told += [own[place] for own in own_facts(population, table, "element_id")]
    some, same = kinds(_laid(done, place, laid))
    first, kind = kinds(numbered([same, *told, long.astype(np.int64), *size]))
    sets = [_rows(done, place[at], laid[at]) for at in some]
    numbers = samples.on_elements(population, place[first], sets, same[first])
    before = np.bincount(places(population.parcels), minlength=len(population))
    return Pieces(
        farm[place], numbers[kind], much, (ordinal(farm) + before[farm])[place], np.unique(farm[done.odd]),
    )  # fmt: skip


def _done(measures: pd.DataFrame | None, table: pd.DataFrame, name: str, *, by_size: bool) -> Done:
    """The measures that are done on the places of a table."""
    if measures is None or not len(measures) or not len(table):
        none = np.zeros(0, dtype=np.int64)
        return Done(
            none, np.zeros(len(table) + 1, dtype=np.int64), none, none, none, none.astype(np.bool_), none
        )
    on = places_of(measures, table, name)
    row = np.flatnonzero((on >= 0) & ~flags(measures, "candidate", empty=False))
    on, code, part = on[row], codes(measures, "code")[row], codes(measures, "part")[row]
    full = np.bincount(on, minlength=len(table)) > cutting.MOST_ROWS
    if by_size:
        full[on[part > 0]] = True
    kept = ~full[on]
    row, on, code, part = row[kept], on[kept], code[kept], part[kept]
    times, amount = each_of(measures)[row], measures["quantity"].to_numpy(np.int64)[row]
    quantity = np.where(amount > CLIPPED // times, CLIPPED, amount * times)
    order = np.lexsort((code, quantity, on)) if by_size else np.argsort(on, kind="stable")
    told = (codes(measures, n, row) for n in ("unit", "width_cm", "cost_microeur", "forgone_microeur"))
    _, same = kinds(numbered([code, *told])[order])
    start = np.concatenate([[0], np.cumsum(np.bincount(on, minlength=len(table)))])
    return Done(
        row[order],
        start,
        quantity[order],
        part[order] - 1,
        same,
        (times == EACH["m"])[order],
        np.flatnonzero(full),
    )


def each_of(measures: pd.DataFrame) -> Ints:
    """Hundred-millionths of its unit in which each measure is told."""
    each = np.array([*(EACH[u] for u in measures["unit"].cat.categories), 0], dtype=np.int64)
    found: Ints = each[measures["unit"].cat.codes.to_numpy()]
    return found


def places_of(measures: pd.DataFrame, table: pd.DataFrame, name: str) -> Ints:
    """The row of the table on which each measure lies; -1 where it lies elsewhere."""
    if not len(table):
        return np.full(len(measures), -1, dtype=np.int64)
    known = pd.Index(table[name].cat.categories)
    mine = np.append(known.get_indexer(pd.Index(measures["place_id"].cat.categories)), -1)
    wanted = mine[measures["place_id"].cat.codes.to_numpy()]
    owner, asking = places(table), places(measures)
    least = int(owner.min())
    farms = int(owner.max()) + 1 - least
    keys = (owner - least) * len(known) + table[name].cat.codes.to_numpy(np.int64)
    asked = (asking - least) * len(known) + wanted
    there = (wanted >= 0) & (asking >= least) & (asking < least + farms)
    if farms * len(known) > _ROOM * (len(table) + len(measures)):
        order = np.argsort(keys, kind="stable")
        at = np.minimum(np.searchsorted(keys[order], asked), len(keys) - 1)
        return np.where(there & (keys[order][at] == asked), order[at], -1)
    # Names that farms give their land are mostly the same few: a place for each is quicker than looking for it.
    rows = np.full(farms * len(known), -1, dtype=np.int32)
    rows[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)
    found: Ints = np.where(there, rows[np.where(there, asked, 0)], -1)
    return found


def _bits(done: Done, place: Ints, laid: Ints) -> Iterator[tuple[Mask, Ints]]:
    """For the first, second, ... measure of a place: on which pieces it lies, and its row among those done."""
    for bit in range(int(np.diff(done.start).max(initial=0))):
        on = (laid >> bit & 1).astype(np.bool_)
        yield on, done.start[place[on]] + bit


def _laid(done: Done, place: Ints, laid: Ints) -> Ints:
    """A number per piece that is the same for the same measures in the same order."""
    found, most = np.zeros(len(place), dtype=np.int64), 1
    width = int(done.same.max(initial=0)) + 2
    for on, row in _bits(done, place, laid):
        if most > _LARGEST // width:
            _, found = kinds(found)
            most = int(found.max(initial=0)) + 1
        found *= width
        found[on] += done.same[row] + 1
        most *= width
    return found


def _all_long(done: Done, place: Ints, laid: Ints) -> Mask:
    """Whether everything on a piece is measured along its length."""
    found = np.ones(len(place), dtype=np.bool_)
    for on, row in _bits(done, place, laid):
        found[on] &= done.long[row]
    return found


def _rows(done: Done, place: int, laid: int) -> Ints:
    """The rows of the table of measures that lie on a piece."""
    start = int(done.start[place])
    return done.row[[start + bit for bit in range(int(laid).bit_length()) if laid >> bit & 1]]


def ordinal(farm: Ints) -> Ints:
    """Of rows in the order of their farms, the how-manieth of its farm each is."""
    return np.arange(len(farm)) - np.searchsorted(farm, farm)


def histories(population: Population) -> Ints:
    """A number per parcel that is the same for the same crops of earlier years; 0 where there are none."""
    table, parcels = population.histories, population.parcels
    if table is None or not len(table):
        return np.zeros(len(parcels), dtype=np.int64)
    renamed = table.rename(columns={"parcel_id": "place_id"})
    on = places_of(renamed, parcels, "parcel_id")
    row = np.flatnonzero(on >= 0)
    year = table["year"].to_numpy(np.int64)
    row = row[np.lexsort((year[row], on[row]))]
    each = numbered([codes(table, "crop_code")[row], year[row]])
    _, each = np.unique(each, return_inverse=True)
    return in_lists(on[row], each, len(parcels))


def own_facts(population: Population, table: pd.DataFrame, name: str) -> list[Ints]:
    """A number per place that is the same for the same answers of its own; nothing where the population has none."""
    facts = population.place_facts
    if facts is None or not len(facts):
        return []
    on = places_of(facts, table, name)
    row = np.flatnonzero(on >= 0)
    row = row[np.lexsort((codes(facts, "fact")[row], on[row]))]
    each = numbered([codes(facts, column)[row] for column in ("fact", "value_micro", "word")])
    _, each = np.unique(each, return_inverse=True)
    return [in_lists(on[row], each, len(table))]
