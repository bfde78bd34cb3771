"""Enterprises of one name: one that merged away or was split, and another that began under its name later.

Aid to the earlier one is of what it went on as (Regulation (EU) 1408/2013, article 3(9) and 3(10)); the later one is another
enterprise and holds none of it. Calculations go by name, so the earlier one is called by its last day too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from calculator.domain.undertaking import AidReceived, Merger, Split, Undertaking


@dataclass(frozen=True, slots=True)
class Start:
    """An enterprise that began on a day, under a name that another bore before."""

    day: date
    enterprise: str


def after_an_end(start: Start, starts: Iterable[Start], events: Iterable[Merger | Split]) -> bool:
    """Whether what bore the name before was gone by the day of the start: it merged into another, or was split into others."""
    earlier = [s.day for s in starts if s.enterprise == start.enterprise and s.day < start.day]
    since = max(earlier, default=date.min)
    return any(since < e.day <= start.day and _ends(e, start.enterprise) for e in events)


def _ends(event: Merger | Split, name: str) -> bool:
    if isinstance(event, Merger):
        return name in event.parties and event.into != name
    return event.enterprise == name and all(s.enterprise != name for s in event.into)


def told_apart(undertaking: Undertaking, starts: Iterable[Start]) -> Undertaking:
    """The undertaking, with the earlier bearers of a name called apart; members and links name the later ones."""
    for start in sorted(starts, key=lambda s: s.day):
        aid = undertaking.aid_received
        undertaking = replace(
            undertaking,
            aid_received=None if aid is None else tuple(_aid(grant, start) for grant in aid),
            events=tuple(_event(event, start) for event in undertaking.events),
        )
    return undertaking


def _earlier(name: str, start: Start) -> str:
    return f"{name} (< {start.day.isoformat()})" if name == start.enterprise else name


def _aid(aid: AidReceived, start: Start) -> AidReceived:
    if aid.enterprise is None or aid.grant_date >= start.day:
        return aid
    return replace(aid, enterprise=_earlier(aid.enterprise, start))


def _event(event: Merger | Split, start: Start) -> Merger | Split:
    """What merges or is split on the very day that a namesake begins is the earlier one."""
    if event.day > start.day:
        return event
    if isinstance(event, Merger):
        return replace(
            event,
            parties=tuple(_earlier(party, start) for party in event.parties),
            into=_earlier(event.into, start),
        )
    into = tuple(replace(s, enterprise=_earlier(s.enterprise, start)) for s in event.into)
    return replace(event, enterprise=_earlier(event.enterprise, start), into=into)
