"""A scenario: a named list of changes against the rules of a day, perhaps on top of another scenario.

Every change says which line of the file it stands on, so that what is wrong with it can be told there. Changes hold from
``period.start`` up to ``period.end``; without either they hold from the first day of the scenario's year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from calculator.domain.period import Period
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.scheme import Level, Scheme, Text
from calculator.registry.files.row import Row


class Allot(StrEnum):
    """How a budget is divided when more is asked than there is."""

    FIRST_COME = "first_come"
    PRO_RATA = "pro_rata"
    LOTTERY = "lottery"
    RANKING = "ranking"


@dataclass(frozen=True, slots=True)
class Where:
    """Which payments a change bears on: ``scheme#payment``, ``scheme``, ``@group``, ``layer.*`` or ``layer.payer.*``.

    ``bases`` keeps only the payments with one of these legal bases.
    """

    selector: str
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureChange:
    """Another tariff, cap or threshold: ``value`` (or ``low`` and ``high``), or the old one times ``factor``."""

    line: int
    period: Period
    where: Where
    figure: str
    key: str | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IndexChange:
    """A tariff that grows by ``percent`` a year from the first day on."""

    line: int
    period: Period
    where: Where
    figure: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class LimitChange:
    """A limit that is lifted (``off``) or has another figure."""

    line: int
    period: Period
    limit: str
    off: bool = False
    figure: str | None = None
    key: str | None = None
    value: Decimal | None = None
    factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RelationChange:
    """A combination rule of that id that changes or goes (``type`` None), or a new one between ``a`` and ``b``."""

    line: int
    period: Period
    id: str
    type: RelationType | None
    a: str | None = None
    b: str | None = None
    quantity: Quantity | None = None
    level: Level | None = None
    parameter: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """What a scheme may pay in a year (cents), how it is divided, and the days between which is applied."""

    line: int
    scheme: str
    cents: int
    allot: Allot
    opens: tuple[int, int] = (3, 1)
    closes: tuple[int, int] = (5, 15)


@dataclass(frozen=True, slots=True)
class AreaChange:
    """Another territory; an empty one is open everywhere."""

    line: int
    period: Period
    where: Where
    territory: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DatesChange:
    """Another first or last day; ``endless`` takes the end away."""

    line: int
    where: Where
    start: date | None = None
    end: date | None = None
    endless: bool = False


@dataclass(frozen=True, slots=True)
class BasisChange:
    """Another legal basis."""

    line: int
    period: Period
    where: Where
    basis: str


@dataclass(frozen=True, slots=True)
class BasisEnd:
    """A legal basis that runs until another day (the last one on which it holds)."""

    line: int
    basis: str
    last_day: date


@dataclass(frozen=True, slots=True)
class SwitchChange:
    """A scheme that is switched off."""

    line: int
    period: Period
    where: Where


@dataclass(frozen=True, slots=True)
class ConditionChange:
    """A condition (found by its Dutch words) that is dropped."""

    line: int
    period: Period
    where: Where
    words: str


@dataclass(frozen=True, slots=True)
class TermChange:
    """Commitments of another number of years, each granted by one decision."""

    line: int
    period: Period
    where: Where
    years: int


@dataclass(frozen=True, slots=True)
class BestChange:
    """Every province pays for a thing what the best province pays for it, also where it paid nothing."""

    line: int
    period: Period
    where: Where


@dataclass(frozen=True, slots=True)
class Draft:
    """A new draft scheme, as its rule file would hold it; ``row`` is what was read of it, with its lines."""

    line: int
    scheme: Scheme
    row: Row = field(compare=False, repr=False)


Change = (
    FigureChange
    | IndexChange
    | LimitChange
    | RelationChange
    | BudgetChange
    | AreaChange
    | DatesChange
    | BasisChange
    | BasisEnd
    | SwitchChange
    | ConditionChange
    | TermChange
    | BestChange
    | Draft
)


@dataclass(frozen=True, slots=True)
class Participation:
    """What a farm weighs before it takes part in a scheme, in cents per scheme and year.

    ``cost`` is really spent (and taken off its income); below ``threshold`` on top of that it does not bother.
    """

    cost: int = 0
    threshold: int = 0

    @property
    def least(self) -> int:
        """What a scheme must bring a year before a farm takes part."""
        return self.cost + self.threshold


_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as its file says it; ``below`` is the one that it stands on, ``on`` the day at which rules are read.

    ``claims_stand``: farms keep to the claims that they make under the rules before, and choose nothing again.
    """

    id: str
    name: Text
    on: date
    changes: tuple[Change, ...]
    about: Text = _NOTHING
    years: int = 1
    rulebook: str | None = None
    below: Scenario | None = None
    participation: Participation = field(default_factory=Participation)
    claims_stand: bool = False
    sha256: str = ""

    def chain(self) -> tuple[Scenario, ...]:
        """This scenario and those that it stands on, the lowest first."""
        return (*(self.below.chain() if self.below else ()), self)

    @property
    def budgets(self) -> dict[str, BudgetChange]:
        """The budget of each scheme that has one; a higher scenario goes before a lower one."""
        return {c.scheme: c for s in self.chain() for c in s.changes if isinstance(c, BudgetChange)}
