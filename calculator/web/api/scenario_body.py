"""What is sent to the scenarios of the API: known keys, each of the kind that the description says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.running.jobs import MOST_SAMPLE, MOST_STEPS, Asked
from calculator.web.api import describe
from calculator.web.api.awards import body
from calculator.web.api.statement_body import wrong

_TEXT: describe.Json = {"type": "string"}


def _whole(most: int, about: str) -> describe.Json:
    return {"type": "integer", "minimum": 0, "maximum": most, "description": about}


SCENARIO: describe.Json = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {"text": {**_TEXT, "description": "The scenario as its file says it (YAML)."}},
}
POPULATION: describe.Json = {
    "type": "object",
    "required": ["farms"],
    "additionalProperties": False,
    "properties": {
        "name": {**_TEXT, "maxLength": 200},
        "farms": {"type": "integer", "minimum": 1, "maximum": 200_000},
        "seed": {**_whole(2**53 - 1, "The same seed gives the same farms."), "default": 1},
        "kind": {"type": "string", "enum": ["typical", "hard", "advise"], "default": "typical"},
    },
}
RUN: describe.Json = {
    "type": "object",
    "required": ["population"],
    "additionalProperties": False,
    "properties": {
        "population": {**_TEXT, "description": "The id of a population."},
        "seed": {**_whole(2**53 - 1, "For draws."), "default": 1},
        "bottlenecks": {"type": "boolean", "default": False, "description": "What each rule withholds."},
        "roadmap": _whole(MOST_STEPS, "The order in which rules release most, so many steps."),
        "ranges": {"type": "boolean", "default": False, "description": "Also the high end of ranges."},
        "sweep": {
            "type": "array",
            "maxItems": 2,
            "items": {"type": "string"},
            "description": "Change N takes a row of values, as 1=180,200,250.",
        },
        "budget": _whole(10**12, "What so many euros buy best."),
        "sample": _whole(MOST_SAMPLE, "So many farms may also start new measures."),
    },
}

_IS: Mapping[str, tuple[Callable[[object], bool], Text]] = {
    "string": (lambda v: isinstance(v, str), Text("een tekst", "a text")),
    "boolean": (lambda v: isinstance(v, bool), Text("true of false", "true or false")),
    "integer": (
        lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 0,
        Text("een geheel getal", "a whole number"),
    ),
    "array": (
        lambda v: isinstance(v, list) and len(v) <= 2 and all(isinstance(i, str) for i in v),
        Text("een lijst van teksten", "a list of texts"),
    ),
}


def read(schema: describe.Json) -> dict[str, object]:
    """The body of this request; raises InputProblems with everything that does not belong there."""
    given = body()
    if not isinstance(given, dict):
        raise InputProblems([wrong("", Text("een object", "an object"))])
    options = cast("dict[str, object]", given)
    known = cast("dict[str, describe.Json]", schema["properties"])
    problems: list[InputProblem] = [
        wrong(f"/{key}"[:60], Text("een bekende sleutel", "a known key"))
        for key in options
        if key not in known
    ]
    for key, about in known.items():
        holds, wanted = _IS[str(about["type"])]
        if (key in options and not holds(options[key])) or (
            key not in options and key in cast("list[str]", schema["required"])
        ):
            problems.append(wrong(f"/{key}", wanted))
    if problems:
        raise InputProblems(problems)
    return options


def asked(options: Mapping[str, object]) -> Asked:
    """What is asked of a run."""
    sweep = options.get("sweep")
    return Asked(
        population=str(options["population"]),
        seed=str(options.get("seed", 1)),
        bottlenecks=options.get("bottlenecks") is True,
        roadmap=str(options.get("roadmap", "")),
        ranges=options.get("ranges") is True,
        sweep=tuple(map(str, sweep)) if isinstance(sweep, list) else (),
        budget=str(options.get("budget", "")),
        sample=str(options.get("sample", "")),
    )
