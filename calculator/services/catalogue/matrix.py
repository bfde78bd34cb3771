"""The stacking matrix: payments, schemes or measures against each other, each cell one of the four outcomes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.files.problem import nearest
from calculator.registry.words.where import Atlas
from calculator.services.award.pair_outcomes import Between, Kind, Outcomes, Side, outcomes
from calculator.services.catalogue.meets import row_data
from calculator.services.catalogue.relations import selector_name
from calculator.services.catalogue.values import Data, words
from calculator.services.errors import InputProblem, InputProblems

_MATRICES: Answers[tuple[date, Asked], Drawn] = Answers("matrices", 32)

#: An axis that is not one scheme: all schemes, or all measures that something pays for.
SCHEMES, MEASURES = "schemes", "measures"
#: More rows or columns than this are not drawn; whoever asks narrows by place.
MOST = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One row or column: a payment, a scheme or a measure, with the payments that stand behind it."""

    code: str
    name: Text
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands on the axes: the id of a scheme (its payments), ``schemes`` or ``measures``; and where."""

    rows: str
    columns: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A matrix without words; ``left_out`` counts the rows and columns beyond ``MOST``."""

    rows: tuple[Entry, ...]
    columns: tuple[Entry, ...]
    left_out: int
    outcomes: tuple[Between, ...]
    cells: tuple[tuple[int | None, ...], ...]


def read(rulebook: Rulebook, on: date, rows: str, columns: str, place: str, prefix: str = "") -> Asked:
    """The axes as they were asked; raises InputProblems for what is no scheme of the day."""
    known = [SCHEMES, MEASURES, *(s.id for s in rulebook.schemes_on(on))]
    problems = [
        InputProblem(
            f"{prefix}{name}",
            Text(f'"{written}" geldt niet op {on}.', f'"{written}" is not in force on {on}.'),
            nearest(written, known),
        )
        for name, written in (("rows", rows), ("columns", columns))
        if written not in known
    ]
    if problems:
        raise InputProblems(problems)
    return Asked(rows, columns, place)


def matrix(rulebook: Rulebook, on: date, asked: Asked, language: str | None = None) -> Data:
    """Rows, columns and cells. A cell is a place in ``outcomes``, or None where there is no pair; ``rules`` are the
    recorded rows that the outcomes rest on, by id.
    """
    drawn = _remembered(rulebook, on, asked)
    rules = {row.id: row for outcome in drawn.outcomes for row in outcome.rows}
    return {
        "on": on.isoformat(),
        "rows": [_entry(entry, language) for entry in drawn.rows],
        "columns": [_entry(entry, language) for entry in drawn.columns],
        "left_out": drawn.left_out,
        "outcomes": [_outcome(outcome) for outcome in drawn.outcomes],
        "cells": drawn.cells,
        "rules": [
            {
                **row_data(row, rulebook, language),
                "a_name": selector_name(row.a, rulebook, language),
                "b_name": selector_name(row.b, rulebook, language),
            }
            for row in rules.values()
        ],
    }


def table(rulebook: Rulebook, on: date, asked: Asked) -> str:
    """The same as a CSV that a sheet opens: codes along both sides, and one of the four outcomes in each cell."""
    drawn = _remembered(rulebook, on, asked)
    written = io.StringIO()
    sheet = csv.writer(written, lineterminator="\r\n")
    sheet.writerow(["", *(column.code for column in drawn.columns)])
    kinds = [outcome.kind.value for outcome in drawn.outcomes]
    for row, line in zip(drawn.rows, drawn.cells, strict=True):
        sheet.writerow([row.code, *("" if cell is None else kinds[cell] for cell in line)])
    return written.getvalue()


def _remembered(rulebook: Rulebook, on: date, asked: Asked) -> Drawn:
    return rulebook.memory.answer(_MATRICES, (on, asked), lambda: _draw(rulebook, on, asked))


def _draw(rulebook: Rulebook, on: date, asked: Asked) -> Drawn:
    known = outcomes(rulebook, on)
    rows, columns = (tuple(_axis(rulebook, on, a, asked.place, known)) for a in (asked.rows, asked.columns))
    drawn: dict[object, tuple[int, Between]] = {}
    met: dict[tuple[str, str], int | None] = {}

    def cell(row: Entry, column: Entry) -> int | None:
        key = (min(row.code, column.code), max(row.code, column.code))
        if key not in met:
            between = known.schemes(row.sides, column.sides)
            met[key] = None if between is None else _numbered(between, drawn)
        return met[key]

    cells = tuple(tuple(cell(row, column) for column in columns[:MOST]) for row in rows[:MOST])
    return Drawn(
        rows[:MOST],
        columns[:MOST],
        max(0, len(rows) - MOST) + max(0, len(columns) - MOST),
        tuple(between for _, between in drawn.values()),
        cells,
    )


def _numbered(between: Between, drawn: dict[object, tuple[int, Between]]) -> int:
    """The place of an outcome among the different ones."""
    what = (between.kind, frozenset(between.counts.items()), tuple(row.id for row in between.rows))
    return drawn.setdefault(what, (len(drawn), between))[0]


def _axis(rulebook: Rulebook, on: date, what: str, place: str, known: Outcomes) -> Iterator[Entry]:
    kind, _, code = place.partition("/")
    atlas = Atlas.of(rulebook)
    schemes = [s for s in rulebook.schemes_on(on) if not place or atlas.reaches(s, kind, code)]
    if what == SCHEMES:
        yield from (Entry(s.id, s.name, known.of_scheme(s.id)) for s in schemes if s.payments)
        return
    if what == MEASURES:
        for measure in rulebook.codelists.get("measures", {}).values():
            paid = _paid((side for s in schemes for side in known.of_scheme(s.id)), measure.code)
            if paid:
                yield Entry(measure.code, measure.name, paid)
        return
    yield from (Entry(side.ref, side.payment.name, (side,)) for side in known.of_scheme(what))


def _paid(sides: Iterable[Side], measure: str) -> tuple[Side, ...]:
    return tuple(side for side in sides if measure in side.payment.measures)


def _entry(entry: Entry, language: str | None) -> Data:
    return {"code": entry.code, "name": words(entry.name, language)}


def _outcome(between: Between) -> Data:
    return {
        "kind": between.kind.value,
        "counts": {kind.value: between.counts[kind] for kind in Kind if between.counts.get(kind)},
        "rules": [row.id for row in between.rows],
    }
