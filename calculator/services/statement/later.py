"""Years later: two statements compared, and a year of one followed up. Nothing is believed that does not verify itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from calculator.domain.scheme import Text
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.services.profile import fact_names
from calculator.services.registry import rulebooks
from calculator.services.statement import statements
from calculator.services.statement import trust as statement_trust
from calculator.statements.award import follow_up
from calculator.statements.award.follow_up import FollowUp, Paid
from calculator.statements.award.reading import inner, text
from calculator.statements.award.voice import Language
from calculator.statements.checking import carried, comparison, following
from calculator.statements.checking.comparison import Comparison, Side
from calculator.statements.checking.intake import LIMITS
from calculator.statements.checking.verdict import CannotRecomputeError, NotAStatementError
from calculator.statements.outputs import sheets_later
from calculator.statements.outputs.separated import Form, separated
from calculator.statements.outputs.tables import Table
from calculator.statements.outputs.workbook import workbook


def compare(old: bytes, new: bytes, language: str) -> Comparison:
    """What changed between two statements of one farm; raises InputProblems where they cannot be compared."""
    one, other = _read(old, "old"), _read(new, "new")
    first, second = (inner(each.profile, "farm") for each in (one, other))
    kvk = {text(farm, "kvk") for farm in (first, second)} - {""}
    if len(kvk) > 1 or (not kvk and text(first, "name") != text(second, "name")):
        raise InputProblems([_other_farm()])
    return comparison.compare(_side(one, language), _side(other, language), _recompute, _spoken(language))


def followed_up(
    pdf: bytes, year: int | None, paid: Sequence[Paid], language: str, *, ours: bool = False
) -> FollowUp:
    """A year of a statement against what was paid; raises InputProblems, also for a year that it does not have.

    ``ours`` is for a file from our own register, which needs no check.
    """
    read, chosen = _followed(pdf, year, ours=ours)
    today = None
    if read.shared.recipient.gets_all:
        try:
            options = {**read.options, "language": language}
            today = follow_up.sums(statement_trust.today().compute(read.profile, options), chosen)
        except CannotRecomputeError:
            # Under today's rules there may be no answer; the follow-up then explains without it.
            today = None
    return follow_up.follow_up(read.award, chosen, paid, today, _spoken(language))


def follow_up_statement(
    pdf: bytes, year: int | None, paid: Sequence[Paid], issued_on: date, *, ours: bool = False
) -> bytes:
    """The follow-up as a statement of its own: in the language of the first, sealed where a key is configured.

    Raises as ``followed_up``, and CannotComplete where it cannot be sealed.
    """
    read, chosen = _followed(pdf, year, ours=ours)
    rules = following.Later(
        rulebooks.rule_files(rulebooks.current().digest),
        lambda *given: statement_trust.today().compute(*given),
    )
    made = following.issue_follow_up(read, chosen, paid, issued_on=issued_on, later=rules)
    return statements.sealed_as_configured(made.pdf, read.act.language)


def _followed(pdf: bytes, year: int | None, *, ours: bool) -> tuple[carried.Carried, int]:
    read = _carried(pdf, "statement") if ours else _read(pdf, "statement")
    known = follow_up.years(read.award)
    chosen = year if year is not None else (known[0] if known else 0)
    if chosen not in known:
        raise InputProblems([_no_year(chosen, known)])
    return read, chosen


def years_of(pdf: bytes) -> tuple[int, ...]:
    """The years in which a statement expects a payment; raises InputProblems."""
    return follow_up.years(_carried(pdf, "statement").award)


def _recompute(
    document: comparison.Json, rules: Mapping[str, bytes], options: comparison.Json
) -> Mapping[str, object]:
    return statement_trust.recompute(document, rules, options)


def _read(pdf: bytes, place: str) -> carried.Carried:
    """What a genuine statement carries: one that was altered is not compared."""
    read = _carried(pdf, place)
    verdict = statements.verify(pdf)
    if not verdict.ok and verdict.state in ("altered", "rules_not_published", "unknown"):
        raise InputProblems([InputProblem(place, verdict.text, _GIVE_ANOTHER)])
    return read


def _carried(pdf: bytes, place: str) -> carried.Carried:
    try:
        return carried.carried(pdf, LIMITS)
    except NotAStatementError as fault:
        raise InputProblems([InputProblem(place, fault.reason, _GIVE_ANOTHER)]) from fault


def _side(read: carried.Carried, language: str) -> Side:
    if not read.shared.recipient.gets_all:
        raise InputProblems([_withheld()])
    # The award as printed keeps its own language; amounts are compared by code, and names come from the newest.
    return Side(read.award, read.profile, read.rules, {**read.options, "language": language})


def comparison_file(found: Comparison, form: str, language: str, made_on: date) -> bytes:
    """The comparison as ``xlsx`` or ``csv``."""
    named = replace(
        found, input=tuple(replace(c, place=fact_names.name(c.place, language)) for c in found.input)
    )
    return _file(sheets_later.comparison_tables(named, _spoken(language)), form, language, made_on)


def follow_up_file(
    found: FollowUp, form: str, language: str, made_on: date, csv_form: Form = "people"
) -> bytes:
    """The follow-up as ``xlsx`` or ``csv``; its machine CSV can be filled in and read back."""
    tables = (sheets_later.follow_up_table(found, _spoken(language)),)
    return _file(tables, form, language, made_on, csv_form)


def _file(
    tables: tuple[Table, ...], form: str, language: str, made_on: date, csv_form: Form = "people"
) -> bytes:
    if form == "csv":
        return separated(tables[0], form=csv_form, language=_spoken(language))
    if form == "xlsx":
        return workbook(tables, title="Stapelwijzer", language=_spoken(language), made_on=made_on)
    reason = Text("Kies een naam die eindigt op .xlsx of .csv.", "Choose a name that ends in .xlsx or .csv.")
    raise CannotComplete(reason)


def _spoken(language: str) -> Language:
    return "en" if language == "en" else "nl"


_GIVE_ANOTHER = Text("Geef het bestand zoals het is uitgegeven.", "Give the file as it was issued.")


def _other_farm() -> InputProblem:
    return InputProblem(
        "new",
        Text(
            "De twee overzichten zijn van verschillende bedrijven.",
            "The two statements are of different farms.",
        ),
        Text("Geef twee overzichten van één bedrijf.", "Give two statements of one farm."),
    )


def _withheld() -> InputProblem:
    return InputProblem(
        "statement",
        Text(
            "In dit overzicht zijn gegevens weggelaten voor een ontvanger; het is niet te vergelijken.",
            "Data was withheld from this statement for a recipient; it cannot be compared.",
        ),
        Text("Neem het overzicht dat de boer zelf heeft.", "Take the statement that the farmer has."),
    )


def _no_year(year: int, known: Sequence[int]) -> InputProblem:
    listed = ", ".join(map(str, known)) or "–"
    return InputProblem(
        "--year",
        Text(f"Dit overzicht gaat niet over {year}.", f"This statement is not about {year}."),
        Text(f"Kies uit: {listed}.", f"Choose from: {listed}."),
    )
