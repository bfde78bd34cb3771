"""The explanations of some farms after others: what columns say, and what the ordinary engine says of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile
from calculator.stacking.columns.answer import Ints, Mask, Opened
from calculator.stacking.columns.ceilings.caps import leave_near
from calculator.stacking.columns.ceilings.premiums import leave_counted
from calculator.stacking.columns.explained.classes import Reached, classes
from calculator.stacking.columns.explained.continued import leave_at_odds
from calculator.stacking.columns.explained.filled import leave_filled
from calculator.stacking.columns.explained.holding import held_back
from calculator.stacking.columns.explained.missing import Pieces
from calculator.stacking.columns.explained.on_farm import OnFarm, on_farm, unpaid_classes
from calculator.stacking.columns.explained.on_land import Patterns
from calculator.stacking.columns.explained.once import asked_once
from calculator.stacking.columns.explained.own import Own
from calculator.stacking.columns.explained.pairs import Pairs
from calculator.stacking.columns.explained.readings import Readings
from calculator.stacking.columns.explained.received import with_aid
from calculator.stacking.columns.explained.refusals import Refusing
from calculator.stacking.columns.explained.saying import bits
from calculator.stacking.columns.explained.tables import (
    Classes,
    Explained,
    Gathered,
    Goals,
    Missed,
    Open,
    Prices,
    Refused,
    Said,
    Totals,
)
from calculator.stacking.columns.explained.waiting import Waiting
from calculator.stacking.columns.lines import FARM, Listing
from calculator.stacking.columns.offered.granted import Beside
from calculator.stacking.columns.paying import per_payment
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.numbering import numbered
from calculator.stacking.columns.settling import Columns


@dataclass(slots=True)
class Explaining:
    """What was asked of patterns of land, and of what refuses payments, under the rules of ``columns``; it is kept."""

    columns: Columns
    patterns: Patterns = field(init=False)
    refusing: Refusing = field(init=False)
    readings: Readings = field(init=False)
    waiting: Waiting = field(init=False)
    pairs: Pairs = field(init=False)

    def __post_init__(self) -> None:
        self.patterns = Patterns(self.columns.types.tables)
        self.refusing = Refusing(self.columns)
        self.pairs = Pairs(self.columns, self.refusing.questions)
        self.readings = Readings(self.columns, self.pairs)
        self.waiting = Waiting(self.refusing, self.readings)

    def begun(self) -> Telling:
        """Tables to gather a population in."""
        return Telling(self, Listing(self.columns), Listing(self.columns))


@dataclass(slots=True)
class Telling:
    """Gathers the tables, part after part of a population."""

    known: Explaining
    listing: Listing
    later: Listing
    into: Gathered = field(default_factory=Gathered)
    farms: int = 0

    def add(self, farms: Farms) -> dict[int, str]:
        """Add what columns say of some farms; the others with the reason."""
        known, left, open_, beside = self.known, dict(farms.reasons), Opened(len(farms)), Beside()
        land, granted = known.columns.offered(farms, left, open_, beside)
        case, chosen = known.columns.solved(farms, land, granted, left, open_)
        known.pairs.lay_as_named(case)
        leave_near(case)
        leave_counted(case, known.columns.ceilings)
        paid, small = per_payment(case, chosen)
        pieces = Pieces(case, chosen, known.columns.types, known.patterns)
        missed = [*self._on_land(pieces), *self._on_farm(on_farm(case, small))]
        leave_filled(case, known.columns, pieces.more)
        reached = list(classes(case, chosen, small))
        missed += self._on_farm(unpaid_classes(case, reached))
        after, then = known.readings.after(farms, land, beside.ended, left)
        later, _ = per_payment(after, then)
        leave_at_odds(case, after, known.columns.meeting.terms, left)
        stays = self._staying(left, len(farms))
        refused = list(known.refusing.of(farms, land, stays, open_))
        both = [*case.premiums, *after.premiums]
        scored = known.waiting.scored(case, both)
        highest, could = known.readings.highest(case, left, scored.hopes)
        high, _ = per_payment(highest, could)
        waits = list(known.waiting.of(case, both, scored, {**paid, **later}))
        for at, reason in known.refusing.left.items():
            left.setdefault(at, reason)
        missing = with_aid(np.concatenate(known.refusing.open), known.refusing.questions, case)
        asked = np.concatenate([missing, *held_back(known, case, beside.held)])
        once = asked_once(asked, known.refusing.questions.all, known.columns.rulebook, case)
        unknown = known.pairs.of(case)
        stays = self._staying(left, len(farms))
        self._keep(Missed, missed, stays)
        self._keep(Refused, refused, stays)
        self._keep(
            Open, [_together(np.concatenate([once, *waits, unknown, *known.pairs.for_farm(case)]))], stays
        )
        for one in reached:
            self._class(one, stays)
        prices = [(at, self.into.limits.of(limit), cents) for (at, limit), cents in case.withheld.items()]
        self._keep(Prices, [np.array(prices, dtype=np.int64).reshape(-1, 3)], stays)
        self._keep(Totals, [_totals(len(farms), paid, high, later)], stays)
        self.listing.of(case, chosen, paid)
        self.later.of(after, then, later)
        self.into.left |= {self.farms + at: why for at, why in left.items()}
        self.farms += len(farms)
        return left

    def _staying(self, left: Mapping[int, str], farms: int) -> Mask:
        stays = np.ones(farms, dtype=np.bool_)
        stays[list(left)] = False
        return stays

    def _keep(self, table: type, blocks: list[Ints], stays: Mask) -> None:
        for block in blocks:
            kept = block[stays[block[:, 0]]]
            kept[:, 0] += self.farms
            self.into.add(table, kept)

    def _on_land(self, pieces: Pieces) -> Iterator[Ints]:
        first = self.known.columns.years.start
        rows = [
            (
                x.farm, x.place, self.into.payments.of(x.missed.ref), bits(x.missed.years, first),
                self.into.causes.of(x.missed.cause), x.difference, 1,
            )
            for x in pieces.missed()
        ]  # fmt: skip
        yield np.array(rows, dtype=np.int64).reshape(-1, 7)

    def _on_farm(self, every: Iterable[OnFarm]) -> Iterator[Ints]:
        first = self.known.columns.years.start
        for one in every:
            same = np.ones_like(one.farm)
            yield np.stack(
                [
                    one.farm, same * FARM, same * self.into.payments.of(one.ref),
                    same * bits(one.years, first), same * self.into.causes.of(one.cause),
                    np.where(one.possible, one.difference, 0), one.possible.astype(np.int64),
                ],
                axis=1,
            )  # fmt: skip

    def _class(self, one: Reached, stays: Mask) -> None:
        names = np.array(
            [self.into.names.of(c.class_name or "") for c in one.made.claims] + [-1], dtype=np.int64
        )
        same = np.ones_like(one.farm)
        payment, year = same * self.into.payments.of(one.made.ref), same * one.year
        rows = [
            one.farm, year, payment, names[one.paid], names[one.following], one.short, one.worth, one.size, names[one.unpaid],
        ]  # fmt: skip
        self._keep(Classes, [np.stack(rows, axis=1)], stays)
        for goal, (scored, needed, short) in one.goals.items():
            goals = [one.farm, year, payment, same * self.into.goal_names.of(goal), scored, needed, short]
            self._keep(Goals, [np.stack(goals, axis=1)], stays)

    def own(self, farm: int, profile: FarmProfile, award: Award | None) -> None:
        """What the ordinary engine says of a farm; nothing where it has no answer."""
        if award is None:
            self.into.none.add(farm)
            return
        self.listing.own(farm, profile, [x for y in award.years for x in y.lines])
        self.later.own(farm, profile, [x for y in award.years for x in y.continuation])
        Own(self.known, self.into, farm, profile).add(award)

    def finished(self) -> Explained:
        """All of it."""
        refusing, waiting = self.known.refusing, self.known.waiting
        names = {w.question: w.name for w in refusing.land.waitings.all}
        said = Said(
            tuple(refusing.sayings.all), tuple(refusing.questions.all), names, frozenset(waiting.questions)
        )
        return self.into.finished(
            self.known.columns.years, self.listing.finished(), self.later.finished(), said
        )


def _together(every: Ints) -> Ints:
    """Rows of open questions, those for the farm that say the same of several years as one.

    On land they are so already; two pieces of one place may ask the same twice.
    """
    rows = every[every[:, 1] == FARM]
    if not len(rows):
        return every
    rest = [rows[:, n] - rows[:, n].min() for n in (0, 1, 2, 4, 5)]
    group = numbered(rest)
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    found = rows[order[starts]]
    found[:, 3] = np.bitwise_or.reduceat(rows[order, 3], starts)
    return np.concatenate([every[every[:, 1] != FARM], found])


def _totals(
    farms: int, paid: Mapping[tuple[str, int], Ints], high: Mapping[tuple[str, int], Ints],
    later: Mapping[tuple[str, int], Ints],
) -> Ints:  # fmt: skip
    total, most, after = (sum(of.values(), np.zeros(farms, dtype=np.int64)) for of in (paid, high, later))
    return np.stack([np.arange(farms), total, total, np.maximum(most, total), after], axis=1)
