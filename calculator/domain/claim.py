"""What a farm qualifies for, does not qualify for, and cannot yet know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter

from calculator.domain.hope import Hope
from calculator.domain.lasting import Extension, Instalments
from calculator.domain.money import Range
from calculator.domain.quantity import Unit
from calculator.domain.quickly import made_quickly
from calculator.domain.scheme import Level, Text
from calculator.domain.source import Confidence, Source, Status


class Certainty(StrEnum):
    """The label every euro carries."""

    CONTRACTED = "contracted"
    EXPECTED = "expected"
    BUDGET = "budget"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a payment pays and on which conditions: all of a claim that does not depend on whose land it is. Claims share them.

    ``rate`` is cents per unit of measure. ``points`` and ``value`` (EUR) are per unit of measure and only of activities. A class
    premium has a ``class_name`` and what its class needs of the activities of its scheme (``needs_points`` per goal,
    ``needs_value`` in EUR, for the whole farm). ``land_class`` is the crop group of the ABER ceilings, ``max_quantity`` the most
    that one farm is paid for in a year, ``at_once_years`` the years that one decision grants at once, ``instalments`` what in
    later ones (None: as in the first), ``term_years`` the years of a contract, ``extension`` how it may go on, ``clear_years``
    those that its ground is free before what is signed for later, ``heeded`` relations whose other side is outside the problem.
    """

    scheme: str
    payment: str
    level: Level
    unit: Unit
    rate: Range
    legal_basis: str
    status: Status
    confidence: Confidence
    certainty: Certainty
    sources: tuple[Source, ...]
    points: Mapping[str, Fraction]
    value: Fraction | None = None
    measures: tuple[str, ...] = ()
    multi_year: bool = False
    continuation: bool = False
    caveats: tuple[Text, ...] = ()
    groups: tuple[str, ...] = ()
    cost_components: tuple[str, ...] = ()
    public: bool = True
    class_name: str | None = None
    needs_points: Mapping[str, Fraction] | None = None
    needs_value: Fraction | None = None
    land_class: str | None = None
    max_quantity: Decimal | None = None
    at_once_years: int | None = None
    term_years: int | None = None
    extension: Extension | None = None
    clear_years: int | None = None
    instalments: Instalments | None = None
    heeded: frozenset[str] = frozenset()
    ref: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ref", f"{self.scheme}#{self.payment}")

    def fits(self, years: int) -> bool:
        """Whether so many years from that of the claim end before what is signed for later."""
        return self.clear_years is None or years <= self.clear_years


