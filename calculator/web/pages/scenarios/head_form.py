"""What stands above the changes of a scenario, as people type it: numbers and days in their own writing."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.domain.scheme import Text
from calculator.services.award import options
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.by_form import editing as scenario_editing
from calculator.services.statement.life import Desk
from calculator.web.forms import numbers

#: Euros a year, as the head of a scenario weighs taking part.
_EUROS = ("cost", "threshold")


def read(at: Desk, form: Mapping[str, str], language: str) -> dict[str, str]:
    """The head in machine form; raises InputProblems with all that is wrong with it."""
    given = {key: written.strip() for key, written in form.items()}
    given["years"] = given.get("years") or "1"
    given["on"] = numbers.sent_day(given.get("on", ""))
    problems: list[InputProblem] = []
    if not any(scenario_editing.code_of(given.get(name, "")) for name in ("name_nl", "name_en")):
        problems.append(scenario_editing.nameless("/name_nl"))
    problems += wrong_day_or_years(at, given["on"], given["years"])
    for key in _EUROS:
        read = _euros(given.get(key, ""), f"/{key}", language)
        if isinstance(read, InputProblem):
            problems.append(read)
        else:
            given[key] = read
    if problems:
        raise InputProblems(problems)
    return given


def wrong_day_or_years(at: Desk, on: str, years: str) -> list[InputProblem]:
    """What is wrong with the day of the rules, as it was typed, and the number of years."""
    day = numbers.day(on, "/on")
    problems = [day] if isinstance(day, InputProblem) else []
    try:
        asked = None if isinstance(day, InputProblem) else day
        options.read(at.rulebook(), on=asked, years=years, mode=None, today=at.today(), prefix="/")
    except InputProblems as wrong:
        problems += wrong.problems
    return problems


def _euros(written: str, pointer: str, language: str) -> str | InputProblem:
    read = numbers.amount(written, pointer, language) if written else ""
    if isinstance(read, InputProblem) or not read.startswith("-"):
        return read
    return InputProblem(
        pointer,
        Text(f'"{written[:40]}" is minder dan nul.', f'"{written[:40]}" is less than nothing.'),
        Text("Vul een bedrag vanaf 0 in, of niets.", "Fill in an amount from 0, or nothing."),
    )
