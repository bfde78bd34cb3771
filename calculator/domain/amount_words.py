"""Amounts of money and units as they stand in a sentence: the same sign and marks wherever somebody reads one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from calculator.domain.money import eur
from calculator.domain.quantity import plain
from calculator.domain.scheme import Text

#: The sign before an amount.
EURO = Text("€\u00a0", "€")
#: One of each unit.
UNITS: Mapping[str, Text] = {
    "piece": Text("stuk", "piece"),
    "nest": Text("nest", "nest"),
    "tree": Text("boom", "tree"),
    "tonne_product": Text("ton product", "tonne of product"),
    "tonne_co2": Text("ton CO2", "tonne of CO2"),
    "livestock_unit": Text("grootvee-eenheid", "livestock unit"),
    "100kg_milk": Text("100 kg melk", "100 kg of milk"),
    "point": Text("punt", "point"),
    "farm": Text("bedrijf", "farm"),
    "year": Text("jaar", "year"),
    "points": Text("punten", "points"),
}
_BEFORE_AMOUNT = re.compile(r"(?:\bEUR|€) (?=\d)")


def number(value: Decimal, language: str) -> str:
    """A number as the language writes it: ``1.234,50`` or ``1,234.50``; cents where there are any."""
    text = plain(value)
    places = len(text.partition(".")[2])
    written = f"{Decimal(text):,.{2 if places == 1 else places}f}" if places else f"{Decimal(text):,}"
    return written if language == "en" else written.translate(str.maketrans(",.", ".,"))


def euros(value: Decimal) -> Text:
    """An amount of money: ``€ 1.234,50`` or ``€1,234.50``."""
    return Text(EURO.nl + number(value, "nl"), EURO.en + number(value, "en"))


def cents(amount: int) -> Text:
    """As ``euros``, of whole cents."""
    return euros(Decimal(eur(amount)))


def one_of(unit: str) -> Text:
    """One of a unit: of ``piece`` a stuk, of ``ha`` an ha."""
    return UNITS.get(unit) or Text(unit, unit)


def with_euro_sign(text: Text) -> Text:
    """``EUR 25.000`` or ``€ 25.000``, as files write it, with the sign that stands before every other amount a reader meets.

    Reading a file takes a space that does not break for any other: of what was written again it is put back here.
    """
    return Text(_BEFORE_AMOUNT.sub(EURO.nl, text.nl), _BEFORE_AMOUNT.sub(EURO.en, text.en))
