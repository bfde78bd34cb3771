"""What the awards of a population say, as columns: lines, and why not, and what it would be worth.

    lines      farm, year, place, payment -> quantity, cents, tariff, rate         (``columns.lines``)
    refused    farm, year, place -> what is said                                   a payment that the farm does not qualify for
    open       farm, place, question, years -> cents                               what is missing, and what it could pay
    missed     farm, place, payment, years -> cause, difference                    a claim that is not paid, or not in full
    prices     farm, limit -> cents                                                a limit that binds
    classes    farm, year, payment -> class, next, short ...                       a premium with activities
    goals      farm, year, payment, goal -> scored, needed, short
    totals     farm -> total, low, high, after                                     with what follows the end of a legal basis
    after      as lines                                                            that

A place is as in ``lines``. Farms of ``left`` were explained by the ordinary engine, and why; those of ``none`` have no award.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from math import prod

import numpy as np

from calculator.domain.claim import OpenQuestion, Refusal
from calculator.domain.scheme import Text
from calculator.stacking.columns.answer import Codes, Ints
from calculator.stacking.columns.lines import Lines
from calculator.stacking.columns.reading.numbering import numbered
from calculator.stacking.explaining.causes import Cause

#: Rows are put in order by one number below this.
_LARGEST = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Refused:
    """By farm, year and place; ``said`` is a code of ``sayings``, refusals without place and year."""

    sayings: tuple[Refusal, ...]
    farm: Ints
    year: Ints
    place: Ints
    said: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Open:
    """By farm, place and question; ``question`` is a code of ``questions``, without place, year and amount.

    ``years`` has a bit per year of the horizon, the first lowest. ``cents`` is what it could pay at most in each of them, where
    that is ``known``. ``activities`` are the names of questions on activities that classes wait for; of a class
    that waits (``classes``) the words end where those activities are to be listed.
    """

    questions: tuple[OpenQuestion, ...]
    activities: Mapping[int, Text]
    classes: frozenset[int]
    farm: Ints
    place: Ints
    question: Ints
    years: Ints
    cents: Ints
    known: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Cents by farm over the horizon, each reading a proper optimum; ``after`` is what follows the end of a legal basis."""

    farm: Ints
    total: Ints
    low: Ints
    high: Ints
    after: Ints


#: What is known of a claim that is forced in, where it is not impossible.
POSSIBLE, NOT_WORKED_OUT = 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Missed:
    """By farm, payment and place; ``years`` has a bit per year of the horizon, the first lowest.

    ``cause`` is a code of ``causes``; ``difference`` is cents over the horizon with it forced in, where that is ``possible``:
    it is POSSIBLE, it cannot be (0), or it is NOT_WORKED_OUT.
    """

    payments: tuple[str, ...]
    causes: tuple[Cause, ...]
    farm: Ints
    place: Ints
    payment: Ints
    years: Ints
    cause: Ints
    difference: Ints
    possible: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """By farm and limit: what the award would come to more without it; nothing where it is full and costs nothing."""

    limits: tuple[str, ...]
    farm: Ints
    limit: Ints
    cents: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """By farm, payment and year; classes are codes of ``names``, below zero where there is none.

    ``worth`` is the value of the activities in parts of ``premiums.EXACT``, ``size`` hectares in hundred-millionths, ``short``
    hundredths of a euro per hectare (below zero: none is asked); ``unpaid`` is a class that is reached and not paid.
    """

    payments: tuple[str, ...]
    names: tuple[str, ...]
    farm: Ints
    year: Ints
    payment: Ints
    paid: Ints
    following: Ints
    short: Ints
    worth: Ints
    size: Ints
    unpaid: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Goals:
    """By farm, payment, year and goal: points scored and needed in parts of ``premiums.EXACT``, short in hundredths."""

    payments: tuple[str, ...]
    names: tuple[str, ...]
    farm: Ints
    year: Ints
    payment: Ints
    goal: Ints
    scored: Ints
    needed: Ints
    short: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """The tables of a population, in the order in which its farms came."""

    years: tuple[int, ...]
    lines: Lines
    after: Lines
    refused: Refused
    open: Open
    missed: Missed
    prices: Prices
    classes: Classes
    goals: Goals
    totals: Totals
    left: Mapping[int, str]
    none: frozenset[int]

    def counts(self) -> dict[str, int]:
        """How many farms were explained by the ordinary engine, by reason."""
        found: dict[str, int] = {}
        for reason in self.left.values():
            found[reason] = found.get(reason, 0) + 1
        return found


@dataclass(slots=True)
class Causes:
    """Causes by number; what says the same is one."""

    known: dict[tuple[object, ...], int] = field(default_factory=dict)
    all: list[Cause] = field(default_factory=list)

    def of(self, cause: Cause) -> int:
        """The number of the cause."""
        key = (cause.because, cause.lost_to, cause.relation, cause.article, id(cause.source))
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = len(self.all)
            self.all.append(cause)
        return found


@dataclass(frozen=True, slots=True)
class Said:
    """What codes of refusals and of questions stand for, as in ``Refused`` and ``Open``."""

    refusals: tuple[Refusal, ...]
    questions: tuple[OpenQuestion, ...]
    activities: Mapping[int, Text]
    classes: frozenset[int]


@dataclass(slots=True)
class Gathered:
    """Rows as they come in, each block with the columns of its table in order."""

    payments: Codes = field(default_factory=Codes)
    names: Codes = field(default_factory=Codes)
    limits: Codes = field(default_factory=Codes)
    goal_names: Codes = field(default_factory=Codes)
    causes: Causes = field(default_factory=Causes)
    blocks: dict[type, list[Ints]] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)
    none: set[int] = field(default_factory=set)

    def add(self, table: type, *blocks: Ints) -> None:
        """Add rows to a table."""
        self.blocks.setdefault(table, []).extend(blocks)

    def columns(self, table: type) -> list[Ints]:
        """The columns of a table in order, its rows by all of them."""
        width = sum(1 for each in fields(table) if each.type == "Ints")
        every = np.concatenate([np.zeros((0, width), dtype=np.int64), *self.blocks.get(table, ())])
        return [np.ascontiguousarray(column) for column in every[_order(every)].T]

    def finished(self, years: Sequence[int], lines: Lines, after: Lines, said: Said) -> Explained:
        """All rows in order."""
        refs, names = self.payments.names, self.names.names
        return Explained(
            tuple(years),
            lines,
            after,
            Refused(said.refusals, *self.columns(Refused)),
            Open(said.questions, said.activities, said.classes, *self.columns(Open)),
            Missed(refs, tuple(self.causes.all), *self.columns(Missed)),
            Prices(self.limits.names, *self.columns(Prices)),
            Classes(refs, names, *self.columns(Classes)),
            Goals(refs, self.goal_names.names, *self.columns(Goals)),
            Totals(*self.columns(Totals)),
            dict(sorted(self.left.items())),
            frozenset(self.none),
        )


def _order(rows: Ints) -> Ints:
    """The order of rows by their columns: by one number, where they fit in one."""
    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    low, sizes = rows.min(axis=0), np.ptp(rows, axis=0) + 1
    if prod(sizes.tolist()) < _LARGEST:
        return np.argsort(numbered([rows[:, n] - low[n] for n in range(rows.shape[1])]))
    return np.lexsort(rows.T[::-1])
