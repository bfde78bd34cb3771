"""``stapelwijzer compare`` and ``stapelwijzer follow-up``: what became of a statement, years later."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from calculator.commands.output import DONE, print_lines, today
from calculator.domain.scheme import Text
from calculator.services import console, input_files
from calculator.services.errors import InputProblem, InputProblems
from calculator.settings import MOST_BODY_BYTES, MOST_STATEMENT_BYTES


def add(commands: argparse._SubParsersAction[Any], spoken: argparse.ArgumentParser) -> None:
    """Add both commands."""
    compare = commands.add_parser("compare", parents=[spoken], help="what changed between two statements")
    compare.add_argument("old", metavar="OLD.pdf")
    compare.add_argument("new", metavar="NEW.pdf")
    compare.add_argument("-o", "--output", metavar="FILE", help="its name ends in .xlsx or .csv")
    compare.set_defaults(run=_compare)
    follow = commands.add_parser("follow-up", parents=[spoken], help="what was expected, and what was paid")
    follow.add_argument("statement", metavar="STATEMENT.pdf")
    follow.add_argument("paid", metavar="PAID", nargs="?", help="JSON or CSV: scheme, payment, amount_eur")
    follow.add_argument("--year", metavar="YYYY", help="default the first year of the statement")
    follow.add_argument("-o", "--output", metavar="FILE", help="its name ends in .pdf, .xlsx or .csv")
    follow.add_argument(
        "--csv", choices=("people", "machine"), default="people", help="the machine form can be filled in"
    )
    follow.set_defaults(run=_follow_up)


def _compare(asked: argparse.Namespace) -> int:
    from calculator.services.statement import later as statement_later
    from calculator.services.statement import later_text as statement_later_text

    old, new = (input_files.read(name, MOST_STATEMENT_BYTES) for name in (asked.old, asked.new))
    with console.quiet_libraries():
        found = statement_later.compare(old, new, asked.lang)
    if asked.output:
        form = _form(asked.output)
        input_files.write(asked.output, statement_later.comparison_file(found, form, asked.lang, today()))
        return DONE
    return print_lines(statement_later_text.comparison(found, asked.lang))


def _follow_up(asked: argparse.Namespace) -> int:
    from calculator.services.statement import later as statement_later
    from calculator.services.statement import later_text as statement_later_text
    from calculator.services.statement import paid as statement_paid

    pdf = input_files.read(asked.statement, MOST_STATEMENT_BYTES)
    paid = []
    if asked.paid:
        paid = statement_paid.paid_amounts(input_files.read(asked.paid, MOST_BODY_BYTES), asked.paid)
    if asked.output and asked.output.lower().endswith(".pdf"):
        with console.quiet_libraries():
            made = statement_later.follow_up_statement(pdf, _year(asked.year), paid, today())
        input_files.write(asked.output, made)
        return DONE
    with console.quiet_libraries():
        found = statement_later.followed_up(pdf, _year(asked.year), paid, asked.lang)
    if asked.output:
        form = _form(asked.output)
        made = statement_later.follow_up_file(found, form, asked.lang, today(), asked.csv)
        input_files.write(asked.output, made)
        return DONE
    return print_lines(statement_later_text.follow_up(found, asked.lang))


def _form(name: str) -> str:
    form = Path(name).suffix.lower().removeprefix(".")
    if form not in ("xlsx", "csv"):
        said = Text("Dit bestand kan hier niet worden gemaakt.", "This file cannot be made here.")
        remedy = Text("Laat de naam eindigen op .xlsx of .csv.", "Let the name end in .xlsx or .csv.")
        raise InputProblems([InputProblem(name, said, remedy)])
    return form


def _year(written: str | None) -> int | None:
    if written is None:
        return None
    if not (written.isascii() and written.isdigit() and len(written) == 4):
        said = Text(f'"{written[:20]}" is geen jaar.', f'"{written[:20]}" is not a year.')
        raise InputProblems([InputProblem("--year", said, Text("Schrijf 2026.", "Write 2026."))])
    return int(written)
