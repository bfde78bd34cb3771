"""The options of a request, all checked at once; what is wrong points at ``?name``."""

from __future__ import annotations

from flask import request

from calculator.domain.scheme import Text
from calculator.services.award import options as award_options
from calculator.services.award.options import Options
from calculator.services.award.wishes import NOTHING, Typed
from calculator.services.errors import InputProblem, InputProblems
from calculator.web.wiring import wired

KNOWN = ("on", "years", "mode", "effort", "lock", "forbid")


def options(known: tuple[str, ...] = KNOWN) -> Options:
    """The options of this request; raises InputProblems with every one that is wrong or unknown."""
    problems = [_unknown(name, known) for name in request.args if name not in known]
    given = {name: request.args.get(name) or None for name in known}
    services = wired().services
    try:
        read = award_options.read(
            services.rulebook(),
            on=given.get("on"),
            years=given.get("years"),
            mode=given.get("mode"),
            today=services.today(),
            prefix="?",
            wish=_wish(known),
        )
    except InputProblems as wrong:
        raise InputProblems([*problems, *wrong.problems]) from wrong
    if problems:
        raise InputProblems(problems)
    return read


def _wish(known: tuple[str, ...]) -> Typed:
    """What is set for a plan; ``lock`` and ``forbid`` may stand more than once."""
    if "lock" not in known:
        return NOTHING
    given = request.args
    return Typed(given.get("effort") or None, given.getlist("lock"), given.getlist("forbid"), "?")


def _unknown(name: str, known: tuple[str, ...]) -> InputProblem:
    shown = "".join(c if c.isprintable() else "?" for c in name[:40])
    return InputProblem(
        f"?{shown}",
        Text(f'Onbekende optie "{shown}".', f'Unknown option "{shown}".'),
        Text(f"Bekend zijn: {', '.join(known)}.", f"Known are: {', '.join(known)}."),
    )
