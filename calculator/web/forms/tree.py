"""The fields of a form as nested text, exactly as they were written: read, add and remove rows, leave out empty ones."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from typing import cast

from calculator.web.forms.shape import Either, Group, Leaf, Rows, Shape

#: A node: text, a list of texts, an object, or a list of rows.
Tree = dict[str, object]

#: Where a row came from in the document that the form started with; not a key of the document.
ORIGIN = "_from"

_POINTER = re.compile(r"(/[A-Za-z0-9_-]{1,80}){1,6}")


def read(form: Mapping[str, list[str]], shape: Group) -> Tree:
    """The tree of the fields that the shape knows; other fields are not ours."""
    tree: Tree = {}
    for name, values in form.items():
        if _POINTER.fullmatch(name):
            _place(tree, name[1:].split("/"), values, shape)
    return cast("Tree", _listed(tree, shape))


def _place(tree: Tree, steps: list[str], values: list[str], shape: Shape) -> None:
    node: Tree = tree
    for index, step in enumerate(steps):
        last = index == len(steps) - 1
        if isinstance(shape, Rows):
            if not is_index(step) or last:
                return
            node = cast("Tree", node.setdefault(step, {}))
            shape = shape.row
            continue
        if not isinstance(shape, Group):
            return
        if last and (step == ORIGIN or step in _boxes(shape)):
            node[step] = values[0]
            return
        if step not in shape.fields:
            return
        shape = shape.fields[step]
        if isinstance(shape, Either):
            shape = shape.text if last else shape.rows
        if last:
            if isinstance(shape, Leaf):
                node[step] = values if shape is Leaf.CHOICES else values[0]
            return
        inner = node.setdefault(step, {})
        if not isinstance(inner, dict):
            # Sent as text already: it cannot be rows too.
            return
        node = inner


def _boxes(group: Group) -> set[str]:
    return {inner.none for inner in group.fields.values() if isinstance(inner, Rows) and inner.none}


def _listed(node: object, shape: Shape) -> object:
    """Rows by number become a list in the order of their numbers."""
    shape = shape.of(node) if isinstance(shape, Either) else shape
    if isinstance(shape, Rows):
        numbered = cast("dict[str, Tree]", node)
        kept = sorted(numbered, key=int)[: shape.most]
        return [_listed(numbered[number], shape.row) for number in kept]
    if isinstance(shape, Group):
        return {
            key: _listed(value, shape.fields[key]) if key in shape.fields else value
            for key, value in cast("Tree", node).items()
        }
    return node


def add_row(tree: Tree, pointer: str, shape: Group) -> str | None:
    """Add a row to the list at the pointer; answers the pointer of the row, or None where there is no such list.

    After a colon the pointer may name how the row begins (``Rows.variants``).
    """
    pointer, _, variant = pointer.partition(":")
    found = _list_at(tree, pointer, shape)
    if found is None:
        return None
    rows, spec = found
    if len(rows) >= spec.most:
        return None
    row: Tree = copy.deepcopy(dict(spec.variants.get(variant, spec.new)))
    if row.get("id"):
        row["id"] = _free_id(str(row["id"]), {str(r.get("id", "")) for r in rows})
    rows.append(row)
    return f"{pointer}/{len(rows) - 1}"


def remove_row(tree: Tree, pointer: str, shape: Group) -> None:
    """Remove the row at the pointer, where there is one."""
    parent, _, index = pointer.rpartition("/")
    found = _list_at(tree, parent, shape)
    if found and is_index(index) and int(index) < len(found[0]):
        del found[0][int(index)]


def _list_at(tree: Tree, pointer: str, shape: Group) -> tuple[list[Tree], Rows] | None:
    node: object = tree
    spec: Shape = shape
    for step in pointer.split("/")[1:]:
        if isinstance(spec, Rows):
            rows = cast("list[Tree]", node)
            if not is_index(step) or int(step) >= len(rows):
                return None
            node, spec = rows[int(step)], spec.row
        elif isinstance(spec, Group) and step in spec.fields:
            inner = spec.fields[step]
            if isinstance(inner, Either):
                inner = inner.rows
                if not isinstance(cast("Tree", node).get(step), list):
                    cast("Tree", node)[step] = []
            empty: object = [] if isinstance(inner, Rows) else {}
            node, spec = cast("Tree", node).setdefault(step, empty), inner
        else:
            return None
    return (cast("list[Tree]", node), spec) if isinstance(spec, Rows) else None


def is_index(text: str) -> bool:
    """Whether it is the number of a row; other digits of Unicode (``²``) are none."""
    return re.fullmatch(r"[0-9]{1,4}", text) is not None


def _free_id(letter: str, taken: set[str]) -> str:
    number = 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def compact(node: object, shape: Shape) -> object:
    """The tree without rows in which nothing is written, so that its pointers are those of the document."""
    shape = shape.of(node) if isinstance(shape, Either) else shape
    if isinstance(shape, Rows):
        rows = [compact(row, shape.row) for row in cast("list[Tree]", node)]
        return [row for row in rows if not is_blank(row)]
    if isinstance(shape, Group):
        return {
            key: compact(value, shape.fields[key]) if key in shape.fields else value
            for key, value in cast("Tree", node).items()
        }
    return node


def without_untouched(tree: Tree, shape: Group) -> Tree:
    """The tree without rows of which nothing is written but the name that the form gave them: nobody said anything of these."""
    kept = dict(tree)
    for key, inner in shape.fields.items():
        letter = inner.new.get("id") if isinstance(inner, Rows) else None
        if letter and key in kept:
            rows = cast("list[Tree]", kept[key])
            kept[key] = [row for row in rows if not _untouched(row, letter)]
    return kept


def _untouched(row: Tree, letter: str) -> bool:
    named = re.fullmatch(rf"{letter}[0-9]+", str(row.get("id", "")))
    return named is not None and not row.get(ORIGIN) and is_blank({**row, "id": ""})


def is_blank(node: object) -> bool:
    """Whether nothing is written anywhere below."""
    if isinstance(node, str):
        return not node.strip()
    if isinstance(node, dict):
        return all(is_blank(value) for key, value in node.items() if key != ORIGIN)
    return all(is_blank(value) for value in cast("Iterable[object]", node))
