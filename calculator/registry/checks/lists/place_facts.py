"""The list of what may be known of a parcel or element: each row says what an answer looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from calculator.domain.place_fact import BETWEEN, LIST, NUMBERS, YES_NO, FactKind
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files import tables
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.shapes import parse_number

#: Formulas and questions name it: a word with points would be read as several.
_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CLASS = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_WORDS = {"kind": tuple(FactKind), "on": ("parcel", "element", "both")}
_Finding = tuple[str, Text, Text]


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Rows that say too little, or too much, of their kind."""
    listed = draft.codelists.get(LIST)
    if listed is None:
        return
    for code, record in listed.records.items():
        for column, said, remedy in _row(record.cells):
            cell = tables.cell_name(record, column)
            yield RuleProblem(
                listed.file,
                record.line,
                Text(
                    nl=f"cel {cell}, kolom `{column}` van `{code}`: {said.nl}",
                    en=f"cell {cell}, column `{column}` of `{code}`: {said.en}",
                ),
                remedy,
            )


def bounds(cells: Mapping[str, str]) -> tuple[Decimal, Decimal] | None:
    """From what to what a number lies; None where a row does not say it."""
    low, high = (parse_number(cells.get(name, "")) for name in ("low", "high"))
    return None if low is None or high is None or low >= high else (low, high)


def _row(cells: Mapping[str, str]) -> Iterator[_Finding]:
    if not _CODE.fullmatch(cells["code"]):
        yield "code", _NO_CODE, _A_CODE
    for column in ("kind", "on"):
        if not cells[column]:
            yield column, Text(nl="deze cel is leeg", en="this cell is empty"), nearest("", _WORDS[column])
    kind = cells["kind"]
    if kind in NUMBERS:
        if bounds(cells) is None:
            yield "high", _NO_BOUNDS, _BOUNDS
        if not cells["unit"]:
            yield "unit", _NO_UNIT, _UNIT
    elif cells["low"] or cells["high"]:
        yield "low", _NOT_A_NUMBER, _EMPTY
    if kind == FactKind.CLASS:
        yield from _classes(cells)
    elif cells["classes"]:
        yield "classes", _NO_CLASS, _EMPTY


def _classes(cells: Mapping[str, str]) -> Iterator[_Finding]:
    codes = cells["classes"].split()
    if len(codes) < 2 or len({*codes}) < len(codes) or not all(map(_is_class, codes)):
        yield "classes", _FEW_CLASSES, _CLASSES
    for language in ("nl", "en"):
        names = [name.strip() for name in cells[f"classes_{language}"].split(BETWEEN)]
        if len(names) != len(codes) or not all(names):
            yield (
                f"classes_{language}",
                Text(
                    nl=f"{len(codes)} klassen en {len([n for n in names if n])} namen",
                    en=f"{len(codes)} classes and {len([n for n in names if n])} names",
                ),
                _NAMES,
            )


def _is_class(code: str) -> bool:
    """Whether it may be the code of a class: in a table of answers yes and no mean something else."""
    return _CLASS.fullmatch(code) is not None and code not in YES_NO


_NO_CODE = Text(nl="dit is geen naam voor een gegeven", en="this is no name for a fact")
_A_CODE = Text(
    nl="schrijf kleine letters, cijfers en `_`, als waterpeil_cm",
    en="write lower case letters, digits and `_`, like waterpeil_cm",
)
_NO_BOUNDS = Text(nl="het getal heeft geen grenzen", en="the number has no bounds")
_BOUNDS = Text(
    nl="vul in `low` en `high` het laagste en het hoogste in dat kan, als 0 en 150",
    en="fill in the lowest and highest that can be under `low` and `high`, like 0 and 150",
)
_NO_UNIT = Text(nl="het getal heeft geen eenheid", en="the number has no unit")
_UNIT = Text(nl="vul de eenheid in, als cm, % of number", en="fill in the unit, like cm, % or number")
_NOT_A_NUMBER = Text(nl="alleen een getal heeft grenzen", en="only a number has bounds")
_NO_CLASS = Text(nl="alleen de soort `class` heeft klassen", en="only the kind `class` has classes")
_EMPTY = Text(
    nl="laat deze cel leeg, of kies een andere `kind`", en="leave this cell empty, or choose another `kind`"
)
_FEW_CLASSES = Text(
    nl="dit zijn geen twee of meer verschillende klassen", en="these are not two or more different classes"
)
_CLASSES = Text(
    nl="zet korte codes met een spatie ertussen, als kern rand",
    en="write short codes with spaces between, like core edge",
)
_NAMES = Text(
    nl=f"geef elke klasse een naam, in dezelfde volgorde, met `{BETWEEN}` ertussen",
    en=f"give each class a name, in the same order, with `{BETWEEN}` between",
)
