"""The explanations of some farms after others: what columns say, and what the ordinary engine says of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.award import Award, ClassResult
from calculator.domain.farm import FarmProfile
from calculator.stacking.columns.answer import Ints, Mask, Opened
from calculator.stacking.columns.case import Case, Chosen
from calculator.stacking.columns.classes.premiums import EXACT
from calculator.stacking.columns.explained.classes import Reached, classes
from calculator.stacking.columns.explained.missing import Pieces
from calculator.stacking.columns.explained.on_farm import on_farm
from calculator.stacking.columns.explained.on_land import Patterns
from calculator.stacking.columns.explained.refusals import Refusing
from calculator.stacking.columns.explained.tables import Explained, Gathered
from calculator.stacking.columns.farms import SCALE, Farms
from calculator.stacking.columns.lines import FARM, Listing
from calculator.stacking.columns.paying import per_payment
from calculator.stacking.columns.settling import Columns
from calculator.stacking.explaining.stopping import Cause


@dataclass(slots=True)
class Explaining:
    """What was asked of patterns of land, and of what refuses payments, under the rules of ``columns``; it is kept."""

    columns: Columns
    patterns: Patterns = field(init=False)
    refusing: Refusing = field(init=False)

    def __post_init__(self) -> None:
        self.patterns = Patterns(self.columns.types.tables)
        self.refusing = Refusing(self.columns)

    def begun(self) -> Telling:
        """Tables to gather a population in."""
        return Telling(self, Listing(self.columns))


@dataclass(slots=True)
class Telling:
    """Gathers the tables, part after part of a population."""

    known: Explaining
    listing: Listing
    into: Gathered = field(default_factory=Gathered)
    farms: int = 0

    def add(self, farms: Farms) -> dict[int, str]:
        """Add what columns say of some farms; the others with the reason."""
        columns, left, open_ = self.known.columns, dict(farms.reasons), Opened(len(farms))
        case, chosen = columns.solved(farms, *columns.offered(farms, left, open_), left, open_)
        paid, small = per_payment(case, chosen)
        pieces = Pieces(case, chosen, columns.types, self.known.patterns)
        missed = [*self._on_land(pieces), *self._on_farm(case, small)]
        reached = list(classes(case, chosen, small))
        stays = np.ones(len(farms), dtype=np.bool_)
        stays[list(left)] = False
        refused = list(self.known.refusing.of(farms, case.land, stays))
        for at, reason in self.known.refusing.left.items():
            left.setdefault(at, reason)
        stays[list(left)] = False
        self._keep(self.into.missed, missed, stays)
        self._keep(self.into.refused, refused, stays)
        for one in reached:
            self._class(one, stays)
        prices = [
            (at, self.into.limits.of(limit), cents)
            for (at, limit), cents in case.withheld.items()
            if stays[at]
        ]
        self._keep(self.into.prices, [np.array(prices, dtype=np.int64).reshape(-1, 3)], stays)
        self.listing.of(case, chosen, paid)
        self.into.left |= {self.farms + at: why for at, why in left.items()}
        self.farms += len(farms)
        return left

    def _keep(self, into: list[Ints], blocks: list[Ints], stays: Mask) -> None:
        for block in blocks:
            kept = block[stays[block[:, 0]]]
            kept[:, 0] += self.farms
            into.append(kept)

    def _on_land(self, pieces: Pieces) -> Iterator[Ints]:
        first = self.known.columns.years.start
        rows = [
            (
                x.farm, x.place, self.into.payments.of(x.missed.ref), sum(1 << (y - first) for y in x.missed.years),
                self.into.causes.of(x.missed.cause), x.difference, 1,
            )
            for x in pieces.missed()
        ]  # fmt: skip
        yield np.array(rows, dtype=np.int64).reshape(-1, 7)

    def _on_farm(self, case: Case, small: dict[int, Mask]) -> Iterator[Ints]:
        first = self.known.columns.years.start
        for one in on_farm(case, small):
            same = np.ones_like(one.farm)
            yield np.stack(
                [
                    one.farm, same * FARM, same * self.into.payments.of(one.ref),
                    same * sum(1 << (y - first) for y in one.years), same * self.into.causes.of(one.cause),
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
        self._keep(self.into.classes, [np.stack(rows, axis=1)], stays)
        for goal, (scored, needed, short) in one.goals.items():
            goals = [one.farm, year, payment, same * self.into.goal_names.of(goal), scored, needed, short]
            self._keep(self.into.goals, [np.stack(goals, axis=1)], stays)

    def own(self, farm: int, profile: FarmProfile, award: Award | None) -> None:
        """What the ordinary engine says of a farm; nothing where it has no answer."""
        if award is None:
            self.into.none.add(farm)
            return
        names = [p.id for p in profile.parcels] + [e.id for e in profile.elements]
        at = {name: n for n, name in enumerate(names)}
        first, into = self.known.columns.years.start, self.into
        self.listing.own(farm, profile, [x for y in award.years for x in y.lines])
        into.missed += [_rows((
            farm, at.get(x.place, FARM), into.payments.of(f"{x.scheme}#{x.payment}"),
            sum(1 << (y - first) for y in x.years),
            into.causes.of(Cause(x.because, x.lost_to, x.source, x.article, x.relation)),
            x.difference or 0, int(x.difference is not None),
        )) for x in award.not_chosen]  # fmt: skip
        said = self.known.refusing.sayings
        into.refused += [_rows((farm, r.year, at.get(r.place, FARM), said.of(r))) for r in award.refusals]
        prices = {x.limit: x.price or 0 for x in award.limits if x.binding}
        into.prices += [_rows((farm, into.limits.of(name), cents)) for name, cents in prices.items()]
        for result in award.classes:
            self._own_class(farm, result)

    def _own_class(self, farm: int, result: ClassResult) -> None:
        """A class as the award rounds it: value and points to four decimals."""
        into, code = self.into, self.into.names.of
        payment = into.payments.of(_premium(self.known.columns, result))
        short = -1 if result.next_short_per_ha is None else int(result.next_short_per_ha * 100)
        into.classes.append(_rows((
            farm, result.year, payment, -1 if result.name is None else code(result.name),
            -1 if result.next_name is None else code(result.next_name), short,
            int(result.value_per_ha * EXACT), SCALE, -1 if result.note is None else code(result.note.en.split(" ")[0]),
        )))  # fmt: skip
        for goal, (scored, needed) in result.points.items():
            lacks = int(result.next_short_points.get(goal, 0) * 100)
            into.goals.append(_rows((
                farm, result.year, payment, into.goal_names.of(goal), int(scored * EXACT), int(needed * EXACT), lacks,
            )))  # fmt: skip

    def finished(self) -> Explained:
        """All of it."""
        lines = self.listing.finished()
        return self.into.finished(self.known.columns.years, lines, self.known.refusing.sayings.all)


def _premium(columns: Columns, result: ClassResult) -> str:
    """The payment of a premium, of a scheme."""
    for scheme in columns.rulebook.schemes:
        for payment in scheme.payments if scheme.id == result.scheme else ():
            if payment.kind.value == "class_premium":
                return f"{scheme.id}#{payment.id}"
    raise KeyError(result.scheme)


def _rows(row: tuple[int, ...]) -> Ints:
    return np.array([row], dtype=np.int64)


__all__ = ["Chosen", "Explaining", "Telling"]
