"""How conditions that look at all land of a farm stand there: met, failed or open, tested once per farm.

That is all that a payment takes from them, so that farms on which they stand alike share what they are answered. The answers
are kept with the farms, for other payments and other rules that ask the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, runtime_checkable

import numpy as np

from calculator.domain.farm import FarmProfile
from calculator.domain.scheme import Condition, Payment
from calculator.domain.source import Series
from calculator.eligibility.conditions.kinds import evaluate
from calculator.eligibility.conditions.outcomes import Setting, bound_on
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.likeness import Asked
from calculator.stacking.columns.reading.numbering import distinct, numbered

#: How a condition stands.
OPEN, MET, FAILED = range(3)
#: How many ways there are.
STANDS = 3
#: Numbers from here are of one farm.
ITSELF = 2**30
_TOLD = {None: OPEN, True: MET, False: FAILED}


@runtime_checkable
class Told(Protocol):
    """Farms whose land and places stand in tables, from which it follows how conditions stand on all of them."""

    def standing(self, condition: Condition, figures: Mapping[str, Series], day: date) -> Ints | None:
        """How it stands on every farm; None where that is asked of each profile."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A condition of a payment as it is asked on one day; those that ask the same (``asks``) are one."""

    condition: Condition = field(compare=False)
    payment: Payment = field(compare=False)
    day: date = field(compare=False)
    asks: tuple[object, ...]

    @classmethod
    def of(cls, condition: Condition, payment: Payment, day: date) -> Counted:
        return cls(condition, payment, day, _asks(condition, payment, day))

    def stands(self, farms: Farms, at: Ints) -> Ints:
        """How it stands on the farms at these places."""
        whole = farms.whole
        if whole is not None and farms.at is not None and not farms.replanted:
            return self.stands(whole, farms.at[at])
        known = farms.kept.setdefault(("stands", *self.asks), np.full(len(farms), -1, dtype=np.int8))
        lost = np.unique(at[known[at] < 0])
        if len(lost):
            every = self._of_table(farms.profiles)
            if every is None:
                known[lost] = self._of_each(farms, lost)
            else:
                known[:] = every
        return known[at].astype(np.int64)

    def _of_table(self, profiles: Sequence[FarmProfile]) -> Ints | None:
        """How it stands on all of the farms, where that follows from tables."""
        if not isinstance(profiles, Told):
            return None
        return profiles.standing(self.condition, self.payment.figures, self.day)

    def _of_each(self, farms: Farms, at: Ints) -> Ints:
        setting = (self.day, self.payment.figures)
        tested = (evaluate(self.condition, Setting(farms.profiles[n], *setting)) for n in at.tolist())
        return np.array([_TOLD[outcome.met] for outcome in tested], dtype=np.int64)


@dataclass(slots=True)
class Alike:
    """Numbers for farms that answer alike and on which conditions stand alike, the same in every part of a population."""

    _numbers: dict[tuple[int, ...], int] = field(default_factory=dict)

    def of(
        self, farms: Farms, facts: tuple[Asked, ...], counts: Sequence[Counted], some: Ints, *, exactly: bool = False
    ) -> Ints:  # fmt: skip
        """A number per farm, of which those at ``some`` places count.

        ``exactly``: farms that are told what they fall short of, or what is not known, are each a number from ``ITSELF``.
        """
        codes, at = farms.alike(facts), np.unique(some)
        stands = [one.stands(farms, at) for one in dict.fromkeys(counts)]
        first, back = distinct(numbered([codes[at], *stands]))
        rows = zip(*(row[first].tolist() for row in (codes[at], *stands)), strict=True)
        found = np.array([self._numbers.setdefault(row, len(self._numbers)) for row in rows], dtype=np.int64)
        told = np.zeros(len(farms), dtype=np.int64)
        told[at] = found[back]
        if exactly:
            short = np.any([of != MET for of in stands], axis=0)
            told[at[short]] = at[short] + ITSELF
        return told


def _asks(condition: Condition, payment: Payment, day: date) -> tuple[object, ...]:
    bound = bound_on(condition, payment.figures, day) if "figure" in condition.arguments else None
    # Earlier crops are counted back from the day.
    then = day.year if condition.kind == "history_includes" else 0
    told = {k: _asked(v, payment, day) for k, v in condition.arguments.items() if k != "figure"}
    return (condition.kind, bound, then, *sorted(told.items()))


def _asked(value: object, payment: Payment, day: date) -> object:
    if isinstance(value, Condition):
        return _asks(value, payment, day)
    if isinstance(value, Mapping):
        return tuple(sorted((k, _asked(v, payment, day)) for k, v in value.items()))
    return tuple(_asked(v, payment, day) for v in value) if isinstance(value, list | tuple) else value
