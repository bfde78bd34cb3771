"""The single undertaking of Regulation (EU) 1408/2013: who belongs to it, what became of it, which aid it received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class AidReceived:
    """A grant already received, by the day the right to it was conferred; gross grant equivalent in euros.

    ``activity`` is what it was used for: after a split the aid follows the activity (article 3(10)).
    """

    legal_basis: str
    grant_date: date
    amount_eur: Decimal
    payer: str | None = None
    enterprise: str | None = None
    activity: str | None = None


@dataclass(frozen=True, slots=True)
class ControlLink:
    """One enterprise over another: a share of the votes, or another ground of article 2(2)(b) to (d).

    ``control`` is true for the right to appoint the board, a dominant influence by contract or articles, or sole
    control of the votes by agreement.
    """

    parent: str
    child: str
    voting_pct: Decimal | None = None
    control: bool = False
    natural_person: bool = False


@dataclass(frozen=True, slots=True)
class Merger:
    """Enterprises that became one on a day, a takeover included: ``into`` may be one of them (article 3(9))."""

    day: date
    parties: tuple[str, ...]
    into: str


@dataclass(frozen=True, slots=True)
class Successor:
    """What a split gave to one enterprise: activities, and the book value of its equity capital on the day (EUR)."""

    enterprise: str
    activities: tuple[str, ...] = ()
    book_value_eur: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """One enterprise that became several on a day; it may go on as one of them (article 3(10))."""

    day: date
    enterprise: str
    into: tuple[Successor, ...]


@dataclass(frozen=True, slots=True)
class Undertaking:
    """Members, control, events and aid received.

    ``aid_received`` is None where it is not known; ``activities_separated`` says whether accounts or activities keep
    general de minimis aid away from primary production (Regulation (EU) 2023/2831, article 1(2)); None: not said.
    """

    members: tuple[str, ...] = ()
    aid_received: tuple[AidReceived, ...] | None = None
    links: tuple[ControlLink, ...] = ()
    events: tuple[Merger | Split, ...] = ()
    activities_separated: bool | None = None
