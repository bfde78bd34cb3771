"""A list names each thing once: what stands twice is a slip of the pen, or stands where another name was meant."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.problem import RuleProblem
from calculator.registry.row import Row


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
        items = (
            value
            if isinstance(value, tuple)
            else tuple(value.values())
            if isinstance(value, dict)
            else (value,)
        )
        seen: set[str] = set()
        for place, item in enumerate(items):
            match item:
                case Row():
                    yield from _twice(item)
                case tuple():
                    for nested in item:
                        yield from _twice(nested) if isinstance(nested, Row) else ()
                case str() if isinstance(value, tuple):
                    if item in seen:
                        yield row.at(key, place), key, item
                    seen.add(item)
