"""The answers of a run as files: workbook, CSV, Parquet, JSON; all from the same sheets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from calculator.domain import amount_words
from calculator.domain.money import eur
from calculator.domain.scheme import Text
from calculator.scenarios.answers import files, pictures
from calculator.scenarios.answers.sheet import Sheet, Value
from calculator.services.scenario.running.told import Told
from calculator.statements import scenario_report
from calculator.statements.award.voice import Language, Voice
from calculator.statements.outputs import workbook
from calculator.statements.outputs.tables import Cell, Euro, Table
from calculator.statements.outputs.tables import Column as TableColumn

SUMMARY = "summary.json"
WORKBOOK = "scenario.xlsx"
REPORT = "report.pdf"
#: Tables that are short enough to be read on paper.
_PRINTED = (
    "changes",
    "costs",
    "waiting",
    "incomes",
    "outcomes",
    "histogram",
    "reasons",
    "progress",
    "landscape",
    "budgets",
    "bottlenecks",
    "roadmap",
    "ranges",
    "sweep",
    "best_buys",
    "started",
)
_WIDTH = {"text": 30, "euro": 16, "whole": 12}


def every(told: Told, language: str) -> dict[str, bytes]:
    """All files of a run by name."""
    found = {
        SUMMARY: summary(told, language),
        WORKBOOK: xlsx(told, language),
        REPORT: printed(told, language),
    }
    return found | tables(told, "csv", language) | tables(told, "parquet", language)


def tables(told: Told, form: str, language: str) -> dict[str, bytes]:
    """Each sheet as a file of its own; ``form`` is csv or parquet."""
    write = files.csv_of if form == "csv" else files.parquet_of
    return {f"{sheet.key}.{form}": write(sheet, language) for sheet in told.sheets}


def summary(told: Told, language: str) -> bytes:
    """Everything as JSON."""
    text = json.dumps(data(told, language), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def data(told: Told, language: str) -> dict[str, object]:
    """Everything as JSON-ready data; what it took to work out is no part of it, so that the same run reads the same."""
    return {
        "scenario": told.scenario,
        "name": told.name[language],
        "about": told.about[language],
        "receipt": dict(told.receipt),
        "farms": told.farms,
        "synthetic": told.synthetic,
        "population": told.population,
        "left_out": list(told.left_out) if isinstance(told.left_out, tuple) else told.left_out,
        "totals": totals(told),
        "sheets": [files.data_of(sheet, language) for sheet in told.sheets],
    }


def totals(told: Told) -> dict[str, str | None]:
    """What all farms together are paid on both sides, in euros; None where that is withheld."""
    return {name: None if cents is None else eur(cents) for name, cents in told.totals.items()}


def xlsx(told: Told, language: str) -> bytes:
    """One workbook with a sheet per table."""
    spoken: Language = "en" if language == "en" else "nl"
    tables = tuple(_table(sheet, language) for sheet in told.sheets)
    return workbook.workbook(
        (*tables, _receipt(told, language)), title=told.name[language], language=spoken, made_on=told.on
    )


def printed(told: Told, language: str) -> bytes:
    """The report as PDF, with the data inside it."""
    spoken: Language = "en" if language == "en" else "nl"
    shown = [sheet for sheet in told.sheets if sheet.key in _PRINTED]
    return scenario_report.report(
        scenario_report.Report(
            title=told.name[language],
            subtitle=subtitle(told)[language],
            about=told.about[language],
            facts=tuple((label[language], said) for label, said in _facts(told, spoken)),
            pictures=pictures.pictures(told.sheets, language),
            tables=tuple(_table(sheet.worded(), language) for sheet in shown),
            notes={sheet.key: sheet.note[language] for sheet in shown if sheet.note},
            data=summary(told, language),
            made_on=told.on,
            language=spoken,
        )
    )


def subtitle(told: Told) -> Text:
    """Which farms, under the rules of which day."""
    made_up = Text("verzonnen bedrijven", "made-up farms") if told.synthetic else Text("bedrijven", "farms")
    counts = [amount_words.number(Decimal(told.farms), language) for language in ("nl", "en")]
    days = [Voice("nl").day(told.on), Voice("en").day(told.on)]
    return Text(
        f"{counts[0]} {made_up.nl}, regels op {days[0]}", f"{counts[1]} {made_up.en}, rules on {days[1]}"
    )


def _facts(told: Told, language: Language) -> list[tuple[Text, str]]:
    sums = {key: "-" if cents is None else Voice(language).money(cents) for key, cents in told.totals.items()}
    return [
        (Text("nu", "now"), sums["before"]),
        (Text("scenario", "scenario"), sums["after"]),
        (Text("verschil", "difference"), sums["difference"]),
        (Text("jaren", "years"), str(told.receipt["years"])),
        (Text("rekenbewijs", "receipt"), str(told.receipt["key"])),
    ]


def _table(sheet: Sheet, language: str) -> Table:
    columns = tuple(TableColumn(c.key, c.title, _WIDTH.get(c.kind, 14)) for c in sheet.columns)
    kinds = [c.kind for c in sheet.columns]
    rows = tuple(tuple(_cell(v, k, language) for v, k in zip(row, kinds, strict=True)) for row in sheet.rows)
    return Table(sheet.key, sheet.title, columns, rows)


def _cell(value: Value, kind: str, language: str) -> Cell:
    if isinstance(value, Text):
        return value[language]
    if kind == "euro" and isinstance(value, int):
        return Euro(value)
    if isinstance(value, str | int | Decimal | date) or value is None:
        return value if value != "" else None
    raise TypeError(f"{type(value).__name__} has no place in a sheet")


#: What stands on the receipt, as the sheet calls it.
_PINNED: Mapping[str, Text] = {
    "population": Text("bedrijven (hash)", "farms (hash)"),
    "before": Text("regels nu", "rules now"),
    "after": Text("regels scenario", "rules of the scenario"),
    "scenario": Text("scenario (hash)", "scenario (hash)"),
    "on": Text("peildatum", "reference date"),
    "years": Text("jaren", "years"),
    "seed": Text("startgetal voor lotingen", "seed"),
    "engine": Text("rekenkern", "engine"),
    "left_out": Text("weggelaten rijen", "rows left out"),
    "rechecked_farms": Text("nagerekende bedrijven", "farms worked out again"),
    "rechecked_seed": Text("startgetal van de steekproef", "seed of that sample"),
    "rechecked_most_cents": Text("grootste verschil daarbij (cent)", "largest difference there (cents)"),
    "rechecked_disagreed": Text("bedrijven die daarbij verschilden", "farms that differed there"),
    "key": Text("rekenbewijs", "receipt"),
    "farms": Text("aantal bedrijven", "number of farms"),
}


def _receipt(told: Told, language: str) -> Table:
    said = {**told.receipt, "farms": told.farms}
    columns = (
        TableColumn("what", Text("wat", "what"), 16),
        TableColumn("value", Text("waarde", "value"), 76),
    )
    return Table(
        "receipt",
        Text("Rekenbewijs", "Receipt"),
        columns,
        tuple((_PINNED[k][language], str(v)) for k, v in said.items()),
    )
