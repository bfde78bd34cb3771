"""Data read into rows without a file between: what reads as data that was read before is taken from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from calculator.registry.files import nodes
from calculator.registry.files.problem import Findings
from calculator.registry.files.records import Record
from calculator.registry.files.row import Row
from calculator.registry.files.shapes import ListOf, MapOf, Shape

#: Data and what it reads as.
Before = tuple[object, object]


def read(shape: Shape, data: object, before: Before | None, found: Findings, fresh: list[Row]) -> object:
    """What data reads as; ``fresh`` gains every record that was not there ``before``."""
    if before is not None and before[0] == data:
        return before[1]
    held = before if before is not None and before[1] is not None else None
    kind = type(shape)
    if kind is Record and _whole(cast("Record", shape), data):
        return _record(cast("Record", shape), cast("dict[str, object]", data), held, found, fresh)
    if kind is MapOf and isinstance(data, dict):
        parts, value_of = _parts(held), cast("MapOf", shape).value
        return {k: read(value_of, v, parts.get(k), found, fresh) for k, v in data.items()}
    if kind is ListOf and isinstance(data, list):
        items, item_of = _items(held), cast("ListOf", shape).item
        own: list[Before | None] = [*items] if len(items) == len(data) else [None] * len(data)
        return tuple([read(item_of, item, was, found, fresh) for item, was in zip(data, own, strict=True)])
    value = shape.read(nodes.of(data), found)
    fresh += _rows(value)
    return value


def _whole(record: Record, data: object) -> bool:
    """Whether it has all keys that it must have and no others, so that only their values can be wrong."""
    if not isinstance(data, dict) or not data.keys() <= record.keys.keys():
        return False
    return all(name in data for name, key in record.keys.items() if key.required)


def _record(
    record: Record, data: Mapping[str, object], before: Before | None, found: Findings, fresh: list[Row]
) -> Row:
    parts = _parts(before)
    row = Row(1, {n: read(record.keys[n].shape, v, parts.get(n), found, fresh) for n, v in data.items()})
    fresh.append(row)
    return row


def _parts(before: Before | None) -> dict[str, Before]:
    """What stood under each name, with what it read as."""
    if before is None:
        return {}
    data, value = before
    values = value.values if isinstance(value, Row) else cast("Mapping[str, object]", value)
    return {name: (held, values[name]) for name, held in cast("Mapping[str, object]", data).items()}


def _items(before: Before | None) -> list[Before]:
    if before is None:
        return []
    data, value = before
    return list(zip(cast("list[object]", data), cast("tuple[object, ...]", value), strict=True))


def _rows(value: object) -> Iterator[Row]:
    if isinstance(value, Row):
        yield from value.walk()
    elif isinstance(value, tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _rows(item)
