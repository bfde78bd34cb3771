"""The answers of a run as files: workbook, CSV, Parquet, JSON; all from the same sheets."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from calculator.domain.money import eur
from calculator.domain.scheme import Text
from calculator.scenarios.answers import files, pictures
from calculator.scenarios.answers.sheet import Sheet, Value
from calculator.services.scenario_runs import Outcome
from calculator.statements import scenario_report
from calculator.statements.outputs import workbook
from calculator.statements.outputs.tables import Cell, Euro, Table
from calculator.statements.outputs.tables import Column as TableColumn
from calculator.statements.voice import Language

SUMMARY = "summary.json"
WORKBOOK = "scenario.xlsx"
REPORT = "report.pdf"
#: Tables that are short enough to be read on paper.
_PRINTED = (
    "changes",
    "costs",
    "incomes",
    "outcomes",
    "reasons",
    "progress",
    "landscape",
    "budgets",
    "bottlenecks",
    "roadmap",
    "ranges",
)
_WIDTH = {"text": 30, "euro": 16, "whole": 12}


def every(outcome: Outcome, language: str) -> dict[str, bytes]:
    """All files of a run by name."""
    found = {
        SUMMARY: summary(outcome, language),
        WORKBOOK: xlsx(outcome, language),
        REPORT: printed(outcome, language),
    }
    for sheet in outcome.sheets:
        found[f"{sheet.key}.csv"] = files.csv_of(sheet, language)
        found[f"{sheet.key}.parquet"] = files.parquet_of(sheet, language)
    return found


def summary(outcome: Outcome, language: str) -> bytes:
    """Everything as JSON."""
    text = json.dumps(data(outcome, language), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def data(outcome: Outcome, language: str) -> dict[str, object]:
    """Everything as JSON-ready data; what it took to work out is no part of it, so that the same run reads the same."""
    run = outcome.run
    return {
        "scenario": run.scenario.id,
        "name": run.scenario.name[language],
        "about": run.scenario.about[language],
        "receipt": {**run.receipt.as_data(), "key": run.receipt.key},
        "farms": len(run.population),
        "synthetic": run.population.synthetic,
        "population": run.population.name,
        "left_out": list(outcome.left_out) if run.population.synthetic else len(outcome.left_out),
        "totals": totals(outcome),
        "sheets": [files.data_of(sheet, language) for sheet in outcome.sheets],
    }


def totals(outcome: Outcome) -> dict[str, str]:
    """What all farms together are paid on both sides, in euros."""
    run = outcome.run
    before, after = (int(side.farms["total"].sum()) for side in (run.before, run.after))
    return {"before": eur(before), "after": eur(after), "difference": eur(after - before)}


def xlsx(outcome: Outcome, language: str) -> bytes:
    """One workbook with a sheet per table."""
    spoken: Language = "en" if language == "en" else "nl"
    run = outcome.run
    tables = tuple(_table(sheet, language) for sheet in outcome.sheets)
    return workbook.workbook(
        (*tables, _receipt(outcome)),
        title=run.scenario.name[language],
        language=spoken,
        made_on=run.receipt.on,
    )


def printed(outcome: Outcome, language: str) -> bytes:
    """The report as PDF, with the data inside it."""
    spoken: Language = "en" if language == "en" else "nl"
    run = outcome.run
    return scenario_report.report(
        scenario_report.Report(
            title=run.scenario.name[language],
            subtitle=_subtitle(outcome)[language],
            about=run.scenario.about[language],
            facts=tuple((label[language], said) for label, said in _facts(outcome)),
            pictures=pictures.pictures(outcome.sheets, language),
            tables=tuple(_table(sheet, language) for sheet in outcome.sheets if sheet.key in _PRINTED),
            data=summary(outcome, language),
            made_on=run.receipt.on,
            language=spoken,
        )
    )


def _subtitle(outcome: Outcome) -> Text:
    run = outcome.run
    made_up = (
        Text("verzonnen bedrijven", "made-up farms")
        if run.population.synthetic
        else Text("bedrijven", "farms")
    )
    count, day = len(run.population), run.receipt.on.isoformat()
    return Text(f"{count} {made_up.nl}, regels op {day}", f"{count} {made_up.en}, rules on {day}")


def _facts(outcome: Outcome) -> list[tuple[Text, str]]:
    sums, receipt = totals(outcome), outcome.run.receipt
    return [
        (Text("nu (EUR)", "now (EUR)"), sums["before"]),
        (Text("scenario (EUR)", "scenario (EUR)"), sums["after"]),
        (Text("verschil (EUR)", "difference (EUR)"), sums["difference"]),
        (Text("jaren", "years"), str(receipt.years)),
        (Text("rekenbewijs", "receipt"), receipt.key),
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


def _receipt(outcome: Outcome) -> Table:
    run = outcome.run
    said = {**run.receipt.as_data(), "key": run.receipt.key, "farms": len(run.population)}
    columns = (
        TableColumn("what", Text("wat", "what"), 16),
        TableColumn("value", Text("waarde", "value"), 76),
    )
    return Table(
        "receipt", Text("Rekenbewijs", "Receipt"), columns, tuple((k, str(v)) for k, v in said.items())
    )
