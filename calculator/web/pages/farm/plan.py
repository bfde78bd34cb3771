"""What a farmer sets for a plan on the result page: measures to weigh, an effort, and what must be in it or may not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import request
from werkzeug.datastructures import MultiDict

from calculator.services.award import options as award_options
from calculator.services.award import possible_measures, wishes
from calculator.services.award.options import Options
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.web import computed as computing
from calculator.web.forms import considering, numbers, options
from calculator.web.language import language
from calculator.web.pages.farm.form import Filled
from calculator.web.views.offered import Offered, fields
from calculator.web.wiring import AwardResult, wired

#: The field of a measure on a place; its value is ``lock``, ``forbid`` or nothing.
CHOICE = "/choice/"


def sent(fields: MultiDict[str, str]) -> dict[str, object]:
    """What was set, as ``wishes.kept`` reads it back. An effort that is no amount is kept as it was written."""
    written = fields.get("/effort", "").strip()[:40]
    read = numbers.amount(written, "/effort", language()) if written else ""
    set_to: dict[str, list[str]] = {"lock": [], "forbid": []}
    for name, value in fields.items():
        if name.startswith(CHOICE) and value in set_to:
            set_to[value].append(name.removeprefix(CHOICE)[:160])
    effort = written if isinstance(read, InputProblem) else read
    return {
        **({"effort": effort} if effort else {}),
        **{key: named for key, named in set_to.items() if named},
    }


def computed(filled: Filled, document: object, asked: Options) -> tuple[AwardResult, str]:
    """The award within what is set; where that cannot be, the award without it and why not.

    Raises InputProblems and CannotComplete for what has nothing to do with what is set.
    """
    set_by_farmer = wishes.kept(filled.wish)
    if not set_by_farmer.options or asked.mode != "advise":
        return computing.award(document, asked), ""
    try:
        return computing.award(document, asked, set_by_farmer), ""
    except InputProblems as wrong:
        told = " ".join(f"{p.message[language()]} {p.remedy[language()]}" for p in wrong.problems)
    except CannotComplete as stop:
        told = stop.reason[language()]
    return computing.award(document, asked), told


def offered(document: object, on: date, problems: Sequence[InputProblem] = ()) -> Offered:
    """What the farm could do besides, as the result page asks for it."""
    rulebook = wired().services.rulebook()
    found = {p.code: fields(p) for p in possible_measures.of(document, rulebook, on)}
    listed = options.measures(rulebook, language())
    groups: dict[str, list[tuple[str, str]]] = {}
    for title, held in (*listed["land"], *listed["element"]):
        groups.setdefault(title, []).extend(entry for entry in held if entry[0] in found)
    return Offered(
        [group for group in groups.items() if group[1]],
        found,
        request.form if problems else {},
        request.form.getlist(considering.PICK) if problems else (),
        problems,
    )


def consider(filled: Filled, document: object) -> list[InputProblem]:
    """Put what was ticked into the form as candidates and go to advise; what is wrong leaves the form as it was."""
    services = wired().services
    rulebook = services.rulebook()
    day = award_options.read_day(filled.on, "/on") if filled.on else services.today()
    possible = possible_measures.of(document, rulebook, day)
    picked = request.form.getlist(considering.PICK)
    problems = considering.add(filled.tree, possible, picked, request.form, language())
    if not problems:
        filled.document, filled.mode = None, "advise"
        filled.written = language()
    return problems


def choice_of(wish: Mapping[str, object], code: str, place: str) -> str:
    """What is set for a measure on a place: ``lock``, ``forbid``, or nothing."""
    kept = wishes.kept(wish)
    named = f"{code}@{place}"
    return "lock" if named in kept.lock else "forbid" if named in kept.forbid else ""
