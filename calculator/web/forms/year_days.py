"""Days of any year as people write them: ``1 oktober`` and ``1 October``; ``1-10`` could be two days and is neither."""

from __future__ import annotations

import re

from calculator.domain.months import MONTHS, day_of_year
from calculator.domain.scheme import Text
from calculator.registry.files.shapes import parse_month_day
from calculator.services.errors import InputProblem

_NAMED = re.compile(r"([0-9]{1,2})\.?[ -]*([a-z]{3,9})\.?")
_NAMED_FIRST = re.compile(r"([a-z]{3,9})\.? *([0-9]{1,2})(?:st|nd|rd|th)?")
_NUMBERS = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})")
#: Short for March in Dutch; every other short name begins the long one.
_MARCH = "mrt"


def read(written: str, pointer: str) -> str | InputProblem:
    """The day as ``10-01``, month first, or what is wrong."""
    text = written.strip()[:40].casefold()
    found = _days(text)
    if len(found) == 1:
        return found[0]
    shown = "".join(c if c.isprintable() else "?" for c in written.strip()[:40])
    if found:
        return _two_days(shown, pointer, *found)
    if _days(text.replace("29", "28", 1)) == ["02-28"]:
        return _leap_day(pointer)
    return InputProblem(
        pointer,
        Text(f'"{shown}" is geen dag van het jaar.', f'"{shown}" is not a day of the year.'),
        Text("Schrijf dag en maand, zoals 1 oktober.", "Write day and month, such as 1 October."),
    )


def localised(machine: str, language: str) -> str:
    """A day as ``10-01`` with its month in letters; what is no day stays as it was written."""
    found = parse_month_day(machine)
    return machine if found is None else day_of_year(*found)[language]


def _days(text: str) -> list[str]:
    """The days that it can be: two numbers with the day first or the month first, or a month by name."""
    numbers = _NUMBERS.fullmatch(text)
    if not numbers:
        return _by_name(text)
    one, other = int(numbers[1]), int(numbers[2])
    ways = dict.fromkeys(f"{month:02d}-{day:02d}" for day, month in ((one, other), (other, one)))
    return [way for way in ways if parse_month_day(way) is not None]


def _by_name(text: str) -> list[str]:
    last, first = _NAMED.fullmatch(text), _NAMED_FIRST.fullmatch(text)
    if last:
        day, name = last[1], last[2]
    elif first:
        day, name = first[2], first[1]
    else:
        return []
    month = (
        3 if name == _MARCH else next((at for at, known in enumerate(MONTHS, 1) if _begins(known, name)), 0)
    )
    way = f"{month:02d}-{int(day):02d}"
    return [way] if parse_month_day(way) is not None else []


def _begins(month: Text, name: str) -> bool:
    return any(known.casefold().startswith(name) for known in (month.nl, month.en))


def _two_days(shown: str, pointer: str, one: str, other: str) -> InputProblem:
    nl, en = ([localised(way, language) for way in (one, other)] for language in ("nl", "en"))
    return InputProblem(
        pointer,
        Text(f'"{shown}" kan {nl[0]} zijn of {nl[1]}.', f'"{shown}" could be {en[0]} or {en[1]}.'),
        Text(f"Schrijf de maand in letters, zoals {nl[0]}.", f"Write the month in letters, such as {en[0]}."),
    )


def _leap_day(pointer: str) -> InputProblem:
    return InputProblem(
        pointer,
        Text("29 februari is er niet elk jaar.", "29 February does not come every year."),
        Text(
            "Schrijf 28 februari: dan zegt u nooit te laat op.", "Write 28 February: then you are never late."
        ),
    )
