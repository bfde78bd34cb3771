"""The fields for what a parcel or element answers itself: those that some payment on it reads, or that are filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask_babel import gettext

from calculator.domain.place_fact import FactKind, place_facts
from calculator.domain.rulebook import Rulebook
from calculator.services.profile import asked_of_places
from calculator.web.forms.shape import Leaf
from calculator.web.forms.tree import Tree

_LEAVES = {FactKind.NUMBER: Leaf.NUMBER, FactKind.YES_NO: Leaf.FLAG, FactKind.CLASS: Leaf.TEXT}
#: Units that a person reads after a field; a bare number has none.
_NO_UNIT = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """One field; ``options`` are there where one is chosen, else it is a number of ``unit``."""

    code: str
    name: str
    unit: str
    options: list[tuple[str, str]]


def leaves(rulebook: Rulebook, what: str) -> Mapping[str, Leaf]:
    """What a field of each fact holds, of a ``parcel`` or ``element``."""
    listed = place_facts(rulebook).values()
    return {fact.code: _LEAVES[fact.kind] for fact in listed if fact.lies_on(what)}


def fields(rulebook: Rulebook, tree: Tree, language: str) -> Callable[[Tree, str], list[Field]]:
    """The fields of a row of parcels or elements, given what it is."""
    year = str(tree.get("year", ""))
    since = date(int(year), 1, 1) if year.isdecimal() and 1990 <= int(year) <= 2100 else date.min

    def of(row: Tree, what: str) -> list[Field]:
        laid = [str(m.get("code", "")) for m in cast("list[Tree]", row.get("measures") or [])]
        told = cast("Tree", row.get("facts") or {})
        given = [code for code, value in told.items() if value]
        found = asked_of_places.of_place(rulebook, since, what, laid, given)
        return [
            Field(
                fact.code,
                fact.name[language],
                "" if fact.unit == _NO_UNIT else fact.unit,
                _yes_no()
                if fact.kind is FactKind.YES_NO
                else [(c, n[language]) for c, n in fact.words.items()],
            )
            for fact in found
        ]

    return of


def _yes_no() -> list[tuple[str, str]]:
    return [("yes", gettext("Ja")), ("no", gettext("Nee"))]
