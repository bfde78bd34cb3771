"""The shapes that values in a rule file can have: each reads a node into a value and describes itself as JSON Schema.

One table (``vocabulary``) of keys and shapes is what the loader reads with and what the schema for editors is made of,
so the two cannot drift apart. A shape that cannot read notes the problem and gives None; a file with any such problem
is not built.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.domain.amount_words import with_euro_sign
from calculator.domain.scheme import Text
from calculator.registry.files.nodes import Mapping as MappingNode
from calculator.registry.files.nodes import Node, Scalar, Sequence
from calculator.registry.files.problem import Findings, nearest

Json = dict[str, object]

#: ``1.200`` is refused: it may be meant as twelve hundred, and 1.2 says the other thing.
_DIGITS = r"-?(0|[1-9]\d{0,11})(\.(\d{1,2}|\d{2}[1-9]|\d{4,9}))?"
NUMBER = re.compile(rf"{_DIGITS}\Z")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})\Z")


class Shape(ABC):
    """How one value is written."""

    @abstractmethod
    def read(self, node: Node, found: Findings) -> object:
        """The value, or None with the problem noted."""

    @abstractmethod
    def schema(self) -> Json:
        """The JSON Schema of the value as an editor sees it (so a number may be a number or a text)."""


@dataclass(frozen=True, slots=True)
class Word(Shape):
    """A text on which ``parse`` gives a value, or None where it is written wrongly; never empty."""

    parse: Callable[[str], object]
    wanted: Text
    json: Json

    def read(self, node: Node, found: Findings) -> object:
        if not isinstance(node, Scalar):
            found.wrong(
                node.line,
                Text(
                    nl=f"hier hoort {self.wanted.nl}, geen lijst of groep",
                    en=f"{self.wanted.en} belongs here",
                ),
                Text(nl=f"schrijf {self.wanted.nl}", en=f"write {self.wanted.en}"),
            )
            return None
        value = self.parse(node.text) if node.text.strip() else None
        if value is None:
            shown = f"`{node.text}`" if node.text.strip() else "leeg"
            shown_en = shown if node.text.strip() else "empty"
            found.wrong(
                node.line,
                Text(nl=f"{shown} is niet {self.wanted.nl}", en=f"{shown_en} is not {self.wanted.en}"),
                Text(nl=f"schrijf {self.wanted.nl}", en=f"write {self.wanted.en}"),
            )
        return value

    def schema(self) -> Json:
        return dict(self.json)


def parse_day(text: str) -> date | None:
    """A date in the form 2026-01-31, or None."""
    if not DAY.match(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_number(text: str) -> Decimal | None:
    """A number in machine form (``1234.5``: no thousands, no comma, no sign but a minus), or None."""
    return Decimal(text) if NUMBER.match(text) else None


def parse_flag(text: str) -> bool | None:
    """Yes or no; ``true`` and ``false`` as well, since editors offer them."""
    return {"yes": True, "no": False, "true": True, "false": False}.get(text)


def parse_month_day(text: str) -> tuple[int, int] | None:
    """A day of any year (so never 29 February) as ``12-15``: month and day."""
    found = _MONTH_DAY.match(text)
    if not found:
        return None
    month, day = int(found[1]), int(found[2])
    try:
        date(2023, month, day)
    except ValueError:
        return None
    return month, day


def _parse_whole(text: str) -> int | None:
    return int(text) if re.match(r"[1-9]\d{0,3}\Z", text) else None


def pattern(regex: str, wanted: Text) -> Word:
    """A text of one form."""
    compiled = re.compile(rf"(?:{regex})\Z")
    return Word(
        lambda t: t if compiled.match(t) else None, wanted, {"type": "string", "pattern": f"^(?:{regex})$"}
    )


PLAIN = Word(
    lambda t: t, Text(nl="een tekst", en="a text"), {"type": ["string", "number", "boolean"], "minLength": 1}
)
DATE = Word(
    parse_day,
    Text(nl="een datum als 2026-01-31", en="a date like 2026-01-31"),
    {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
)
NUMERIC = Word(
    parse_number,
    Text(
        nl="een getal als 1234.50 (punt, geen duizendtallen)",
        en="a number like 1234.50 (point, no thousands)",
    ),
    {"type": ["number", "string"], "pattern": f"^{_DIGITS}$"},
)
WHOLE = Word(
    _parse_whole,
    Text(nl="een geheel getal vanaf 1", en="a whole number from 1"),
    {"type": ["integer", "string"], "pattern": r"^[1-9]\d{0,3}$", "minimum": 1},
)
FLAG = Word(
    parse_flag,
    Text(nl="`yes` of `no`", en="`yes` or `no`"),
    {"enum": ["yes", "no", "true", "false", True, False]},
)
MONTH_DAY = Word(
    parse_month_day,
    Text(nl="maand-dag als 12-15", en="month-day like 12-15"),
    {"type": "string", "pattern": r"^\d{2}-\d{2}$"},
)
URL = pattern(r"https?://\S+", Text(nl="een webadres met http(s)://", en="a web address with http(s)://"))
CODE = Word(
    lambda t: t if re.match(r"[^\s,;]+\Z", t) else None,
    Text(nl="een code zonder spaties", en="a code without spaces"),
    {"type": ["string", "number"]},
)


@dataclass(frozen=True, slots=True)
class OneOf(Shape):
    """One word of a closed list."""

    words: tuple[str, ...]

    def read(self, node: Node, found: Findings) -> object:
        if isinstance(node, Scalar) and node.text in self.words:
            return node.text
        shown = f"`{node.text}`" if isinstance(node, Scalar) else "dit"
        found.wrong(
            node.line,
            Text(nl=f"{shown} is hier geen bekend woord", en=f"{shown} is not a known word here"),
            nearest(node.text if isinstance(node, Scalar) else "", self.words),
        )
        return None

    def schema(self) -> Json:
        return {"enum": list(self.words)}


class Bilingual(Shape):
    """``{nl: ..., en: ...}``, amounts with the euro sign. An absent or empty language is an empty text: a check reports it."""

    def read(self, node: Node, found: Findings) -> object:
        if not isinstance(node, MappingNode) or not set(node.entries) <= {"nl", "en"}:
            found.wrong(
                node.line,
                Text(nl="hier hoort een tekst in twee talen", en="a text in two languages belongs here"),
                Text(
                    nl='schrijf {nl: ..., en: ...}, een tekst met een komma tussen aanhalingstekens: {nl: "heg, haag", en: ...}',
                    en='write {nl: ..., en: ...}, a text with a comma in quotes: {nl: "heg, haag", en: ...}',
                ),
            )
            return None
        words = {}
        for language, (line, child) in node.entries.items():
            if not isinstance(child, Scalar):
                found.wrong(
                    line,
                    Text(nl=f"`{language}` moet een tekst zijn", en=f"`{language}` must be a text"),
                    Text(nl="schrijf {nl: ..., en: ...}", en="write {nl: ..., en: ...}"),
                )
                return None
            words[language] = " ".join(child.text.split())
        return with_euro_sign(Text(nl=words.get("nl", ""), en=words.get("en", "")))

    def schema(self) -> Json:
        return {"$ref": "#/$defs/words"}


@dataclass(frozen=True, slots=True)
class ListOf(Shape):
    """A list of values of one shape."""

    item: Shape

    def read(self, node: Node, found: Findings) -> object:
        if not isinstance(node, Sequence):
            found.wrong(
                node.line,
                Text(nl="hier hoort een lijst", en="a list belongs here"),
                Text(nl="schrijf [een, twee] of [] voor geen", en="write [one, two] or [] for none"),
            )
            return None
        return tuple(self.item.read(child, found) for child in node.items)

    def schema(self) -> Json:
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True, slots=True)
class MapOf(Shape):
    """Free keys, each with a value of one shape."""

    value: Shape

    def read(self, node: Node, found: Findings) -> object:
        if not isinstance(node, MappingNode):
            found.wrong(
                node.line,
                Text(nl="hier horen sleutels met een waarde", en="keys with values belong here"),
                Text(nl="schrijf {sleutel: waarde} of {} voor geen", en="write {key: value} or {} for none"),
            )
            return None
        return {key: self.value.read(child, found) for key, (_, child) in node.entries.items()}

    def schema(self) -> Json:
        return {"type": "object", "additionalProperties": self.value.schema()}


class Anything(Shape):
    """Whatever another reader judges (a farm profile): texts, tuples and dicts as they are written."""

    def read(self, node: Node, found: Findings) -> object:
        if isinstance(node, Scalar):
            return node.text
        if isinstance(node, Sequence):
            return tuple(self.read(child, found) for child in node.items)
        return {key: self.read(child, found) for key, (_, child) in node.entries.items()}

    def schema(self) -> Json:
        return {}
