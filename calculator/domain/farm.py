"""The farm as its farmer describes it: a profile of one farming year. Absent (``None``) means unknown, zero means none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from calculator.domain.lasting import Notice
from calculator.domain.memory import Memory
from calculator.domain.quickly import made_quickly
from calculator.domain.undertaking import Undertaking

#: The regions of the eco-scheme; its codes are free of any codelist.
ECO_REGIONS = ("1", "2")
#: The soils that a parcel can have.
SOILS = ("sand", "clay", "peat", "peaty", "loess", "reclaimed_peat", "other")
#: What a profile says of the farm and of whom it supplies, in words, and of its herd, in numbers; a rule may ask for more.
FARM = ("name", "kvk", "municipality", "province", "water_board", "type", "organic", "collective")
SUPPLY = ("dairy", "processor", "programmes")
HERD = (
    "dairy_cows", "young_stock", "suckler_cows", "beef_cattle", "sheep", "goats", "pigs", "poultry", "horses",
    "livestock_units", "milk_kg_year", "grazing_hours_year", "grazing_days_year",
)  # fmt: skip
#: The first word of what rules ask of the parcel or element itself (``place.waterpeil_cm``).
OF_PLACE = "place."


@made_quickly
@dataclass(frozen=True, slots=True)
class Measure:
    """One measure on a parcel or element.

    ``quantity`` is in hectares on a parcel, metres or pieces on an element. ``part`` names the ground it lies on:
    equal parts lie on the same ground, different parts beside each other. ``candidate`` measures are only considered.
    Costs are in euros per unit of the quantity, per year.
    """

    code: str
    quantity: Decimal
    unit: str
    part: str | None = None
    candidate: bool = False
    width_m: Decimal | None = None
    cost_eur: Decimal | None = None
    income_forgone_eur: Decimal | None = None


@made_quickly
@dataclass(frozen=True, slots=True)
class Parcel:
    """A registered parcel; ``area_ha`` to the square metre.

    ``facts`` are answers of its own by the path that rules ask for (``place.waterpeil_cm``): Decimal, bool, or code of a class.
    """

    id: str
    area_ha: Decimal
    land_use: str
    measures: tuple[Measure, ...] = ()
    crop_code: str | None = None
    soil: str | None = None
    eco_region: str | None = None
    natura2000: bool | None = None
    glmc9: bool | None = None
    glmc8_ha: Decimal | None = None
    mandatory_strip_m2: Decimal | None = None
    crop_history: Mapping[int, str] = field(default_factory=dict)
    geometry: Mapping[str, object] | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def glmc8(self) -> bool:
        """Whether some of it counts for GLMC 8; none does where the profile names no area."""
        return bool(self.glmc8_ha)


@dataclass(frozen=True, slots=True)
class LandscapeElement:
    """A hedge, ditch, row of trees: one of length (m), count (pieces) or area (m2) says how much there is.

    ``facts`` as of a parcel.
    """

    id: str
    kind: str
    length_m: Decimal | None = None
    count: Decimal | None = None
    area_m2: Decimal | None = None
    width_m: Decimal | None = None
    diameter_cm: str | None = None
    parcel: str | None = None
    measures: tuple[Measure, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


def told(place: Parcel | LandscapeElement | None, name: str) -> object | None:
    """What a parcel or element says of itself: an attribute (``soil``), or an answer of its own (``place.waterpeil_cm``)."""
    if place is None:
        return None
    return place.facts.get(name) if name.startswith(OF_PLACE) else getattr(place, name, None)


def where_told(place: str, name: str) -> str:
    """The path of what ``told`` finds nothing for, as questions name it: ``P1.soil``, ``P1.facts.waterpeil_cm``."""
    return f"{place}.facts.{name.removeprefix(OF_PLACE)}" if name.startswith(OF_PLACE) else f"{place}.{name}"


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan with its balance in euros and the lender's own sustainability score."""

    lender: str
    balance_eur: Decimal | None
    sustainability_score: str | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """Leased land: rent in euros per year for the whole lease."""

    lessor: str
    area_ha: Decimal | None
    rent_eur_year: Decimal | None
    parcels: tuple[str, ...] = ()


@made_quickly
@dataclass(frozen=True, slots=True)
class ContractLine:
    """One payment line of a running contract; ``rate_eur`` is what the contract says, per unit and year.

    ``notice`` is what it says of notice in words, ``notice_rule`` in months or a day. One that ``extends_years`` goes on for so
    many years at a time unless it is ended; ``notice_given`` says that it was.
    """

    package: str
    unit: str
    quantity: Decimal
    rate_eur: Decimal | None = None
    grant_date: date | None = None
    decision: str | None = None
    notice: str | None = None
    indexation: Decimal | None = None
    notice_rule: Notice | None = None
    extends_years: int | None = None
    notice_given: bool = False


@dataclass(frozen=True, slots=True)
class Contract:
    """A commitment that already runs; ``until`` is the last day (inclusive, as contracts are written).

    ``passed`` are earlier last days on which it could have ended, had notice been given in time.
    """

    scheme: str
    start: date
    until: date
    lines: tuple[ContractLine, ...] = ()
    passed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class FarmProfile:
    """Everything a farm says of itself for one farming year.

    ``facts`` holds every other answer by a dotted path as it stands in the profile (``farm.organic``,
    ``herd.milk_kg_year``, ``supply.programmes``, ``indicators.co2eq_g_kg_melk``): text, Decimal, bool or a tuple of
    text. A path that is absent is unknown. ``widest`` says that candidates stand in it as if each were done: what hangs on which
    of them are is then taken as it is best. ``memory`` holds what was added up of it: never part of the value.
    """

    year: int
    name: str
    parcels: tuple[Parcel, ...]
    elements: tuple[LandscapeElement, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    undertaking: Undertaking = field(default_factory=Undertaking)
    loans: tuple[Loan, ...] | None = None
    leases: tuple[Lease, ...] | None = None
    contracts: tuple[Contract, ...] = ()
    indicator_history: Mapping[str, Mapping[int, Decimal]] = field(default_factory=dict)
    widest: bool = False
    memory: Memory = field(init=False, default_factory=Memory, compare=False, repr=False)

    def fact(self, path: str) -> object | None:
        """The answer at a dotted path, or None where the farmer gave none."""
        return self.facts.get(path)

    @property
    def places(self) -> tuple[Parcel | LandscapeElement, ...]:
        """Parcels, then elements: everything that measures lie on."""
        return (*self.parcels, *self.elements)

    @property
    def area_ha(self) -> Decimal:
        """Total area of the parcels in hectares."""
        return sum((p.area_ha for p in self.parcels), Decimal(0))
