"""What the fields of a change need beside each other, said in words of the form: a file says the same of its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem
from calculator.services.scenario.by_form.kinds import Kind

_Said = Mapping[str, Any]


def lacking(kind: Kind, said: _Said) -> list[InputProblem]:
    """What is wrong with what was filled in and ticked (``said`` has no empty fields), each at a field."""
    return list(_CHECKS.get(kind.code, _nothing)(said))


def _nothing(_said: _Said) -> Iterator[InputProblem]:
    yield from ()


def _one_value(said: _Said) -> Iterator[InputProblem]:
    if "value" in said and "percent" in said:
        yield InputProblem(
            "/value",
            Text("Er staan een getal en een percentage.", "There are a number and a percentage."),
            Text("Laat één van de twee leeg.", "Leave one of the two empty."),
        )
    elif "value" not in said and "percent" not in said:
        yield InputProblem(
            "/value",
            Text("Er staat niet wat het wordt.", "It is not said what it becomes."),
            Text("Vul een getal in, of een percentage van nu.", "Fill in a number, or a percentage of now."),
        )


def _limit(said: _Said) -> Iterator[InputProblem]:
    if said.get("off"):
        return
    if "which" not in said:
        yield InputProblem(
            "/which",
            Text("Er is geen getal gekozen.", "No figure was chosen."),
            Text("Kies een getal, of laat de grens vervallen.", "Choose a figure, or lift the limit."),
        )
    else:
        yield from _one_value(said)


def _relation(said: _Said) -> Iterator[InputProblem]:
    if not said.get("off") and "type" not in said:
        yield InputProblem(
            "/type",
            Text("Er is niet gekozen wat er samen gebeurt.", "It was not chosen what happens together."),
            Text("Kies het bij Samen.", "Choose it under Together."),
        )


def _dates(said: _Said) -> Iterator[InputProblem]:
    if said.get("endless") and "valid_until" in said:
        yield InputProblem(
            "/valid_until",
            Text("Er staan een laatste dag en geen einde.", "There are a last day and no end."),
            Text("Laat één van de twee weg.", "Leave one of the two out."),
        )
    elif not any(said.get(name) for name in ("valid_from", "valid_until", "endless")):
        yield InputProblem(
            "/valid_from",
            Text("Er verandert nog geen dag.", "No day changes yet."),
            Text(
                "Vul een eerste of een laatste dag in, of kies geen einde.",
                "Fill in a first or a last day, or choose no end.",
            ),
        )


def _area(said: _Said) -> Iterator[InputProblem]:
    named = said.get("provinces") or said.get("water_boards")
    if named and said.get("everywhere"):
        yield InputProblem(
            "/everywhere",
            Text("Er staan gebieden, en overal.", "There are areas, and everywhere."),
            Text("Kies één van de twee.", "Choose one of the two."),
        )
    elif not named and not said.get("everywhere"):
        yield InputProblem(
            "/everywhere",
            Text(
                "Er is niet gekozen waar de regeling open is.", "It was not chosen where the scheme is open."
            ),
            Text(
                "Kies provincies of waterschappen, of overal.",
                "Choose provinces or water boards, or everywhere.",
            ),
        )


_CHECKS: Mapping[str, Callable[[_Said], Iterator[InputProblem]]] = {
    **dict.fromkeys(("tariff", "cap", "threshold"), _one_value),
    "limit": _limit,
    "relation": _relation,
    "dates": _dates,
    "area": _area,
}
