"""The profile in parts, each with a page of its own: which keys of the profile a part holds, and how far it is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from calculator.web.forms.shape import Group, Rows
from calculator.web.forms.tree import Tree, is_blank


@dataclass(frozen=True, slots=True)
class Part:
    """One part; ``keys`` are keys of the profile, ``name`` stands in its address."""

    name: str
    keys: tuple[str, ...]


PARTS = (
    Part("farm", ("farm", "year")),
    Part("parcels", ("parcels", "bundles")),
    Part("elements", ("elements",)),
    Part("herd", ("herd", "supply")),
    Part("indicators", ("indicators",)),
    Part("finance", ("finance",)),
    Part("contracts", ("contracts",)),
    Part("aid", ("undertaking",)),
    Part("declared", ("declared",)),
)
BY_NAME: Mapping[str, Part] = {part.name: part for part in PARTS}


def title(part: Part) -> str:
    """What the part is called."""
    titles: dict[str, str] = {
        "farm": gettext("Bedrijf en onderneming"),
        "parcels": gettext("Percelen en maatregelen"),
        "elements": gettext("Landschapselementen"),
        "herd": gettext("Vee, melk en programma’s"),
        "indicators": gettext("Indicatoren (KPI’s)"),
        "finance": gettext("Leningen en pacht"),
        "contracts": gettext("Lopende contracten"),
        "aid": gettext("Onderneming en ontvangen steun"),
        "declared": gettext("Verklaringen"),
    }
    return titles[part.name]


def part_of(pointer: str) -> Part | None:
    """The part in which a field stands."""
    top = pointer.split("/")[1] if pointer.startswith("/") else ""
    return next((part for part in PARTS if top in part.keys), None)


def merged(tree: Tree, sent: Tree, part: Part, shape: Group) -> Tree:
    """The whole form with this part as it was sent; the other parts stay as they are."""
    boxes = {inner.none for key in part.keys if isinstance(inner := shape.fields[key], Rows) and inner.none}
    kept = {key: value for key, value in tree.items() if key not in part.keys and key not in boxes}
    return {**kept, **{key: value for key, value in sent.items() if key in part.keys or key in boxes}}


def count(tree: Tree, part: Part) -> int:
    """How many rows the part lists, or else how many of its fields are filled in; rows without anything do not count."""
    return sum(_count(tree.get(key)) for key in part.keys if key not in ("year", "bundles"))


def _count(node: object) -> int:
    if isinstance(node, list):
        return sum(not is_blank(row) for row in node)
    if isinstance(node, dict):
        return sum(_count(value) for key, value in node.items() if key != "_from")
    return int(isinstance(node, str) and bool(node.strip()))


def says_none(tree: Tree, part: Part) -> bool:
    """Whether a box says that there are none."""
    boxes = {"finance": ("no_loans", "no_leases"), "undertaking": ("no_aid",)}
    if part.name == "contracts":
        return bool(tree.get("no_contracts"))
    for key in part.keys:
        held = tree.get(key)
        if isinstance(held, dict) and any(held.get(box) for box in boxes.get(key, ())):
            return True
    return False
