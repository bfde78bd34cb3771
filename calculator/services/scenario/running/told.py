"""What a run tells: its sheets and what pins them, in no one language, so that page, file, print and API say the same."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from calculator.domain.scheme import Text
from calculator.scenarios.answers.sheet import Column, Sheet, Value

if TYPE_CHECKING:
    from calculator.services.scenario.running.runs import Outcome


@dataclass(frozen=True, slots=True)
class Told:
    """The answers of a run; ``receipt`` is its data with its key, ``left_out`` what was left out for broken rows.

    Of real farms only the number of those left out is told, never which.
    """

    scenario: str
    name: Text
    about: Text
    receipt: Mapping[str, object]
    farms: int
    synthetic: bool
    population: str
    left_out: tuple[str, ...] | int
    sheets: tuple[Sheet, ...]

    @property
    def on(self) -> date:
        """The reference date."""
        return date.fromisoformat(str(self.receipt["on"]))

    @property
    def totals(self) -> dict[str, int | None]:
        """Cents that all farms together are paid on both sides; None where that would tell of fewer than ten farms."""
        names = ("before", "after", "difference")
        found = self.sheet("incomes")
        for record in found.records() if found else ():
            if record["dimension"] == _ALL:
                return {n: v if isinstance(v := record[n], int) else None for n in names}
        return dict.fromkeys(names)

    def sheet(self, key: str) -> Sheet | None:
        """The sheet of that key, or None."""
        return next((s for s in self.sheets if s.key == key), None)


_ALL = Text("alle", "all")


def of(outcome: Outcome) -> Told:
    """What an outcome tells."""
    run = outcome.run
    synthetic = run.population.synthetic
    return Told(
        scenario=run.scenario.id,
        name=run.scenario.name,
        about=run.scenario.about,
        receipt={
            **run.receipt.as_data(),
            **({"claims": "stand"} if run.scenario.claims_stand else {}),
            "key": run.receipt.key,
        },
        farms=len(run.population),
        synthetic=synthetic,
        population=run.population.name,
        left_out=outcome.left_out if synthetic else len(outcome.left_out),
        sheets=outcome.sheets,
    )


def with_sheets(told: Told, more: tuple[Sheet, ...]) -> Told:
    """The same with more sheets at the end."""
    return replace(told, sheets=(*told.sheets, *more))


def packed(told: Told) -> bytes:
    """As bytes to keep."""
    left = list(told.left_out) if isinstance(told.left_out, tuple) else told.left_out
    data = {
        "scenario": told.scenario,
        "name": asdict(told.name),
        "about": asdict(told.about),
        "receipt": dict(told.receipt),
        "farms": told.farms,
        "synthetic": told.synthetic,
        "population": told.population,
        "left_out": left,
        "sheets": [_sheet(s) for s in told.sheets],
    }
    return zlib.compress(json.dumps(data, ensure_ascii=False).encode(), 6)


def unpacked(data: bytes) -> Told:
    """The other way round."""
    held: dict[str, Any] = json.loads(zlib.decompress(data))
    left = held["left_out"]
    return Told(
        scenario=held["scenario"],
        name=Text(**held["name"]),
        about=Text(**held["about"]),
        receipt=held["receipt"],
        farms=held["farms"],
        synthetic=held["synthetic"],
        population=held["population"],
        left_out=tuple(left) if isinstance(left, list) else left,
        sheets=tuple(_read(s) for s in held["sheets"]),
    )


def _sheet(sheet: Sheet) -> dict[str, object]:
    return {
        "key": sheet.key,
        "title": asdict(sheet.title),
        "columns": [[c.key, asdict(c.title), c.kind] for c in sheet.columns],
        "rows": [[_written(v) for v in row] for row in sheet.rows],
        "note": asdict(sheet.note) if sheet.note else None,
    }


def _read(held: dict[str, Any]) -> Sheet:
    return Sheet(
        held["key"],
        Text(**held["title"]),
        tuple(Column(key, Text(**title), kind) for key, title, kind in held["columns"]),
        tuple(tuple(_value(v) for v in row) for row in held["rows"]),
        Text(**held["note"]) if held["note"] else None,
    )


def _written(value: Value) -> object:
    match value:
        case Text():
            return {"t": [value.nl, value.en]}
        case Decimal():
            return {"d": str(value)}
        case date():
            return {"y": value.isoformat()}
        case _:
            return value


def _value(held: Any) -> Value:
    match held:
        case {"t": [nl, en]}:
            return Text(nl, en)
        case {"d": text}:
            return Decimal(text)
        case {"y": text}:
            return date.fromisoformat(text)
        case _:
            plain: str | int | bool | None = held
            return plain
