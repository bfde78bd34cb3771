"""Farms on which a ceiling over years or a cap is full: the ordinary engine is asked of the ground that it counts alone.

What no full limit counts is settled by itself, as on any farm. So of a farm with fifty parcels of which two are under a ceiling
the engine weighs two, with the payments for the farm that a limit counts too. That holds where no class hangs on that ground,
and nothing that the engine chooses is what another payment rests on or shares a minimum with; other farms are left as a whole.
Where limits count nothing on the land, money is weighed against a class there as if they were not full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

import numpy as np

from calculator.domain.claim import Claim, Terms
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import Piece, pieces
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import BALANCE, Case, Chosen, Touched
from calculator.stacking.columns.ceilings.caps import CAPPED
from calculator.stacking.columns.ceilings.deciding import leans
from calculator.stacking.columns.ceilings.windows import TIGHT, Ceilings
from calculator.stacking.columns.classes.balancing import balance
from calculator.stacking.columns.classes.withholding import withhold
from calculator.stacking.columns.offered.compiled import Laid
from calculator.stacking.columns.offered.granted import Granted
from calculator.stacking.columns.offered.meeting import Meeting
from calculator.stacking.columns.offered.premiums import reached
from calculator.stacking.columns.offered.under import Key, plain
from calculator.stacking.columns.ordinary import NO_ANSWER, Asked, Scored, settled
from calculator.stacking.columns.reading.farms import scaled


@dataclass(slots=True)
class Touching:
    """The farms of a case that are left for a full limit, with the pieces of their land that such limits count."""

    case: Case
    ceilings: Ceilings
    meeting: Meeting
    _on: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def settle(self, chosen: list[Chosen]) -> None:
        """Settle those farms of which the rest can be told apart; the others stay left."""
        case = self.case
        wanted = [at for at, why in sorted(case.left.items()) if why in (TIGHT, CAPPED)]
        if not wanted:
            return
        self._on = self._touched()
        counted = [one for one in self._before if self._counted(one)]
        leaning = set[int]().union(*(one.farm.tolist() for one in counted if leans(self.meeting, one)))
        barred = leaning | self._weighing([at for at in wanted if at not in leaning], chosen)
        barred |= self._hanging(wanted, chosen)
        gone = list[Ints]()
        for at in wanted:
            some = self._on[case.land.farm[self._on] == at]
            whole = [one for one in counted if at in one.farm]
            found = self.asked(at, some, whole) if at not in barred and (len(some) or whole) else None
            if found is not None:
                case.touched[at] = replace(found, reason=case.left.pop(at))
                gone.append(some)
        # What a ceiling withholds was asked as if no cap held; of these farms the engine says what either does.
        case.withheld = {key: cents for key, cents in case.withheld.items() if key[0] not in case.touched}
        self._take_out(gone)

    def _weighing(self, wanted: list[int], chosen: list[Chosen]) -> set[int]:
        """Weigh money against a class on those of these farms on whose land no full limit counts anything; those on which it
        weighs still.
        """
        case, on_land = self.case, set(self.case.land.farm[self._on].tolist())
        waiting = {at: case.left[at] for at in wanted if at in case.weighed and at not in on_land}
        if not waiting:
            return case.weighed
        case.left |= dict.fromkeys(waiting, BALANCE)
        withhold(case, chosen, balance(case, chosen))
        settled_ = waiting.keys() - case.left.keys()
        # The engine is still to be asked what they are granted.
        case.left |= waiting
        return case.weighed - settled_

    def _touched(self) -> Ints:
        """The pieces with a payment that a limit counts, whether or not it is among the ways that are left of them."""
        land, compiled = self.case.land, self.case.compiled
        refs = {ref for ref in land.has if self._limited(self.meeting.terms[ref])}
        tables = np.unique(land.table)
        counted = [n for n in tables.tolist() if not refs.isdisjoint(compiled.tables[n].refs)]
        found: Ints = np.flatnonzero(np.isin(land.table, counted))
        return found

    def _limited(self, terms: Terms) -> bool:
        if terms.max_quantity is not None:
            return True
        years = self.case.years
        claim = Claim(terms, "P", "P/1", years[0], Decimal(1), "", same_day_in(years[0], self.case.on))
        return bool(self.ceilings.limits(claim)) or self._capped(claim, years)

    @property
    def _before(self) -> list[Granted]:
        """What farms are granted as a whole, before anything of it was dropped."""
        return self.case.granted if self.case.decided is None else list(self.case.decided.before)

    def _counted(self, one: Granted) -> bool:
        """Whether a limit counts it, or it keeps another payment out."""
        limited = self._capped(one.claim, one.years) or bool(self.ceilings.limits(one.claim))
        return limited or self.meeting.excluded(one.claim.ref)

    def _capped(self, claim: Claim, years: Iterable[int]) -> bool:
        return any(True for year in years for _ in self.case.capping(claim, year))

    def _hanging(self, wanted: list[int], chosen: list[Chosen]) -> set[int]:
        """Those of these farms that reach another class with nothing on that ground."""
        case, laid = self.case, self.case.laid_on(np.array(wanted, dtype=np.int64))
        apart = ~np.isin(laid.piece, self._on)
        scores = case.total(case.compiled.scores, laid.farm[apart], laid.part[apart], laid.quantity[apart])
        found = set[int]()
        for made, year, here in chosen:
            mine = {str(n[2]): t[made.farm] for n, t in scores.items() if n[:2] == (made.scheme, year)}
            other = (here < len(made.claims)) & (reached(made, mine) != here)
            found.update(made.farm[other].tolist())
        return found

    def asked(self, at: int, some: Ints, whole: list[Granted]) -> Touched | None:
        """What the engine says of that ground; None where it has no answer, or would be asked of something else."""
        case, profile = self.case, self.case.farms.profiles[at]
        asked = Asked(case.rulebook, case.on, case.years)
        land = self._land(at, some, profile)
        if case.farms.aid_unknown[at] or land is None:
            return None
        claims = tuple(_claims(asked, profile, land, {one.claim.ref for one in whole}))
        if not _same(at, whole, claims):
            return None
        try:
            found = settled(asked, profile, claims, self._lines(at, some), self._premiums(at))
        except NO_ANSWER:
            return None
        full = None if found is None else self._full_beside(at, claims, found.paid)
        if found is None or full is None:
            return None
        return replace(found, binding=dict.fromkeys(full, 0) | dict(found.binding))

    def _premiums(self, at: int) -> Scored:
        """The premiums that the farm may reach a class of, by scheme and year."""
        mine = [one for one in self.case.premiums if at in one.farm]
        return frozenset((one.scheme, year) for one in mine for year in one.years)

    def _full_beside(
        self, at: int, claims: tuple[Claim, ...], paid: Mapping[tuple[str, int], int]
    ) -> set[str] | None:
        """The limits that are full in years in which the farm claims other things alone: of these the engine was not asked.

        None where one may be full with a grant over years, which weighs more than what is ``paid`` of it.
        """
        case, found = self.case, set[str]()
        yearly = not any(_begun(claim, paid) for claim in claims)
        given = self._told(claims, paid) if yearly else self._could(claims)
        years = {year for year, here in case.claiming(np.array([at])).items() if here[0]}
        days = [same_day_in(year, case.on) for year in sorted(years - {c.year for c in claims})]
        for room in plain(case.rulebook, case.farms, at, days):
            left = room.micro - room.taken(given)
            if room.micro <= 0 or (yearly and left <= 0):
                found.add(room.version.id)
            elif not yearly and left < MICRO:
                return None
        return found

    def _told(self, claims: tuple[Claim, ...], paid: Mapping[tuple[str, int], int]) -> dict[Key, int]:
        """What is paid in each year, in micro-cents, by the limits that count it and its day."""
        found: dict[Key, int] = {}
        for claim in {(c.ref, c.year): c for c in claims}.values():
            for limit in self.ceilings.limits(claim):
                key = limit, claim.grant_date
                found[key] = found.get(key, 0) + paid.get((claim.ref, claim.year), 0) * MICRO
        return found

    def _could(self, claims: tuple[Claim, ...]) -> dict[Key, int]:
        """The most that could be granted, likewise."""
        found: dict[Key, int] = {}
        for claim in claims:
            much = ceil(claim.rate.high * Fraction(claim.quantity) * (claim.terms.at_once_years or 1) * MICRO)
            for limit in self.ceilings.limits(claim):
                found[limit, claim.grant_date] = found.get((limit, claim.grant_date), 0) + much
        return found

    def _lines(self, at: int, some: Ints) -> int:
        """In how many lines the farm is paid for the rest of its land, and as a whole without a class."""
        laid, parts = self.case.laid_on(np.array([at])), self.case.compiled.parts
        rest = laid.part[~np.isin(laid.piece, some)]
        whole = sum(len(one.years) for one in self.case.granted if at in one.farm and not self._counted(one))
        return whole + sum(len(parts[number].lines) for number in rest.tolist())

    def _land(self, at: int, some: Ints, profile: FarmProfile) -> tuple[Piece, ...] | None:
        """That ground as the engine cuts it; None where it would cut it otherwise."""
        land, every = self.case.land, [piece for piece in pieces(profile)[0] if piece.measures]
        first, last = np.searchsorted(self.case.farms.piece_farm, [at, at + 1]).tolist()
        if len(every) != last - first:
            return None
        found = tuple(every[n - first] for n in land.piece[some].tolist())
        sizes = [scaled(piece.quantity) for piece in found]
        return found if sizes == land.quantity[some].tolist() else None

    def _take_out(self, gone: list[Ints]) -> None:
        """Take what the engine was asked of out of what is settled here."""
        case = self.case
        if not gone:
            return
        land, farms = np.concatenate(gone), np.array(list(case.touched), dtype=np.int64)
        case.fixed, case.picked = (_without(laid, land) for laid in (case.fixed, case.picked))
        case.granted = [
            one.of(~np.isin(one.farm, farms)) if self._counted(one) else one for one in case.granted
        ]


def _without(laid: Laid, land: Ints) -> Laid:
    kept = ~np.isin(laid.piece, land)
    return Laid(laid.farm[kept], laid.part[kept], laid.quantity[kept], laid.piece[kept])


def _claims(asked: Asked, profile: FarmProfile, land: tuple[Piece, ...], whole: set[str]) -> Iterator[Claim]:
    """What can be claimed on these pieces, and of these payments for the farm."""
    for one in assess(profile, asked.rulebook, land, asked.years, asked.on):
        for claim in one.claims:
            if not claim.continuation and (claim.piece != "farm" or claim.ref in whole):
                yield claim


def _begun(claim: Claim, paid: Mapping[tuple[str, int], int]) -> bool:
    """Whether a grant over years may have been given in that year: paid, or too little to be."""
    much = claim.rate.expected * Fraction(claim.quantity)
    return claim.terms.at_once_years is not None and (much < 1 or bool(paid.get((claim.ref, claim.year))))


def _same(at: int, whole: list[Granted], claims: tuple[Claim, ...]) -> bool:
    """Whether the farm is granted what these claims for the farm say: some ask what the rest of its land says."""
    here = {
        (c.ref, c.year): (int(c.quantity * MICRO), Fraction(c.quantity) * c.rate.expected * MICRO)
        for c in claims
        if c.piece == "farm"
    }
    there = {
        (one.claim.ref, year): (int(one.quantity[n]), int(one.exact[n]))
        for one in whole
        for n in np.flatnonzero(one.farm == at).tolist()
        for year in one.years
    }
    return here.keys() == there.keys() and all(
        much == there[key][0] and abs(exact - there[key][1]) < 1 for key, (much, exact) in here.items()
    )
