"""Which figures of a scenario are swept, and over which values, as people write it."""

from __future__ import annotations

from calculator.domain.scheme import Text
from calculator.registry.files.shapes import parse_number
from calculator.scenarios.runs.sweeping import MOST, Axis, takes_value
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.rules import SetUp


def axes(made: SetUp, written: list[str]) -> tuple[Axis, ...]:
    """``1=180,200,250``: the number of a change and its values; raises InputProblems."""
    found: list[Axis] = []
    for text in written:
        number, _, listed = text.partition("=")
        values = [parse_number(v) for v in listed.split(",")]
        place = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
        if not 1 <= place <= len(made.scenario.changes) or not takes_value(made.scenario.changes[place - 1]):
            raise _wrong(text, "wijziging", "change")
        if any(v is None for v in values):
            raise _wrong(text, "waarde", "value")
        found.append(Axis(place, tuple(v for v in values if v is not None)))
    count = 1
    for axis in found:
        count *= len(axis.values)
    if not 1 <= len(found) <= 2 or count > MOST:
        said = Text(
            f"Een of twee reeksen, samen hoogstens {MOST} combinaties.",
            f"One or two rows, at most {MOST} combinations.",
        )
        raise InputProblems(
            [InputProblem("--values", said, Text("Kies minder waarden.", "Choose fewer values."))]
        )
    return tuple(found)


def _wrong(text: str, nl: str, en: str) -> InputProblems:
    said = Text(
        f'"{text[:40]}" noemt geen {nl} die kan worden gevarieerd.',
        f'"{text[:40]}" names no {en} that can be swept.',
    )
    mend = Text(
        "Kies een wijziging met één getal en geef haar waarden; in een opdracht als 1=180,200,250, met haar nummer.",
        "Choose a change with one number and give it values; in a command as 1=180,200,250, with its number.",
    )
    return InputProblems([InputProblem("--values", said, mend)])
