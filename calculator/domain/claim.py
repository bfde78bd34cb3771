"""What a farm qualifies for, does not qualify for, and cannot yet know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from calculator.domain.money import Range
from calculator.domain.quantity import Unit
from calculator.domain.scheme import Level, Text
from calculator.domain.source import Confidence, Source, Status


class Certainty(StrEnum):
    """The label every euro carries."""

    CONTRACTED = "contracted"
    EXPECTED = "expected"
    BUDGET = "budget"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Claim:
    """One payment line that a unit or the farm qualifies for, in one year.

    ``rate`` is cents per unit of measure; a farm-level amount that is no product has quantity 1 of unit ``farm``.
    ``points`` and ``value`` (EUR) are per unit of measure and only of activities. ``demand`` is a running commitment's
    quantity: it is placed in full. A class premium has a ``class_name`` and what its class needs of the activities of the
    same scheme (``needs_points`` per goal, ``needs_value`` in EUR, for the whole farm). ``land_class`` is the crop group
    of the ABER ceilings, ``max_quantity`` the most that one farm is paid for in a year, ``costs`` the yearly cost in
    cents per unit of each candidate measure that the claim needs, ``at_once_years`` the years that one multi-year decision
    grants at once. ``place`` is the id of the parcel or element, ``piece`` that of the land unit, both
    ``farm`` at farm level.
    """

    scheme: str
    payment: str
    place: str
    piece: str
    year: int
    level: Level
    quantity: Decimal
    unit: Unit
    rate: Range
    formula: str
    legal_basis: str
    status: Status
    confidence: Confidence
    certainty: Certainty
    sources: tuple[Source, ...]
    grant_date: date
    points: Mapping[str, Fraction]
    value: Fraction | None = None
    measures: tuple[str, ...] = ()
    multi_year: bool = False
    demand: Decimal | None = None
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
    costs: tuple[tuple[str, Fraction], ...] = ()
    at_once_years: int | None = None

    @property
    def ref(self) -> str:
        """``scheme#payment``, as relations and limits name it."""
        return f"{self.scheme}#{self.payment}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A payment the farm does not qualify for: which condition, by how much it falls short, what can be done."""

    scheme: str
    payment: str
    place: str
    year: int
    reason: Text
    shortfall: Text | None
    remedy: Text | None
    source: Source | None


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
    """Everything eligibility found for one farm and one year."""

    year: int
    claims: tuple[Claim, ...]
    refusals: tuple[Refusal, ...]
    open: tuple[OpenQuestion, ...]
    assumptions: tuple[Text, ...]
    contingent: tuple[Text, ...]
    out_of_territory: int
