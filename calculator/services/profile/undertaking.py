"""The undertaking of a profile: members, aid received, who controls whom, mergers, splits and names taken up again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from calculator.domain.namesakes import Start, after_an_end, told_apart
from calculator.domain.scheme import Text
from calculator.domain.undertaking import (
    AidReceived,
    ControlLink,
    Merger,
    Split,
    Successor,
    Undertaking,
)
from calculator.services.profile import bounds, values, words
from calculator.services.profile.codes import Codes
from calculator.services.profile.values import YES_NO, Fields, Place

_AID = ("legal_basis", "grant_date", "amount_eur", "payer", "enterprise", "activity")
_LINK = ("parent", "child", "voting_pct", "control", "natural_person")
_EVENT = ("kind", "date", "parties", "into", "enterprise")
_CONTROL = ("board", "contract", "agreement")
T = TypeVar("T")
_NAMES = Text("namen", "names")
#: Grants and contracts are given on days that the law of State aid knows.
FIRST_GRANT, LAST_GRANT = date(2000, 1, 1), date(2060, 12, 31)


def undertaking(place: Place | None, codes: Codes) -> Undertaking:
    """The single undertaking; no list of aid means unknown, an empty list that there was none."""
    if place is None:
        return Undertaking()
    fields = Fields(place, ("members", "aid_received", "links", "events", "activities_separated"))
    aid = _list(fields.get("aid_received"), lambda at: _aid(at, codes), Text("steunbedragen", "grants"))
    events = _list(fields.get("events"), _event, Text("gebeurtenissen", "events")) or ()
    found = Undertaking(
        members=values.texts(fields.get("members"), bounds.MOST_ENTRIES, Text("leden", "members")) or (),
        aid_received=aid,
        links=_list(fields.get("links"), _link, Text("banden", "links")) or (),
        events=tuple(e for e in events if isinstance(e, Merger | Split)),
        activities_separated=values.flag(fields.get("activities_separated")),
    )
    starts = [e for e in events if isinstance(e, Start)]
    listed = fields.get("events")
    for number, event in enumerate(events):
        if listed is None or not isinstance(event, Start) or not event.enterprise:
            continue
        if not after_an_end(event, starts, found.events):
            listed.below(number, None).below("enterprise", event.enterprise).wrong(_NOT_GONE)
    return told_apart(found, starts)


def _list(place: Place | None, read: Callable[[Place], T], what: Text) -> tuple[T, ...] | None:
    return None if place is None else tuple(read(at) for at in place.items(bounds.MOST_ENTRIES, what))


def _aid(place: Place, codes: Codes) -> AidReceived:
    fields = Fields(place, _AID)
    return AidReceived(
        legal_basis=codes.code(fields.must("legal_basis"), "legal_bases") or "",
        grant_date=values.day(fields.must("grant_date"), FIRST_GRANT, LAST_GRANT) or FIRST_GRANT,
        amount_eur=values.number(fields.must("amount_eur"), bounds.EUROS) or Decimal(0),
        payer=values.text(fields.get("payer")),
        enterprise=values.text(fields.get("enterprise")),
        activity=values.text(fields.get("activity")),
    )


def _link(place: Place) -> ControlLink:
    fields = Fields(place, _LINK)
    return ControlLink(
        parent=values.text(fields.must("parent")) or "",
        child=values.text(fields.must("child")) or "",
        voting_pct=values.number(fields.get("voting_pct"), bounds.PERCENT),
        control=_control(fields.get("control")),
        natural_person=values.flag(fields.get("natural_person")) or False,
    )


def _control(place: Place | None) -> bool:
    """Yes or no, or the ground by its word."""
    if place is None or place.value in _CONTROL:
        return place is not None
    if isinstance(place.value, bool) or str(place.value).casefold() in YES_NO:
        return values.flag(place) or False
    values.choice(place, _CONTROL)
    return False


def _event(place: Place) -> Merger | Split | Start | None:
    fields = Fields(place, _EVENT)
    kind = values.choice(fields.must("kind"), ("merger", "split", "start"))
    day = values.day(fields.must("date"), FIRST_GRANT, LAST_GRANT)
    if kind is None or day is None:
        return None
    if kind == "start":
        return Start(day, values.text(fields.must("enterprise")) or "")
    if kind == "merger":
        parties = values.texts(fields.must("parties"), bounds.MOST_ENTRIES, _NAMES) or ()
        heir = values.text(fields.must("into")) or ""
        listed = fields.get("parties")
        if heir and listed is not None and not {*parties} - {heir}:
            listed.wrong(_NOBODY)
        return Merger(day, parties, heir)
    into = _list(fields.must("into"), _successor, Text("opvolgers", "successors")) or ()
    listed = fields.get("into")
    if listed is not None and listed.value == []:
        listed.wrong(_NO_SUCCESSOR)
    if len({s.enterprise for s in into}) < len(into):
        place.below("into", None).wrong(_TWICE)
    return Split(day, values.text(fields.must("enterprise")) or "", into)


_TWICE: words.Words = (
    Text("Een opvolger staat er dubbel.", "A successor stands there twice."),
    Text("Noem elke onderneming één keer.", "Name each enterprise once."),
)

_NOBODY: words.Words = (
    Text(
        "Met wie deze onderneming samengaat, staat er niet.",
        "It does not say with whom this enterprise merges.",
    ),
    Text("Noem de andere onderneming.", "Name the other enterprise."),
)
_NOT_GONE: words.Words = (
    Text(
        "Wat er van het eerdere bedrijf met deze naam werd, staat er niet.",
        "It does not say what became of the earlier enterprise of this name.",
    ),
    Text(
        "Noem ook de fusie waarin het opging of de splitsing, uiterlijk op deze dag; zonder die is het nog hetzelfde bedrijf.",
        "Name the merger that it went into too, or its split, by this day; without it this is still the same enterprise.",
    ),
)
_NO_SUCCESSOR: words.Words = (
    Text(
        "In welke ondernemingen is gesplitst, staat er niet.",
        "It does not say into which enterprises it was split.",
    ),
    Text(
        "Noem de ondernemingen waarin deze verderging; zonder hen zou haar steun nergens tellen.",
        "Name the enterprises that it went on as; without them its aid would count nowhere.",
    ),
)


def _successor(place: Place) -> Successor:
    fields = Fields(place, ("enterprise", "activities", "book_value_eur"))
    return Successor(
        enterprise=values.text(fields.must("enterprise")) or "",
        activities=values.texts(fields.get("activities"), bounds.MOST_ENTRIES, _NAMES) or (),
        book_value_eur=values.number(fields.get("book_value_eur"), bounds.EUROS),
    )
