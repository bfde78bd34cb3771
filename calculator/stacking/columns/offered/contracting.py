"""Payments for the farm that look at contracts, where the farm does not say how much there is: open, or refused.

Whether they are refused follows from what the farm answers and from shares of its land; a share of land under contract stays
undecided where packages that the farm can claim would do. Of all farms that answer alike, and of which every share stands alike,
the ordinary engine is asked for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.quantity import M2_PER_HA, Unit
from calculator.domain.scheme import Condition, Level, Payment
from calculator.eligibility.conditions.contracted import names
from calculator.eligibility.conditions.densities import DENSITIES
from calculator.eligibility.conditions.outcomes import Setting, bound_of, texts
from calculator.eligibility.conditions.shares import OF_LAND, numerator, taken_in
from calculator.eligibility.conditions.totals import OF_PLACES
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.reads import Reads, reads
from calculator.eligibility.spans import Span, every_condition, spans
from calculator.eligibility.subject import Findings, Subject
from calculator.stacking.columns.answer import Ints, Mask, Opened
from calculator.stacking.columns.offered.land import Land, Types
from calculator.stacking.columns.offered.sizes import MISSING, quantities
from calculator.stacking.columns.offered.units import Offer
from calculator.stacking.columns.reading.farms import ON_LAND, SCALE, Farms
from calculator.stacking.columns.reading.numbering import numbered
from calculator.stacking.columns.reading.whereabouts import Whereabouts

Floats = NDArray[np.float64]

#: How a share stands: short of its bound, within it once packages are contracted, at or past it.
_SHORT, _WAITS, _ENOUGH = 0, 1, 2
#: What share of its bound a sum of hectares may lie from it before it is worked out by itself.
_NEAR = 1e-6
#: The areas that are kept of every farm, by the name that a share is taken in; any other name is all land.
_WHOLE = ("arable_ha", "grassland_ha", "permanent_grassland_ha")


@dataclass(slots=True)
class _Asked:
    """Some farms with what their land is offered, of which the ordinary engine is asked."""

    farms: Farms
    land: Land
    types: Types

    def open(self, span: Span, payment: Payment, at: int) -> bool:
        """Whether the payment is open for one of the farms in some year of the span."""
        profile, rules, found = self.farms.profiles[at], self.types.units.rulebook, Findings()
        for year in span.years:
            day, claimed = same_day_in(year, span.day), tuple(self._claimed(at, year, profile))
            assess_payment(Subject(profile, rules, span.scheme, payment, day, claimed=claimed), found)
        return bool(found.open)

    def _claimed(self, at: int, year: int, profile: FarmProfile) -> Iterator[Claim]:
        """What the farm can claim on its parcels in a year."""
        farms, land, first = self.farms, self.land, self.types.units.years.start
        for row in range(*np.searchsorted(land.farm, [at, at + 1]).tolist()):
            place = int(farms.piece_place[land.piece[row]])
            offer = self.types.offer(int(land.offer[row]))
            if place < len(profile.parcels) and offer.years:
                beside = [template for of, template in offer.beside if of == year]
                quantity = Decimal(int(land.quantity[row])) / SCALE
                for template in (*offer.years[year - first], *beside):
                    claim = template.in_year(year, quantity)
                    yield replace(claim, place=profile.parcels[place].id, piece=str(row))


@dataclass(slots=True)
class Contracting:
    """What was asked under one rulebook, read on the day ``on`` of each year."""

    types: Types
    on: date
    years: range
    _open: dict[tuple[object, ...], bool] = field(default_factory=dict)
    _hectares: dict[tuple[str, ...], list[tuple[float, ...]]] = field(default_factory=dict)
    _parcel: list[bool] = field(default_factory=list)

    def mark(self, farms: Farms, land: Land, places: Whereabouts, open_: Opened) -> None:
        """Mark what is open of the farms; ``places`` knows where each scheme is open."""
        asked = _Asked(farms, land, self.types)
        for span in spans(self.types.units.rulebook, self.years, self.on):
            late = [p for p in span.late if p.level is Level.FARM and not span.blocked]
            inside = places.within(span.scheme, farms) if late else None
            for payment in late:
                lost = np.flatnonzero(inside & (quantities(payment, farms) == MISSING))
                open_.add(f"{span.scheme.id}#{payment.id}", self.open(span, payment, asked, lost))

    def open(self, span: Span, payment: Payment, asked: _Asked, members: Ints) -> Ints:
        """Those of the farms for which the payment is open in some year of the span; they do not say how much there is."""
        farms = asked.farms
        if not len(members):
            return members
        read = reads(self.types.units.rulebook, span.scheme, payment)
        facts = tuple(sorted(read.facts.items()))
        alone, columns = np.zeros(len(members), dtype=np.bool_), [farms.alike(facts)[members]]
        for share in every_condition(span.scheme, payment):
            # How much there is per hectare is worked out by itself, and so is what places answer.
            alone |= share.kind in (*DENSITIES, *OF_PLACES)
            if share.kind in OF_LAND:
                for stands, near in self._share(share, span, payment, farms, members, asked.land):
                    columns.append(stands)
                    alone |= near
        _, first, inverse = np.unique(numbered(columns), return_index=True, return_inverse=True)
        groups = [self._group(span, payment, read, asked, members, columns, int(at)) for at in first.tolist()]
        found: Mask = np.array(groups, dtype=np.bool_)[inverse]
        for at in np.flatnonzero(alone).tolist():
            found[at] = asked.open(span, payment, int(members[at]))
        return members[found]

    def _group(
        self, span: Span, payment: Payment, read: Reads, asked: _Asked, members: Ints, columns: Sequence[Ints], at: int
    ) -> bool:  # fmt: skip
        """What one of a group answers, remembered for all who stand as it does."""
        facts = tuple(sorted(read.facts.items()))
        key = (id(span.scheme), payment.id, span.years, facts, tuple(int(column[at]) for column in columns))
        if key not in self._open:
            self._open[key] = asked.open(span, payment, int(members[at]))
        return self._open[key]

    def _share(
        self, share: Condition, span: Span, payment: Payment, farms: Farms, members: Ints, land: Land
    ) -> Iterator[tuple[Ints, Mask]]:
        """Per year how the share stands for every farm; and whether that is too near to say, or not kept in columns."""
        of = share.arguments["of"]
        assert isinstance(of, Mapping)
        whole = whole_of(taken_in(share), farms)[members] / SCALE
        for year in span.years:
            day = same_day_in(year, span.day)
            bound = bound_of(share, Setting(FarmProfile(0, "", ()), day, payment.figures))
            if bound is None:
                continue
            least = float(bound) * whole
            have = counted(of, farms)[members] / SCALE
            new = self._new(of, year, farms, land)[members]
            enough, waits = have >= least, (new > 0) & (have + new >= least)
            stands = np.where(whole == 0, _SHORT, np.where(enough, _ENOUGH, np.where(waits, _WAITS, _SHORT)))
            near = (np.abs(have - least) <= _NEAR * least) & (have > 0)
            near |= (np.abs(have + new - least) <= _NEAR * least) & (new > 0)
            yield stands.astype(np.int64), (near | (have < 0)) & (whole > 0)

    def _new(self, of: Mapping[str, object], year: int, farms: Farms, land: Land) -> Floats:
        """Hectares of parcels per farm under packages that the share counts once they are contracted."""
        wanted = texts(of["contracts"]) if "contracts" in of else ()
        if not wanted or not len(land.offer):
            return np.zeros(len(farms))
        known = self._hectares.setdefault(wanted, [])
        for number in range(len(known), int(land.offer.max()) + 1):
            known.append(self._of_offer(self.types.offer(number), of))
        each = np.array([row[year - self.years.start] for row in known])[land.offer]
        samples = farms.words.samples
        self._parcel += [piece.parcel is not None for piece in samples[len(self._parcel) :]]
        much = np.where(np.array(self._parcel)[farms.piece_kind], each * (land.quantity / SCALE), 0.0)
        found: Floats = np.bincount(land.farm, weights=much, minlength=len(farms)).astype(np.float64)
        return found

    def _of_offer(self, offer: Offer, of: Mapping[str, object]) -> tuple[float, ...]:
        """Per year the hectares of one unit of land that such packages cover."""
        every = [(y, t) for y, offered in zip(self.years, offer.years, strict=False) for t in offered]
        most = dict.fromkeys(self.years, Fraction(0))
        for year, template in (*every, *offer.beside):
            size = {Unit.HECTARE: template.factor, Unit.SQUARE_METRE: template.factor / int(M2_PER_HA)}
            if names(of, template.terms.scheme) and template.terms.unit in size:
                most[year] = max(most[year], size[template.terms.unit])
        return tuple(float(most[year]) for year in self.years)


def whole_of(name: str | None, farms: Farms) -> Ints:
    """The land that a share is taken of, in hundred-millionths of a hectare; one hectare where these themselves are asked."""
    if name is None:
        return np.full(len(farms), SCALE, dtype=np.int64)
    return farms.areas[name if name in _WHOLE else "parcel_ha"]


def counted(of: Mapping[str, object], farms: Farms) -> Ints:
    """What counts towards a share already, in hundred-millionths of a hectare; below zero where that is not kept in columns."""
    return farms.once(_key(of), lambda every: _have(of, every))


def _key(of: Mapping[str, object]) -> tuple[object, ...]:
    return (ON_LAND, *((name, texts(value)) for name, value in sorted(of.items())))


def _have(of: Mapping[str, object], farms: Farms) -> Ints:
    """What counts already, in hundred-millionths of a hectare: measures on parcels, and land use. No farm here has a contract."""
    found = np.zeros(len(farms), dtype=np.int64)
    uses = set(texts(of["land_use"])) if "land_use" in of else set[str]()
    grassland, permanent = farms.areas["grassland_ha"], farms.areas["permanent_grassland_ha"]
    kept = {
        "arable": farms.areas["arable_ha"], "permanent_grassland": permanent,
        "temporary_grassland": grassland - permanent,
    }  # fmt: skip
    if "crops" in of or "where" in of or uses - kept.keys():
        return np.full(len(farms), -1, dtype=np.int64)
    for use in uses:
        found += kept[use]
    if "measures" in of:
        found += _under(set(texts(of["measures"])), of, farms)
    return found


def _under(wanted: set[str], of: Mapping[str, object], farms: Farms) -> Ints:
    """Land of parcels under these measures; where several of them may share ground it is read from the farm itself."""
    codes = [
        [m.code for m in piece.measures if m.code in wanted] if piece.parcel is not None else []
        for piece in farms.words.samples
    ]
    count = np.array([*map(len, codes), 0], dtype=np.int64)[farms.piece_kind]
    mine = np.flatnonzero(count)
    found = np.zeros(len(farms), dtype=np.int64)
    np.add.at(found, farms.piece_farm[mine], farms.piece_quantity[mine])
    code = np.unique([c[0] if c else "" for c in codes], return_inverse=True)[1][farms.piece_kind[mine]]
    parcel = numbered((farms.piece_farm[mine], farms.piece_place[mine]))
    order = np.lexsort((code, parcel))
    differs = (np.diff(parcel[order]) == 0) & (np.diff(code[order]) != 0)
    unsure = {
        *farms.piece_farm[mine[order[1:]][differs]].tolist(),
        *farms.piece_farm[mine[count[mine] > 1]].tolist(),
    }
    for at in sorted(unsure):
        measures = {"measures": of["measures"]}
        found[at] = int(numerator(measures, farms.profiles[at]) * SCALE)
    return found
