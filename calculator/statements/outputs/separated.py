"""A table as separated values, in two forms that share their columns and their figures.

``people``: for a spreadsheet program in the language of the words, with a byte order mark so that accents survive. In Dutch
semicolons, ``1234,56`` and ``31-12-2026``; in English commas, ``1234.56`` and ``2026-12-31``, which is no other day anywhere.
``machine``: for programs: commas, ``1234.56``, ``2026-12-31``, codes, UTF-8 without a mark. Lines end in CR LF in both
(RFC 4180). A text that a spreadsheet program would run gets an apostrophe in both; the JSON form has every text as it is.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Literal

from calculator.domain.money import eur
from calculator.domain.quantity import plain
from calculator.statements.award.voice import Language
from calculator.statements.outputs import titles
from calculator.statements.outputs.tables import Cell, Code, Euro, Rate, Share, Table, harmless

Form = Literal["people", "machine"]


def separated(table: Table, *, form: Form, language: Language = "nl") -> bytes:
    """The table with a head; keys of the contract in the machine form, titles in the other."""
    target = io.StringIO(newline="")
    people = form == "people"
    dutch = people and language == "nl"
    writer = csv.writer(target, delimiter=";" if dutch else ",", lineterminator="\r\n")
    writer.writerow(column.title[language] if people else column.key for column in table.columns)
    for cells in table.rows:
        writer.writerow(_people(cell, language) if people else _machine(cell) for cell in cells)
    return target.getvalue().encode("utf-8-sig" if people else "utf-8")


def _machine(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Euro(cents):
            return eur(cents)
        case Rate(figure) | Share(figure) | (Decimal() as figure):
            return plain(figure)
        case int():
            return str(cell)
        case date():
            return cell.isoformat()
        case Code(said, _) | (str() as said):
            return harmless(said)


def _people(cell: Cell, language: Language) -> str:
    match cell:
        case bool():
            return (titles.YES if cell else titles.NO)[language]
        case Rate(euros):
            whole, _, decimals = plain(euros).partition(".")
            return _figure(f"{whole}.{decimals.ljust(2, '0')}", language)
        case Share(of_one):
            return _figure(f"{plain(of_one * 100)}%", language)
        case Euro() | Decimal():
            return _figure(_machine(cell), language)
        case date() if language == "nl":
            return f"{cell.day:02d}-{cell.month:02d}-{cell.year}"
        case Code(_, said):
            return harmless(said)
        case _:
            return _machine(cell)


def _figure(written: str, language: Language) -> str:
    return written.replace(".", ",") if language == "nl" else written
