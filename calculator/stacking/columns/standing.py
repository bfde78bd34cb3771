"""Claims as they stand: what farms claim under some rules, and what the same claims are paid under others.

Nothing new is claimed and nothing is chosen again: on every piece of land lies what lay there, for as much of it, and of payments
for the farm only those that it was granted. Classes follow from the points and the value of that. Where claims may no longer rest
together, or a ceiling no longer holds them all, the best of what stands is paid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.stacking.columns.answer import Gathering, Ints, Mask, Opened
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.holding import Held
from calculator.stacking.columns.offered.compiled import Compiled
from calculator.stacking.columns.offered.granted import Granted
from calculator.stacking.columns.offered.land import Land
from calculator.stacking.columns.offered.part import Part
from calculator.stacking.columns.paying import pay
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.numbering import numbered
from calculator.stacking.columns.settling import Columns

#: Payments and years.
Claims = frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What farms claim: rows of farm, piece (its place among those of the farm), a code of ``sets``, and how much of it.

    ``granted`` has the farms per payment and year; ``alone`` what farms claim that the ordinary engine settled.
    """

    farms: int
    land: Ints
    sets: tuple[Claims, ...]
    granted: Mapping[tuple[str, int], Ints]
    alone: Mapping[int, Held]


@dataclass(slots=True)
class Noting:
    """Gathers what farms claim, part after part of a population."""

    farms: int = 0
    rows: list[Ints] = field(default_factory=list)
    granted: dict[tuple[str, int], list[Ints]] = field(default_factory=dict)
    alone: dict[int, Held] = field(default_factory=dict)
    _codes: dict[Claims, int] = field(default_factory=dict)
    _of_parts: dict[tuple[int, ...], int] = field(default_factory=dict)

    def add(self, columns: Columns, farms: Farms) -> dict[int, str]:
        """The claims of some farms that can be settled in columns; the others with the reason."""
        left, open_ = dict(farms.reasons), Opened(len(farms))
        case, _ = columns.solved(farms, *columns.offered(farms, left, open_), left, open_)
        stays = np.ones(len(farms), dtype=np.bool_)
        stays[list(left)] = False
        self.rows.append(self._on_land(case, farms, stays))
        for one in case.granted:
            for year in one.years:
                self.granted.setdefault((one.claim.ref, year), []).append(
                    one.farm[stays[one.farm]] + self.farms
                )
        self.farms += len(farms)
        return left

    def _on_land(self, case: Case, farms: Farms, stays: Mask) -> Ints:
        """Rows for the land of the farms that stay, in order; what lies on the same ground is one."""
        laid, compiled = case.laid, case.compiled
        mine = np.flatnonzero(stays[laid.farm])
        mine = mine[np.lexsort((laid.part[mine], laid.piece[mine]))]
        piece, part, quantity = laid.piece[mine], laid.part[mine], laid.quantity[mine]
        starts = np.flatnonzero(np.diff(piece, prepend=-1))
        counts = np.diff(starts, append=len(piece))
        parts, inverse = np.unique(part, return_inverse=True)
        codes = np.array([self._code((n,), compiled.parts) for n in parts.tolist()], dtype=np.int64)[inverse]
        rows = [np.stack([piece, codes, quantity], axis=1)[starts[counts == 1]]]
        for start, count in zip(starts[counts > 1].tolist(), counts[counts > 1].tolist(), strict=True):
            here = slice(start, start + count)
            laid_here = _beside(part[here].tolist(), quantity[here].tolist(), compiled)
            one = int(piece[start])
            rows += [np.array([[one, self._code(some, compiled.parts), much]]) for some, much in laid_here]
        every = np.concatenate(rows)
        every = every[every[:, 1] >= 0]
        every = every[np.argsort(every[:, 0], kind="stable")]
        farm = farms.piece_farm[every[:, 0]]
        place = every[:, 0] - np.searchsorted(farms.piece_farm, farm)
        return np.stack([farm + self.farms, place, every[:, 1], every[:, 2]], axis=1)

    def _code(self, numbers: tuple[int, ...], parts: Sequence[Part]) -> int:
        """The code of what parts claim together; below zero where that is nothing."""
        if numbers not in self._of_parts:
            claims = frozenset[tuple[str, int]]().union(*(parts[n].claims for n in numbers))
            self._of_parts[numbers] = self._codes.setdefault(claims, len(self._codes)) if claims else -1
        return self._of_parts[numbers]

    def finished(self) -> Standing:
        """All of it."""
        none = np.zeros((0, 4), dtype=np.int64)
        granted = {key: np.sort(np.concatenate(some)) for key, some in self.granted.items()}
        return Standing(
            self.farms, np.concatenate([none, *self.rows]), tuple(self._codes), granted, self.alone
        )


