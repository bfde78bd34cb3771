"""From bytes to JSON values, strictly: no double keys, no NaN, nothing too large or too deep.

A number with a fraction comes out as Decimal; one with an exponent as the text it was, so that whoever
reads the field refuses it by its place.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import compress, repeat
from operator import is_
from types import NoneType
from typing import Any

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems

MOST_BYTES = 20_000_000
MOST_VALUES = 2_000_000
DEEPEST = 32

_JSON_SAYS = {
    "Expecting value": "hier wordt een waarde verwacht",
    "Expecting ',' delimiter": "hier wordt een komma of een sluithaak verwacht",
    "Expecting ':' delimiter": "hier wordt een dubbele punt verwacht",
    "Expecting property name enclosed in double quotes": 'hier wordt een naam tussen "…" verwacht',
    "Extra data": "na het einde van het document staat nog iets",
    "Unterminated string starting at": "een tekst die hier begint, wordt niet afgesloten",
    "Invalid control character at": "een tekst bevat een onzichtbaar stuurteken",
    "Invalid \\escape": "onbekend teken na een backslash",
    "Invalid \\uXXXX escape": "onvolledige \\u-code",
}

_JSON_TYPES = (dict, list, str, int, float, Decimal, NoneType)

#: Of these a value is what it seems; others are looked at one by one.
_SOUND = frozenset({int, bool, float, Decimal, NoneType, str, dict, list})

_SURROGATE = re.compile("[\ud800-\udfff]")

#: A way back to the root: the parent's path and the key or index below it.
Path = tuple["Path", str] | None


class _Doubled(dict[str, object]):
    """An object in which a key stood more than once."""

    doubled: tuple[str, ...] = ()


class _NotANumber(str):
    """NaN, Infinity or -Infinity, as it stood."""

    __slots__ = ()


def parse(text: str | bytes) -> object:
    """The document; raises InputProblems with line and column, or a pointer for each double key."""
    words = _decoded(text)
    try:
        document: object = json.loads(
            words,
            object_pairs_hook=_object,
            parse_float=_fraction,
            parse_int=_whole,
            parse_constant=_NotANumber,
        )
    except json.JSONDecodeError as fault:
        raise InputProblems([_not_json(fault)]) from fault
    except RecursionError as fault:
        raise InputProblems([too_deep(None)]) from fault
    problems = list(structural_problems(document))
    if problems:
        raise InputProblems(problems)
    return document


def structural_problems(document: object) -> Iterator[InputProblem]:
    """What is wrong with the document whatever it means: double keys, NaN, too deep, too many values."""
    if _sound(document):
        return
    stack: list[tuple[object, Path, int]] = [(document, None, 0)]
    seen = 0
    while stack:
        value, path, depth = stack.pop()
        seen += 1
        if seen > MOST_VALUES:
            yield _too_large(f"{MOST_VALUES} waarden", f"{MOST_VALUES} values")
            return
        if type(value) is str:
            if not _writable(value):
                yield _unwritable(path)
        elif isinstance(value, _NotANumber) or _endless(value):
            yield _not_a_number(path, str(value))
        elif not isinstance(value, _JSON_TYPES):
            yield _not_a_json_value(path, type(value).__name__)
        elif isinstance(value, dict | list):
            if depth >= DEEPEST:
                yield too_deep(path)
                continue
            if isinstance(value, _Doubled):
                yield from (_doubled((path, key)) for key in value.doubled)
            if isinstance(value, dict):
                yield from (_unwritable((path, "?")) for key in value if not _writable(key))
            children = value.items() if isinstance(value, dict) else enumerate(value)
            stack.extend(reversed([(child, (path, str(key)), depth + 1) for key, child in children]))


def _sound(document: Any) -> bool:
    """Whether nothing is wrong with it: level by level, without a thought of where anything stands.

    What is of a type is picked out of a level at once: a step for each of thousands of values would take longer.
    """
    level, texts, seen = [document], list[str](), 0
    for depth in range(DEEPEST + 1):
        types = list(map(type, level))
        kinds = set(types)
        seen += len(level)
        if not kinds <= _SOUND or (depth == DEEPEST and not kinds.isdisjoint((dict, list))):
            return False
        following: list[Any] = []
        texts += compress(level, map(is_, types, repeat(str)))
        for value in compress(level, map(is_, types, repeat(dict))):
            texts += value
            following += value.values()
        for value in compress(level, map(is_, types, repeat(list))):
            following += value
        for kind in kinds & {float, Decimal}:
            if any(map(_endless, compress(level, map(is_, types, repeat(kind))))):
                return False
        if not following:
            return seen <= MOST_VALUES and set(map(type, texts)) <= {str} and _writable("".join(texts))
        level = following
    return False


def pointer_of(path: Path) -> str:
    """The JSON pointer (RFC 6901) of a path."""
    steps = []
    while path is not None:
        path, step = path
        steps.append("/" + step.replace("~", "~0").replace("/", "~1"))
    return "".join(reversed(steps))


def _endless(value: object) -> bool:
    return (isinstance(value, float) and not math.isfinite(value)) or (
        isinstance(value, Decimal) and not value.is_finite()
    )


def _writable(text: object) -> bool:
    """Whether it is a text that can be kept: half of a surrogate pair cannot be written, and no database takes a NUL."""
    return isinstance(text, str) and "\0" not in text and (text.isascii() or not _SURROGATE.search(text))


def _decoded(text: str | bytes) -> str:
    if len(text) > MOST_BYTES:
        raise InputProblems([_too_large(f"{MOST_BYTES // 1_000_000} MB", f"{MOST_BYTES // 1_000_000} MB")])
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        problem = InputProblem(
            "",
            Text(f"Byte {fault.start} is geen UTF-8.", f"Byte {fault.start} is not UTF-8."),
            Text(
                "Bewaar het bestand als UTF-8 en stuur het opnieuw.",
                "Save the file as UTF-8 and send it again.",
            ),
        )
        raise InputProblems([problem]) from fault


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    doubled = _Doubled(made)
    keys = [key for key, _ in pairs]
    doubled.doubled = tuple(key for key in made if keys.count(key) > 1)
    return doubled


def _fraction(text: str) -> Decimal | str:
    return text if "e" in text.lower() else Decimal(text)


def _whole(text: str) -> int | Decimal:
    # Python refuses to read an int of thousands of digits; a Decimal is refused later, by its place.
    return int(text) if len(text) <= 20 else Decimal(text)


def _not_json(fault: json.JSONDecodeError) -> InputProblem:
    said = _JSON_SAYS.get(fault.msg, "dit is geen JSON")
    return InputProblem(
        "",
        Text(
            f"Geen geldige JSON op regel {fault.lineno}, kolom {fault.colno}: {said}.",
            f"Not valid JSON at line {fault.lineno}, column {fault.colno}: {fault.msg}.",
        ),
        Text(
            "Herstel de tekst daar, of laat het bestand opnieuw maken door het programma waar het uit komt.",
            "Mend the text at that place, or have the file made again by the program it comes from.",
        ),
    )


def _not_a_number(path: Path, value: str) -> InputProblem:
    return InputProblem(
        pointer_of(path),
        Text(f"{value} is geen getal.", f"{value} is not a number."),
        Text(
            'Laat de sleutel weg als het getal onbekend is; schrijf anders een gewoon getal zoals "12.50".',
            'Leave the key out where the number is unknown; otherwise write a plain number such as "12.50".',
        ),
    )


def _not_a_json_value(path: Path, name: str) -> InputProblem:
    return InputProblem(
        pointer_of(path),
        Text(f"Dit is geen waarde die JSON kent ({name}).", f"This is no value that JSON knows ({name})."),
        Text("Stuur het profiel als JSON.", "Send the profile as JSON."),
    )


def _unwritable(path: Path) -> InputProblem:
    return InputProblem(
        pointer_of(path),
        Text(
            "Hier staat een half teken (een losse surrogaatcode) of een nulteken.",
            "Half a sign (a lone surrogate) or a NUL stands here.",
        ),
        Text("Haal het teken weg of schrijf het helemaal.", "Remove the sign or write it in full."),
    )


def _doubled(path: Path) -> InputProblem:
    key = path[1] if path else ""
    return InputProblem(
        pointer_of(path),
        Text(f'De sleutel "{key}" staat hier meer dan eens.', f'The key "{key}" stands here more than once.'),
        Text("Laat één van de twee staan.", "Keep one of the two."),
    )


def too_deep(path: Path) -> InputProblem:
    """The document is nested deeper than any profile."""
    return InputProblem(
        pointer_of(path),
        Text(
            f"Het document is dieper genest dan {DEEPEST} niveaus.",
            f"The document is nested deeper than {DEEPEST} levels.",
        ),
        Text(
            "Stuur een bedrijfsprofiel; dat heeft er minder dan tien.",
            "Send a farm profile; it has fewer than ten.",
        ),
    )


def _too_large(nl: str, en: str) -> InputProblem:
    return InputProblem(
        "",
        Text(f"Het document is groter dan {nl}.", f"The document is larger than {en}."),
        Text(
            "Laat de geometrie van percelen weg of vereenvoudig die; de berekening gebruikt haar niet.",
            "Leave out or simplify the geometry of parcels; the calculation does not use it.",
        ),
    )
