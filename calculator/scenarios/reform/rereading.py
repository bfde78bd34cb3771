"""Data read into rows where most of it reads as data that was read before: what is the same is taken from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from calculator.registry import nodes
from calculator.registry.problem import Findings
from calculator.registry.records import Record
from calculator.registry.row import Row
from calculator.registry.shapes import ListOf, MapOf, Shape

#: Data and what it reads as.
Before = tuple[object, object]


def read(shape: Shape, data: object, before: Before | None, found: Findings, fresh: list[Row]) -> object:
    """What data reads as; ``fresh`` gains every record that was not there ``before``."""
    if before is not None and before[0] == data:
        return before[1]
    if before is not None and before[1] is not None:
        if isinstance(shape, Record) and _whole(shape, data):
            return _record(shape, cast("dict[str, object]", data), before, found, fresh)
        if isinstance(shape, MapOf) and isinstance(data, dict):
            parts = _parts(before)
            return {k: read(shape.value, v, parts.get(k), found, fresh) for k, v in data.items()}
        if isinstance(shape, ListOf) and isinstance(data, list) and len(data) == len(_items(before)):
            pairs = zip(data, _items(before), strict=True)
            return tuple(read(shape.item, item, own, found, fresh) for item, own in pairs)
    value = shape.read(nodes.of(data), found)
    fresh += _rows(value)
    return value


def _whole(record: Record, data: object) -> bool:
    """Whether it has all keys that it must have and no others, so that only their values can be wrong."""
    if not isinstance(data, dict) or not data.keys() <= record.keys.keys():
        return False
    return all(name in data for name, key in record.keys.items() if key.required)


def _record(
    record: Record, data: Mapping[str, object], before: Before, found: Findings, fresh: list[Row]
) -> Row:
    parts = _parts(before)
    row = Row(1, {n: read(record.keys[n].shape, v, parts.get(n), found, fresh) for n, v in data.items()})
    fresh.append(row)
    return row


def _parts(before: Before) -> dict[str, Before]:
    """What stood under each name, with what it read as."""
    data, value = before
    values = value.values if isinstance(value, Row) else cast("Mapping[str, object]", value)
    return {name: (held, values[name]) for name, held in cast("Mapping[str, object]", data).items()}


def _items(before: Before) -> list[Before]:
    data, value = before
    return list(zip(cast("list[object]", data), cast("tuple[object, ...]", value), strict=True))


def _rows(value: object) -> Iterator[Row]:
    if isinstance(value, Row):
        yield from value.walk()
    elif isinstance(value, tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _rows(item)
