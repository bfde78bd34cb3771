"""Aid after mergers and splits: whose it is on a day.

Regulation (EU) 1408/2013 as amended by 2024/3118. Article 3(9): all earlier aid to any of the merging undertakings counts
for the new or acquiring one. Article 3(10): after a split aid belongs to the one that benefited, in principle the one that
took over the activities it was used for; where that cannot be said, it is divided by the book value of the equity
capital of the new undertakings on the day of the split.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from calculator.domain.undertaking import AidReceived, Merger, Split, Undertaking

#: Who holds which part of a grant, none more than all of it; the parts add up to one, or to more where a division is unknown.
Holders = dict[str, Fraction]
_WHOLE = Fraction(1)


def own_name(undertaking: Undertaking) -> str:
    """The enterprise of aid that names none: the only member, else the farm itself (an empty name)."""
    return undertaking.members[0] if len(undertaking.members) == 1 else ""


def heirs(undertaking: Undertaking, day: date) -> list[tuple[str, str]]:
    """Who went on as whom by the day: the parties of a merger, and what was split where no successor is a member.

    Then nobody said on which side of the split the farm is, and it holds what each of them holds: the cautious reading.
    """
    found: list[tuple[str, str]] = []
    for event in undertaking.events:
        if event.day > day:
            continue
        if isinstance(event, Merger):
            found += [(party, event.into) for party in event.parties]
        elif not any(s.enterprise in undertaking.members for s in event.into):
            found += [(event.enterprise, s.enterprise) for s in event.into]
    return found


def later_name(name: str, undertaking: Undertaking, day: date) -> str:
    """What an enterprise is called on the day, after the mergers until then."""
    for event in undertaking.in_order:
        if event.day <= day and isinstance(event, Merger) and name in event.parties:
            name = event.into
    return name


def by_old_name(undertaking: Undertaking, day: date) -> tuple[tuple[str, str], ...]:
    """Names that are a member or were granted aid after they merged away, each with what it became: maybe a new enterprise's."""
    found: dict[str, str] = {}
    for event in undertaking.events:
        if isinstance(event, Merger) and event.day <= day:
            named = {*undertaking.members}
            named |= {a.enterprise or "" for a in undertaking.aid_received or () if a.grant_date > event.day}
            found |= {
                party: event.into
                for party in event.parties
                if party in named and party != event.into and later_name(party, undertaking, day) != party
            }
    return tuple(sorted(found.items()))


def holders(aid: AidReceived, undertaking: Undertaking, day: date) -> Holders:
    """The enterprises that hold the grant on the day, with their parts of it."""
    held = _received(aid.enterprise or own_name(undertaking), undertaking, aid.grant_date)
    for event in undertaking.in_order:
        if aid.grant_date <= event.day <= day:
            held = _merged(held, event) if isinstance(event, Merger) else _divided(held, event, aid.activity)
    return held


def _received(name: str, undertaking: Undertaking, day: date) -> Holders:
    """Who receives what is granted on the day to a name: those that it had become by then, each the whole.

    One that was taken over may go on under its old name, as a part of what took it over: its aid is not nobody's.
    """
    ones = {name}
    for event in undertaking.in_order:
        if event.day >= day:
            break
        after = {event.into} if isinstance(event, Merger) else {s.enterprise for s in event.into}
        before = event.parties if isinstance(event, Merger) else (event.enterprise,)
        if name in after:
            ones = {name}
        elif not ones.isdisjoint(before):
            ones = ones.difference(before) | after
    return dict.fromkeys(ones, _WHOLE)


def _merged(held: Holders, event: Merger) -> Holders:
    after: Holders = {}
    for name, part in held.items():
        heir = event.into if name in event.parties else name
        after[heir] = min(_WHOLE, after.get(heir, Fraction(0)) + part)
    return after


def _divided(held: Holders, event: Split, activity: str | None) -> Holders:
    if event.enterprise not in held:
        return held
    after = {name: part for name, part in held.items() if name != event.enterprise}
    for name, share in _shares(event, activity):
        after[name] = min(_WHOLE, after.get(name, Fraction(0)) + held[event.enterprise] * share)
    return after


def _shares(event: Split, activity: str | None) -> Iterable[tuple[str, Fraction]]:
    """Each successor's share; where neither activity nor book values tell, each holds it whole: the cautious reading."""
    takers = [s for s in event.into if activity is not None and activity in s.activities]
    if len(takers) == 1:
        return [(takers[0].enterprise, _WHOLE)]
    among = takers or list(event.into)
    worth = [s.book_value_eur for s in among]
    known = [Fraction(w) for w in worth if w is not None]
    if len(known) < len(worth) or not sum(known):
        return [(s.enterprise, _WHOLE) for s in among]
    return [(s.enterprise, w / sum(known)) for s, w in zip(among, known, strict=True)]
