"""All schemes of a day in a table: what each pays at most briefly, how firm that is, and how long it lasts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from calculator.domain.period import Period
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, PaymentKind, Scheme, Text
from calculator.domain.source import STATUS_RANK, Figure, Status
from calculator.registry.words import wording

_MAIN = ("rate", "percent", "value", "fixed", "base", "per_point")


@dataclass(frozen=True, slots=True)
class Entry:
    """One scheme of the day. ``figures`` are the main figure of each payment; ``status`` is the least firm of them.

    ``status`` is None where nothing is recorded for the day at all.
    """

    scheme: str
    name: Text
    layer: str
    payer: str
    validity: Period
    figures: tuple[tuple[Text, Figure], ...]
    status: Status | None


def entries(rulebook: Rulebook, day: date) -> tuple[Entry, ...]:
    """The schemes in force on the day, by id."""
    return tuple(_entry(scheme, day) for scheme in rulebook.schemes_on(day))


def lines(rulebook: Rulebook, day: date, language: str = "nl") -> tuple[str, ...]:
    """The table in lines of plain text, by layer."""
    return tuple(_lines(rulebook, day, language))


def _entry(scheme: Scheme, day: date) -> Entry:
    found = [(payment.name, figure) for payment in paying(scheme) if (figure := main_figure(payment, day))]
    status = max((f.status for _, f in found), key=STATUS_RANK.__getitem__, default=None)
    return Entry(scheme.id, scheme.name, scheme.layer, scheme.payer, scheme.validity, tuple(found), status)


def paying(scheme: Scheme) -> tuple[Payment, ...]:
    """The payments that pay money: the value of an eco-activity only opens a class, and is never paid itself."""
    return tuple(p for p in scheme.payments if p.kind is not PaymentKind.ACTIVITY)


def main_figure(payment: Payment, day: date) -> Figure | None:
    """The figure that says what the payment pays (its rate, percentage, value ...), also where it never computes.

    One of nothing (a base to which points are added) says so only where there is no other. A maximum is never what is paid
    where there is a tariff, be it nothing.
    """
    names = [name for name in _MAIN if name in payment.figures] or sorted(payment.figures, key="cap".__ne__)
    known = [found for name in names if (found := payment.figures[name].known_on(day)) is not None]
    return next(
        (figure for figure in known if any(figure.values.values()) or not figure.values),
        known[0] if known else None,
    )


def _lines(rulebook: Rulebook, day: date, language: str) -> Iterator[str]:
    found = entries(rulebook, day)
    when = wording.day(day, language)
    yield Text(nl=f"{len(found)} regelingen gelden op {when}", en=f"{len(found)} schemes hold on {when}")[
        language
    ]
    width = max((len(entry.scheme) for entry in found), default=0)
    layer = ""
    for entry in sorted(found, key=lambda e: (e.layer, e.scheme)):
        if entry.layer != layer:
            layer = entry.layer
            known = rulebook.code("layers", layer)
            yield ""
            yield known.name[language] if known else layer
        yield f"  {entry.scheme:<{width}}  {entry.name[language]}: {_amount(entry, language)}"


def _amount(entry: Entry, language: str) -> str:
    if not entry.figures or entry.status is None:
        return Text("geen bedrag voor deze dag", "no figure for this day")[language]
    told = wording.figure(entry.figures[0][1], language)
    more = len(entry.figures) - 1
    if more:
        told += Text(f" en {more} andere", f" and {more} more")[language]
    return f"{told} ({wording.STATUS[entry.status][language]})"
