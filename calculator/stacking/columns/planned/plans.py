"""The plans of a population: what every farm takes on, what it costs, and what it is paid with it.

    plan       farm, place, measure -> quantity, effort      a row per candidate that is taken

A place is the place of a parcel among those of the farm, then of its elements. Quantities are in hundred-millionths of the unit
of the measure, efforts in cents a year (below zero: not known).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.farm import FarmProfile
from calculator.domain.money import settle
from calculator.domain.problem import MICRO
from calculator.eligibility.candidates import TooManyCandidatesError, planned
from calculator.stacking.advising.advice import NoPlanError
from calculator.stacking.advising.asking import Advice
from calculator.stacking.advising.tied import TooManyPlansTogetherError
from calculator.stacking.advising.wish import Wish
from calculator.stacking.awarding import Question
from calculator.stacking.certified import NoLawfulAwardError
from calculator.stacking.columns.answer import STATUSES, Codes, FarmColumns, Gathering, Ints, Mask, rows
from calculator.stacking.columns.ordinary import Asked, settle_farm
from calculator.stacking.columns.planned.candidates import (
    ASKS,
    CANDIDATE,
    CODE,
    COST,
    FARM,
    INDEX,
    PLACE,
    QUANTITY,
    TAKEN,
    Considered,
    known,
)
from calculator.stacking.columns.reading.farms import scaled
from calculator.stacking.problem.assembly import ContradictoryCommitmentsError
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from calculator.stacking.problem.stacks.compatible import TooManyStacksError

_NO_PLAN = (
    TooManyCandidatesError, NoPlanError, TooManyPlansTogetherError, TooManyStacksError, TooManyPlansError, NoLawfulAwardError,
    ContradictoryCommitmentsError,
)  # fmt: skip
_WIDTH = 5


@dataclass(frozen=True, slots=True, eq=False)
class Advised:
    """``answer`` is of the farms as their plans have them, its gaps are to what no plan leaves more than.

    ``cost`` is in cents over the years, of all that is then done and of which the costs are known; what a plan leaves is the
    total less that. Plans go by farm and place; ``measure`` is a code of ``measures``.
    """

    answer: FarmColumns
    cost: Ints
    measures: tuple[str, ...]
    farm: Ints
    place: Ints
    measure: Ints
    quantity: Ints
    effort: Ints

    @property
    def net(self) -> Ints:
        """Cents that every plan leaves over the years."""
        return self.answer.total - self.cost


@dataclass(frozen=True, slots=True)
class Certain:
    """A farm as planned, of which something else must be decided, and the cents that the plan may fall short of the best."""

    profile: FarmProfile
    short: int


@dataclass(frozen=True, slots=True)
class Settled:
    """Which arrangements are taken, the farms that are left with the reason, and those of them whose plan is certain."""

    taken: Mask
    left: dict[int, str]
    certain: dict[int, Certain]


@dataclass(slots=True)
class Plans:
    """Gathers plans, from columns and from the engine that advises one farm."""

    years: int
    names: Codes = field(default_factory=Codes)
    rows: list[Ints] = field(default_factory=list)
    cost: list[Ints] = field(default_factory=list)

    def add(self, considered: Considered, found: Settled, first: int) -> None:
        """The plans of farms that have one, the first of all numbered ``first``."""
        settled = np.ones(len(considered.elsewhere), dtype=np.bool_)
        settled[[at for at in found.left if at not in found.certain]] = False
        mine = considered.rows[found.taken & settled[considered.rows[:, FARM]]]
        cost = considered.elsewhere * settled
        np.add.at(cost, mine[:, FARM], mine[:, COST])
        self.cost.append(cost * self.years)
        measures = considered.measures[considered.measures[:, CANDIDATE] == 1]
        key = measures[:, FARM] * (1 << 20) + measures[:, PLACE]
        at = np.searchsorted(mine[:, FARM] * (1 << 20) + mine[:, PLACE], key)
        there = at < len(mine)
        there[there] = (mine[at[there], FARM] == measures[there, FARM]) & (
            mine[at[there], PLACE] == measures[there, PLACE]
        )
        there[there] = (mine[at[there], TAKEN] >> measures[there, INDEX] & 1) == 1
        listed = measures[there]
        codes = np.array([self.names.of(name) for name in considered.names], dtype=np.int64)
        self.rows.append(np.column_stack([
            first + listed[:, FARM], listed[:, PLACE], codes[listed[:, CODE]], listed[:, QUANTITY], listed[:, ASKS],
        ]))  # fmt: skip

    def left(
        self, asked: Asked, profiles: Sequence[FarmProfile], found: Settled, at: int, first: int, wish: Wish, into: Gathering
    ) -> None:  # fmt: skip
        """What the farm at that place is paid, by the ordinary engine; and its plan where there is none."""
        reason, certain = found.left[at], found.certain.get(at)
        if certain is None:
            self.own(asked, profiles[at], first + at, reason, wish, into)
            return
        settle_farm(asked, certain.profile, first + at, reason, into)
        into.farms[-1][:, 2] += certain.short

    def own(
        self, asked: Asked, profile: FarmProfile, farm: int, reason: str, wish: Wish, into: Gathering
    ) -> None:
        """The plan of one farm by the engine that advises one farm, and what the farm is then paid."""
        years = len(asked.years)
        try:
            advice = Advice.of(Question(profile, asked.rulebook, asked.on, years, "", "", "advise"), wish)
            plan = advice.best()
        except _NO_PLAN:
            into.farms.append(rows([(farm, STATUSES.index("none"), 0, into.reasons.of(reason))], 4))
            return
        made = Gathering(into.years, into.payments, into.classes, into.limits, into.reasons)
        farm_then, stays = (
            planned(advice.question.profile, plan.arrangements),
            plan.arrangements == advice.as_now,
        )
        now = advice.choices.claimed.assessed if stays else None
        settle_farm(asked, farm_then, farm, reason, made, found=None if now is None else now[0])
        cost, total = advice.cost(plan.arrangements), sum(int(r[:, 3].sum()) for r in made.paid)
        if int(made.farms[0][0, 1]) == STATUSES.index("optimal"):
            gap = max(int(made.farms[0][0, 2]), settle(advice.chosen(plan).bound / MICRO) - (total - cost))
            made.farms = [rows([(farm, STATUSES.index(plan.status), gap, into.reasons.of(reason))], 4)]
        for name in ("farms", "paid", "reached", "binding", "open"):
            getattr(into, name).extend(getattr(made, name))
        self.cost[-1][farm - self._first] = cost
        number = {place.id: n for n, place in enumerate(profile.places)}
        taken = [
            (
                farm,
                number[c.place],
                self.names.of(c.measure.code),
                scaled(c.measure.quantity),
                known(c.effort),
            )
            for c in advice.taken(plan.arrangements)
        ]
        self.rows.append(rows(taken, _WIDTH))

    @property
    def _first(self) -> int:
        """The number of the first farm of the last part."""
        return sum(map(len, self.cost[:-1]))

    def finished(self, answer: FarmColumns) -> Advised:
        """All of them, in order."""
        every = np.concatenate([np.zeros((0, _WIDTH), dtype=np.int64), *self.rows])
        every = every[np.lexsort(every.T[::-1])]
        cost = np.concatenate([np.zeros(0, dtype=np.int64), *self.cost])
        return Advised(answer, cost, self.names.names, *(np.ascontiguousarray(column) for column in every.T))
