"""Closed sets of keys, read into rows: what is not known is refused with the nearest known key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from calculator.domain.scheme import Text
from calculator.registry.files.nodes import Mapping as MappingNode
from calculator.registry.files.nodes import Node
from calculator.registry.files.problem import Findings, nearest
from calculator.registry.files.row import Row
from calculator.registry.files.shapes import Json, Shape


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record: its shape, whether it must be there, and what it is (Dutch, for editors)."""

    shape: Shape
    about: str
    required: bool = False


#: What stands after a comma in braces is read as a key.
_POINT = Text(
    nl="schrijf een getal met een punt (0.85), en tekst met een komma tussen aanhalingstekens",
    en="write a number with a point (0.85), and text with a comma in quotes",
)


@dataclass(frozen=True, slots=True)
class Record(Shape):
    """A closed set of keys. ``name`` is its name in the schema, ``called`` how messages call it."""

    name: str
    called: Text
    keys: Mapping[str, Key]
    hints: Mapping[str, Text] = field(default_factory=dict)

    def read(self, node: Node, found: Findings) -> Row | None:
        """The record as a row, whatever it lacks; None where it is no group of keys at all."""
        if not isinstance(node, MappingNode):
            found.wrong(
                node.line,
                Text(nl=f"hier hoort {self.called.nl}", en=f"{self.called.en} belongs here"),
                Text(
                    nl=f"geef de sleutels: {', '.join(self.keys)}",
                    en=f"give the keys: {', '.join(self.keys)}",
                ),
            )
            return None
        row = Row(node.line)
        for name, (line, child) in node.entries.items():
            key = self.keys.get(name)
            if key is None:
                self._unknown(name, line, found)
                continue
            row.values[name] = key.shape.read(child, found)
            row.mark(name, line, child)
        for name, key in self.keys.items():
            if key.required and name not in row.values:
                found.wrong(
                    node.line,
                    Text(
                        nl=f"`{name}` ontbreekt in {self.called.nl}",
                        en=f"`{name}` is missing in {self.called.en}",
                    ),
                    Text(nl=f"voeg toe: {name} ({key.about})", en=f"add `{name}`"),
                )
        return row

    def _unknown(self, name: str, line: int, found: Findings) -> None:
        found.wrong(
            line,
            Text(
                nl=f"`{name}` is geen bekende sleutel van {self.called.nl}",
                en=f"`{name}` is not a known key of {self.called.en}",
            ),
            self.hints.get(name) or (_POINT if name.isdecimal() else nearest(name, self.keys)),
        )

    def schema(self) -> Json:
        return {"$ref": f"#/$defs/{self.name}"}

    def definition(self) -> Json:
        """The full schema of the record, as it stands among the definitions."""
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [name for name, key in self.keys.items() if key.required],
            "properties": {n: {**k.shape.schema(), "description": k.about} for n, k in self.keys.items()},
        }
