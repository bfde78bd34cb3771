"""Tables whose cells keep their kind, so that a workbook and a text file write the same figure each in its own way.

A cell is a text, a whole number, a decimal, a day, yes or no, one of the kinds below, or None where it is unknown:
an unknown cell stays empty and is never a zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.domain.scheme import Text


@dataclass(frozen=True, slots=True)
class Euro:
    """An amount in whole cents."""

    cents: int


@dataclass(frozen=True, slots=True)
class Rate:
    """Euros per unit, with as many decimals as its source gave."""

    euros: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """A share of one."""

    of_one: Decimal


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the contract and the word a person reads for it."""

    code: str
    word: str


Cell = str | int | Decimal | date | bool | Euro | Rate | Share | Code | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key for programs, its title for people, its width in characters."""

    key: str
    title: Text
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; ``total`` marks the last row as the sum of the others."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False

    def __post_init__(self) -> None:
        for cells in self.rows:
            if len(cells) != len(self.columns):
                raise ValueError(f"{self.key}: {len(cells)} cells under {len(self.columns)} columns")


#: With one of these at its start a spreadsheet program takes a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def harmless(text: str) -> str:
    """The text without signs that no file may hold, and with an apostrophe before what could be run as a formula.

    A dash alone says that there is nothing, and is none.
    """
    # Half of a surrogate pair cannot be written in any encoding.
    said = text.encode("utf-8", "replace").decode("utf-8")
    said = "".join(c if c in "\t\n\r" or " " <= c < "\ufffe" or c > "\uffff" else "\ufffd" for c in said)
    if said == "-":
        return said
    return f"'{said}" if said.lstrip(" \u00a0\n").startswith(_FORMULA) else said
