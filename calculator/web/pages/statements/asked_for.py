"""The fields of a form that say for whom a statement is, for what, and what is set for its plan."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import request

from calculator.services.errors import InputProblem, by_pointer
from calculator.services.statement.requests import Request
from calculator.statements.carrying.purposes import FARMER, codes, purpose_name, purposes
from calculator.web.language import language

_LANGUAGES = (("nl", "Nederlands"), ("en", "English"))


def recipients(problems: Iterable[InputProblem] = ()) -> dict[str, object]:
    """What ``parts/recipient.html`` shows: the purposes with their words, and what was filled in or is wrong."""
    named = [(code, purpose_name(code)[language()]) for code in codes()]
    needs = [(purpose.name[language()], purpose.needs[language()]) for purpose in purposes().values()]
    return {
        "purposes": named,
        "needs": needs,
        "purpose": request.form.get("/purpose", FARMER),
        "recipient": request.form.get("/recipient", ""),
        "languages": _LANGUAGES,
        "written_in": _written_in(),
        "wrong": by_pointer(problems),
        "filled": request.form,
    }


def asked(farm: str = "") -> Request:
    """What the form of a statement, or of many, asks."""
    return Request(
        farm=farm,
        on=request.form.get("on") or None,
        years=request.form.get("years") or None,
        mode=request.form.get("/mode") or None,
        language=_written_in(),
        supersedes=request.form.get("supersedes") or None,
        recipient=request.form.get("/recipient", ""),
        purpose=request.form.get("/purpose") or FARMER,
        effort=request.form.get("/effort", "").strip() or None,
        lock=_codes("/lock"),
        forbid=_codes("/forbid"),
    )


def _written_in() -> str:
    """The language of the statement: that of its reader, which need not be that of the page."""
    asked = request.form.get("/language", "")
    return asked if asked in dict(_LANGUAGES) else language()


def _codes(name: str) -> tuple[str, ...]:
    """Measures as people list them: by commas, spaces or lines."""
    return (
        tuple(re.split(r"[\s,;]+", written))
        if (written := request.form.get(name, "").strip(" ,;\r\n"))
        else ()
    )
