"""What a population is paid, as columns: long tables of integers, with the names that their codes stand for.

    paid      farm, payment, year -> cents              a row where something is paid
    reached   farm, payment, year -> class              a row where a class premium is paid
    binding   farm, limit -> cents withheld             a row where the limit holds the farm back in some year
    open      farm, payment                             a row where a fact or figure is missing

``withheld`` is what the farm would be paid more without the limit, over the horizon; of a ceiling per hectare or on costs,
what it takes off what is paid; zero where a limit is full and costs nothing. A class premium that is on offer and could rise
with open activities is not open itself. Lines after the end of their legal basis
(continuation) are left out, as they are from the total of an award.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from calculator.stacking.columns.narrow import Narrow, narrowed, widened

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: Whole numbers stay in 64 bits below this.
_LARGEST = 2**62

#: What is known of a farm's answer; the code is the place. ``none``: no lawful award, or more than can be worked out.
STATUSES = ("optimal", "not_proven", "time_limit", "none")
#: The first reason: the farm was settled in columns.
IN_COLUMNS = ""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A long table: ``at`` has a column per key in the order of the table's name, ``value`` one integer per row.

    Columns are kept and sent in few bytes each, and made numbers to reckon with whenever they are asked.
    """

    columns: tuple[Narrow, ...]

    @classmethod
    def of(cls, columns: Iterable[Ints]) -> Rows:
        """The table of these columns, the value last."""
        # Of a larger table a column alone is held, and not all of it.
        return cls(tuple([np.ascontiguousarray(narrowed(column)) for column in columns]))

    @property
    def at(self) -> tuple[Ints, ...]:
        """The keys."""
        return tuple(map(widened, self.columns[:-1]))

    @property
    def value(self) -> Ints:
        """What is said of each."""
        return widened(self.columns[-1])

    def __len__(self) -> int:
        return len(self.columns[-1])


@dataclass(frozen=True, slots=True, eq=False)
class FarmColumns:
    """The answer for every farm, in the order in which the farms came.

    ``farms`` has a row for each: ``status``, ``gap`` (cents between the answer and its proven bound), ``reason`` and ``total``;
    ``reason`` is a code of ``reasons``: why the farm was left to the ordinary engine, the first for those that were not.
    The year in a key is the calendar year; the others are codes of ``payments``, ``classes`` and ``limits``.
    """

    years: tuple[int, ...]
    payments: tuple[str, ...]
    classes: tuple[str, ...]
    limits: tuple[str, ...]
    reasons: tuple[str, ...]
    farms: Rows
    paid: Rows
    reached: Rows
    binding: Rows
    open: Rows

    def __len__(self) -> int:
        return len(self.farms)

    @property
    def total(self) -> Ints:
        """Cents over the horizon, per farm."""
        return self.farms.value

    @property
    def status(self) -> Ints:
        """The code of what is known of each answer."""
        return widened(self.farms.columns[0])

    @property
    def gap(self) -> Ints:
        """Cents per farm."""
        return widened(self.farms.columns[1])

    @property
    def reason(self) -> Ints:
        """The code of why, per farm."""
        return widened(self.farms.columns[2])

    def left(self) -> dict[str, int]:
        """How many farms were left to the ordinary engine, by reason."""
        counts = np.bincount(self.reason, minlength=len(self.reasons)).tolist()
        return {name: n for name, n in zip(self.reasons, counts, strict=True) if n and name != IN_COLUMNS}


@dataclass(slots=True)
class Codes:
    """Names as numbers, in the order in which they first occur."""

    known: dict[str, int] = field(default_factory=dict)

    def of(self, name: str) -> int:
        """The code of the name."""
        return self.known.setdefault(name, len(self.known))

    @property
    def names(self) -> tuple[str, ...]:
        """The names by code."""
        return tuple(self.known)


@dataclass(slots=True)
class Gathering:
    """Rows as they come in, from columns and from the ordinary engine; ``finished`` puts them in written order."""

    years: tuple[int, ...]
    payments: Codes = field(default_factory=Codes)
    classes: Codes = field(default_factory=Codes)
    limits: Codes = field(default_factory=Codes)
    reasons: Codes = field(default_factory=lambda: Codes({IN_COLUMNS: 0}))
    farms: list[Ints] = field(default_factory=list)
    paid: list[Ints] = field(default_factory=list)
    reached: list[Ints] = field(default_factory=list)
    binding: list[Ints] = field(default_factory=list)
    open: list[Ints] = field(default_factory=list)

    def finished(self) -> FarmColumns:
        """All rows as columns, by farm and key; the rows as they came in are let go."""
        farms, paid = _ordered(self.farms, 4), _ordered(self.paid, 4)
        total = np.zeros(len(farms), dtype=np.int64)
        np.add.at(total, np.searchsorted(farms[:, 0], paid[:, 0]), paid[:, -1])
        return FarmColumns(
            self.years, self.payments.names, self.classes.names, self.limits.names, self.reasons.names,
            Rows.of((*farms.T[1:], total)), Rows.of(paid.T), _table(self.reached, 4), _table(self.binding, 3),
            _table(self.open, 3),
        )  # fmt: skip


@dataclass(slots=True)
class Opened:
    """Which payments are open for which of some farms."""

    farms: int
    marks: dict[str, Mask] = field(default_factory=dict)

    def add(self, ref: str, farms: Ints | Sequence[int]) -> None:
        """The payment is open for these farms."""
        if len(farms):
            self.marks.setdefault(ref, np.zeros(self.farms, dtype=np.bool_))[farms] = True


def rows(entries: Iterable[Sequence[int]], width: int) -> Ints:
    """Entries of that width as one block of rows."""
    return np.array(list(entries), dtype=np.int64).reshape(-1, width)


def _ordered(blocks: list[Ints], width: int) -> Ints:
    """The rows of all blocks by their columns; the blocks are let go."""
    every = np.concatenate([np.zeros((0, width), dtype=np.int64), *blocks])
    blocks.clear()
    if not len(every):
        return every
    least = every.min(axis=0)
    sizes = (every.max(axis=0) - least + 1).tolist()
    if prod(sizes) > _LARGEST:
        return every[np.lexsort(every.T[::-1])]
    # All columns in one number, which is put in order a third as long as they are one after the other.
    key = np.zeros(len(every), dtype=np.int64)
    for column, size in enumerate(sizes):
        key = key * size + (every[:, column] - least[column])
    return every[np.argsort(key)]


def _table(blocks: list[Ints], width: int) -> Rows:
    return Rows.of(_ordered(blocks, width).T)
