"""What a farmer sets for a plan on the result page: an effort, and measures that must be in it or may not."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from calculator.services import wishes
from calculator.services.award_options import Options
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.web.forms import numbers
from calculator.web.language import language
from calculator.web.pages.farm_form import Filled
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
        return _compute(document, asked, wishes.NOTHING), ""
    try:
        return _compute(document, asked, set_by_farmer), ""
    except InputProblems as wrong:
        told = " ".join(f"{p.message[language()]} {p.remedy[language()]}" for p in wrong.problems)
    except CannotComplete as stop:
        told = stop.reason[language()]
    return _compute(document, asked, wishes.NOTHING), told


def choice_of(wish: Mapping[str, object], code: str, place: str) -> str:
    """What is set for a measure on a place: ``lock``, ``forbid``, or nothing."""
    kept = wishes.kept(wish)
    named = f"{code}@{place}"
    return "lock" if named in kept.lock else "forbid" if named in kept.forbid else ""


def _compute(document: object, asked: Options, wish: wishes.Typed) -> AwardResult:
    services = wired().services
    return services.compute(
        services.rulebook(),
        document,
        on=asked.on,
        years=asked.years,
        mode=asked.mode,
        language=language(),
        wish=wish,
    )
