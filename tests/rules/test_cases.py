"""The worked examples beside the schemes, run through the ordinary engine. What a case names must agree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from calculator.domain.rulebook import Rulebook
from calculator.resources import rules_dir
from calculator.services import rulebooks
from calculator.services.awards import compute

CASES = sorted(rules_dir().glob("schemes/**/cases/*.yaml"))


@lru_cache(maxsize=1)
def rules() -> Rulebook:
    return rulebooks.load(None)


def read(path: Path) -> dict[str, object]:
    """The case with every scalar as text, but for the yes/no and whole numbers that a profile wants as such."""
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    case["farm"] = {key: _typed(value, key) for key, value in case["farm"].items()}
    return dict(case)


def _typed(value: object, key: str) -> object:
    if isinstance(value, Mapping):
        return {k: _typed(v, str(k)) for k, v in value.items()}
    if isinstance(value, list):
        return [_typed(v, key) for v in value]
    if value in ("true", "false"):
        return value == "true"
    if key in ("year", "eco_region", "count", "dairy_cows"):
        return int(str(value))
    return value


def name(path: Path) -> str:
    scheme = ".".join(path.relative_to(rules_dir() / "schemes").parts[:-2])
    return f"{scheme}: {path.stem}"


def agrees(expected: object, found: object) -> bool:
    """Numbers by value, ``none`` for nothing, all else to the letter."""
    if expected == "none":
        return found is None
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        return all(key in found and agrees(v, _scored(found[key])) for key, v in expected.items())
    try:
        return Decimal(str(expected)) == Decimal(str(found))
    except ArithmeticError:
        return expected == found


def _scored(value: object) -> object:
    return value["scored"] if isinstance(value, Mapping) and "scored" in value else value


def matching(wanted: Mapping[str, object], rows: list[Mapping[str, object]]) -> bool:
    return any(all(key in row and agrees(v, row[key]) for key, v in wanted.items()) for row in rows)


@pytest.mark.parametrize("path", CASES, ids=name)
def test_a_case_beside_a_scheme_comes_out_as_its_payer_says(path: Path) -> None:
    case = read(path)
    on = date.fromisoformat(str(case["on"]))
    found = compute(rules(), case["farm"], on=on, years=int(str(case.get("years", "1")))).award
    expect: Mapping[str, object] = case["expect"]  # type: ignore[assignment]
    for key in ("total_eur", "continuation_eur"):
        if key in expect:
            assert agrees(expect[key], found[key]), (key, expect[key], found[key])
    lines = [line for year in found["years"] for line in year["lines"]]  # type: ignore[attr-defined]
    tables = {
        "lines": lines,
        "classes": found["classes"],
        "refused": found["refusals"],
        "open": found["open"],
    }
    for key, rows in tables.items():
        for wanted in expect.get(key, []):  # type: ignore[attr-defined]
            assert matching(wanted, rows), (key, wanted, rows)  # type: ignore[arg-type]
    unknown = set(expect) - {"total_eur", "continuation_eur", *tables}
    assert not unknown, f"the case expects things nobody compares: {unknown}"


def test_there_are_cases() -> None:
    assert len(CASES) >= 25
