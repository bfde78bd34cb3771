"""What a payer measures or looks up of one parcel or element: the vocabulary of ``codelists/place_facts.csv``.

A rule asks for it as ``place.`` and its code, a profile answers under ``facts`` of the parcel or element.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from calculator.domain.farm import OF_PLACE
from calculator.domain.memory import Once
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Text

#: The codelist that holds them.
LIST = "place_facts"
#: What parts the names of classes from each other in a cell.
BETWEEN = "|"
#: The unit of a bare number, which nobody says aloud.
NO_UNIT = "number"
YES_NO: Mapping[str, Text] = {"yes": Text("ja", "yes"), "no": Text("nee", "no")}
_FACTS: Once[Mapping[str, PlaceFact]] = Once("facts of places")


class FactKind(StrEnum):
    """A number of a unit (one that is counted is whole), yes or no, or one of several classes."""

    NUMBER = "number"
    WHOLE = "whole"
    YES_NO = "yes_no"
    CLASS = "class"


#: The kinds of which an answer is a number.
NUMBERS = (FactKind.NUMBER, FactKind.WHOLE)


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """One thing that may be known of a place. ``on`` is ``parcel``, ``element`` or ``both``.

    A number lies from ``low`` to ``high``, both inclusive. ``words`` are the answers of the others with their names.
    """

    code: str
    name: Text
    kind: FactKind
    unit: str
    on: str
    low: Decimal
    high: Decimal
    words: Mapping[str, Text]

    @property
    def path(self) -> str:
        """As rules ask for it."""
        return OF_PLACE + self.code

    @property
    def is_number(self) -> bool:
        """Whether an answer is a number, whole or not."""
        return self.kind in NUMBERS

    def lies_on(self, what: str) -> bool:
        """Whether a ``parcel`` or an ``element`` can have it."""
        return self.on in ("both", what)

    @classmethod
    def of(cls, row: Code) -> PlaceFact:
        """The row of the codelist, in which nothing is wrong."""
        kind, cells = FactKind(row.columns["kind"]), row.columns
        low, high = (Decimal(cells[name] or "0") for name in ("low", "high"))
        words = YES_NO if kind is FactKind.YES_NO else classes(cells)
        return cls(row.code, row.name, kind, cells["unit"], cells["on"], low, high, words)


def classes(cells: Mapping[str, str]) -> dict[str, Text]:
    """The classes of a row with their names; names that are missing are no names."""
    names = [cells[f"classes_{language}"].split(BETWEEN) for language in ("nl", "en")]
    codes = cells["classes"].split()
    return {code: Text(nl.strip(), en.strip()) for code, nl, en in zip(codes, *names, strict=False)}


def place_facts(rulebook: Rulebook) -> Mapping[str, PlaceFact]:
    """All of them by their path, once per rulebook."""
    listed = rulebook.codelists.get(LIST, {})
    return rulebook.memory.once(
        _FACTS, lambda: {fact.path: fact for fact in (PlaceFact.of(row) for row in listed.values())}
    )
