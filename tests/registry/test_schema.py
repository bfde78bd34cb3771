"""The JSON Schemas for editors know exactly the keys that the loader knows."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml

from calculator.registry import schema
from calculator.registry.cases import CASE
from calculator.registry.conditions import KINDS
from calculator.registry.files.records import Record
from calculator.registry.files.shapes import ListOf, MapOf, Shape
from calculator.registry.vocabulary import LIMIT, SCHEME
from tests.registry.builders import CASE_TEXT, ECO_TEXT, LIMIT_TEXT, SCHEME_TEXT, edited

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = schema.schemas()


def records(shape: Shape) -> Iterator[Record]:
    if isinstance(shape, Record):
        yield shape
        for key in shape.keys.values():
            yield from records(key.shape)
    elif isinstance(shape, ListOf):
        yield from records(shape.item)
    elif isinstance(shape, MapOf):
        yield from records(shape.value)


def test_the_written_schemas_are_those_of_the_table() -> None:
    for name, expected in SCHEMAS.items():
        written = json.loads((ROOT / "rules/schema" / name).read_text("utf-8"))
        assert written == expected, f"write it: python -m calculator.registry.schema rules/schema ({name})"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_of_draft_2020_12(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    ("name", "record"),
    [("scheme.schema.json", SCHEME), ("limit.schema.json", LIMIT), ("case.schema.json", CASE)],
)
def test_every_key_of_the_loader_is_in_the_schema_and_the_other_way_round(name: str, record: Record) -> None:
    whole = SCHEMAS[name]
    for known in records(record):
        described = whole if known is record else whole["$defs"][known.name]
        assert set(described["properties"]) == set(known.keys)
        assert described["additionalProperties"] is False
    if record is CASE:
        return
    kinds = {c["properties"]["kind"]["enum"][0] for c in whole["$defs"]["condition"]["oneOf"]}
    assert kinds == set(KINDS)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scheme.schema.json", SCHEME_TEXT),
        ("scheme.schema.json", ECO_TEXT),
        ("limit.schema.json", LIMIT_TEXT),
        ("case.schema.json", CASE_TEXT),
    ],
)
def test_a_sound_file_validates_as_an_editor_reads_it(name: str, text: str) -> None:
    jsonschema.validate(yaml.load(text, Loader=yaml.BaseLoader), SCHEMAS[name])


@pytest.mark.parametrize(
    ("old", "new"), [("layer:", "laag:"), ("kind: flat", "kind: plat"), ("value: 0.5", "waarde: 0.5")]
)
def test_a_wrong_file_does_not_validate(old: str, new: str) -> None:
    wrong = yaml.load(edited(SCHEME_TEXT, old, new), Loader=yaml.BaseLoader)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMAS["scheme.schema.json"])


def test_every_key_and_kind_stands_in_the_documentation() -> None:
    told = (ROOT / "docs/rules.md").read_text("utf-8")
    known = {
        key for record in (*records(SCHEME), *records(LIMIT), *records(CASE)) for key in record.keys
    } | set(KINDS)
    assert {word for word in known if word not in told} == set()
