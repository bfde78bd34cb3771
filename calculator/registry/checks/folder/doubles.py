"""A list names each thing once: what stands twice is a slip of the pen, or stands where another name was meant."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Measures, groups, legal bases, sources and other names that a list gives twice."""
    for file in draft.files():
        for line, key, name in _twice(file.row):
            yield RuleProblem(
                file.file,
                line,
                Text(nl=f"`{key}` noemt `{name}` twee keer", en=f"`{key}` names `{name}` twice"),
                Text(nl="laat één staan, of noem wat bedoeld was", en="keep one, or name what was meant"),
            )


def _twice(row: Row) -> Iterator[tuple[int, str, str]]:
    for key, value in row.values.items():
        if isinstance(value, tuple) and value and isinstance(value[0], str):
            if len(set(value)) < len(value):
                yield from ((row.at(key, place), key, name) for place, name in _again(value))
        # A figure names sources only, and there are thousands of them.
        elif key != "figures":
            for nested in _rows(value):
                yield from _twice(nested)


def _again(names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    for place, name in enumerate(names):
        if name in names[:place]:
            yield place, name


def _rows(value: object) -> Iterator[Row]:
    if isinstance(value, Row):
        yield value
    elif isinstance(value, tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _rows(item)
