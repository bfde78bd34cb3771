"""A record of a rule file as it was read: values by key, and the line of each key and item.

The checks look at rows, because a message needs the line; the core never sees one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from calculator.domain.scheme import Text
from calculator.registry.files.nodes import Mapping as MappingNode
from calculator.registry.files.nodes import Node, Scalar, Sequence

T = TypeVar("T")


@dataclass(slots=True)
class Row:
    """Values by key. ``lines`` also holds ``key.0`` for items of a list and ``key.name`` for entries of a map."""

    line: int
    values: dict[str, object] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def mark(self, key: str, line: int, node: Node) -> None:
        """Remember the line of a key and of every plain item below it."""
        self.lines[key] = line
        if isinstance(node, Sequence):
            for place, item in enumerate(node.items):
                self.lines[f"{key}.{place}"] = item.line
        elif isinstance(node, MappingNode):
            for name, (where, _) in node.entries.items():
                self.lines[f"{key}.{name}"] = where
        elif isinstance(node, Scalar):
            self.lines[key] = node.line

    def at(self, key: str, item: object = None) -> int:
        """The line of a key, or of one item of it; the line of the record where the key is absent."""
        own = self.lines.get(key, self.line)
        return own if item is None else self.lines.get(f"{key}.{item}", own)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def _typed(self, key: str, kind: type[T]) -> T:
        value = self.values[key]
        if not isinstance(value, kind):
            raise TypeError(f"`{key}` was read as {type(value).__name__}, not {kind.__name__}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text that must be there, unless there is a default."""
        return default if default is not None and key not in self.values else self._typed(key, str)

    def maybe_text(self, key: str) -> str | None:
        """A text, or None where the key is absent."""
        return self._typed(key, str) if key in self.values else None

    def day(self, key: str) -> date:
        """A date that must be there."""
        return self._typed(key, date)

    def maybe_day(self, key: str) -> date | None:
        """A date, or None where the key is absent."""
        return self._typed(key, date) if key in self.values else None

    def maybe_number(self, key: str) -> Decimal | None:
        """A number, or None where the key is absent."""
        return self._typed(key, Decimal) if key in self.values else None

    def maybe_whole(self, key: str) -> int | None:
        """A whole number, or None where the key is absent."""
        return self._typed(key, int) if key in self.values else None

    def flag(self, key: str) -> bool:
        """Yes or no; no where the key is absent."""
        return self._typed(key, bool) if key in self.values else False

    def words(self, key: str) -> Text:
        """A text in two languages that must be there."""
        return self._typed(key, Text)

    def maybe_words(self, key: str) -> Text | None:
        """A text in two languages, or None where the key is absent."""
        return self._typed(key, Text) if key in self.values else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        return cast("tuple[str, ...]", self._typed(key, tuple)) if key in self.values else ()

    def row(self, key: str) -> Row | None:
        """One record, or None where the key is absent."""
        return self._typed(key, Row) if key in self.values else None

    def rows(self, key: str) -> tuple[Row, ...]:
        """A list of records; empty where the key is absent."""
        return cast("tuple[Row, ...]", self._typed(key, tuple)) if key in self.values else ()

    def named(self, key: str) -> Mapping[str, Row]:
        """Records by name; empty where the key is absent."""
        return cast("Mapping[str, Row]", self._typed(key, dict)) if key in self.values else {}

    def numbers(self, key: str) -> Mapping[str, Decimal]:
        """Numbers by key; empty where the key is absent."""
        return cast("Mapping[str, Decimal]", self._typed(key, dict)) if key in self.values else {}

    def words_by_key(self, key: str) -> Mapping[str, str]:
        """Texts by key; empty where the key is absent."""
        return cast("Mapping[str, str]", self._typed(key, dict)) if key in self.values else {}

    def lists_by_key(self, key: str) -> Mapping[str, tuple[Row, ...]]:
        """Lists of records by name; empty where the key is absent."""
        return cast("Mapping[str, tuple[Row, ...]]", self._typed(key, dict)) if key in self.values else {}

    def walk(self) -> Iterator[Row]:
        """This record and every record below it."""
        yield self
        for value in self.values.values():
            if isinstance(value, _HOLDS):
                yield from _walk(value)


def _walk(value: Row | tuple[object, ...] | dict[str, object]) -> Iterator[Row]:
    if isinstance(value, Row):
        yield from value.walk()
    else:
        for item in value.values() if isinstance(value, dict) else value:
            if isinstance(item, _HOLDS):
                yield from _walk(item)


#: What may hold a record; there are thousands of words and numbers that hold none.
_HOLDS = (Row, tuple, dict)