@made_quickly
@dataclass(frozen=True, slots=True)
class Claim:
    """One payment line that a unit or the farm qualifies for, in one year.

    ``quantity`` is in whole steps of the unit, 1 ``farm`` where an amount is no product. ``place`` is the parcel or element,
    ``piece`` the land unit, both ``farm`` at farm level. ``demand`` is a running commitment's: placed in full, here, or with
    ``commitment`` anywhere on the claims of that name and year. ``costs`` is the most that public money may pay (cents per unit).
    """

    terms: Terms
    place: str
    piece: str
    year: int
    quantity: Decimal
    formula: str
    grant_date: date
    demand: Decimal | None = None
    costs: tuple[tuple[str, Fraction], ...] = ()
    commitment: str | None = None

    @property
    def forced(self) -> bool:
        """Whether it must be taken whole, as a running commitment on ground that is certain."""
        return self.demand is not None and self.commitment is None

    @property
    def begins_contract(self) -> bool:
        """Whether claiming it begins a contract over years: on land, or a grant to the farm for several years at once."""
        if self.demand is not None:
            return False
        return self.terms.multi_year if self.piece != "farm" else self.terms.at_once_years is not None

    @property
    def mark(self) -> str:
        """The ref, told apart per commitment that is still to be placed."""
        return self.ref if self.commitment is None else f"{self.ref}!{self.commitment}"

    @property
    def ref(self) -> str:
        """``scheme#payment``, as relations and limits name it."""
        return self.terms.ref

    @property
    def scheme(self) -> str:
        """Id of the scheme."""
        return self.terms.scheme

    @property
    def payment(self) -> str:
        """Id of the payment within its scheme."""
        return self.terms.payment

    @property
    def level(self) -> Level:
        """On what the payment works."""
        return self.terms.level

    @property
    def unit(self) -> Unit:
        """The unit of measure."""
        return self.terms.unit

    @property
    def rate(self) -> Range:
        """Cents per unit of measure."""
        return self.terms.rate

    @property
    def legal_basis(self) -> str:
        """The basis that the payment rests on."""
        return self.terms.legal_basis

    @property
    def status(self) -> Status:
        """The least firm status of the figures used."""
        return self.terms.status

    @property
    def confidence(self) -> Confidence:
        """The lowest confidence of the figures used."""
        return self.terms.confidence

    @property
    def certainty(self) -> Certainty:
        """The label that every euro of it carries."""
        return self.terms.certainty

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where its figures come from."""
        return self.terms.sources

    @property
    def points(self) -> Mapping[str, Fraction]:
        """Points per goal and unit of measure; of activities."""
        return self.terms.points

    @property
    def value(self) -> Fraction | None:
        """Value in EUR per unit of measure; of activities."""
        return self.terms.value

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that earned it."""
        return self.terms.measures

    @property
    def multi_year(self) -> bool:
        """Whether it is taken on for a term of years."""
        return self.terms.multi_year

    @property
    def continuation(self) -> bool:
        """Whether its legal basis has ended."""
        return self.terms.continuation

    @property
    def caveats(self) -> tuple[Text, ...]:
        """What a reader must know of it."""
        return self.terms.caveats

    @property
    def groups(self) -> tuple[str, ...]:
        """Names that relations and limits may use for it."""
        return self.terms.groups

    @property
    def cost_components(self) -> tuple[str, ...]:
        """What it compensates."""
        return self.terms.cost_components

    @property
    def public(self) -> bool:
        """Whether public money pays it."""
        return self.terms.public

    @property
    def class_name(self) -> str | None:
        """The class of a premium."""
        return self.terms.class_name

    @property
    def needs_points(self) -> Mapping[str, Fraction] | None:
        """Entry points of the whole farm per goal; of a class."""
        return self.terms.needs_points

    @property
    def needs_value(self) -> Fraction | None:
        """Value in EUR that the whole farm needs; of a class."""
        return self.terms.needs_value

    @property
    def land_class(self) -> str | None:
        """Crop group of the ceilings per hectare."""
        return self.terms.land_class

    @property
    def at_once_years(self) -> int | None:
        """Years that one decision grants at once."""
        return self.terms.at_once_years


# The terms are asked after thousands of times per farm: read by the interpreter itself, without a call.
for _name in (
    "ref", "scheme", "payment", "level", "unit", "rate", "legal_basis", "status", "confidence", "certainty", "sources", "points",
    "value", "measures", "multi_year", "continuation", "caveats", "groups", "cost_components", "public", "class_name",
    "needs_points", "needs_value", "land_class", "at_once_years",
):  # fmt: skip
    setattr(Claim, _name, property(attrgetter(f"terms.{_name}"), doc=getattr(Claim, _name).__doc__))


@made_quickly
@dataclass(frozen=True, slots=True)
class Refusal:
    """A payment the farm does not qualify for: which condition or sum, by how much it falls short, what can be done."""

    scheme: str
    payment: str
    place: str
    year: int
    reason: Text
    shortfall: Text | None
    remedy: Text | None
    source: Source | None
    formula: str = ""


@made_quickly
@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A payment that cannot be decided: which facts or figures are missing and what it could pay at most (cents)."""

    scheme: str
    payment: str
    place: str
    year: int
    missing: tuple[Text, ...]
    paths: tuple[str, ...]
    could_pay_cents: int | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything eligibility found for one farm and one year; hopes by scheme."""

    year: int
    claims: tuple[Claim, ...]
    refusals: tuple[Refusal, ...]
    open: tuple[OpenQuestion, ...]
    assumptions: tuple[Text, ...]
    contingent: tuple[Text, ...]
    hopes: Mapping[str, Hope] = field(default_factory=dict)
