"""From the fields to a farm profile and back. Keys that the page does not ask for stay as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from calculator.services.errors import InputProblem
from calculator.web.forms import numbers, outlines, year_days
from calculator.web.forms.shape import NO_CHOICE, Either, Group, Leaf, Rows, Shape
from calculator.web.forms.tree import ORIGIN, Tree, is_blank, is_index

PROFILE_KIND = "stapelwijzer-farm-1"


@dataclass(frozen=True, slots=True)
class _Reader:
    """The language that the fields were written in, and what could not be read so far."""

    language: str
    problems: list[InputProblem] = field(default_factory=list)

    def number(self, shape: Leaf, written: str, pointer: str) -> str | InputProblem:
        if shape is Leaf.AMOUNT:
            return numbers.amount(written, pointer, self.language)
        if shape is Leaf.YEAR_DAY:
            return year_days.read(written, pointer)
        return numbers.day(written, pointer) if shape is Leaf.DAY else numbers.number(written, pointer)


def to_document(
    tree: Tree, base: object, shape: Group, language: str = "nl"
) -> tuple[dict[str, object], list[InputProblem]]:
    """The profile that the fields say, and what could not be read; a field that could not is left out."""
    reader = _Reader(language)
    made = _group(tree, base, shape, "", reader)
    document = {"profile": PROFILE_KIND, **made}
    document.setdefault("parcels", [])
    return document, reader.problems


def translated(tree: Tree, shape: Shape, before: str, now: str) -> Tree:
    """The fields with amounts and days as the other language writes them; what cannot be read stays as it was written."""
    return cast("Tree", _translated(tree, shape, before, now))


def _translated(node: object, shape: Shape, before: str, now: str) -> object:
    shape = shape.of(node) if isinstance(shape, Either) else shape
    if isinstance(shape, Group) and isinstance(node, dict):
        inner = shape.fields
        return {k: _translated(v, inner[k], before, now) if k in inner else v for k, v in node.items()}
    if isinstance(shape, Rows) and isinstance(node, list):
        return [_translated(row, shape.row, before, now) for row in node]
    if shape is Leaf.AMOUNT and isinstance(node, str):
        read = numbers.amount(node, "", before)
        return node if isinstance(read, InputProblem) else numbers.localised(read, now)
    if shape is Leaf.YEAR_DAY and isinstance(node, str):
        day = year_days.read(node, "")
        return node if isinstance(day, InputProblem) else year_days.localised(day, now)
    return node


def _group(tree: Tree, base: object, shape: Group, pointer: str, reader: _Reader) -> dict[str, object]:
    kept = base if isinstance(base, Mapping) else {}
    made = {key: value for key, value in kept.items() if key not in shape.fields}
    for key, inner in shape.fields.items():
        value = _value(tree.get(key), kept.get(key), inner, f"{pointer}/{key}", reader)
        if value is None and isinstance(inner, Rows):
            # An empty list says there are none; where there is a box for that, the box decides.
            says_none = tree.get(inner.none) if inner.none else kept.get(key) == []
            value = [] if says_none else None
        if value is None and key not in tree and _unasked(kept.get(key), inner):
            value = kept[key]
        if value is not None:
            made[key] = value
    return made


def _unasked(value: object, shape: Shape) -> bool:
    """Whether it is more than the one field can show, such as the cost of each item; it stays as it was."""
    return (
        isinstance(shape, Leaf)
        and shape not in (Leaf.CHOICES, Leaf.NAMES, Leaf.OUTLINE)
        and isinstance(value, list | dict)
    )


def _value(node: object, base: object, shape: Shape, pointer: str, reader: _Reader) -> object | None:
    shape = shape.of(node) if isinstance(shape, Either) else shape
    if isinstance(shape, Group):
        return _group(cast("Tree", node or {}), base, shape, pointer, reader) or None
    if node is None or is_blank(node):
        return None
    if isinstance(shape, Rows):
        rows = cast("list[Tree]", node)
        return [
            _group(row, _origin(row, base), shape.row, f"{pointer}/{index}", reader)
            for index, row in enumerate(rows)
        ]
    return _leaf(node, shape, pointer, reader)


def _origin(row: Tree, base: object) -> object:
    """The row of the first document that this one came from, with what the page does not show."""
    number = str(row.get(ORIGIN, ""))
    if isinstance(base, list) and is_index(number) and int(number) < len(base):
        return base[int(number)]
    return None


def _leaf(node: object, shape: Leaf, pointer: str, reader: _Reader) -> object | None:
    if shape is Leaf.CHOICES:
        return [choice for choice in cast("list[str]", node) if choice not in ("", NO_CHOICE)]
    written = str(node).strip()
    if shape is Leaf.NAMES:
        return [name.strip() for name in written.replace(";", ",").split(",") if name.strip()]
    if shape is Leaf.TEXT:
        return written
    if shape is Leaf.FLAG:
        return {"yes": True, "no": False}.get(written, written)
    if shape is Leaf.OUTLINE:
        read: object = outlines.value(written, pointer)
    else:
        read = reader.number(shape, written, pointer)
    if isinstance(read, InputProblem):
        reader.problems.append(read)
        return None
    whole = shape is Leaf.WHOLE and isinstance(read, str) and read.lstrip("-").isdecimal() and len(read) < 10
    return int(cast("str", read)) if whole else read


def from_document(document: object, shape: Group, language: str) -> Tree:
    """The fields that show a profile; what is not of the shape is left out, whatever it is."""
    return cast("Tree", _shown(document, shape, language)) if isinstance(document, Mapping) else {}


def _shown(value: object, shape: Shape, language: str) -> object | None:
    shape = shape.of(value) if isinstance(shape, Either) else shape
    if isinstance(shape, Group):
        return _shown_group(value, shape, language) if isinstance(value, Mapping) else None
    if isinstance(shape, Rows):
        if not isinstance(value, list):
            return None
        shown = [(index, _shown(row, shape.row, language)) for index, row in enumerate(value)]
        return [
            {**cast("Tree", row), ORIGIN: str(index)} for index, row in shown[: shape.most] if row is not None
        ]
    if _unasked(value, shape):
        return None
    if shape is Leaf.CHOICES:
        return [str(item) for item in value] or [NO_CHOICE] if isinstance(value, list) else [str(value)]
    if shape is Leaf.OUTLINE:
        return outlines.text(value) or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if shape is Leaf.NAMES:
        return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)
    if shape is Leaf.YEAR_DAY:
        return year_days.localised(str(value), language)
    return numbers.localised(str(value), language) if shape in (Leaf.NUMBER, Leaf.AMOUNT) else str(value)


def _shown_group(value: Mapping[str, object], shape: Group, language: str) -> Tree:
    tree: Tree = {}
    for key, inner in shape.fields.items():
        given = value.get(key)
        if isinstance(inner, Rows) and inner.none and given == []:
            tree[inner.none] = "1"
        elif given is not None and (shown := _shown(given, inner, language)) is not None:
            tree[key] = shown
    return tree
