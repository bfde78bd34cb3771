"""The lines of the awards of a population, as columns: what is paid where, for how much, per payment and year.

    lines      farm, year, place, payment -> quantity, cents, tariff, rate

A place is the place of a parcel among those of the farm, then of its elements; below zero it is the farm. Quantities are in
millionths of the unit of the payment, rates in millionths of a cent per unit. ``tariffs`` are the terms on which lines are paid:
unit, legal basis, status, certainty, sources; of a payment for the farm that has a rate per farm, that of another. Every line is
rounded once, half up, as that of an award; lines of nothing are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.award import Line as OwnLine
from calculator.domain.claim import Claim, Terms
from calculator.domain.farm import FarmProfile
from calculator.domain.money import settle
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Codes, Ints, Opened
from calculator.stacking.columns.case import Case, Chosen
from calculator.stacking.columns.offered.ceilinged import lowered
from calculator.stacking.columns.offered.part import Part
from calculator.stacking.columns.paying import per_payment
from calculator.stacking.columns.reading.farms import SCALE, Farms
from calculator.stacking.columns.reading.numbering import spread
from calculator.stacking.columns.settling import Columns

#: The place of a payment for the farm.
FARM = -1
#: Columns of a line: farm, year, place, payment, quantity, cents, tariff, rate.
_WIDTH = 8


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """All lines, by farm, year, payment and place; ``payment`` is a code of ``payments``, ``tariff`` of ``tariffs``."""

    payments: tuple[str, ...]
    tariffs: tuple[Terms, ...]
    farm: Ints
    year: Ints
    place: Ints
    payment: Ints
    quantity: Ints
    cents: Ints
    tariff: Ints
    rate: Ints

    def __len__(self) -> int:
        return len(self.farm)


@dataclass(slots=True)
class Tariffs:
    """The terms of lines as numbers, told apart by identity: claims of a rulebook share them."""

    known: dict[int, tuple[int, Terms]] = field(default_factory=dict)

    def of(self, terms: Terms) -> int:
        """The number of the terms."""
        return self.known.setdefault(id(terms), (len(self.known), terms))[0]

    @property
    def all(self) -> tuple[Terms, ...]:
        """The terms by number."""
        return tuple(terms for _, terms in self.known.values())


@dataclass(slots=True)
class Listing:
    """Gathers lines, part after part of a population; what was worked out of a part of land is kept for the next."""

    columns: Columns
    farms: int = 0
    payments: Codes = field(default_factory=Codes)
    tariffs: Tariffs = field(default_factory=Tariffs)
    rows: list[Ints] = field(default_factory=list)
    _of_part: dict[int, Ints] = field(default_factory=dict)

    def add(self, farms: Farms) -> dict[int, str]:
        """The lines of some farms that can be settled in columns; the others with the reason."""
        left, open_ = dict(farms.reasons), Opened(len(farms))
        case, chosen = self.columns.solved(farms, *self.columns.offered(farms, left, open_), left, open_)
        paid, _ = per_payment(case, chosen)
        self.of(case, chosen, paid)
        return left

    def of(self, case: Case, chosen: Sequence[Chosen], paid: Mapping[tuple[str, int], Ints]) -> None:
        """The lines of the farms of a case that are not left; ``paid`` is what they come to."""
        found = np.concatenate([np.zeros((0, _WIDTH), dtype=np.int64), *self._every(case, chosen)])
        stays = np.ones(len(case.farms), dtype=np.bool_)
        stays[list(case.left)] = False
        found = found[stays[found[:, 0]] & (found[:, 5] != 0)]
        self._below(found, paid)
        found = found[found[:, 5] != 0]
        found[:, 0] += self.farms
        self.rows.append(found)
        self.farms += len(case.farms)

    def own(self, farm: int, profile: FarmProfile, lines: Sequence[OwnLine]) -> None:
        """The lines of a farm as the ordinary engine gives them."""
        names = [p.id for p in profile.parcels] + [e.id for e in profile.elements]
        at = {name: n for n, name in enumerate(names)}
        rows = [
            (
                farm, x.claim.year, at.get(x.claim.place, FARM), self.payments.of(x.claim.ref), int(x.quantity * MICRO),
                x.amount, self.tariffs.of(x.claim.terms), _micro(x.claim.terms),
            )
            for x in lines
        ]  # fmt: skip
        self.rows.append(np.array(rows, dtype=np.int64).reshape(-1, _WIDTH))

    def finished(self) -> Lines:
        """All of them, in order."""
        every = np.concatenate([np.zeros((0, _WIDTH), dtype=np.int64), *self.rows])
        order = np.lexsort((every[:, 5], every[:, 2], every[:, 3], every[:, 1], every[:, 0]))
        return Lines(
            self.payments.names,
            self.tariffs.all,
            *(np.ascontiguousarray(column) for column in every[order].T),
        )

    def _every(self, case: Case, chosen: Sequence[Chosen]) -> Iterator[Ints]:
        yield self._on_land(case)
        for one in case.granted:
            for year in one.years:
                yield self._of(one.farm, year, one.claim, one.quantity, one.cents, one.rate)
        for made, year, here in chosen:
            for place, claim in enumerate(made.claims):
                got = np.flatnonzero(here == place)
                rate = np.full(len(got), _micro(claim.terms), dtype=np.int64)
                yield self._of(made.farm[got], year, claim, made.quantity[got], made.cents[got, place], rate)

    def _of(self, farm: Ints, year: int, claim: Claim, quantity: Ints, cents: Ints, rate: Ints) -> Ints:
        same = np.ones_like(farm)
        payment, tariff = same * self.payments.of(claim.ref), same * self.tariffs.of(claim.terms)
        return np.stack([farm, same * year, same * FARM, payment, quantity, cents, tariff, rate], axis=1)

    def _on_land(self, case: Case) -> Ints:
        """Each line of each part that is laid: whole steps, times what a step is paid."""
        laid, parts = case.laid, case.compiled.parts
        numbers, inverse = np.unique(laid.part, return_inverse=True)
        of = [self._lines_of(n, parts[n]) for n in numbers.tolist()]
        counts = np.array([len(lines) for lines in of], dtype=np.int64)
        every = np.concatenate([np.zeros((0, 9), dtype=np.int64), *of])
        starts = np.cumsum(counts) - counts
        mine = counts[inverse]
        year, payment, top, bottom, up, down, grain, tariff, rate = every[spread(starts[inverse], mine)].T
        at = np.repeat(np.arange(len(laid.part)), mine)
        # It fits in 64 bits: what a farm is paid on the same land was added up before.
        steps = laid.quantity[at] * up // down
        cents = (2 * steps * top + bottom) // (2 * bottom)
        firsts = np.cumsum(mine) - mine
        for rows, _, line in lowered(parts, laid.part, laid.quantity):
            cents[firsts[rows] + line] -= 1
        place = case.farms.piece_place[laid.piece[at]]
        return np.stack([laid.farm[at], year, place, payment, steps * grain, cents, tariff, rate], axis=1)

    def _lines_of(self, number: int, part: Part) -> Ints:
        found = self._of_part.get(number)
        if found is None:
            rows = [
                (
                    x.year, self.payments.of(x.ref), x.cents.numerator, x.cents.denominator,
                    (x.steps / SCALE).numerator, (x.steps / SCALE).denominator, int(x.grain * MICRO),
                    self.tariffs.of(x.terms), _micro(x.terms),
                )
                for x in part.lines
            ]  # fmt: skip
            found = self._of_part[number] = np.array(rows, dtype=np.int64).reshape(-1, 9)
        return found

    def _below(self, found: Ints, paid: Mapping[tuple[str, int], Ints]) -> None:
        """Nothing of what stays below a minimum in all."""
        names = self.payments.names
        keys, inverse = np.unique(found[:, [3, 1]], axis=0, return_inverse=True)
        order = np.argsort(inverse.reshape(-1), kind="stable")
        bounds = np.searchsorted(inverse.reshape(-1)[order], np.arange(len(keys) + 1))
        for n, (payment, year) in enumerate(keys.tolist()):
            here = order[bounds[n] : bounds[n + 1]]
            found[here, 5] *= paid[names[payment], year][found[here, 0]] != 0


def _micro(terms: Terms) -> int:
    """Millionths of a cent per unit."""
    return settle(terms.rate.expected * MICRO)
