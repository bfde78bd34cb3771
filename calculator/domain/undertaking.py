"""The single undertaking of Regulation (EU) 1408/2013: who belongs to it, what became of it, which aid it received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter


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
    #: The events by day; of those of one day first what another of them goes on with. Of all aid it is asked whose it is by them.
    in_order: tuple[Merger | Split, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        days = groupby(sorted(self.events, key=attrgetter("day")), key=attrgetter("day"))
        ordered = tuple(event for _, today in days for event in _of_a_day(tuple(today)))
        object.__setattr__(self, "in_order", ordered)


def _of_a_day(today: Sequence[Merger | Split]) -> Iterator[Merger | Split]:
    """The events of one day, as they were given: but before each those that make an enterprise which it takes up."""
    makers: dict[str, list[int]] = {}
    for number, event in enumerate(today):
        for name in _made(event):
            makers.setdefault(name, []).append(number)
    waits = [
        {m for name in _taken_up(event) for m in makers.get(name, ())} - {n} for n, event in enumerate(today)
    ]
    left = dict.fromkeys(range(len(today)))
    while left:
        # Where each waits for another the first that was given goes first.
        first = next((n for n in left if left.keys().isdisjoint(waits[n])), next(iter(left)))
        del left[first]
        yield today[first]


def _made(event: Merger | Split) -> set[str]:
    """The enterprises that were not there before the event."""
    if isinstance(event, Merger):
        return {event.into} - {*event.parties}
    return {s.enterprise for s in event.into} - {event.enterprise}


def _taken_up(event: Merger | Split) -> tuple[str, ...]:
    return event.parties if isinstance(event, Merger) else (event.enterprise,)
