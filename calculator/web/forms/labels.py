"""Where something is wrong, in the words of the page instead of the keys of a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask_babel import gettext

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem
from calculator.web.forms.tree import Tree, is_index


def spoken(problems: Iterable[InputProblem]) -> tuple[InputProblem, ...]:
    """The problems with the keys of the document replaced by the labels of their fields, in the page's language."""
    words = labels()
    return tuple(
        replace(problem, message=_said(problem.message, words), remedy=_said(problem.remedy, words))
        for problem in problems
    )


def _said(text: Text, words: dict[str, str]) -> Text:
    nl, en = text.nl, text.en
    for key, label in words.items():
        nl, en = nl.replace(f'"{key}"', f"“{label}”"), en.replace(f'"{key}"', f"“{label}”")
    return Text(nl, en)


def place(pointer: str, tree: Tree) -> str:
    """``Perceel P1, Maatregel 2, Oppervlakte`` for ``/parcels/0/measures/1/area_ha``."""
    words, rows = labels(), _rows()
    said: list[str] = []
    node: object = tree
    steps = pointer.split("/")[1:]
    for index, step in enumerate(steps):
        if isinstance(node, list):
            node = node[int(step)] if is_index(step) and int(step) < len(node) else None
            name = str(node.get("id") or "") if isinstance(node, dict) else ""
            row = rows.get(steps[index - 1], "")
            said.append(f"{row} {name or int(step) + 1}" if is_index(step) else step)
            continue
        node = node.get(step) if isinstance(node, dict) else None
        if step in words and not (isinstance(node, list) and index < len(steps) - 1):
            said.append(words[step])
    return ", ".join(said)


def labels() -> dict[str, str]:
    """The label of every field by its key."""
    return {
        "year": gettext("Jaar dat u beschrijft"),
        "on": gettext("Regels van deze dag"),
        "years": gettext("Aantal jaren"),
        "name": gettext("Naam"),
        "province": gettext("Provincie"),
        "municipality": gettext("Gemeente"),
        "water_board": gettext("Waterschap"),
        "collective": gettext("Agrarisch collectief"),
        "type": gettext("Soort bedrijf"),
        "organic": gettext("Biologisch"),
        "parcels": gettext("Percelen"),
        "elements": gettext("Landschapselementen"),
        "measures": gettext("Maatregelen"),
        "id": gettext("Kenmerk"),
        "area_ha": gettext("Oppervlakte"),
        "land_use": gettext("Gebruik"),
        "soil": gettext("Grondsoort"),
        "eco_region": gettext("Eco-regio"),
        "code": gettext("Maatregel"),
        "part": gettext("Deel"),
        "kind": gettext("Soort"),
        "length_m": gettext("Lengte"),
        "count": gettext("Aantal"),
        "dairy_cows": gettext("Melkkoeien"),
        "milk_kg_year": gettext("Melk per jaar"),
        "grazing_hours_year": gettext("Weidegang per jaar"),
        "dairy": gettext("Zuivel"),
        "programmes": gettext("Programma’s"),
        "lender": gettext("Bank"),
        "balance_eur": gettext("Schuld"),
        "sustainability_score": gettext("Duurzaamheidsscore"),
        "lessor": gettext("Verpachter"),
        "rent_eur_year": gettext("Pacht per jaar"),
        "legal_basis": gettext("Grondslag"),
        "grant_date": gettext("Toegekend op"),
        "amount_eur": gettext("Bedrag"),
        "payer": gettext("Van wie"),
        "contracts": gettext("Lopende contracten"),
        "declared": gettext("Verklaringen"),
        "indicator_history": gettext("Eerdere indicatoren"),
    }


def _rows() -> dict[str, str]:
    return {
        "parcels": gettext("Perceel"),
        "elements": gettext("Element"),
        "measures": gettext("Maatregel"),
        "loans": gettext("Lening"),
        "leases": gettext("Pacht"),
        "aid_received": gettext("Steun"),
    }
