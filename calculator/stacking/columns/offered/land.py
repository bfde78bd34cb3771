"""The land of some farms by type: which table every piece has, and what farms are offered on their land."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np

from calculator.domain.farm import FarmProfile
from calculator.eligibility.conditions.territory import PATHS
from calculator.eligibility.units import Piece
from calculator.stacking.columns.answer import Ints, Mask, Opened
from calculator.stacking.columns.offered.compiled import Compiled
from calculator.stacking.columns.offered.sizing import extents, with_size
from calculator.stacking.columns.offered.tables import Table, Tables
from calculator.stacking.columns.offered.units import Offer, Template, Units
from calculator.stacking.columns.reading.counting import ITSELF, Alike, Counted
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.kinds import Kinds
from calculator.stacking.columns.reading.numbering import distinct, in_order, numbered
from calculator.stacking.columns.reading.sorts import Facts, Kind
from calculator.stacking.columns.reading.vocabulary import nameless

PARCEL = "a package that takes value from its whole parcel"


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """The pieces that can be settled, with the numbers of their offer and table.

    ``has`` says per payment which farms are offered it, ``scoring`` has per scheme and year the farms with an activity there.
    """

    farm: Ints
    offer: Ints
    table: Ints
    quantity: Ints
    piece: Ints
    has: Mapping[str, Mask]
    scoring: Mapping[tuple[str, int], Mask]


@dataclass(slots=True)
class Types:
    """Kinds and types met so far, and their tables."""

    units: Units
    tables: Tables
    compiled: Compiled
    kinds: Kinds
    _asked: dict[tuple[int, ...], int] = field(default_factory=dict)
    _same: dict[tuple[object, ...], int] = field(default_factory=dict)
    _offers: list[tuple[Offer, int]] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)
    _switching: dict[frozenset[int], bool] = field(default_factory=dict)
    _waiting: dict[int, int] = field(default_factory=dict)
    _sized: dict[tuple[object, ...], int] = field(default_factory=dict)
    _alike: Alike = field(default_factory=Alike)

    def take(self, other: Types, *, tables: bool) -> None:
        """Take over what holds here too; ``tables``: the rules between payments are the same."""
        stays = self.kinds.take(other.kinds)
        # What waits for aid received waits for it under the limits of the other.
        self._asked = {key: n for key, n in other._asked.items() if stays[key[0]] and (tables or not key[2])}
        self._same, self._sized, self._alike = dict(other._same), other._sized, other._alike
        self._offers = list(other._offers) if tables else [(offer, -1) for offer, _ in other._offers]
        if tables:
            self._numbers, self._switching = other._numbers, other._switching
            self._waiting = dict(other._waiting)

    def of(self, farms: Farms, left: dict[int, str], open_: Opened) -> Land:
        """The land of the farms; ``left`` and ``open_`` gain the farms to leave, and what is open."""
        return self.laid(farms, self.asked(farms, self._offer), np.arange(len(farms.piece_farm)), left, open_)

    def laid(self, farms: Farms, offer_of: Ints, piece: Ints, left: dict[int, str], open_: Opened) -> Land:
        """As ``of``, of these pieces (in the order of their farms) with the numbers of their offers."""
        farm = farms.piece_farm[piece]
        at, inverse = distinct(offer_of)
        first = offer_of[at]
        table_of = np.array([self._table_of(o) for o in first.tolist()], dtype=np.int64)[inverse]
        offering, waiting = dict[str, list[Ints]](), dict[tuple[str, int], list[Ints]]()
        order = in_order(inverse)
        owners, which = farm[order], inverse[order]
        # Pieces stand in the order of their farms: each farm once of every offer.
        other = np.ones(len(order), dtype=np.bool_)
        other[1:] = (owners[1:] != owners[:-1]) | (which[1:] != which[:-1])
        owners, which = owners[other], which[other]
        bounds = np.searchsorted(which, np.arange(len(first) + 1)).tolist()
        for place, number in enumerate(first.tolist()):
            offer, table = self._offers[number]
            made = self.compiled.tables[table]
            here = owners[bounds[place] : bounds[place + 1]]
            reason = offer.reason or made.reason
            for at in here.tolist() if reason else ():
                left.setdefault(at, reason)
            for ref in offer.open:
                open_.add(ref, here)
            for ref in made.refs:
                offering.setdefault(ref, []).append(here)
            for key in offer.scoring:
                waiting.setdefault(key, []).append(here)
        has = {ref: _marked(some, len(farms)) for ref, some in offering.items()}
        scoring = {key: _marked(some, len(farms)) for key, some in waiting.items()}
        self._parcels(farm, farms.piece_place[piece], table_of, left)
        return Land(farm, offer_of, table_of, farms.piece_quantity[piece], piece, has, scoring)

    def asked(
        self, farms: Farms, ask: Callable[[Farms, Kind, int, tuple[int, ...]], int], *, exactly: bool = False
    ) -> Ints:
        """A number for every piece: of each of its type the answer to ``ask`` (its kind, one piece, what tells types apart).

        ``exactly``: facts that are only compared tell types apart by their value too. Of what is asked of one farm the second
        of what tells types apart is ``ITSELF`` or more.
        """
        kind_of = self.kinds.of(farms)
        firsts, inverse = distinct(kind_of)
        kinds = kind_of[firsts]
        by_facts: dict[tuple[Facts, bool, tuple[Counted, ...], bool], list[int]] = {}
        for place, number in enumerate(kinds.tolist()):
            site = self.kinds.made[number].site
            facts = tuple((path, None) for path, _ in site.facts) if exactly else site.facts
            by_facts.setdefault((facts, site.alone, site.counts, site.sized), []).append(place)
        found = np.zeros(len(inverse), dtype=np.int64)
        order = in_order(inverse)
        starts = np.searchsorted(inverse[order], np.arange(len(kinds) + 1))
        for (facts, alone, counts, sized), places in by_facts.items():
            on = np.concatenate([order[starts[p] : starts[p + 1]] for p in places])
            farm = farms.piece_farm[on]
            if alone:
                farmed = np.arange(len(farms)) + ITSELF
            elif counts:
                farmed = self._alike.of(farms, facts, counts, farm, exactly=exactly)
            else:
                farmed = farms.alike(facts)
            size = self._sizes(farms, on) if sized else np.zeros(len(on), dtype=np.int64)
            keys = (kinds[inverse[on]], farmed[farm], farms.aid_unknown[farm], size)
            one, back = distinct(numbered(keys))
            asked = zip(on[one].tolist(), *(column[one].tolist() for column in keys), strict=True)
            offers = [ask(farms, self.kinds.made[row[1]], row[0], row[1:]) for row in asked]
            found[on] = np.array(offers, dtype=np.int64)[back]
        return found

    def _sizes(self, farms: Farms, on: Ints) -> Ints:
        """A number for each of these pieces: the same for those as large, on a place with as much of each of their measures."""
        told = (extents(farms, at) for at in on.tolist())
        keys = (
            (int(farms.piece_quantity[at]), *sorted(there.items()))
            for at, there in zip(on.tolist(), told, strict=True)
        )
        return np.array([self._sized.setdefault(key, len(self._sized)) for key in keys], dtype=np.int64)

    def _offer(self, farms: Farms, kind: Kind, at: int, key: tuple[int, ...]) -> int:
        """The number of what the kind is offered on the farm of one piece; ``key`` is the same for those who answer alike."""
        if key[1] >= ITSELF:
            return self._known_aid(self._number(self.units.offer(kind, *one(farms, kind, at))), key)
        number = self._asked.get(key)
        if number is None:
            known = (*key[:2], 0, key[3])
            number = self._asked.get(known)
            if number is None:
                number = self._asked[known] = self._number(self.units.offer(kind, *one(farms, kind, at)))
            number = self._asked[key] = self._known_aid(number, key)
        return number

    def _known_aid(self, number: int, key: tuple[int, ...]) -> int:
        """The number of an offer as it stands for those who know what aid they received, or do not."""
        if not key[2]:
            return number
        if number not in self._waiting:
            self._waiting[number] = self._number(self._held_back(self._offers[number][0]))
        return self._waiting[number]

    def _number(self, offer: Offer) -> int:
        years = tuple(tuple(id(t) for t in year) for year in offer.years)
        key = (years, offer.open, offer.scoring, offer.reason, tuple((y, id(t)) for y, t in offer.beside))
        number = self._same.get(key)
        if number is None:
            number = self._same[key] = len(self._offers)
            self._offers.append((offer, -1))
        return number

    def number(self, offer: Offer, table: int | None = None) -> int:
        """The number of an offer; ``table`` is that of its table, where it is known."""
        number = self._number(offer)
        if table is not None:
            self._offers[number] = (offer, table)
        return number

    def table(self, number: int) -> int:
        """The number of the table of the offer with that number."""
        return self._table_of(number)

    def offer(self, number: int) -> Offer:
        """The offer with that number."""
        return self._offers[number][0]

    def only(self, number: int, claims: frozenset[tuple[str, int]]) -> int:
        """The number of an offer with no more than these payments in these years."""
        offer = self._offers[number][0]
        kept = zip(self.units.years, offer.years, strict=False)
        years = tuple(tuple(t for t in offered if (t.terms.ref, y) in claims) for y, offered in kept)
        return self._number(Offer(years, reason=offer.reason))

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
        open_, beside = set(offer.open), list(offer.beside)

        def kept(year: int, offered: tuple[Template, ...]) -> Iterator[Template]:
            for template in offered:
                if self.units.waits_for_aid(template, year):
                    open_.add(template.terms.ref)
                    beside.append((year, template))
                else:
                    yield template

        years = tuple(tuple(kept(y, o)) for y, o in zip(self.units.years, offer.years, strict=False))
        return replace(offer, years=years, open=frozenset(open_), beside=tuple(beside))

    def _parcels(self, farm: Ints, place: Ints, table_of: Ints, left: dict[int, str]) -> None:
        """Leave the farms with a parcel on which a package takes value anywhere (rule of 2023): it is on or off as a whole."""
        if not any(r.relations.on_whole_parcels for r in self.tables.rules.values()):
            return
        if not len(table_of):
            return
        for table in np.unique(table_of).tolist():
            if self._switches(frozenset({table})):
                for at in np.unique(farm[table_of == table]).tolist():
                    left.setdefault(at, PARCEL)
        parcel = numbered((farm, place))
        order = np.lexsort((table_of, parcel))
        sorted_, tables, owner = parcel[order], table_of[order], farm[order]
        starts = np.flatnonzero(np.diff(sorted_, prepend=-1))
        counts = np.diff(starts, append=len(order))
        for count in np.unique(counts[counts > 1]).tolist():
            mine = starts[counts == count]
            columns = tuple(tables[mine + at] for at in range(count))
            # Parcels with the same tables are asked once.
            firsts, inverse = distinct(numbered(columns))
            asked = zip(*(column[firsts].tolist() for column in columns), strict=True)
            apart = np.array([self._bear(here) for here in asked], dtype=np.bool_)[inverse]
            left |= {at: left.get(at, PARCEL) for at in owner[mine[apart]].tolist()}

    def _bear(self, tables: tuple[int, ...]) -> bool:
        """Whether pieces of one parcel with these tables, in order, take value from each other."""
        several = tables[0] != tables[-1] or bool(self.compiled.tables[tables[0]].choices)
        return several and self._switches(frozenset(tables))

    def _switches(self, tables: frozenset[int]) -> bool:
        found = self._switching.get(tables)
        if found is None:
            refs = [self.compiled.tables[t].refs for t in sorted(tables)]
            found = self._switching[tables] = any(
                self.tables.switches(a, b) for one in refs for other in refs
                for a in one for b in other
            )  # fmt: skip
        return found


def _marked(some: list[Ints], farms: int) -> Mask:
    """Which of so many farms are among these."""
    found = np.zeros(farms, dtype=np.bool_)
    found[np.concatenate(some)] = True
    return found


def one(farms: Farms, kind: Kind, at: int) -> tuple[FarmProfile, Piece]:
    """A piece with the size that counts, and its farm as far as payments on the piece look at it."""
    farm, piece, site = int(farms.piece_farm[at]), kind.piece, kind.site
    if site.sized:
        piece = with_size(piece, Decimal(int(farms.piece_quantity[at])), extents(farms, at))
    read = (*(path for path, _ in site.facts), *PATHS.values())
    if site.alone or site.counts:
        return farms.profiles[farm], nameless(piece)
    return farms.told(farm, read), piece
