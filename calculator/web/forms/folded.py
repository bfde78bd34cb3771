"""Parcels of a large farm folded to a line each: one with all its fields is some forty kilobytes.

What is filled in goes along in hidden fields, so that the form sends and keeps the same as with every parcel open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from markupsafe import Markup

from calculator.web.forms.tree import Tree

#: Up to so many parcels are all open.
MOST_OPEN = 20


def folded(tree: Tree, needed: Iterable[str]) -> frozenset[int]:
    """The places of parcels that are folded: none on a farm with few, else all but those that a pointer leads to."""
    count = len(cast("list[Tree]", tree.get("parcels") or []))
    if count <= MOST_OPEN:
        return frozenset()
    steps = [pointer.split("/") for pointer in needed]
    opened = {int(s[2]) for s in steps if len(s) > 2 and s[1] == "parcels" and s[2].isdecimal()}
    return frozenset(range(count)) - opened


def carried(pointer: str, node: object) -> Markup:
    """Everything that is filled in below a pointer, as fields that are sent and not shown."""
    return Markup("").join(_hidden(pointer, node))


def _hidden(pointer: str, node: object) -> list[Markup]:
    if isinstance(node, Mapping):
        return [field for key, value in node.items() for field in _hidden(f"{pointer}/{key}", value)]
    if isinstance(node, list):
        if all(isinstance(item, str) for item in node):
            return [_field(pointer, item) for item in node]
        return [field for at, item in enumerate(node) for field in _hidden(f"{pointer}/{at}", item)]
    return [_field(pointer, node)] if node not in (None, "") else []


def _field(pointer: str, value: object) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(pointer, value)
