"""A farm as sums of its land, for payments that ask for a share of it: nothing of where it lies, and as exact as its parcels.

A profile with one parcel per land use answers such a question as the farm's own does, since only sums are asked; it is made in a
tenth of the time. Where more than sums is asked, the profile is the farm's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from calculator.domain.claim import Claim, Terms
from calculator.domain.farm import FarmProfile, Measure, Parcel
from calculator.domain.quantity import M2_PER_HA, Unit
from calculator.domain.scheme import Condition, Payment, PaymentKind
from calculator.eligibility.conditions.contracted import names
from calculator.eligibility.conditions.densities import DENSITIES
from calculator.eligibility.conditions.outcomes import texts
from calculator.eligibility.conditions.territory import PATHS
from calculator.eligibility.conditions.totals import OF_PLACES
from calculator.eligibility.reads import reads
from calculator.eligibility.spans import Span, every_condition
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.offered.contracting import counted
from calculator.stacking.columns.offered.land import Land
from calculator.stacking.columns.offered.sizes import MISSING, OF_PARTIES, quantities
from calculator.stacking.columns.offered.units import Offer
from calculator.stacking.columns.reading.farms import AREAS, SCALE, Farms
from calculator.stacking.columns.settling import Columns

#: The land uses of which the columns keep how much there is; all else is one more.
_ADDED = ("arable", "permanent_grassland", "temporary_grassland")
_USES = (*_ADDED, "")
#: What shares are taken in, and what they count, as far as the columns keep it.
_KEPT = frozenset({"measures", "contracts", "land_use"})


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Farms as one payment sees their land: hectares per use, under measures, and under packages that may be contracted.

    ``whole`` says of which farms the own profile must be asked, ``apart`` that none is told what another is; ``new`` is per year
    what may be contracted (hundred-millionths), on these ``terms``; ``beyond``: what is asked is not kept at all.
    """

    farms: Farms
    paths: tuple[str, ...]
    uses: tuple[Ints, ...]
    measured: tuple[tuple[str, Ints], ...]
    new: Mapping[int, Ints]
    terms: Terms | None
    whole: Mask
    apart: bool
    beyond: bool

    @classmethod
    def of(cls, span: Span, payment: Payment, farms: Farms, land: Land, columns: Columns) -> Sums:
        """The sums that a payment asks for."""
        every = tuple(every_condition(span.scheme, payment))
        asked = [of for c in every if isinstance(of := c.arguments.get("of"), Mapping)]
        measures = sorted({texts(of["measures"]) for of in asked if "measures" in of})
        packages = sorted({texts(of["contracts"]) for of in asked if "contracts" in of})
        grass, permanent, arable = (
            farms.areas[name] for name in ("grassland_ha", "permanent_grassland_ha", "arable_ha")
        )
        uses = (arable, permanent, grass - permanent, farms.areas["parcel_ha"] - arable - grass)
        further = (
            payment.kind is PaymentKind.BEST_N or _by_itself(payment) or _further(every, asked, measures)
        )
        measured = () if further else tuple([(c[0], counted({"measures": c}, farms)) for c in measures])
        new, terms, odd = (
            _packages(span, packages[0], farms, land, columns) if packages else ({}, None, False)
        )
        paths = (*reads(columns.rulebook, span.scheme, payment).facts, *PATHS.values(), payment.quantity)
        whole, most = np.full(len(farms), further, dtype=np.bool_), np.max(uses, axis=0)
        for _, much in measured:
            whole |= much > most
        if payment.quantity in (*AREAS, *OF_PARTIES):
            whole |= quantities(payment, farms) != MISSING
        apart = any(c.kind in DENSITIES for c in every)
        return cls(farms, paths, uses, measured, new, terms, whole, apart, odd or len(packages) > 1)

    def profile(self, at: int) -> FarmProfile:
        """The farm as far as the payment looks at it."""
        if self.whole[at]:
            return self.farms.profiles[at]
        ground = max(range(len(_USES)), key=lambda n: int(self.uses[n][at]))
        under = tuple([Measure(code, _hectares(int(much[at])), "ha") for code, much in self.measured])
        parcels = tuple(
            Parcel(str(n), _hectares(int(self.uses[n][at])), use, under if n == ground else ())
            for n, use in enumerate(_USES)
        )
        return replace(self.farms.told(at, self.paths), parcels=parcels)

    def claimed(self, at: int, year: int, profile: FarmProfile) -> tuple[Claim, ...]:
        """What may be contracted in a year, as one claim on the first parcel of the profile."""
        if self.terms is None or not profile.parcels:
            return ()
        size = _hectares(int(self.new[year][at])) * (
            M2_PER_HA if self.terms.unit is Unit.SQUARE_METRE else Decimal(1)
        )
        place = profile.parcels[0].id
        return (Claim(self.terms, place, place, year, size, "", date(year, 1, 1)),)


def _by_itself(payment: Payment) -> bool:
    """Whether how much is paid hangs on more of the farm than its quantity."""
    return payment.cap_per is not None or payment.share_of is not None


def _further(
    every: Sequence[Condition], asked: Sequence[Mapping[str, object]], measures: Sequence[tuple[str, ...]]
) -> bool:
    """Whether more is asked than such sums: how a place is, a use or crop that is not added up, a measure in two shares."""
    listed = [code for codes in measures for code in codes]
    return (
        any(c.kind in ("parcel_is", *OF_PLACES) for c in every)
        or any(of.keys() - _KEPT for of in asked)
        or any(u not in _ADDED for of in asked if "land_use" in of for u in texts(of["land_use"]))
        or len(set(listed)) < len(listed)
    )


def _hectares(much: int) -> Decimal:
    return Decimal(much) / SCALE


def _packages(
    span: Span, package: tuple[str, ...], farms: Farms, land: Land, columns: Columns
) -> tuple[dict[int, Ints], Terms | None, bool]:
    """Per year the land under such packages, the terms of one of them, and whether some of it is no whole number."""
    of = {"contracts": package}
    numbers, inverse = np.unique(land.offer, return_inverse=True)
    found, terms, odd = dict[int, Ints](), None, False
    parcel = np.array([p.parcel is not None for p in farms.words.samples], dtype=np.bool_)[farms.piece_kind]
    sizes = [_of_offer(columns.types.offer(n), of, columns.years) for n in numbers.tolist()]
    for year in span.years:
        total = np.zeros(len(farms), dtype=np.int64)
        for n, of_offer in enumerate(sizes):
            if year not in of_offer:
                continue
            size, terms = of_offer[year]
            at = np.flatnonzero((inverse == n) & parcel[land.piece])
            exact = land.quantity[at] * size.numerator
            odd = odd or bool((exact % size.denominator).any())
            np.add.at(total, land.farm[at], exact // size.denominator)
        found[year] = total
    return found, terms, odd


def _of_offer(offer: Offer, of: Mapping[str, object], years: range) -> dict[int, tuple[Fraction, Terms]]:
    """Per year the hectares of one unit of land that such packages cover, with the terms of one."""
    most: dict[int, tuple[Fraction, Terms]] = {}
    offered = [(y, t) for y, now in zip(years, offer.years, strict=False) for t in now]
    for year, template in (*offered, *offer.beside):
        size = {Unit.HECTARE: template.factor, Unit.SQUARE_METRE: template.factor / int(M2_PER_HA)}.get(
            template.terms.unit
        )
        if size and names(of, template.terms.scheme) and (year not in most or size > most[year][0]):
            most[year] = (size, template.terms)
    return most
