"""The land of some farms by type: which table every piece has, and what farms are offered on their land."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np

from calculator.eligibility.territory import PATHS
from calculator.eligibility.units import Piece
from calculator.stacking.columns.answer import Ints, Mask, Opened
from calculator.stacking.columns.compiled import Compiled
from calculator.stacking.columns.farms import SCALE, Farms
from calculator.stacking.columns.looking import place_of
from calculator.stacking.columns.numbering import numbered
from calculator.stacking.columns.tables import Table, Tables
from calculator.stacking.columns.units import Facts, Kind, Offer, Template, Units
from calculator.stacking.columns.whereabouts import Whereabouts

PARCEL = "a package that takes value from its whole parcel"


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """The pieces that can be settled, with the number of their table; ``has`` says per payment which farms are offered it.

    ``scoring`` has per scheme and year the farms with an activity there.
    """

    farm: Ints
    table: Ints
    quantity: Ints
    has: Mapping[str, Mask]
    scoring: Mapping[tuple[str, int], Mask]


@dataclass(slots=True)
class Types:
    """Kinds and types met so far, and their tables."""

    units: Units
    tables: Tables
    compiled: Compiled
    places: Whereabouts
    _kinds: list[Kind] = field(default_factory=list)
    _kind_of: list[int] = field(default_factory=list)
    _seen: dict[tuple[object, ...], Kind] = field(default_factory=dict)
    _asked: dict[tuple[int, ...], int] = field(default_factory=dict)
    _same: dict[tuple[object, ...], int] = field(default_factory=dict)
    _offers: list[tuple[Offer, int]] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)
    _open: Ints = field(default_factory=lambda: np.full((0, 0), -1))
    _switching: dict[frozenset[int], bool] = field(default_factory=dict)

    def take(self, other: Types, *, tables: bool) -> None:
        """Take over what holds here too; ``tables``: the rules between payments are the same."""
        stays = [self.units.knows(kind.sort) for kind in other._kinds]
        self._kinds, self._open = list(other._kinds), other._open.copy()
        self._kind_of = [n if n >= 0 and stays[n] else -1 for n in other._kind_of]
        self._seen = {key: kind for key, kind in other._seen.items() if stays[kind.number]}
        self._asked = {key: n for key, n in other._asked.items() if stays[key[0]]}
        self._same = dict(other._same)
        self._offers = list(other._offers) if tables else [(offer, -1) for offer, _ in other._offers]
        if tables:
            self._numbers, self._switching = other._numbers, other._switching

    def of(self, farms: Farms, left: dict[int, str], open_: Opened) -> Land:
        """The land of the farms; ``left`` and ``open_`` gain the farms to leave, and what is open."""
        offer_of = self._offered(farms)
        first, inverse = np.unique(offer_of, return_inverse=True)
        table_of = np.array([self._table_of(o) for o in first.tolist()], dtype=np.int64)[inverse]
        has: dict[str, Mask] = {}
        scoring: dict[tuple[str, int], Mask] = {}
        order = np.argsort(inverse, kind="stable")
        bounds = np.searchsorted(inverse[order], np.arange(len(first) + 1))
        owners = farms.piece_farm[order]
        for place, number in enumerate(first.tolist()):
            offer, table = self._offers[number]
            made = self.compiled.tables[table]
            # Pieces stand in the order of their farms.
            here = owners[bounds[place] : bounds[place + 1]]
            here = here[np.diff(here, prepend=-1) > 0]
            reason = offer.reason or made.reason
            for at in here.tolist() if reason else ():
                left.setdefault(at, reason)
            for ref in offer.open:
                open_.add(ref, here)
            for ref in made.refs:
                has.setdefault(ref, np.zeros(len(farms), dtype=np.bool_))[here] = True
            for key in offer.scoring:
                scoring.setdefault(key, np.zeros(len(farms), dtype=np.bool_))[here] = True
        self._parcels(farms, table_of, left)
        return Land(farms.piece_farm, table_of, farms.piece_quantity, has, scoring)

    def _offered(self, farms: Farms) -> Ints:
        """The number of the offer of every piece."""
        samples = farms.words.samples
        self._kind_of += [-1] * (len(samples) - len(self._kind_of))
        for number in np.unique(farms.piece_kind).tolist():
            if self._kind_of[number] < 0:
                self._kind_of[number] = self._kind(samples[number]).number
        kinds, inverse = np.unique(
            np.array(self._kind_of, dtype=np.int64)[farms.piece_kind], return_inverse=True
        )
        by_facts: dict[tuple[Facts, bool, bool], list[int]] = {}
        for place, number in enumerate(kinds.tolist()):
            sort = self._kinds[number].sort
            by_facts.setdefault((sort.facts, sort.alone, sort.sized), []).append(place)
        found, inside = np.zeros(len(inverse), dtype=np.int64), self._inside(farms, kinds[inverse])
        order = np.argsort(inverse, kind="stable")
        starts = np.searchsorted(inverse[order], np.arange(len(kinds) + 1))
        for (facts, alone, sized), places in by_facts.items():
            on = np.concatenate([order[starts[p] : starts[p + 1]] for p in places])
            farm = farms.piece_farm[on]
            farmed = np.arange(len(farms)) if alone else farms.alike(facts)
            size = farms.piece_quantity[on] if sized else np.zeros(len(on), dtype=np.int64)
            keys = (kinds[inverse[on]], inside[on], farmed[farm], farms.aid_unknown[farm], size)
            _, one, back = np.unique(numbered(keys), return_index=True, return_inverse=True)
            asked = zip(on[one].tolist(), *(column[one].tolist() for column in keys), strict=True)
            offers = [self._offer(farms, self._kinds[row[1]], row[0], row[1:]) for row in asked]
            found[on] = np.array(offers, dtype=np.int64)[back]
        return found

    def _kind(self, piece: Piece) -> Kind:
        """The kind of a piece as the rules see it."""
        sort = self.units.sort(piece)
        place = place_of(piece, sort.attributes, history=sort.history)
        key = (id(sort), piece.parcel is None, place)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = Kind(len(self._kinds), piece, sort, place)
            self._kinds.append(found)
        return found

    def _inside(self, farms: Farms, kinds: Ints) -> Ints:
        """For every piece the number of the schemes on it that are open where its farm lies."""
        where = farms.alike(tuple((path, None) for path in PATHS.values()))[farms.piece_farm]
        sorts = np.array([k.sort.number for k in self._kinds], dtype=np.int64)[kinds]
        self._open = grown(self._open, int(sorts.max(initial=-1)) + 1, int(where.max(initial=-1)) + 1)
        fresh = np.flatnonzero(self._open[sorts, where] < 0)
        order = fresh[np.argsort(sorts[fresh], kind="stable")]
        seen: dict[int, Mask] = {}
        for on in np.split(order, np.flatnonzero(np.diff(sorts[order])) + 1) if len(order) else ():
            sort, farm = self._kinds[kinds[on[0]]].sort, farms.piece_farm[on]
            schemes = {id(e.span.scheme): e.span.scheme for e in sort.entries}
            _, one, back = np.unique(
                self.places.of(tuple(schemes.values()), farms, farm, seen),
                return_index=True,
                return_inverse=True,
            )
            numbers = [
                self.units.inside(sort, farms.told(at, PATHS.values()))[0] for at in farm[one].tolist()
            ]
            self._open[sorts[on], where[on]] = np.array(numbers)[back]
        found: Ints = self._open[sorts, where]
        return found

    def _offer(self, farms: Farms, kind: Kind, at: int, key: tuple[int, ...]) -> int:
        """The number of what the kind is offered on the farm of one piece; ``key`` is the same for those who answer alike."""
        sort, number = kind.sort, None if kind.sort.alone else self._asked.get(key)
        if number is None:
            farm = int(farms.piece_farm[at])
            profile, piece = farms.profiles[farm] if sort.alone else farms.told(farm), kind.piece
            if sort.sized:
                piece = replace(piece, quantity=Decimal(int(farms.piece_quantity[at])) / SCALE)
            offer = self.units.offer(kind, profile, piece)
            number = self._number(self._held_back(offer) if farms.aid_unknown[farm] else offer)
            if not sort.alone:
                self._asked[key] = number
        return number

    def _number(self, offer: Offer) -> int:
        years = tuple(tuple(id(t) for t in year) for year in offer.years)
        key = (years, offer.open, offer.scoring, offer.reason)
        number = self._same.get(key)
        if number is None:
            number = self._same[key] = len(self._offers)
            self._offers.append((offer, -1))
        return number

    def _table_of(self, number: int) -> int:
        """The number of the table of an offer."""
        offer, table = self._offers[number]
        if table < 0:
            table = self._table(Table() if offer.reason else self.tables.of(offer.years))
            self._offers[number] = (offer, table)
        return table

    def _table(self, table: Table) -> int:
        found = self._numbers.get(id(table))
        if found is None:
            found = self._numbers[id(table)] = self.compiled.add(table)
        return found

    def _held_back(self, offer: Offer) -> Offer:
        """Without what a ceiling over years counts: unknown aid is never none."""
        open_ = set(offer.open)

        def kept(year: int, offered: tuple[Template, ...]) -> Iterator[Template]:
            for template in offered:
                if self.units.waits_for_aid(template, year):
                    open_.add(template.terms.ref)
                else:
                    yield template

        years = tuple(tuple(kept(y, o)) for y, o in zip(self.units.years, offer.years, strict=False))
        return replace(offer, years=years, open=frozenset(open_))

    def _parcels(self, farms: Farms, table_of: Ints, left: dict[int, str]) -> None:
        """Leave the farms with a parcel on which a package takes value from other pieces (rule of 2023)."""
        if not any(r.relations.on_whole_parcels for r in self.tables.rules.values()):
            return
        together: dict[tuple[int, int], list[int]] = {}
        for farm, place, table in zip(
            farms.piece_farm.tolist(), farms.piece_place.tolist(), table_of.tolist(), strict=True
        ):
            together.setdefault((farm, place), []).append(table)
        for (farm, _), tables in together.items():
            several = len(set(tables)) > 1 or bool(self.compiled.tables[tables[0]].choices)
            if len(tables) > 1 and several and self._switches(frozenset(tables)):
                left.setdefault(farm, PARCEL)

    def _switches(self, tables: frozenset[int]) -> bool:
        found = self._switching.get(tables)
        if found is None:
            refs = [self.compiled.tables[t].refs for t in sorted(tables)]
            found = self._switching[tables] = any(
                self.tables.switches(a, b) for one in refs for other in refs
                for a in one for b in other
            )  # fmt: skip
        return found


def grown(table: Ints, rows: int, columns: int) -> Ints:
    """The table with room for so many, -1 where nothing is known; it grows by doubling."""
    if table.shape[0] >= rows and table.shape[1] >= columns:
        return table
    larger = np.full((max(2 * table.shape[0], rows), max(2 * table.shape[1], columns)), -1)
    larger[: table.shape[0], : table.shape[1]] = table
    return larger
