"""The fields of a form that say for whom a statement is, and for what."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

from calculator.services.errors import InputProblem
from calculator.statements.purposes import FARMER, codes, purpose_name, purposes
from calculator.web.language import language


def recipients(problems: Iterable[InputProblem] = ()) -> dict[str, object]:
    """What ``parts/recipient.html`` shows: the purposes with their words, and what was filled in or is wrong."""
    named = [(code, purpose_name(code)[language()]) for code in codes()]
    needs = [(purpose.name[language()], purpose.needs[language()]) for purpose in purposes().values()]
    return {
        "purposes": named,
        "needs": needs,
        "purpose": request.form.get("/purpose", FARMER),
        "recipient": request.form.get("/recipient", ""),
        "wrong": {problem.pointer: problem for problem in problems},
        "filled": request.form,
    }
