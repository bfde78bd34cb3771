"""A scheme as a person reads it on the command line: what its file says, when that was looked at, and what it meets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.registry.words import show, staleness, wording
from calculator.services.award.pair_outcomes import Between, Kind, outcomes
from calculator.services.catalogue.state import Looks

_KIND: Mapping[Kind, Text] = {
    Kind.MAY: Text("mag samen", "may be stacked"),
    Kind.PARTLY: Text("deels: punten of een lager bedrag", "partly: points or a lower amount"),
    Kind.MAY_NOT: Text("mag niet samen", "may not be stacked"),
    Kind.UNKNOWN: Text("onbekend", "unknown"),
}


def lines(scheme: Scheme, rulebook: Rulebook, on: date, looks: Looks, language: str) -> Iterator[str]:
    """The scheme, the last look at its sources, what other sources say, and the four outcomes with other schemes."""
    yield from show.lines(scheme, language, rulebook)
    checked = staleness.scheme_checked(scheme, looks.rechecks, date.max)
    if checked is not None:
        yield ""
        told = Text("Voor het laatst nagekeken op", "Last checked on")[language]
        yield f"{told} {wording.day(checked, language)}"
    conflicting = looks.conflicting(scheme.path)
    if conflicting:
        yield ""
        yield Text("Bronnen die iets anders zeggen", "Sources that say otherwise")[language]
    for conflict in conflicting:
        figure = f"{conflict.figure}: " if conflict.figure else ""
        yield f"  - {figure}{conflict.says} ({conflict.source.title}, {conflict.source.url})"
        yield f"    {Text('niet gevolgd', 'not followed')[language]}: {conflict.reason[language]}"
    yield ""
    yield Text("Samen met andere regelingen", "Together with other schemes")[language]
    yield from _meets(scheme, rulebook, on, language)


def _meets(scheme: Scheme, rulebook: Rulebook, on: date, language: str) -> Iterator[str]:
    known = outcomes(rulebook, on)
    found: dict[Kind, list[tuple[Scheme, Between]]] = {kind: [] for kind in Kind}
    for other in rulebook.schemes_on(on):
        between = known.two(scheme.id, other.id) if other.id != scheme.id else None
        if between is not None:
            found[between.kind].append((other, between))
    for kind, entries in found.items():
        told = [(other, rows) for other, between in entries if (rows := _recorded(between))]
        for other, rows in told:
            yield f"  {_KIND[kind][language]}: {other.name[language]} ({'; '.join(rows)})"
        rest = len(entries) - len(told)
        if rest:
            yield Text(
                f"  {_KIND[kind].nl}: {rest} regelingen zonder combinatieregel",
                f"  {_KIND[kind].en}: {rest} schemes without a recorded rule",
            )[language]


def _recorded(between: Between) -> list[str]:
    """Where the recorded rows stand: article or source, and the day it was read."""
    return [
        f"{row.source.article or row.source.title}, {row.source.seen.isoformat()}"
        for row in between.rows
        if row.type != "unknown"
    ]
