"""An award in any of the forms people take away: which one, the end of the file's name says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.geography import package
from calculator.services.award.awards import AwardResult, canonical
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.registry import rulebooks
from calculator.statements.award.reading import inner, text
from calculator.statements.award.voice import Language
from calculator.statements.content.paper import Issue, Paper, paper_of
from calculator.statements.outputs import calendar, dates, parcels, separated, sheets, workbook
from calculator.statements.outputs.titles import SHEETS

#: What each form is on the wire; ``pdf`` is made by the service of statements.
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
}


def form_of(name: str) -> str:
    """``pdf`` or a form of ``MEDIA`` from the end of a file's name; raises InputProblems."""
    found = Path(name).suffix.lower().removeprefix(".")
    if found == "pdf" or found in MEDIA:
        return found
    known = ", ".join(f".{form}" for form in ("pdf", *MEDIA))
    said = Text(
        "Aan de naam is niet te zien in welke vorm het moet.", "The name does not say which form is wanted."
    )
    remedy = Text(f"Laat de naam eindigen op een van {known}.", f"Let the name end in one of {known}.")
    raise InputProblems([InputProblem(name, said, remedy)])


def render(
    result: AwardResult,
    document: object,
    rulebook: Rulebook,
    *,
    form: str,
    language: str,
    made_on: date,
    csv_form: separated.Form = "people",
    table: str = "lines",
    folder: Path | None = None,
) -> bytes:
    """The bytes of one form (a key of ``MEDIA``); ``table`` names the table of a CSV. Raises InputProblems."""
    if form == "json":
        return canonical(result.award) + b"\n"
    if form == "geojson":
        return parcels.geojson(result.award, cast("dict[str, object]", document))
    if form == "gpkg":
        return package.written(parcels.features(result.award, cast("dict[str, object]", document)))
    spoken: Language = "en" if language == "en" else "nl"
    paper = _paper(result, document, spoken, made_on, folder)
    if form == "xlsx":
        return workbook.workbook(
            sheets.tables(paper), title=paper.farm_name, language=spoken, made_on=made_on
        )
    if form == "csv":
        found = {made.key: made for made in sheets.tables(paper)}.get(table)
        if found is None:
            raise InputProblems([_no_table(table)])
        return separated.separated(found, form=csv_form, language=spoken)
    if form == "ics":
        return calendar.calendar(
            dates.known_dates(paper, rulebook),
            dates.without_day(paper, rulebook),
            dates.unpublished(paper, rulebook),
            farm=paper.farm_name,
            identity=text(inner(paper.profile, "farm"), "kvk") or paper.farm_name,
            language=spoken,
            made_on=made_on,
        )
    raise ValueError(f"no such form: {form}")


def _paper(
    result: AwardResult, document: object, language: Language, made_on: date, folder: Path | None
) -> Paper:
    if not isinstance(document, dict):
        raise TypeError("an award is of a profile that is an object")
    files = result.rule_files or rulebooks.rule_files(result.value.receipt.rulebook_digest, folder)
    profile = cast("dict[str, object]", document)
    return paper_of(result.award, profile, files, language, Issue(made_on, None, ""))


def _no_table(table: str) -> InputProblem:
    known = ", ".join(SHEETS)
    shown = "".join(c for c in table[:40] if c.isprintable())
    return InputProblem(
        "--table",
        Text(f'De tabel "{shown}" bestaat niet.', f'There is no table "{shown}".'),
        Text(f"Kies een van {known}.", f"Choose one of {known}."),
    )
