"""Farms that consider measures, in columns: the plan of each that leaves most, and what its farm is paid.

Whatever else is scarce on a farm only takes off what a plan leaves. So the plan that leaves most when only classes hold the land
together is the best of all, where its own farm can be settled in columns and comes to just that. A farm of which that is not so
is left, with the reason, to the engine that advises one farm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.scheme import Level
from calculator.eligibility.reads import reads
from calculator.eligibility.spans import spans
from calculator.stacking.advising.wide import counted, widest
from calculator.stacking.advising.wish import Wish
from calculator.stacking.columns.answer import Gathering, Ints, Mask, Opened
from calculator.stacking.columns.case import Case, Chosen
from calculator.stacking.columns.ceilings.uncounted import UNCOUNTED, unknown
from calculator.stacking.columns.classes.balancing import SEVERAL, SHORT
from calculator.stacking.columns.classes.programme import Exams, Floats, exams_of
from calculator.stacking.columns.offered.granted import Granted
from calculator.stacking.columns.offered.land import Land
from calculator.stacking.columns.offered.premiums import offered
from calculator.stacking.columns.offered.sizes import quantities
from calculator.stacking.columns.paying import pay
from calculator.stacking.columns.planned.candidates import (
    CANDIDATE,
    CODE,
    COST,
    EFFORT,
    FARM,
    INDEX,
    LOST,
    PLACE,
    TAKEN,
    Considered,
    as_planned,
)
from calculator.stacking.columns.planned.certain import Wide, certain
from calculator.stacking.columns.planned.owning import Ground, Owned
from calculator.stacking.columns.planned.plans import Certain, Settled
from calculator.stacking.columns.reading.farms import SCALE, Farms
from calculator.stacking.columns.settling import Columns
from calculator.stacking.limits.uncounted import counting
from calculator.stacking.problem.weights import FINE

GIVEN_UP = "a measure that is done and must not be"
WHOLE_FARM = "a payment for the farm that looks at what is done on its land"
MANY = "more plans than can be gone through"
STUCK = "plans that could not be told apart"
CANNOT = "no plan keeps what is wished"

_WHY = {1: MANY, 2: STUCK, 3: CANNOT}
#: Cents between what a plan leaves and what was to be left, beside what its own gap and rounding explain.
_CENT = 1.0
#: More than any effort.
_NO_BOUND = 1 << 60


@dataclass(slots=True)
class Planning:
    """The plans of some farms under the rules of ``columns`` and a wish, which names measures wherever they are."""

    columns: Columns
    wish: Wish
    _looking: frozenset[str] | None = field(default=None)

    def settle(self, farms: Farms, considered: Considered, first: int, into: Gathering) -> Settled:
        """Add the rows of the farms as their plans have them."""
        left, open_ = {**farms.reasons, **considered.reasons}, Opened(len(farms))
        self._given_up(farms, left)
        self._uncounted(farms, left)
        self._counting(farms, considered, left)
        granted = self.columns.granted(farms, left, open_)
        ground = Ground.of(farms, considered)
        taken, leaves, wide = self._chosen(farms, considered, ground, granted, left)
        picked = np.r_[np.ones(len(farms), dtype=np.bool_), taken]
        profiles = Planned(farms.profiles, self.columns, considered, taken)
        made = farms.with_land(ground.taken(picked), profiles)
        land = self.columns.on_land(made, left, open_)
        case, chosen = self.columns.solved(made, land, granted, left, open_, planned=True)
        short = leaves - self._value(case, chosen, considered, taken)
        sure = self._proven(case, considered, short)
        found = certain(case, Wide(considered, ground, wide), self.columns.ceilings.limits, sure, short)
        pay(case, chosen, open_, first, into)
        return Settled(taken, left, {at: Certain(profiles[at], cents) for at, cents in found.items()})

    def _given_up(self, farms: Farms, left: dict[int, str]) -> None:
        """Leave the farms with a measure that is done and must not be: their land is another one."""
        codes = {named.code for named in self.wish.forbid}
        if not codes:
            return
        hit = np.array(
            [any(m.code in codes for m in s.measures) for s in farms.words.samples], dtype=np.bool_
        )
        for at in np.unique(farms.piece_farm[hit[farms.piece_kind]]).tolist():
            left.setdefault(at, GIVEN_UP)

    def _uncounted(self, farms: Farms, left: dict[int, str]) -> None:
        """Leave the farms that do not say how often a cap counts: what it counts is open in every plan."""
        columns = self.columns
        days = [same_day_in(year, columns.on) for year in columns.years]
        for limit in counting(columns.rulebook):
            if any(limit.validity.contains(day) for day in days):
                left.update(dict.fromkeys(np.flatnonzero(unknown(limit, farms)).tolist(), UNCOUNTED))

    def _counting(self, farms: Farms, considered: Considered, left: dict[int, str]) -> None:
        """Leave the farms that consider what a payment for the farm takes a share of: it is paid beside some plans alone."""
        columns = self.columns
        for span in spans(columns.rulebook, columns.years, columns.on):
            for payment in (*span.steady, *span.yearly):
                codes = counted(span.scheme, payment) if payment.level is Level.FARM else frozenset()
                there = [n for n, name in enumerate(considered.names) if name in codes]
                rows = considered.measures
                hit = rows[np.isin(rows[:, CODE], there) & (rows[:, CANDIDATE] == 1), FARM]
                if len(hit):
                    inside = columns.places.within(span.scheme, farms) & (quantities(payment, farms) != 0)
                    left.update(
                        {at: WHOLE_FARM for at in np.unique(hit[inside[hit]]).tolist() if at not in left}
                    )

    def _chosen(
        self,
        farms: Farms,
        considered: Considered,
        ground: Ground,
        granted: list[Granted],
        left: dict[int, str],
    ) -> tuple[Mask, Floats, Land]:
        """The arrangements of the plans, and what each plan leaves at most: its land and classes, less its costs; and the land
        of all arrangements.
        """
        # Compiling takes seconds: only those who ask for a population pay for it.
        from calculator.stacking.columns.planned import planning

        types, rows = self.columns.types, considered.rows
        profiles = Widest(farms.profiles)
        wide = farms.with_land((ground.farm, ground.kind, ground.quantity, ground.place), profiles)
        beyond: dict[int, str] = {}
        land = types.of(wide, beyond, Opened(len(farms)))
        own = np.zeros(len(farms), dtype=np.bool_)
        own[rows[:, FARM]] = True
        left.update({at: why for at, why in beyond.items() if own[at] and at not in left})
        exams = self._exams(wide, Case(
            wide, land, granted, [], left, types.compiled, self.columns.rulebook, self.columns.on, self.columns.years,
            *types.compiled.best(land.farm[:0], land.table[:0], land.quantity[:0]),
        ))  # fmt: skip
        if exams is None:
            left.update({at: SEVERAL for at in np.flatnonzero(own).tolist() if at not in left})
            return np.zeros(len(rows), dtype=np.bool_), np.zeros(len(farms)), land
        owned = Owned.of(types.compiled, ground, land.table, len(farms) + len(rows), exams)
        own[list(left)] = False
        status, leaves = np.zeros(len(farms), dtype=np.int64), np.zeros(len(farms))
        taken, count = np.zeros(len(rows), dtype=np.bool_), len(farms)
        # Of plans that leave the same the one with the fewest candidates is taken.
        many = np.array([int(bits).bit_count() for bits in rows[:, TAKEN].tolist()], dtype=np.float64)
        costs = rows[:, COST] * float(len(self.columns.years)) + many / FINE
        most = self.wish.max_effort
        planning.population(
            np.searchsorted(rows[:, FARM], np.arange(count + 1)), rows[:, PLACE].copy(), self._kept(considered), own,
            count, owned.gained[count:] - costs, rows[:, EFFORT].copy(), _NO_BOUND if most is None else most,
            owned.best, owned.most, owned.block_start, owned.sizes, owned.steps, owned.block_ways, owned.way_part,
            owned.gain, owned.score, exams.points, exams.value, exams.cents, exams.active, taken, status, leaves,
        )  # fmt: skip
        for at in np.flatnonzero(status).tolist():
            left.setdefault(at, _WHY[int(status[at])])
        return taken, leaves + np.where(own, owned.gained[:count], 0.0), land

    def _exams(self, farms: Farms, case: Case) -> Exams | None:
        """What classes ask of the farms; None where several schemes have them."""
        columns, open_ = self.columns, Opened(len(farms))
        made = offered(
            columns.rulebook, columns.on, columns.years, farms, case.land.scoring, open_, columns.places
        )
        none = np.zeros(0, dtype=np.int64)
        chosen: list[Chosen] = [
            (one, year, none) for one in made for year in one.years if (one.scheme, year) in case.land.scoring
        ]
        schemes = {one.scheme for one, _, _ in chosen}
        if len(schemes) > 1:
            return None
        return exams_of(case, chosen, np.arange(len(farms)), min(schemes, default=""))

    def _kept(self, considered: Considered) -> Mask:
        """Which arrangements keep the wish."""
        rows, wish = considered.rows, self.wish
        kept = np.ones(len(rows), dtype=np.bool_)
        if wish.max_effort is not None:
            kept &= rows[:, EFFORT] >= 0
        for named, inside in (*((n, False) for n in wish.forbid), *((n, True) for n in wish.lock)):
            bits = _bits(considered, named.code, 1)
            kept &= (rows[:, TAKEN] & bits) == (bits if inside else 0)
            if inside:
                # What is done already and locked is not displaced.
                kept &= (bits != 0) | ((rows[:, LOST] & _bits(considered, named.code, 0)) == 0)
        return kept

    def _value(self, case: Case, chosen: list[Chosen], considered: Considered, taken: Mask) -> Floats:
        """What the land and classes of the plans come to, less their costs, in cents."""
        laid, parts = case.laid, case.compiled.parts
        gain = np.zeros(len(parts))
        for n in np.unique(laid.part).tolist():
            gain[n] = float(parts[n].gain) / FINE
        worth = gain[laid.part] * (laid.quantity / SCALE)
        # Where nothing is laid, whole numbers come out.
        value = np.bincount(laid.farm, weights=worth, minlength=len(case.farms)).astype(np.float64)
        for made, year, here in chosen:
            got = here < len(made.claims)
            value[made.farm[got]] += case.class_cents(made, year)[got, here[got]]
        rows = considered.rows[taken]
        costs = np.bincount(rows[:, FARM], weights=rows[:, COST].astype(np.float64), minlength=len(value))
        found: Floats = value - costs * len(self.columns.years)
        return found

    def _proven(self, case: Case, considered: Considered, short: Floats) -> Mask:
        """Leave the farms with candidates whose plan falls short of what it was to leave; all others, though some are left."""
        own = np.zeros(len(case.farms), dtype=np.bool_)
        own[considered.rows[:, FARM]] = True
        short[~own] = 0.0
        proven = np.abs(short) <= _CENT
        own[list(case.left)] = False
        for at in np.flatnonzero(own & (np.abs(short) > _CENT)).tolist():
            if not 0 <= short[at] <= case.gap.get(at, 0) + _CENT:
                case.left[at] = SHORT
        looking = self._beyond()
        for ref, farm in (
            *((g.claim.ref, g.farm) for g in case.granted),
            *((m.ref, m.farm) for m in case.premiums),
        ):
            if ref in looking:
                case.leave(farm[own[farm]], WHOLE_FARM)
                proven[farm] = False
        return proven

    def _beyond(self) -> frozenset[str]:
        """The payments for the farm that look at its land or contracts."""
        if self._looking is None:
            rules = self.columns.rulebook
            self._looking = frozenset(
                f"{s.id}#{p.id}" for s in rules.schemes for p in s.payments
                if p.level is Level.FARM and reads(rules, s, p).beyond
            )  # fmt: skip
        return self._looking


def _bits(considered: Considered, code: str, candidate: int) -> Ints:
    """Per arrangement the measures of its place with that code, considered or done, as bits."""
    measures, rows = considered.measures, considered.rows
    number = considered.names.index(code) if code in considered.names else -1
    mine = measures[(measures[:, CODE] == number) & (measures[:, CANDIDATE] == candidate)]
    found: dict[tuple[int, int], int] = {}
    for farm, place, index in mine[:, [FARM, PLACE, INDEX]].tolist():
        found[farm, place] = found.get((farm, place), 0) | 1 << index
    places = rows[:, [FARM, PLACE]].tolist() if found else []
    bits = [found.get((farm, place), 0) for farm, place in places] or [0] * len(rows)
    return np.array(bits, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Widest(Sequence[FarmProfile]):
    """Farms as if every candidate were done beside all that is."""

    profiles: Sequence[FarmProfile]

    def __len__(self) -> int:
        return len(self.profiles)

    def __getitem__(self, at: int) -> FarmProfile:  # type: ignore[override]  # one at a time is all that is asked
        return widest(self.profiles[at])


@dataclass(frozen=True, slots=True, eq=False)
class Planned(Sequence[FarmProfile]):
    """Farms as their plans have them."""

    profiles: Sequence[FarmProfile]
    columns: Columns
    considered: Considered
    taken: Mask

    def __len__(self) -> int:
        return len(self.profiles)

    def __getitem__(self, at: int) -> FarmProfile:  # type: ignore[override]  # one at a time is all that is asked
        rows = self.considered.rows
        first, last = np.searchsorted(rows[:, FARM], [at, at + 1])
        mine = rows[first:last][self.taken[first:last]]
        taken = dict(zip(mine[:, PLACE].tolist(), mine[:, TAKEN].tolist(), strict=True))
        return as_planned(self.profiles[at], self.columns.rulebook, taken)
