"""Tables as arrays: what all pieces of some farms are paid and score, in one sweep of integers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, gcd

import numpy as np
from numpy.typing import NDArray

from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.offered.part import Line, Part
from calculator.stacking.columns.offered.steady import Steady
from calculator.stacking.columns.offered.summing import K, added, most
from calculator.stacking.columns.offered.tables import Table
from calculator.stacking.columns.reading.farms import SCALE

_ONE = Fraction(1)

#: What a column of the sweep is about: a payment with the years that pay alike; a scheme, a goal and a year; a cap.
Name = tuple[object, ...]


@dataclass(slots=True)
class Numbers:
    """Names of columns as they first occur."""

    known: dict[Name, int] = field(default_factory=dict)

    def of(self, name: Name) -> int:
        """The column of the name."""
        return self.known.setdefault(name, len(self.known))


@dataclass(slots=True)
class Ratios:
    """For each table a run of (column, top, bottom): what one hundred-millionth of a unit of the piece adds to a column."""

    names: Numbers = field(default_factory=Numbers)
    counts: list[int] = field(default_factory=list)
    entries: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    _made: tuple[Ints, Ints] | None = None
    _rows: Ints = field(default_factory=lambda: np.zeros((0, 5), dtype=np.int64))

    def add(self, entries: Sequence[tuple[Name, Fraction, Fraction]]) -> None:
        """The run of the next table: per column an amount per step and steps per unit of the piece."""
        self.counts.append(len(entries))
        for name, amount, steps in entries:
            # In lowest terms, so that products stay small.
            shared = gcd(steps.numerator, SCALE)
            self.entries.append(
                (
                    self.names.of(name), amount.numerator, amount.denominator,
                    steps.numerator // shared, steps.denominator * (SCALE // shared),
                )
            )  # fmt: skip
        self._made = None

    def arrays(self) -> tuple[Ints, Ints]:
        """Where the run of each table begins, and the end; the entries as rows."""
        if self._made is None:
            later = np.array(self.entries[len(self._rows) :], dtype=np.int64).reshape(-1, 5)
            self._rows = np.concatenate([self._rows, later])
            self._made = np.cumsum([0, *self.counts]), self._rows
        return self._made


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Parts on land: which farm, the number of the part, how much, and on which piece."""

    farm: Ints
    part: Ints
    quantity: Ints
    piece: Ints


