"""Relation tables (``rules/relations/*.csv``): one row says how two payments bear on each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from calculator.domain.period import Period
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import Level, Text
from calculator.domain.source import Confidence, Source
from calculator.registry.files import tables
from calculator.registry.files.problem import Findings, nearest
from calculator.registry.files.shapes import parse_day, parse_number
from calculator.registry.vocabulary import SELECTOR

REQUIRED = (
    "id",
    "a",
    "b",
    "type",
    "quantity",
    "level",
    "parameter",
    "valid_from",
    "valid_until",
    "article",
    "source_title",
    "source_url",
    "seen",
    "confidence",
    "note",
)
#: A row may say when it was recorded, and which row (by id) it corrects.
COLUMNS = (*REQUIRED, "recorded_on", "corrects")

_URL = re.compile(r"https?://\S+\Z")
_DATE = Text(nl="een datum als 2026-01-31", en="a date like 2026-01-31")
_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation with the place where it stands."""

    file: str
    line: int
    relation: Relation
    recorded_on: date | None
    corrects: str | None
    record: tables.Record

    def cell(self, column: str) -> Text:
        """The cell of a column, as a sheet and as the table call it."""
        name = tables.cell_name(self.record, column)
        return Text(nl=f"cel {name}, kolom `{column}`", en=f"cell {name}, column `{column}`")


def read(data: bytes, found: Findings) -> list[RelationRow]:
    """The relations of one table; a row with a wrong cell is noted and left out."""
    rows = (_row(record, found) for record in tables.read(data, REQUIRED, COLUMNS, found))
    return [row for row in rows if row is not None]


def _word(record: tables.Record, column: str, words: type[_E], found: Findings) -> _E | None:
    written = record.cells[column]
    if written in tuple(words):
        return words(written)
    wanted = Text(nl="een bekend woord", en="a known word")
    tables.cell_problem(found, record, column, wanted, nearest(written, tuple(words)))
    return None


def _day(record: tables.Record, column: str, found: Findings, *, required: bool) -> date | None:
    written = record.cells.get(column, "")
    day = parse_day(written)
    if day is None and (written or required):
        tables.cell_problem(found, record, column, _DATE)
    return day


def _period(record: tables.Record, found: Findings) -> Period | None:
    start = _day(record, "valid_from", found, required=True)
    end = _day(record, "valid_until", found, required=False)
    if start is None:
        return None
    if end is not None and end <= start:
        after = Text(nl=f"een dag na {start}", en=f"a day after {start}")
        tables.cell_problem(found, record, "valid_until", after)
        return None
    return Period(start, end)


def _source(record: tables.Record, found: Findings) -> Source | None:
    cells = record.cells
    seen = _day(record, "seen", found, required=True)
    if not cells["source_title"]:
        tables.cell_problem(
            found, record, "source_title", Text(nl="de titel van de bron", en="the source's title")
        )
    if not _URL.match(cells["source_url"]):
        tables.cell_problem(
            found,
            record,
            "source_url",
            Text(nl="een webadres met http(s)://", en="a web address with http(s)://"),
        )
    if seen is None:
        return None
    return Source(cells["id"], cells["source_title"], cells["source_url"], seen, cells["article"] or None)


def _row(record: tables.Record, found: Findings) -> RelationRow | None:
    before, cells = len(found.problems), record.cells
    if not cells["id"]:
        tables.cell_problem(found, record, "id", Text(nl="een eigen naam", en="a name of its own"))
    for side in ("a", "b"):
        if SELECTOR.parse(cells[side]) is None:
            tables.cell_problem(found, record, side, SELECTOR.wanted)
    kind = _word(record, "type", RelationType, found)
    quantity = _word(record, "quantity", Quantity, found)
    level = _word(record, "level", Level, found)
    confidence = _word(record, "confidence", Confidence, found)
    if kind is RelationType.REQUIRES and cells["a"] == cells["b"] and not cells["a"].startswith("@"):
        # The engine would wait for the payment before it pays it: it would never be paid, and nothing would say why.
        other = Text(nl="een andere betaling dan in `a`", en="another payment than in `a`")
        tables.cell_problem(found, record, "b", other)
    period, source = _period(record, found), _source(record, found)
    parameter = parse_number(cells["parameter"])
    if cells["parameter"] and parameter is None:
        wanted = Text(nl="een getal als 0.5", en="a number like 0.5")
        tables.cell_problem(found, record, "parameter", wanted)
    recorded_on = _day(record, "recorded_on", found, required=False)
    if len(found.problems) > before:
        return None
    if not (kind and quantity and level and confidence and period and source):
        raise AssertionError("a cell that could not be read was not noted")
    relation = Relation(
        id=cells["id"],
        a=cells["a"],
        b=cells["b"],
        type=kind,
        quantity=quantity,
        level=level,
        validity=period,
        source=source,
        confidence=confidence,
        parameter=parameter,
        note=cells["note"] or None,
    )
    return RelationRow(found.file, record.line, relation, recorded_on, cells.get("corrects") or None, record)
