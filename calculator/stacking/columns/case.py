"""Some farms with everything that they are offered, and the class that each of them reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.domain.rulebook import Rulebook
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.compiling import Floats
from calculator.stacking.columns.offered.compiled import Compiled, Laid, Name, Ratios
from calculator.stacking.columns.offered.decided import Decided
from calculator.stacking.columns.offered.granted import Granted
from calculator.stacking.columns.offered.land import Land
from calculator.stacking.columns.offered.premiums import Offered, of_classes, reached
from calculator.stacking.columns.offered.under import Under
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.law.counting import binding
from calculator.stacking.problem.stacks.regime import regime

BALANCE = "money against a class"

#: A premium in a year with the class of each of its farms: its place, past the last where there is none.
Chosen = tuple[Offered, int, Ints]


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """A cap in a year, in micro-cents where it is on ``euros``, else in millionths of a unit, with the farms that could fill it,
    what it comes to for each and what they are granted of it as a whole.
    """

    limit: str
    year: int
    most: Ints
    euros: bool
    farm: Ints
    granted: Ints


@dataclass(frozen=True, slots=True)
class Touched:
    """What the ordinary engine says of the ground of a farm that full limits count: cents by payment and year, and its proof.

    ``binding`` is what limits withhold, ``cut`` what ceilings on land take exactly (cents); ``reason`` says why it was asked.
    """

    paid: Mapping[tuple[str, int], int]
    status: str
    gap: int
    binding: Mapping[str, int]
    cut: Mapping[str, Fraction]
    reason: str = ""


@dataclass(slots=True)
class Case:
    """``left`` are the farms that cannot be settled here, with the reason.

    ``fixed`` is always taken; ``picked`` is a way of every choice. ``gap`` is in cents, of farms where it is not nil;
    ``withheld`` what a ceiling over years holds back, by farm and limit; ``decided`` what was chosen under it, ``caps`` those
    that farms could fill, ``under`` the farms on whose land it counts more than fits. ``weighed`` are those on which money may
    weigh against a class, ``touched`` those of which the ordinary engine was asked what full limits count.
    """

    farms: Farms
    land: Land
    granted: list[Granted]
    premiums: list[Offered]
    left: dict[int, str]
    compiled: Compiled
    rulebook: Rulebook
    on: date
    years: range
    fixed: Laid
    picked: Laid
    gap: dict[int, int] = field(default_factory=dict)
    withheld: dict[tuple[int, str], int] = field(default_factory=dict)
    decided: Decided | None = None
    caps: list[Near] = field(default_factory=list)
    under: Under = field(default_factory=Under.none)
    weighed: set[int] = field(default_factory=set)
    touched: dict[int, Touched] = field(default_factory=dict)

    @property
    def laid(self) -> Laid:
        """All parts on the land of all farms."""
        one, other = self.fixed, self.picked
        return Laid(
            np.concatenate([one.farm, other.farm]),
            np.concatenate([one.part, other.part]),
            np.concatenate([one.quantity, other.quantity]),
            np.concatenate([one.piece, other.piece]),
        )

    def laid_on(self, farms: Ints) -> Laid:
        """The parts on the land of these farms alone: all together take more room than most ask for."""
        asked = np.zeros(len(self.farms), dtype=np.bool_)
        asked[farms] = True
        of = [(laid, np.flatnonzero(asked[laid.farm])) for laid in (self.fixed, self.picked)]
        return Laid(
            np.concatenate([laid.farm[rows] for laid, rows in of]),
            np.concatenate([laid.part[rows] for laid, rows in of]),
            np.concatenate([laid.quantity[rows] for laid, rows in of]),
            np.concatenate([laid.piece[rows] for laid, rows in of]),
        )

    def lay(self, farms: Ints, instead: Laid) -> None:
        """Put other ways on the land of these farms."""
        others = np.ones(len(self.farms), dtype=np.bool_)
        others[farms] = False
        kept, picked = others[self.picked.farm], self.picked
        self.picked = Laid(
            np.concatenate([picked.farm[kept], instead.farm]),
            np.concatenate([picked.part[kept], instead.part]),
            np.concatenate([picked.quantity[kept], instead.quantity]),
            np.concatenate([picked.piece[kept], instead.piece]),
        )

    def most(self, of: Ratios) -> dict[Name, Ints]:
        """The most that every farm can come to, by name."""
        return self.total(of, self.land.farm, self.land.table, self.land.quantity)

    def offered_on_land(self) -> dict[int, Mask]:
        """Per year the farms that are offered something on their land."""
        land, count = self.land, len(self.farms)
        tables = np.unique(land.table).tolist()
        found = {year: np.zeros(count, dtype=np.bool_) for year in self.years}
        for year, farms in found.items():
            with_it = np.zeros(len(self.compiled.tables), dtype=np.bool_)
            with_it[[t for t in tables if year in self.compiled.tables[t].years]] = True
            farms[land.farm[with_it[land.table]]] = True
        return found

    def claiming(self, farms: Ints) -> dict[int, Mask]:
        """Per year which of these farms can claim something in it: for the farm or on land, an activity or a class too."""
        found = {year: np.zeros(len(self.farms), dtype=np.bool_) for year in self.years}
        offered = [(g.years, g.farm) for g in self.granted] + [(p.years, p.farm) for p in self.premiums]
        for years, farm in offered:
            for year in years:
                found[year][farm] = True
        for (_, year), here in self.land.scoring.items():
            found[year] |= here
        # What land is offered is looked through only where nothing else says it.
        if not all(here[farms].all() for here in found.values()):
            for year, here in self.offered_on_land().items():
                found[year] |= here
        return {year: here[farms] for year, here in found.items()}

    def scores(self, farms: Ints | None = None) -> dict[Name, Ints]:
        """What every farm scores with what is laid on its land; only these ``farms`` where they are said, others nothing."""
        of, compiled, count = self.compiled.scores, self.compiled, len(self.farms)
        total = np.zeros((count, len(of.names.known)), dtype=np.int64)
        for laid in (self.fixed, self.picked) if farms is None else (self.laid_on(farms),):
            total += compiled.total(of, laid.farm, laid.part, laid.quantity, count)
        return {name: total[:, at] for name, at in of.names.known.items()}

    def total(self, of: Ratios, farm: Ints, number: Ints, quantity: Ints) -> dict[Name, Ints]:
        """The sum per farm of ratios of parts, or of tables, by name."""
        total = self.compiled.total(of, farm, number, quantity, len(self.farms))
        return {name: total[:, at] for name, at in of.names.known.items()}

    def capping(self, claim: Claim, year: int) -> Iterator[Limit]:
        """The caps that count a claim in a year."""
        limits = self.rulebook.limits_on(same_day_in(year, self.on))
        kinds = (LimitKind.AMOUNT_CAP, LimitKind.QUANTITY_CAP)
        yield from (x for x in binding(self.rulebook, limits, claim) if x.kind in kinds)

    def leave(self, farms: Ints, reason: str) -> None:
        """Leave these farms, unless they are left for another reason already."""
        for at in farms.tolist():
            self.left.setdefault(at, reason)

    def beside(self, year: int) -> Ints:
        """Micro-cents per farm of the payments for the farm that share a minimum in that year."""
        rules, found = regime(self.rulebook, year, self.on), np.zeros(len(self.farms), dtype=np.int64)
        for one in self.granted:
            if year in one.years and rules.shares_minimum(one.claim):
                np.add.at(found, one.farm, one.exact)
        return found

    def class_cents(self, made: Offered, year: int, unbound: str = "") -> Floats:
        """Cents, with their parts, that each class adds for every farm of the premium; ``unbound`` is a minimum that is left out.

        What shares a minimum with it is paid with it where all of that comes to the minimum, else none of it is.
        """
        rules, paid = regime(self.rulebook, year, self.on), of_classes(made)
        minimum = rules.minimum_of
        bound = minimum is not None and minimum.id != unbound and rules.shares_minimum(made.claims[0])
        if bound and rules.minimum is not None:
            without, least = self.beside(year)[made.farm][:, None], int(rules.minimum * MICRO)
            together = without + paid
            paid = np.where(together >= least, together, 0) - np.where(without >= least, without, 0)
        found: Floats = paid / MICRO
        return found

    def classes(self) -> list[Chosen]:
        """The class of every farm, per premium and year; farms for which it hangs on other choices are left."""
        best, most = self.scores(), self.most(self.compiled.most)
        found: list[Chosen] = []
        for made in self.premiums:
            for year in made.years:
                active = self.land.scoring.get((made.scheme, year))
                if active is None:
                    continue
                here, could = (
                    reached(
                        made, {str(n[2]): t[made.farm] for n, t in of.items() if n[:2] == (made.scheme, year)}
                    )
                    for of in (best, most)
                )
                mine = active[made.farm]
                against = made.farm[mine & (could < here)]
                self.weighed.update(against.tolist())
                self.leave(against, BALANCE)
                found.append((made, year, np.where(mine, here, len(made.claims))))
        return found