@dataclass(slots=True)
class Compiled:
    """All tables met so far, and their parts, each by number.

    ``fixed`` has per table the part that is always taken, ``choices`` the numbers of its choices; ``ways`` has per choice its
    parts, the one with most money first, ``steps`` its smallest step, ``steady`` its contracts that are on in all years or in
    none. ``most``, ``caps`` and ``grants`` are per table: the most
    that it can come to; ``counted`` how many of its lines ceilings over years count.
    """

    tables: list[Table] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    fixed: list[int] = field(default_factory=list)
    choices: list[list[int]] = field(default_factory=list)
    ways: list[list[int]] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    steady: list[Steady | None] = field(default_factory=list)
    lines: Ratios = field(default_factory=Ratios)
    scores: Ratios = field(default_factory=Ratios)
    most: Ratios = field(default_factory=Ratios)
    caps: Ratios = field(default_factory=Ratios)
    grants: Ratios = field(default_factory=Ratios)
    counted: list[int] = field(default_factory=list)
    #: What ways bring where classes of some years are weighed, in cents and scores: by that, and by part.
    worth: dict[tuple[object, ...], dict[int, tuple[float, NDArray[np.float64]]]] = field(
        default_factory=dict
    )
    _choice_of: dict[int, int] = field(default_factory=dict)

    def add(self, table: Table) -> int:
        """The number of the table."""
        self.tables.append(table)
        self.fixed.append(self._part(table.fixed))
        self.choices.append([])
        self.steady += table.steady
        for parts in table.choices:
            self.choices[-1].append(len(self.ways))
            self.ways.append([self._part(part) for part in parts])
            self.steps.append(ceil(SCALE / max(part.steps for part in parts)))
        self.most.add(_per_unit(table, lambda part: part.scores))
        self.caps.add(_per_unit(table, lambda part: {n: x * MICRO for n, x in part.caps.items()}))
        self.grants.add(_per_unit(table, lambda part: part.grants))
        every = (table.fixed, *(part for parts in table.choices for part in parts))
        self.counted.append(sum(bool(line.limits) for part in every for line in part.lines))
        return len(self.tables) - 1

    def _part(self, part: Part) -> int:
        self.parts.append(part)
        self.lines.add([((line.ref, years), line.cents, line.steps) for line, years in _alike(part.lines)])
        self.scores.add([(name, amount, _ONE) for name, amount in part.scores.items()])
        return len(self.parts) - 1

    def choice_of(self, part: int) -> int:
        """The number of the choice that a part is a way of; below zero where it is always taken."""
        if part not in self._choice_of:
            self._choice_of = {p: number for number, ways in enumerate(self.ways) for p in ways}
        return self._choice_of.get(part, -1)

    def chosen(self, table: Ints) -> tuple[Ints, Ints]:
        """For pieces with these tables: which piece each choice is of, and its number."""
        counts = np.array([len(c) for c in self.choices], dtype=np.int64)
        flat = np.array([c for choices in self.choices for c in choices], dtype=np.int64)
        starts = np.cumsum(counts) - counts
        mine = counts[table]
        piece = np.repeat(np.arange(len(table)), mine)
        within = np.arange(len(piece)) - np.repeat(np.cumsum(mine) - mine, mine)
        return piece, flat[np.repeat(starts[table], mine) + within]

    def best(self, farm: Ints, table: Ints, quantity: Ints) -> tuple[Laid, Laid]:
        """What is always taken on pieces, and of every choice the way with most money."""
        fixed = np.array(self.fixed, dtype=np.int64)[table]
        piece, choice = self.chosen(table)
        firsts = np.array([ways[0] for ways in self.ways], dtype=np.int64)
        every = np.arange(len(farm))
        return Laid(farm, fixed, quantity, every), Laid(farm[piece], firsts[choice], quantity[piece], piece)

    def paid(self, laid: Laid, farms: int) -> Ints:
        """Cents per farm and column of ``lines``: every line rounded by itself, as a statement says it."""
        from calculator.stacking.columns.offered import adding

        return _whole(adding.lines, self.lines, laid.farm, laid.part, laid.quantity, farms)

    def total(self, of: Ratios, farm: Ints, number: Ints, quantity: Ints, farms: int) -> Ints:
        """The sum per farm and column of ratios, each entry rounded down to a whole; numbers are of parts, or of tables."""
        from calculator.stacking.columns.offered import adding

        return _whole(adding.ratios, of, farm, number, quantity, farms)


#: Adds entries into a table by farm and column; whether all fits in 64 bits.
_Adding = Callable[[Ints, Ints, Ints, Ints, Ints, Ints], bool]


def _whole(add: _Adding, of: Ratios, farm: Ints, number: Ints, quantity: Ints, farms: int) -> Ints:
    """The sums that a compiled function adds up; OverflowError past 64 bits."""
    starts, entries = of.arrays()
    found = np.zeros((farms, len(of.names.known)), dtype=np.int64)
    if len(number) and not add(farm, number, quantity, starts, entries, found):
        raise OverflowError("amounts past 64 bits")
    return found


def _per_unit(
    table: Table, of: Callable[[Part], Mapping[K, Fraction]]
) -> list[tuple[Name, Fraction, Fraction]]:
    """The most that a table can come to: its fixed part, and of every choice the way that brings most of each."""
    choices = [most(of(part) for part in parts) for parts in table.choices]
    total = added([of(table.fixed), *choices])
    return [(name if isinstance(name, tuple) else (name,), amount, _ONE) for name, amount in total.items()]


def _alike(lines: Sequence[Line]) -> list[tuple[Line, tuple[int, ...]]]:
    """Lines that pay the same in several years as one, with those years."""
    found: dict[tuple[object, ...], tuple[Line, list[int]]] = {}
    for line in lines:
        found.setdefault((line.ref, line.cents, line.steps), (line, []))[1].append(line.year)
    return [(line, tuple(years)) for line, years in found.values()]
