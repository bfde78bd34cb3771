"""What is sent to ask for statements: how it is read, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.statement.recipient import LONGEST_NAME
from calculator.services.statement.requests import Request
from calculator.statements.carrying.purposes import FARMER, codes
from calculator.web.api import describe
from calculator.web.api.awards import body
from calculator.web.language import language

PURPOSE: describe.Json = {
    "type": "string",
    "enum": list(codes()),
    "description": "What it must serve; all else is withheld. For the farmer nothing is.",
}
#: What one statement and a batch are both asked with.
OPTIONS: dict[str, describe.Json] = {
    "on": {"type": "string", "format": "date"},
    "years": {"type": "integer", "minimum": 1, "maximum": 30},
    "mode": {"type": "string", "enum": ["managed", "advise"]},
    **{
        str(option["name"]): cast(
            "describe.Json", {**cast("describe.Json", option["schema"]), "description": option["description"]}
        )
        for option in describe.WISH
    },
    "language": {"type": "string", "enum": ["nl", "en"]},
    "recipient": {
        "type": "string",
        "maxLength": LONGEST_NAME,
        "description": "Whom it is for; needed for every purpose but the farmer's.",
    },
    "purpose": {**PURPOSE, "default": FARMER},
}
_TEXTS = ("on", "mode", "language", "recipient", "purpose", "effort")
_LISTS = ("lock", "forbid")


def read(schema: describe.Json, *, needed: Sequence[str], texts: Sequence[str]) -> dict[str, object]:
    """The body of this request; ``texts`` are the texts beside ``OPTIONS``, ``needed`` those that may not be absent.

    Raises InputProblems.
    """
    given = body()
    if not isinstance(given, dict):
        raise InputProblems([wrong("", Text("een object", "an object"))])
    options = cast("dict[str, object]", given)
    known = cast("dict[str, object]", schema["properties"])
    problems = [
        wrong(f"/{key}"[:60], Text("een bekende sleutel", "a known key"))
        for key in options
        if key not in known
    ]
    problems += [
        wrong(f"/{key}", Text("een tekst", "a text"))
        for key in (*texts, *_TEXTS)
        if not isinstance(options.get(key), str | None) or (key in needed and not options.get(key))
    ]
    years = options.get("years")
    if isinstance(years, bool) or not isinstance(years, int | None):
        problems.append(wrong("/years", Text("een geheel getal", "a whole number")))
    problems += [
        wrong(f"/{key}", Text("een lijst van maatregelen", "a list of measures"))
        for key in _LISTS
        if not _are_texts(options.get(key))
    ]
    if options.get("language") not in (None, "nl", "en"):
        problems.append(wrong("/language", Text("nl of en", "nl or en")))
    if problems:
        raise InputProblems(problems)
    return options


def _are_texts(given: object) -> bool:
    return given is None or (isinstance(given, list) and all(isinstance(item, str) for item in given))


def request_of(options: dict[str, object]) -> Request:
    """The options that were read, for no farm yet."""
    found = cast("dict[str, str | None]", options)
    years = options.get("years")
    return Request(
        farm="",
        on=found.get("on"),
        years=None if years is None else str(years),
        mode=found.get("mode"),
        language=found.get("language") or language(),
        recipient=found.get("recipient") or "",
        purpose=found.get("purpose") or FARMER,
        effort=found.get("effort"),
        lock=tuple(cast("list[str]", options.get("lock") or ())),
        forbid=tuple(cast("list[str]", options.get("forbid") or ())),
    )


def wrong(pointer: str, wanted: Text) -> InputProblem:
    """What belongs in a place."""
    return InputProblem(
        pointer,
        Text(f"Hier hoort {wanted.nl}.", f"Here belongs {wanted.en}."),
        Text("Zie de API-beschrijving.", "See the description of the API."),
    )