def _beside(
    parts: Sequence[int], quantities: Sequence[int], compiled: Compiled
) -> Iterator[tuple[tuple[int, ...], int]]:
    """The parts on one piece as stretches with all that lies on each: those of one choice lie beside each other."""
    ends: dict[int, list[tuple[int, int]]] = {}
    for part, much in zip(parts, quantities, strict=True):
        if much:
            of = ends.setdefault(compiled.choice_of(part), [])
            of.append(((of[-1][0] if of else 0) + much, part))
    begin = 0
    for end in sorted({end for of in ends.values() for end, _ in of}):
        yield tuple(next(p for until, p in of if until >= end) for of in ends.values()), end - begin
        begin = end


@dataclass(slots=True)
class Valuing:
    """Values claims that stand under the rules of ``columns``; what was asked is kept for the next part."""

    columns: Columns
    standing: Standing
    _known: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, farms: Farms, first: int, into: Gathering) -> dict[int, str]:
        """Add the rows of some farms, the first of them numbered ``first`` in what stands; those left with the reason."""
        left, open_ = dict(farms.reasons), Opened(len(farms))
        for at in self.standing.alone:
            if first <= at < first + len(farms):
                left[at - first] = "claims that the ordinary engine chose"
        land, granted = self.columns.offered(farms, left, open_)
        granted = [kept for one in granted for kept in self._granted(one, first, len(farms))]
        land = self._land(farms, land, first, left)
        case, chosen = self.columns.solved(farms, land, granted, left, open_)
        pay(case, chosen, open_, first, into)
        return left

    def _granted(self, one: Granted, first: int, farms: int) -> Iterator[Granted]:
        """What of it the farms were granted before, year by year."""
        years = np.zeros((len(one.years), len(one.farm)), dtype=np.bool_)
        for n, year in enumerate(one.years):
            had = np.zeros(farms, dtype=np.bool_)
            told = self.standing.granted.get((one.claim.ref, year), np.zeros(0, dtype=np.int64))
            low, high = np.searchsorted(told, (first, first + farms))
            had[told[low:high] - first] = True
            years[n] = had[one.farm]
        alike, inverse = np.unique(years, axis=1, return_inverse=True)
        for n in range(alike.shape[1]):
            kept = tuple(year for year, had in zip(one.years, alike[:, n].tolist(), strict=True) if had)
            if kept:
                yield one.of(inverse.reshape(-1) == n).over(kept)

    def _land(self, farms: Farms, land: Land, first: int, left: dict[int, str]) -> Land:
        """The land with no more on it than lay there."""
        low, high = np.searchsorted(self.standing.land[:, 0], (first, first + len(farms)))
        farm, place, code, quantity = self.standing.land[low:high].T.copy()
        piece = np.searchsorted(farms.piece_farm, farm - first) + place
        offer = land.offer[piece]
        _, one, inverse = np.unique(numbered((offer, code)), return_index=True, return_inverse=True)
        numbers = [self._only(int(offer[at]), int(code[at])) for at in one.tolist()]
        offers = np.array(numbers, dtype=np.int64)[inverse]
        none = Opened(len(farms))
        found = self.columns.types.laid(farms, offers, piece, left, none)
        return Land(found.farm, found.offer, found.table, quantity, piece, found.has, land.scoring)

    def _only(self, offer: int, code: int) -> int:
        if (offer, code) not in self._known:
            self._known[offer, code] = self.columns.types.only(offer, self.standing.sets[code])
        return self._known[offer, code]


def held(farms: Farms, standing: Standing, at: int, number: int) -> Held:
    """What the farm with that number in what stands claims, as the ordinary engine tells claims apart. It stands ``at`` here."""
    if number in standing.alone:
        return standing.alone[number]
    profile = farms.profiles[at]
    places = [p.id for p in profile.parcels] + [e.id for e in profile.elements]
    low, high = np.searchsorted(standing.land[:, 0], (number, number + 1))
    begin = int(np.searchsorted(farms.piece_farm, at))
    found: set[tuple[str, int, str, tuple[str, ...]]] = {
        (ref, year, "farm", ()) for (ref, year), some in standing.granted.items() if number in some
    }
    for _, place, code, _ in standing.land[low:high].tolist():
        piece = begin + place
        laid = farms.words.samples[int(farms.piece_kind[piece])].measures
        where = places[int(farms.piece_place[piece])]
        codes = tuple(sorted(m.code for m in laid))
        found |= {(ref, year, where, codes) for ref, year in standing.sets[code]}
    return frozenset(found)
