"""The stacking matrix: payments, schemes or measures against each other, each cell one of the four outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.problem import nearest
from calculator.registry.where import Atlas
from calculator.services.catalogue_meets import row_data
from calculator.services.catalogue_relations import selector_name
from calculator.services.catalogue_values import Data, words
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.pair_outcomes import Between, Kind, Outcomes, Side, outcomes

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
    """Rows, columns and cells; ``rules`` are the recorded rows that the cells rest on, by id."""
    known = outcomes(rulebook, on)
    rows, columns = (tuple(_axis(rulebook, on, a, asked.place, known)) for a in (asked.rows, asked.columns))
    drawn = [[known.schemes(row.sides, column.sides) for column in columns[:MOST]] for row in rows[:MOST]]
    rules = {row.id: row for line in drawn for cell in line if cell for row in cell.rows}
    return {
        "on": on.isoformat(),
        "rows": [_entry(entry, language) for entry in rows[:MOST]],
        "columns": [_entry(entry, language) for entry in columns[:MOST]],
        "left_out": max(0, len(rows) - MOST) + max(0, len(columns) - MOST),
        "cells": [[_cell(cell) for cell in line] for line in drawn],
        "rules": [
            {
                **row_data(row),
                "a_name": selector_name(row.a, rulebook, language),
                "b_name": selector_name(row.b, rulebook, language),
            }
            for row in rules.values()
        ],
    }


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


def _cell(between: Between | None) -> Data | None:
    if between is None:
        return None
    return {
        "kind": between.kind.value,
        "counts": {kind.value: between.counts[kind] for kind in Kind if between.counts.get(kind)},
        "rules": [row.id for row in between.rows],
    }
