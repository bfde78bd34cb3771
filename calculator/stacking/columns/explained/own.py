"""What the ordinary engine says of a farm, as rows of the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from calculator.domain.award import Award, ClassResult, NotChosen
from calculator.domain.claim import OpenQuestion
from calculator.domain.farm import FarmProfile
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.explained.refusals import Refusing
from calculator.stacking.columns.explained.saying import bits
from calculator.stacking.columns.explained.tables import (
    NOT_WORKED_OUT,
    POSSIBLE,
    Classes,
    Gathered,
    Goals,
    Missed,
    Open,
    Prices,
    Refused,
    Totals,
)
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.offered.premiums import EXACT
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.columns.settling import Columns
from calculator.stacking.explaining.causes import Cause


class _Known(Protocol):
    @property
    def columns(self) -> Columns: ...

    @property
    def refusing(self) -> Refusing: ...


@dataclass(frozen=True, slots=True)
class Own:
    """The rows of one farm, numbered ``farm``; places are those of its profile."""

    known: _Known
    into: Gathered
    farm: int
    profile: FarmProfile

    def add(self, award: Award) -> None:
        """All of its award but the lines."""
        names = [p.id for p in self.profile.parcels] + [e.id for e in self.profile.elements]
        at = {name: n for n, name in enumerate(names)}
        first, into, farm = self.known.columns.years.start, self.into, self.farm
        missed = [(
            farm, at.get(x.place, FARM), into.payments.of(f"{x.scheme}#{x.payment}"), bits(x.years, first),
            into.causes.of(Cause(x.because, x.lost_to, x.source, x.article, x.relation, x.under_contract)),
            x.difference or 0, _forced(x),
        ) for x in award.not_chosen]  # fmt: skip
        into.add(Missed, *map(_row, missed))
        said = self.known.refusing.sayings
        refused = [(farm, r.year, at.get(r.place, FARM), said.of(r)) for r in award.refusals]
        into.add(Refused, *map(_row, refused))
        into.add(Open, *(self._open(question, at, first) for question in award.open))
        prices = {x.limit: x.price or 0 for x in award.limits if x.binding}
        into.add(Prices, *(_row((farm, into.limits.of(name), cents)) for name, cents in prices.items()))
        into.add(Totals, _row((farm, award.total, award.low, award.high, award.continuation)))
        for result in award.classes:
            self._class(result)

    def _open(self, question: OpenQuestion, at: dict[str, int], first: int) -> Ints:
        cents = question.could_pay_cents
        number = self.known.refusing.questions.of(question)
        place, year = at.get(question.place, FARM), bits((question.year,), first)
        return _row((self.farm, place, number, year, cents or 0, int(cents is not None)))

    def _class(self, result: ClassResult) -> None:
        """A class as the award rounds it: value and points to four decimals."""
        into, code, farm = self.into, self.into.names.of, self.farm
        payment = into.payments.of(_premium(self.known.columns, result))
        short = -1 if result.next_short_per_ha is None else int(result.next_short_per_ha * 100)
        into.add(Classes, _row((
            farm, result.year, payment, -1 if result.name is None else code(result.name),
            -1 if result.next_name is None else code(result.next_name), short,
            int(result.value_per_ha * EXACT), SCALE, -1 if result.note is None else code(result.note.en.split(" ")[0]),
        )))  # fmt: skip
        for goal, (scored, needed) in result.points.items():
            lacks = int(result.next_short_points.get(goal, 0) * 100)
            into.add(Goals, _row((
                farm, result.year, payment, into.goal_names.of(goal), int(scored * EXACT), int(needed * EXACT), lacks,
            )))  # fmt: skip


def _forced(missed: NotChosen) -> int:
    """What is known of a claim that is forced in."""
    if missed.difference is not None:
        return POSSIBLE
    return 0 if missed.worked_out else NOT_WORKED_OUT


def _premium(columns: Columns, result: ClassResult) -> str:
    """The payment of a premium, of a scheme."""
    for scheme in columns.rulebook.schemes:
        for payment in scheme.payments if scheme.id == result.scheme else ():
            if payment.kind.value == "class_premium":
                return f"{scheme.id}#{payment.id}"
    raise KeyError(result.scheme)


def _row(row: tuple[int, ...]) -> Ints:
    return np.array([row], dtype=np.int64)
