"""The worked cases beside the schemes, run through the ordinary award, and which payments they bear out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from calculator import resources
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry import cases
from calculator.registry.cases import Case
from calculator.registry.lists import beside
from calculator.services.award import awards
from calculator.services.errors import InputProblems

#: Keys of a profile that hold a whole number; YAML scalars are read as text.
_WHOLE = frozenset({"year", "eco_region", "count", "dairy_cows"})
_TOTALS = ("total_eur", "continuation_eur")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case that was run: what did not agree (nothing where it holds), and the payments that it bears out."""

    case: Case
    differences: tuple[Text, ...]
    bears_out: frozenset[str]


@dataclass(frozen=True, slots=True)
class Borne:
    """How far the cases reach on a day: payments (``scheme#payment``) that compute, and those that a case names."""

    payments: tuple[str, ...]
    named: frozenset[str]

    @property
    def bare(self) -> tuple[str, ...]:
        """Payments that compute and that no case names."""
        return tuple(ref for ref in self.payments if ref not in self.named)


def read(folder: Path | None) -> tuple[Case, ...]:
    """The cases of a folder (our own for None) that passed its checks."""
    return cases.read_all(beside.cases(beside.read(folder or resources.rules_dir())))


def run(rulebook: Rulebook, case: Case) -> Outcome:
    """Compute the farm of the case and compare what the case names; a farm that is refused is a difference."""
    try:
        award = awards.compute(rulebook, profile(case), on=case.on, years=case.years).award
    except InputProblems as wrong:
        told = tuple(
            Text(f"{p.pointer}: {p.message.nl}", f"{p.pointer}: {p.message.en}") for p in wrong.problems
        )
        return Outcome(case, told, frozenset())
    return Outcome(case, tuple(_differences(case, award)), frozenset(_bears_out(case, award)))


def reach(rulebook: Rulebook, outcomes: Sequence[Outcome], day: date) -> Borne:
    """Which payments that compute on the day are named by a case that holds."""
    payments = tuple(
        f"{scheme.id}#{payment.id}"
        for scheme in rulebook.schemes_on(day)
        for payment in scheme.payments
        if any(series.on(day) for series in payment.figures.values())
    )
    named = frozenset(ref for outcome in outcomes if not outcome.differences for ref in outcome.bears_out)
    return Borne(payments, named)


def profile(case: Case) -> dict[str, object]:
    """The farm of the case as a profile: yes/no and whole numbers where a profile wants them, all else text."""
    return {key: _typed(value, key) for key, value in case.farm.items()}


def _bears_out(case: Case, award: Mapping[str, object]) -> Iterator[str]:
    """The payments that the case names; where it names the total, every line and activity behind it too."""
    rows = [row for table in cases.TABLES for row in case.expected(table)]
    if "total_eur" in case.expect:
        rows += [*_rows("lines", award), *_rows("activities", award)]
    for row in rows:
        if "scheme" in row and "payment" in row:
            yield f"{row['scheme']}#{row['payment']}"


def _rows(table: str, award: Mapping[str, object]) -> list[Mapping[str, object]]:
    """One list of the award; ``lines`` are those of all years."""
    if table != "lines":
        return cast("list[Mapping[str, object]]", award[table])
    years = cast("list[Mapping[str, list[Mapping[str, object]]]]", award["years"])
    return [line for year in years for line in year["lines"]]


def _typed(value: object, key: str) -> object:
    if isinstance(value, Mapping):
        return {k: _typed(v, str(k)) for k, v in value.items()}
    if isinstance(value, tuple):
        return [_typed(v, key) for v in value]
    if value in ("true", "false"):
        return value == "true"
    return int(str(value)) if key in _WHOLE and str(value).isdecimal() else value


def _differences(case: Case, award: Mapping[str, object]) -> Iterator[Text]:
    for key in _TOTALS:
        if key in case.expect and not _agrees(case.expect[key], award[key]):
            wanted, found = case.expect[key], award[key]
            yield Text(
                f"{key}: verwacht {wanted}, berekend {found}", f"{key}: expected {wanted}, computed {found}"
            )
    for name, table in cases.TABLES.items():
        rows = _rows(table, award)
        for wanted in case.expected(name):
            if not any(_matches(wanted, row) for row in rows):
                yield _absent(name, wanted, rows)


def _absent(name: str, wanted: Mapping[str, object], rows: Sequence[Mapping[str, object]]) -> Text:
    """What was not found, and what the award has of the same payment instead."""
    asked = _shown(wanted, wanted)
    near = [r for r in rows if all(r.get(k) == wanted[k] for k in ("scheme", "payment") if k in wanted)]
    found = "; ".join(_shown(row, wanted) for row in near)
    return Text(
        f"{name}: {asked} komt niet voor" + (f"; wel: {found}" if found else ""),
        f"{name}: {asked} does not occur" + (f"; instead: {found}" if found else ""),
    )


def _shown(row: Mapping[str, object], keys: Mapping[str, object]) -> str:
    return ", ".join(f"{key} {_scored(row.get(key))}" for key in keys)


def _matches(wanted: Mapping[str, object], row: Mapping[str, object]) -> bool:
    return all(key in row and _agrees(value, row[key]) for key, value in wanted.items())


def _agrees(expected: object, found: object) -> bool:
    """Numbers by value, ``none`` for nothing, all else to the letter."""
    if expected == "none":
        return found is None
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        return all(key in found and _agrees(v, _scored(found[key])) for key, v in expected.items())
    try:
        return Decimal(str(expected)) == Decimal(str(found))
    except ArithmeticError:
        return expected == found


def _scored(value: object) -> object:
    return value["scored"] if isinstance(value, Mapping) and "scored" in value else value
