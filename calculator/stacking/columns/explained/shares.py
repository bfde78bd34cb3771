"""A farm as sums of its land, for payments that ask for a share of it: nothing of where it lies, and as exact as its parcels.

A profile with one parcel per land use answers such a question as the farm's own does, since only sums are asked; it is made in a
tenth of the time. Where more than sums is asked, the profile is the farm's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from calculator.domain.claim import Claim, Terms
from calculator.domain.farm import FarmProfile, Measure, Parcel
from calculator.domain.quantity import M2_PER_HA, Unit
from calculator.domain.scheme import Payment, PaymentKind
from calculator.eligibility.conditions.contracted import names
from calculator.eligibility.conditions.outcomes import texts
from calculator.eligibility.conditions.territory import PATHS
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
_USES = ("arable", "permanent_grassland", "temporary_grassland", "")
#: What shares are taken in, and what they count, as far as the columns keep it.
_KEPT = frozenset({"measures", "contracts", "land_use"})


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Farms as one payment sees their land: hectares per use, under measures, and under packages that may be contracted.

    ``whole`` says of which farms the own profile must be asked, ``new`` is per year what may be contracted (hundred-millionths),
    on these ``terms``; ``beyond``: what is asked is not kept at all.
    """

    farms: Farms
    paths: tuple[str, ...]
    uses: tuple[Ints, ...]
    measured: tuple[tuple[str, Ints], ...]
    new: Mapping[int, Ints]
    terms: Terms | None
    whole: Mask
    beyond: bool

    @classmethod
    def of(cls, span: Span, payment: Payment, farms: Farms, land: Land, columns: Columns) -> Sums:
        """The sums that a payment asks for."""
        rulebook = columns.rulebook
        every = [c for c in every_condition(span.scheme, payment) if c.kind == "share_at_least"]
        asked = [of for c in every if isinstance(of := c.arguments["of"], Mapping)]
        measures = sorted({texts(of["measures"]) for of in asked if "measures" in of})
        packages = sorted({texts(of["contracts"]) for of in asked if "contracts" in of})
        whole = (
            payment.kind is PaymentKind.BEST_N or any(of.keys() - _KEPT for of in asked)
            or any(u not in _USES[:3] for of in asked if "land_use" in of for u in texts(of["land_use"]))
            or len({code for codes in measures for code in codes}) < sum(map(len, measures))
        )  # fmt: skip
        grass, permanent, arable = (
            farms.areas[name] for name in ("grassland_ha", "permanent_grassland_ha", "arable_ha")
        )
        uses = (arable, permanent, grass - permanent, farms.areas["parcel_ha"] - arable - grass)
        measured = [] if whole else [(codes[0], counted({"measures": codes}, farms)) for codes in measures]
        new, terms, odd = _packages(span, packages, farms, land, columns) if packages else ({}, None, False)
        paths = (*reads(rulebook, span.scheme, payment).facts, *PATHS.values(), payment.quantity)
        own = np.full(len(farms), whole, dtype=np.bool_)
        if payment.quantity in (*AREAS, *OF_PARTIES):
            own |= quantities(payment, farms) != MISSING
        return cls(farms, paths, uses, tuple(measured), new, terms, own, odd or len(packages) > 1)

    @property
    def alone(self) -> Mask:
        """The farms of which the own profile is asked."""
        most, found = np.max(self.uses, axis=0), self.whole.copy()
        for _, much in self.measured:
            found |= (much > most) | (much < 0)
        return found

    def profile(self, at: int) -> FarmProfile:
        """The farm as far as the payment looks at it."""
        ground = max(range(len(_USES)), key=lambda n: int(self.uses[n][at]))
        most = int(self.uses[ground][at])
        if self.whole[at] or any(int(much[at]) > most or int(much[at]) < 0 for _, much in self.measured):
            return self.farms.profiles[at]
        told = self.farms.told(at, self.paths)
        under = tuple(
            Measure(code, _hectares(int(much[at])), "ha") for code, much in self.measured if much[at]
        )
        parcels = tuple(
            Parcel(use or "-", _hectares(int(self.uses[n][at])), use, under if n == ground else ())
            for n, use in enumerate(_USES)
            if self.uses[n][at] or n == ground
        )
        return FarmProfile(0, "", parcels, facts=told.facts, undertaking=told.undertaking)

    def much(self, at: int, year: int) -> int:
        """Hundred-millionths of hectares that may be contracted in a year."""
        return int(self.new[year][at]) if self.terms is not None else 0

    def claimed(self, at: int, year: int, profile: FarmProfile) -> tuple[Claim, ...]:
        """What may be contracted in a year, as one claim on the first parcel of the profile."""
        much = self.much(at, year)
        if not much or self.terms is None:
            return ()
        size = _hectares(much) * (M2_PER_HA if self.terms.unit is Unit.SQUARE_METRE else 1)
        place = profile.parcels[0].id
        return (Claim(self.terms, place, f"{place}/1", year, size, "", date(year, 1, 1)),)


def _hectares(much: int) -> Decimal:
    return Decimal(much) / SCALE


def _packages(
    span: Span, packages: Sequence[tuple[str, ...]], farms: Farms, land: Land, columns: Columns
) -> tuple[dict[int, Ints], Terms | None, bool]:
    """Per year the land under packages of the first list, the terms of one of them, and whether some of it is no whole number."""
    of = {"contracts": packages[0]}
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
