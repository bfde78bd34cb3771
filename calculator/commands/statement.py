"""``stapelwijzer statement`` and ``stapelwijzer verify``: a statement made, and one checked."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from calculator.commands.output import DONE, NOT_VERIFIED, print_json, today
from calculator.domain.scheme import Text
from calculator.services import console, input_files
from calculator.services.errors import InputProblem, InputProblems
from calculator.settings import MOST_STATEMENT_BYTES

if TYPE_CHECKING:
    from calculator.domain.rulebook import Rulebook
    from calculator.services.award.awards import AwardResult

    #: What is asked to the award, the profile as data, and the rulebook.
    Computed = Callable[[argparse.Namespace], tuple[AwardResult, object, Rulebook]]

_OPENINGS = Text(
    "{file}: hiermee kan de boer een weggelaten waarde later bewijzen. Geef het niet mee.",
    "{file}: with this the farmer can prove a withheld value later. Do not hand it over.",
)
_WHOLE_ONLY = Text(
    "Alleen een PDF kan voor een ander dan de boer worden gemaakt; de andere vormen bevatten alles.",
    "Only a PDF can be made for another than the farmer; the other forms hold everything.",
)


def add(
    commands: argparse._SubParsersAction[Any],
    farm: argparse.ArgumentParser,
    checked: list[argparse.ArgumentParser],
    computed: Computed,
) -> None:
    """Add both commands; ``farm`` holds the arguments of a calculation and ``computed`` runs it."""
    statement = commands.add_parser("statement", parents=[farm], help="the award as a statement or as data")
    statement.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="its name ends in .pdf, .xlsx, .csv, .json, .ics, .geojson or .gpkg",
    )
    statement.add_argument(
        "--csv",
        choices=("people", "machine"),
        default="people",
        help="for people, in the language of --lang (default), or for programs",
    )
    statement.add_argument("--table", default="lines", help="which table a CSV holds (default lines)")
    statement.add_argument(
        "--recipient", metavar="NAME", default="", help="whom it is for (default the farm)"
    )
    statement.add_argument(
        "--purpose",
        metavar="farmer|bank|landlord|buyer|province|collective",
        default="farmer",
        help="what it must serve; all else is withheld (default farmer: nothing is)",
    )
    statement.set_defaults(run=lambda asked: _statement(asked, computed))
    verify = commands.add_parser("verify", parents=checked, help="recompute a statement from its data")
    verify.add_argument("file", metavar="FILE.pdf")
    verify.add_argument("--openings", metavar="FILE.json", help="withheld values that the farmer discloses")
    verify.set_defaults(run=_verify)


def _statement(asked: argparse.Namespace, computed: Computed) -> int:
    from calculator.services.statement import outputs as statement_outputs

    form = statement_outputs.form_of(asked.output)
    if form == "pdf":
        return _pdf(asked, computed)
    if asked.purpose != "farmer":
        remedy = Text("Laat de naam eindigen op .pdf.", "Let the name end in .pdf.")
        raise InputProblems([InputProblem("--purpose", _WHOLE_ONLY, remedy)])
    result, document, rulebook = computed(asked)
    made = statement_outputs.render(
        result,
        document,
        rulebook,
        form=form,
        language=asked.lang,
        made_on=today(),
        csv_form=asked.csv,
        table=asked.table,
        folder=input_files.folder(asked.rules),
    )
    input_files.write(asked.output, made)
    return DONE


def _pdf(asked: argparse.Namespace, computed: Computed) -> int:
    from calculator.services.statement import drawing as statement_drawing
    from calculator.services.statement import statements
    from calculator.services.statement.recipient import in_language, recipient, unknown_to, warning

    named = recipient(asked.recipient, asked.purpose, prefix="--")
    result, document, rulebook = computed(asked)
    reader = in_language(named, rulebook, asked.lang)
    known = unknown_to(result.award, document, reader, rulebook)
    if known is not None:
        print(warning(reader.name, known)[asked.lang], file=sys.stderr)
    with console.quiet_libraries():
        made = statements.make(
            result,
            document,
            language=asked.lang,
            issued_on=today(),
            folder=input_files.folder(asked.rules),
            recipient=reader,
        )
    input_files.write(asked.output, made.pdf)
    if made.openings is not None:
        # With the salts a withheld value can be proven later; they stay with the farmer.
        beside = f"{asked.output[: -len('.pdf')]}.openings.json"
        input_files.write(beside, statement_drawing.openings_file(made.openings), private=True)
        print(_OPENINGS[asked.lang].format(file=beside))
    return DONE


def _verify(asked: argparse.Namespace) -> int:
    from calculator.services.statement import statements

    pdf = input_files.read(asked.file, MOST_STATEMENT_BYTES)
    openings = _json(asked.openings) if asked.openings else None
    with console.quiet_libraries():
        verdict = statements.verify(pdf, openings)
    if asked.json:
        print_json({"state": verdict.state, "ok": verdict.ok, "text": verdict.text[asked.lang]})
    else:
        print(verdict.text[asked.lang])
    return DONE if verdict.ok else NOT_VERIFIED


def _json(written: str) -> object:
    try:
        return json.loads(input_files.read(written, MOST_STATEMENT_BYTES))
    except (ValueError, RecursionError) as fault:
        said = Text("is geen leesbare JSON", "is not readable JSON")
        remedy = Text("Geef het bestand met de onthulde waarden.", "Give the file with the disclosed values.")
        raise InputProblems([InputProblem(written, said, remedy)]) from fault
