"""A sheet of answers as rows of words, as a page shows it; what is withheld stays empty, and says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.domain import amount_words
from calculator.domain.scheme import Text
from calculator.registry.words import wording
from calculator.scenarios.answers.shapes import money
from calculator.scenarios.answers.sheet import Sheet, Value
from calculator.services.scenario.running.told import Told
from calculator.web import formats

#: Sheets that have a page of their own.
ELSEWHERE = ("progress", "landscape")
#: Rows that a page shows; the files hold all of them.
MOST = 60
_NUMBERS = ("euro", "whole", "percent", "decimal")


@dataclass(frozen=True, slots=True)
class Shown:
    """Title, heads (with whether each is a number), rows of words, the note, and how many rows more there are."""

    key: str
    title: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    note: str
    more: int


def shown(sheet: Sheet, language: str, most: int = MOST) -> Shown:
    """The sheet in words."""
    worded = sheet.worded()
    rows = tuple(
        tuple(said(v, c.kind, c.key, language) for v, c in zip(row, worded.columns, strict=True))
        for row in worded.rows[:most]
    )
    return Shown(
        sheet.key,
        sheet.title[language],
        tuple((c.title[language], c.kind in _NUMBERS) for c in worded.columns),
        rows,
        sheet.note[language] if sheet.note else "",
        max(0, len(sheet.rows) - most),
    )


def said(value: Value, kind: str, key: str, language: str) -> str:
    """One cell."""
    match value:
        case None:
            return "–"
        case bool():
            return wording.yes_no(value, language)
        case Text():
            return value[language]
        case int() if kind == "euro":
            return money(value, language)
        case int() | Decimal():
            return str(value) if key == "year" else amount_words.number(Decimal(value), language)
        case date():
            return wording.day(value, language)
        case str():
            return value


def beside(
    told: Sequence[Told], farms: Sequence[str], language: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What can be compared of several runs: a name and the value of each; ``farms`` says on which each was worked out."""
    rows = [
        (_FARMS[language], tuple(farms)),
        (_RULES[language], tuple(_rules(t, language) for t in told)),
        (_BEFORE[language], tuple(_total(t, "before", language) for t in told)),
        (_AFTER[language], tuple(_total(t, "after", language) for t in told)),
        (_STEP[language], tuple(_total(t, "difference", language) for t in told)),
    ]
    payers = dict.fromkeys(name for t in told for name in _payers(t, language))
    rows += [
        (f"{_STEP[language]}: {name}", tuple(_payers(t, language).get(name, "–") for t in told))
        for name in payers
    ]
    rows += [(_HOW_MANY[word][language], tuple(_outcome(t, word) for t in told)) for word in _HOW_MANY]
    return tuple(rows) if told else ()


def same_time(told: Sequence[Told]) -> bool:
    """Whether all are of one day and as many years: else their amounts say nothing of each other."""
    return len({(t.on, str(t.receipt["years"])) for t in told}) < 2


def _rules(told: Told, language: str) -> str:
    """Of which day, and over how many years the amounts are added up."""
    years = int(str(told.receipt["years"]))
    return f"{formats.day(told.on)}, {years} {_YEARS[language] if years > 1 else _YEAR[language]}"


def _total(told: Told, key: str, language: str) -> str:
    cents = told.totals[key]
    return "–" if cents is None else money(cents, language)


def _outcome(told: Told, word: Text) -> str:
    """How many farms; where all others are told, an outcome that nobody has is of none, and else it may be withheld."""
    sheet = told.sheet("outcomes")
    of_all = [r for r in sheet.records() if r["dimension"] == _ALL] if sheet else []
    found = next((r["farms"] for r in of_all if r["outcome"] == word), 0)
    if not of_all or found is None or (found == 0 and any(r["farms"] is None for r in of_all)):
        return "–"
    return str(found)


def _payers(told: Told, language: str) -> dict[str, str]:
    """What each payer would pay more or less."""
    sheet = told.sheet("costs")
    found = {}
    for record in sheet.records() if sheet else ():
        step = record["difference"]
        if record["payer"] and not record["scheme"] and isinstance(step, int) and step:
            found[said(record["name"], "text", "name", language)] = money(step, language)
    return found


_ALL = Text("alle", "all")
_RULES, _YEARS = Text("Regels op", "Rules on"), Text("jaar", "years")
_YEAR = Text("jaar", "year")
_BEFORE, _AFTER = Text("Nu", "Now"), Text("Scenario", "Scenario")
_STEP = Text("Verschil", "Difference")
_FARMS = Text("Bedrijven", "Farms")
#: An outcome, and what the row is called that counts its farms.
_HOW_MANY = {
    Text("gaat erop vooruit", "wins"): Text("Bedrijven die erop vooruitgaan", "Farms that win"),
    Text("blijft gelijk", "stays the same"): Text("Bedrijven die gelijk blijven", "Farms that stay the same"),
    Text("gaat erop achteruit", "loses"): Text("Bedrijven die erop achteruitgaan", "Farms that lose"),
}
