"""What is asked beside the farm: the reference date, how many years, the mode, and what is set for a plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from calculator.domain.months import in_full
from calculator.domain.period import LATEST
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.services.award.wishes import NOTHING, Typed, check, shown
from calculator.services.errors import InputProblem, InputProblems

MODES = ("managed", "advise")
MOST_YEARS = 30

_YEARS = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Options:
    """The reference date, the number of years from it, ``managed`` or ``advise``, and what is set for the plan."""

    on: date
    years: int
    mode: str
    wish: Typed = NOTHING


def read(
    rulebook: Rulebook,
    *,
    on: str | None,
    years: str | None,
    mode: str | None,
    today: date,
    prefix: str = "--",
    wish: Typed = NOTHING,
) -> Options:
    """The options as they were typed; absent ones take their defaults. Raises InputProblems with all that is wrong.

    ``prefix`` goes before the option's name in a problem's place: ``--`` on a command line, ``?`` in an address.
    """
    problems: list[InputProblem] = []
    day = today if on is None else _day(on, f"{prefix}on", problems)
    if day is not None and (day > LATEST or not rulebook.schemes_on(day)):
        problems.append(_outside(day, f"{prefix}on", rulebook))
    count = 1 if years is None else _count(years, f"{prefix}years", problems)
    if mode is not None and mode not in MODES:
        problems.append(_unknown_mode(mode, f"{prefix}mode"))
    try:
        check(wish, mode or MODES[0])
    except InputProblems as wrong:
        problems += wrong.problems
    if problems or day is None or count is None:
        raise InputProblems(problems)
    return Options(day, count, mode or MODES[0], wish)


def read_day(written: str, where: str) -> date:
    """A day as it was typed; raises InputProblems, its place is ``where``."""
    problems: list[InputProblem] = []
    day = _day(written, where, problems)
    if day is None:
        raise InputProblems(problems)
    return day


def _day(written: str, where: str, problems: list[InputProblem]) -> date | None:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        # Noted below, together with forms that Python knows and the contract does not (20261124).
        found = None
    if found is None or found.isoformat() != written:
        said = Text(f'"{shown(written)}" is geen datum.', f'"{shown(written)}" is not a date.')
        remedy = Text('Schrijf jaar-maand-dag: "2026-05-15".', 'Write year-month-day: "2026-05-15".')
        problems.append(InputProblem(where, said, remedy))
        return None
    return found


def _outside(day: date, where: str, rulebook: Rulebook) -> InputProblem:
    first = min((scheme.validity.start for scheme in rulebook.schemes), default=None)
    asked = in_full(day)
    said = Text(f"Op {asked.nl} geldt geen enkele regel.", f"No rule is in force on {asked.en}.")
    if first is None:
        return InputProblem(where, said, Text("Er zijn geen regels geladen.", "There are no rules."))
    if day < first:
        since = in_full(first)
        return InputProblem(
            where, said, Text(f"Kies een datum vanaf {since.nl}.", f"Choose a date from {since.en}.")
        )
    if day > LATEST:
        said = Text(f"{asked.nl} ligt te ver vooruit.", f"{asked.en} lies too far ahead.")
    return InputProblem(where, said, Text("Kies een eerdere datum.", "Choose an earlier date."))


def _count(written: str, where: str, problems: list[InputProblem]) -> int | None:
    count = int(written) if _YEARS.fullmatch(written) else 0
    if 1 <= count <= MOST_YEARS:
        return count
    said = Text(f'"{shown(written)}" is geen aantal jaren.', f'"{shown(written)}" is not a number of years.')
    remedy = Text(
        f"Geef een geheel getal van 1 tot {MOST_YEARS}.", f"Give a whole number from 1 to {MOST_YEARS}."
    )
    problems.append(InputProblem(where, said, remedy))
    return None


def _unknown_mode(mode: str, where: str) -> InputProblem:
    return InputProblem(
        where,
        Text(f'De stand "{shown(mode)}" bestaat niet.', f'The mode "{shown(mode)}" does not exist.'),
        Text("Kies managed of advise.", "Choose managed or advise."),
    )
