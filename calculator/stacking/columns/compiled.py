"""Tables as arrays: what all pieces of some farms are paid and score, in one sweep of integers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.farms import SCALE
from calculator.stacking.columns.tables import Line, Table

#: Products stay exact in 64 bits below this.
_LARGEST = 2.0**61

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
    _made: tuple[Ints, Ints, Ints] | None = None

    def add(self, entries: Sequence[tuple[Name, Fraction, Fraction]]) -> None:
        """The run of the next table: per column an amount per step and steps per unit of the piece."""
        self.counts.append(len(entries))
        for name, amount, steps in entries:
            each = steps / SCALE
            self.entries.append(
                (self.names.of(name), amount.numerator, amount.denominator, each.numerator, each.denominator)
            )
        self._made = None

    def spread(self, table: Ints) -> tuple[Ints, Ints]:
        """For pieces with these tables: which piece each entry is of, and the entries as columns."""
        if self._made is None:
            counts = np.array(self.counts, dtype=np.int64)
            columns = np.array(self.entries, dtype=np.int64).reshape(-1, 5)
            self._made = counts, np.cumsum(counts) - counts, columns
        counts, starts, columns = self._made
        mine = counts[table]
        piece = np.repeat(np.arange(len(table)), mine)
        within = np.arange(len(piece)) - np.repeat(np.cumsum(mine) - mine, mine)
        return piece, columns[np.repeat(starts[table], mine) + within].T


def steps_of(quantity: Ints, top: Ints, bottom: Ints) -> Ints:
    """Whole steps, downwards; OverflowError past 64 bits."""
    _fits(quantity, top)
    return quantity * top // bottom


def _fits(one: Ints, other: Ints) -> None:
    if len(one) and float(np.abs(one).max()) * float(np.abs(other).max()) > _LARGEST:
        raise OverflowError("amounts past 64 bits")


def rounded(amount: Ints, top: Ints, bottom: Ints) -> Ints:
    """``amount * top / bottom`` to the nearest whole, half up; OverflowError past 64 bits."""
    _fits(amount, 2 * top)
    return (2 * amount * top + bottom) // (2 * bottom)


@dataclass(slots=True)
class Compiled:
    """All tables met so far, in the order of their numbers."""

    tables: list[Table] = field(default_factory=list)
    lines: Ratios = field(default_factory=Ratios)
    scores: Ratios = field(default_factory=Ratios)
    most: Ratios = field(default_factory=Ratios)
    caps: Ratios = field(default_factory=Ratios)
    grants: Ratios = field(default_factory=Ratios)

    def add(self, table: Table) -> int:
        """The number of the table."""
        self.tables.append(table)
        self.lines.add([((line.ref, years), line.cents, line.steps) for line, years in _alike(table.lines)])
        one = Fraction(1)
        self.scores.add([(name, amount, one) for name, amount in table.scores.items()])
        self.most.add([(name, amount, one) for name, amount in table.most.items()])
        self.caps.add([(name, amount, Fraction(MICRO)) for name, amount in table.caps.items()])
        self.grants.add(
            [
                (("grant", limit, line.granted), line.cents * line.steps, Fraction(MICRO))
                for line in table.lines
                for limit in line.limits
            ]
        )
        return len(self.tables) - 1

    def paid(self, farm: Ints, table: Ints, quantity: Ints, farms: int) -> Ints:
        """Cents per farm and column of ``lines``: every line rounded by itself, as a statement says it."""
        piece, entry = self.lines.spread(table)
        name, top, bottom, up, down = entry
        cents = rounded(steps_of(quantity[piece], up, down), top, bottom)
        return _gathered(farm[piece], name, cents, farms, len(self.lines.names.known))

    def total(self, of: Ratios, farm: Ints, table: Ints, quantity: Ints, farms: int) -> Ints:
        """The sum per farm and column of ratios, each entry rounded down to a whole."""
        piece, entry = of.spread(table)
        name, top, bottom, up, down = entry
        # Both ratios in one: nothing is lost before the last division.
        whole, under = top * up, bottom * down
        common = np.gcd(whole, under)
        amount = steps_of(quantity[piece], whole // common, under // common)
        return _gathered(farm[piece], name, amount, farms, len(of.names.known))


def _alike(lines: Sequence[Line]) -> list[tuple[Line, tuple[int, ...]]]:
    """Lines that pay the same in several years as one, with those years."""
    found: dict[tuple[object, ...], tuple[Line, list[int]]] = {}
    for line in lines:
        found.setdefault((line.ref, line.cents, line.steps), (line, []))[1].append(line.year)
    return [(line, tuple(years)) for line, years in found.values()]


def _gathered(farm: Ints, name: Ints, amount: Ints, farms: int, names: int) -> Ints:
    """Sums per farm and column, exactly."""
    total = np.zeros(farms * names, dtype=np.int64)
    np.add.at(total, farm * names + name, amount)
    return total.reshape(farms, names)
