"""YAML with every scalar as text and every line known.

PyYAML's own loaders turn ``on:`` into True, 0.1 into a float and keep the last of two equal keys in silence; here
nothing is resolved, a key given twice is a problem, and so are anchors, aliases, merge keys and tags: they make a file
that a person cannot read from top to bottom (and a short file that unfolds into a long one).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from calculator.domain.scheme import Text
from calculator.registry.files.problem import Findings

#: No rule file comes near it; a larger one is not read at all.
MAX_BYTES = 512 * 1024
_MAX_DEPTH = 24
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class Scalar:
    """A text as it is written."""

    text: str
    line: int


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys, each with the line it stands on and its value, in the order of the file."""

    line: int
    entries: dict[str, tuple[int, Node]] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


def of(value: object, line: int = 1) -> Node:
    """What is written down without a file: texts, lists and dicts as the nodes that a file of them would give."""
    if isinstance(value, dict):
        return Mapping(line, {str(key): (line, of(held, line)) for key, held in value.items()})
    if isinstance(value, list | tuple):
        return Sequence(line, [of(held, line) for held in value])
    return Scalar(str(value), line)


class _UnreadableError(Exception):
    """Reading stops here; the problem has been noted."""


def read(data: bytes, found: Findings) -> Node | None:
    """The one document of the file, or None with the reason noted."""
    if len(data) > MAX_BYTES:
        found.wrong(
            1,
            Text(
                nl=f"het bestand is groter dan {MAX_BYTES // 1024} kB",
                en=f"the file is larger than {MAX_BYTES // 1024} kB",
            ),
            Text(nl="splits de regeling in meer bestanden", en="split the scheme over several files"),
        )
        return None
    text = decode(data, found)
    if text is None:
        return None
    try:
        return _document(yaml.parse(text, Loader=_LOADER), found)
    except yaml.YAMLError as error:
        _not_yaml(error, text, found)
    except _UnreadableError:
        pass  # noted where it was found
    return None


def decode(data: bytes, found: Findings) -> str | None:
    """The bytes as UTF-8 text (a byte order mark is taken off), or None with the place noted."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found.wrong(
            data.count(b"\n", 0, error.start) + 1,
            Text(nl="dit is geen UTF-8-tekst", en="this is not UTF-8 text"),
            Text(nl="sla het bestand op als UTF-8", en="save the file as UTF-8"),
        )
        return None


def _not_yaml(error: yaml.YAMLError, text: str, found: Findings) -> None:
    line, why = 1, str(error).splitlines()[0]
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        why = error.problem or why
    elif (position := getattr(error, "position", None)) is not None:
        line = text.count("\n", 0, position) + 1
    if "nesting depth" in why:  # the parser has a limit of its own, and reads ahead of ours
        _too_deep(line, found)
        return
    found.wrong(
        min(line, text.count("\n") + 1),
        Text(nl=f"de opmaak van het bestand klopt hier niet ({why})", en=f"this is not valid YAML ({why})"),
        Text(
            nl="kijk naar het inspringen (spaties, geen tabs) en naar haakjes; zet tekst met `: ` of `#`, en wat met `%` of `@` "
            "begint, tussen aanhalingstekens: unit: '%'",
            en="look at the indentation (spaces, no tabs) and the brackets; put text with `: ` or `#`, and what begins with `%` "
            "or `@`, in quotes: unit: '%'",
        ),
    )


def _too_deep(line: int, found: Findings) -> None:
    found.wrong(
        line,
        Text(nl="te diep genest", en="nested too deeply"),
        Text(nl="maak het platter", en="make it flatter"),
    )


def _document(events: Iterator[Any], found: Findings) -> Node | None:
    node: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent) and node is not None:
            found.wrong(
                event.start_mark.line + 1 if event.start_mark else 1,
                Text(nl="het bestand bevat een tweede document", en="the file holds a second document"),
                Text(nl="maak er twee bestanden van", en="make it two files"),
            )
            raise _UnreadableError
        if isinstance(event, yaml.NodeEvent):
            node = _node(event, events, found, 0)
    if node is None:
        found.wrong(
            1,
            Text(nl="het bestand is leeg", en="the file is empty"),
            Text(nl="vul het in of verwijder het", en="fill it in or remove it"),
        )
    return node


def _node(event: Any, events: Iterator[Any], found: Findings, depth: int) -> Node:
    line = event.start_mark.line + 1
    _refuse_shorthand(event, line, found)
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(event.value, line)
    if depth > _MAX_DEPTH:
        _too_deep(line, found)
        raise _UnreadableError
    if isinstance(event, yaml.SequenceStartEvent):
        listed = Sequence(line)
        for item in events:
            if isinstance(item, yaml.SequenceEndEvent):
                break
            listed.items.append(_node(item, events, found, depth + 1))
        return listed
    return _mapping(line, events, found, depth)


def _mapping(line: int, events: Iterator[Any], found: Findings, depth: int) -> Mapping:
    mapping = Mapping(line)
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _node(event, events, found, depth + 1)
        value = _node(next(events), events, found, depth + 1)
        if not isinstance(key, Scalar):
            found.wrong(
                key.line,
                Text(nl="een sleutel moet een woord zijn", en="a key must be a word"),
                Text(nl="schrijf `sleutel: waarde`", en="write `key: value`"),
            )
        elif key.text in mapping.entries:
            first = mapping.entries[key.text][0]
            found.wrong(
                key.line,
                Text(
                    nl=f"`{key.text}` staat hier dubbel (ook op regel {first})",
                    en=f"`{key.text}` is given twice (also on line {first})",
                ),
                Text(nl="laat er één staan", en="keep one of them"),
            )
        else:
            mapping.entries[key.text] = (key.line, value)
    return mapping


def _refuse_shorthand(event: Any, line: int, found: Findings) -> None:
    if isinstance(event, yaml.AliasEvent):
        sign = f"*{event.anchor}"
    elif event.anchor is not None:
        sign = f"&{event.anchor}"
    elif event.tag is not None:
        sign = event.tag
    else:
        return
    found.wrong(
        line,
        Text(
            nl=f"verwijzingen en typen van YAML (`{sign}`) zijn hier niet toegestaan",
            en=f"YAML anchors, aliases and tags (`{sign}`) are not allowed here",
        ),
        Text(
            nl="schrijf de tekst voluit; begint hij met * of & of !, zet hem dan tussen aanhalingstekens",
            en="write the text in full; where it starts with * or & or !, put it in quotes",
        ),
    )
    raise _UnreadableError
