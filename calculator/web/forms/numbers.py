"""Numbers and dates as people write them: ``1.234,56`` and ``1234.56`` are the same; what could be two things is neither."""

from __future__ import annotations

import re
from datetime import date

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem

_SPACES = str.maketrans("", "", "\u00a0\u202f\u2009 '’")
_PLAIN = re.compile(r"-?[0-9]+")
_EITHER = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_FRACTION = re.compile(r"-?[0-9]+[.,][0-9]+")
_THOUSANDS = (
    re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?"),
    re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?"),
)
#: The sign that stands between thousands, per language.
_BETWEEN = {"nl": ".", "en": ","}
_DUTCH_DAY = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")


def number(written: str, pointer: str) -> str | InputProblem:
    """The machine form, such as ``1234.56``, or what is wrong. Bounds are not looked at here."""
    text = written.strip().removeprefix("€").translate(_SPACES)
    if _PLAIN.fullmatch(text):
        return text
    if _EITHER.fullmatch(text):
        return _ambiguous(written, pointer, text)
    if _FRACTION.fullmatch(text):
        return text.replace(",", ".")
    if _THOUSANDS[0].fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _THOUSANDS[1].fullmatch(text):
        return text.replace(",", "")
    shown = _shown(written)
    return InputProblem(
        pointer,
        Text(f'"{shown}" is geen getal.', f'"{shown}" is not a number.'),
        Text("Schrijf alleen cijfers, zoals 12,5 of 1234.56.", "Write digits only, such as 12.5 or 1234.56."),
    )


def amount(written: str, pointer: str, language: str) -> str | InputProblem:
    """As ``number``, for what has two decimals at most: ``750.000`` can only be thousands in Dutch, ``750,000`` in English."""
    text = written.strip().removeprefix("€").translate(_SPACES)
    between = _BETWEEN[language]
    if _EITHER.fullmatch(text) and between in text:
        return text.replace(between, "")
    return number(written, pointer)


def day(written: str, pointer: str) -> str | InputProblem:
    """The date as ``2026-05-15``; it may be written as ``15-5-2026`` too. Whether it makes sense is not looked at."""
    text = written.strip()
    dutch = _DUTCH_DAY.fullmatch(text)
    try:
        found = date(int(dutch[3]), int(dutch[2]), int(dutch[1])) if dutch else date.fromisoformat(text)
    except ValueError:
        # No such day, or not a date at all: the same message helps with both.
        shown = _shown(written)
        return InputProblem(
            pointer,
            Text(f'"{shown}" is geen datum.', f'"{shown}" is not a date.'),
            Text(
                "Schrijf dag-maand-jaar, zoals 15-05-2026, of jaar-maand-dag, zoals 2026-05-15.",
                "Write day-month-year, such as 15-05-2026, or year-month-day, such as 2026-05-15.",
            ),
        )
    return found.isoformat()


def sent_day(written: str) -> str:
    """The day as a browser with a calendar sends it; what is no date stays as it was typed, for whoever checks it to tell."""
    read = day(written, "")
    return written.strip() if isinstance(read, InputProblem) else read


def localised(machine: str, language: str) -> str:
    """A number in machine form as a form shows it: never with thousands, never in a way that could be two things."""
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", machine):
        return machine
    unclear = _EITHER.fullmatch(machine) is not None
    text = machine + "0" if unclear else machine
    return text if language == "en" else text.replace(".", ",")


def _ambiguous(written: str, pointer: str, text: str) -> InputProblem:
    whole = text.replace(".", "").replace(",", "")
    fraction = text.replace(",", ".")
    shown = _shown(written)
    return InputProblem(
        pointer,
        Text(
            f'"{shown}" kan {whole} zijn of {fraction.replace(".", ",")}.',
            f'"{shown}" could be {whole} or {fraction}.',
        ),
        Text(
            f"Schrijf {whole} als u het hele getal bedoelt, of {fraction.replace('.', ',')}0 als u de breuk bedoelt.",
            f"Write {whole} if you mean the whole number, or {fraction}0 if you mean the fraction.",
        ),
    )


def _shown(written: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in written.strip()[:40])
