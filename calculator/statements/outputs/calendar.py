"""Known dates as a calendar file (RFC 5545), all of them whole days; importing it again replaces what it brought."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from calculator.domain.scheme import Text
from calculator.statements.award.voice import Language
from calculator.statements.outputs.dates import KnownDate, Unpublished
from calculator.statements.outputs.tables import harmless

NAME = Text("Stapelwijzer: {farm}", "Stapelwijzer: {farm}")
SOURCE = Text("Bron: {source}", "Source: {source}")
NOT_A_DECISION = Text(
    "Uit een berekening, niet uit een beschikking. Alleen dagen die de regels, de berekening of uw profiel noemen.",
    "From a calculation, not from a decision. Only days that the rules, the calculation or your profile name.",
)
WITHOUT = Text(
    "Voor deze betalingen noemen de regels geen dag van verlenen of betalen: {payments}. Vraag die bij de betaler.",
    "For these payments the rules name no day of granting or paying: {payments}. Ask the payer.",
)
NOT_PUBLISHED = Text(
    "Wanneer u kunt aanvragen is niet gepubliceerd voor: {schemes}. Vraag het bij de betaler.",
    "When to apply is not published for: {schemes}. Ask the payer.",
)


def calendar(
    dates: Sequence[KnownDate],
    without: Sequence[str],
    unpublished: Sequence[Unpublished],
    *,
    farm: str,
    identity: str,
    language: Language,
    made_on: date,
) -> bytes:
    """The calendar of one farm; ``identity`` (any text that names the farm) keeps an event the same in a later file."""
    made = Calendar()
    made.add("prodid", "-//Stapelwijzer//NL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _line(NAME[language].format(farm=farm)))
    said = [NOT_A_DECISION[language]]
    if unpublished:
        said.append(NOT_PUBLISHED[language].format(schemes=", ".join(scheme.name for scheme in unpublished)))
    if without:
        said.append(WITHOUT[language].format(payments=", ".join(without)))
    made.add("x-wr-caldesc", _line(" ".join(said)))
    stamp = datetime.combine(made_on, time(12), tzinfo=UTC)
    for known in dates:
        made.add_component(_event(known, identity, language, stamp))
    return bytes(made.to_ical())


def _event(known: KnownDate, identity: str, language: Language, stamp: datetime) -> Event:
    event = Event()
    key = "\n".join((identity, known.kind, known.ref, str(known.day.year)))
    event.add("uid", f"{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:32]}@stapelwijzer")
    event.add("dtstamp", stamp)
    event.add("dtstart", known.day)
    event.add("dtend", known.day + timedelta(days=1))
    event.add("summary", _line(known.title))
    where = " · ".join(part for part in (known.source, known.where, known.url) if part)
    about = [known.detail, SOURCE[language].format(source=where) if where else "", NOT_A_DECISION[language]]
    event.add("description", _plain("\n".join(part for part in about if part)))
    event.add("transp", "TRANSPARENT")
    if known.url.startswith(("https://", "http://")):
        event.add("url", known.url)
    return event


def _plain(text: str) -> str:
    """Only signs that a text may hold; a calendar runs nothing, so no apostrophe goes before it."""
    return harmless(f"\u2060{text}")[1:].replace("\r", " ").replace("\t", " ")


def _line(text: str) -> str:
    return " ".join(_plain(text).split("\n"))
