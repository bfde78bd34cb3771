"""The JSON Schemas (draft 2020-12) of scheme, limit and case files, made from the table that the loader reads with.

``python -m calculator.registry.schema DIR`` writes them; a test says when that was forgotten. They serve editors: what
they accept may still be refused by the checks, which see the whole folder.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from calculator.registry.cases import CASE
from calculator.registry.conditions import KIND_RECORDS, NESTED_RECORDS, Conditions
from calculator.registry.files.records import Record
from calculator.registry.files.shapes import Json, ListOf, MapOf, Shape
from calculator.registry.vocabulary import LIMIT, SCHEME

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_WORDS: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["nl", "en"],
    "properties": {language: {"type": ["string", "number"], "minLength": 1} for language in ("nl", "en")},
}


def schemas() -> dict[str, Json]:
    """The schema of each kind of file, by file name."""
    return {
        "scheme.schema.json": _schema(SCHEME, "Regeling"),
        "limit.schema.json": _schema(LIMIT, "Grens"),
        "case.schema.json": _schema(CASE, "Voorbeeld"),
    }


def write(folder: Path) -> None:
    """Write the schemas into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _schema(record: Record, title: str) -> Json:
    definitions = {"words": _WORDS, **{r.name: r.definition() for r in _below(record)}}
    kinds = (("condition", KIND_RECORDS), ("nested_condition", NESTED_RECORDS)) if record is not CASE else ()
    for name, records in kinds:
        definitions[name] = {
            "type": "object",
            "required": ["kind"],
            "oneOf": [r.definition() for r in records.values()],
        }
    return {"$schema": _DRAFT, "title": title, **record.definition(), "$defs": definitions}


def _below(shape: Shape) -> Iterator[Record]:
    """Every record that a record refers to, also by way of lists, maps and conditions."""
    shapes = [key.shape for key in shape.keys.values()] if isinstance(shape, Record) else []
    if isinstance(shape, ListOf):
        shapes = [shape.item]
    elif isinstance(shape, MapOf):
        shapes = [shape.value]
    elif isinstance(shape, Conditions) and not shape.nested:
        shapes = [key.shape for record in KIND_RECORDS.values() for key in record.keys.values()]
    for below in shapes:
        if isinstance(below, Record):
            yield below
        yield from _below(below)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
