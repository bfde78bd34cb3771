"""The fields for what a parcel or element answers itself: those that some payment on it reads, or that are filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask_babel import gettext

from calculator.domain.farm import OF_PLACE
from calculator.domain.place_fact import NO_UNIT, FactKind, PlaceFact, place_facts
from calculator.domain.rulebook import Rulebook
from calculator.services.profile import asked_of_places
from calculator.web.forms import numbers
from calculator.web.forms.shape import Leaf
from calculator.web.forms.tree import Tree

_LEAVES = {
    FactKind.NUMBER: Leaf.NUMBER,
    FactKind.WHOLE: Leaf.NUMBER,
    FactKind.YES_NO: Leaf.FLAG,
    FactKind.CLASS: Leaf.TEXT,
}
#: The fields by which a row may be counted, as rules name them.
_LYING = {"parcel": {"land_use": "land_use", "crops": "crop_code"}, "element": {"elements": "kind"}}


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


def columns(rulebook: Rulebook) -> dict[str, PlaceFact]:
    """What a parcel may answer itself, by what a column of a file is called in small letters: its code, or its name."""
    listed = [fact for fact in place_facts(rulebook).values() if fact.lies_on("parcel")]
    called = {name.casefold(): fact for fact in listed for name in (fact.name.nl, fact.name.en)}
    return {**called, **{fact.code: fact for fact in listed}}


def told(rulebook: Rulebook, language: str) -> Callable[[str, str], tuple[str, str]]:
    """What a field ``facts/code`` is called, and how an answer to it reads."""

    def said(field: str, answer: str) -> tuple[str, str]:
        fact = place_facts(rulebook).get(OF_PLACE + field.partition("/")[2])
        if fact is None:
            return field, answer
        if fact.is_number:
            unit = "" if fact.unit == NO_UNIT else f" {fact.unit}"
            return fact.name[language], numbers.localised(answer, language) + unit
        return fact.name[language], fact.words[answer][language] if answer in fact.words else answer

    return said


def fields(rulebook: Rulebook, tree: Tree, language: str) -> Callable[[Tree, str], list[Field]]:
    """The fields of a row of parcels or elements, given what it is."""
    year = str(tree.get("year", ""))
    since = date(int(year), 1, 1) if year.isdecimal() and 1990 <= int(year) <= 2100 else date.min

    def of(row: Tree, what: str) -> list[Field]:
        laid = [str(m.get("code", "")) for m in cast("list[Tree]", row.get("measures") or [])]
        told = cast("Tree", row.get("facts") or {})
        given = [code for code, value in told.items() if value]
        lying = {key: str(row.get(field) or "") for key, field in _LYING[what].items()}
        found = asked_of_places.of_place(rulebook, since, what, laid, given, lying)
        return [
            Field(
                fact.code,
                fact.name[language],
                "" if fact.unit == NO_UNIT else fact.unit,
                _yes_no()
                if fact.kind is FactKind.YES_NO
                else [(c, n[language]) for c, n in fact.words.items()],
            )
            for fact in found
        ]

    return of


def _yes_no() -> list[tuple[str, str]]:
    return [("yes", gettext("Ja")), ("no", gettext("Nee"))]
