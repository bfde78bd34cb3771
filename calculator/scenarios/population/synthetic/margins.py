"""The margins that synthetic farms follow: figures with their source, year and status, in ``margins/*.csv``.

``definitive`` is as its source says, ``historic`` is an older figure, ``assumed`` is ours; an assumption without any
source names ``none``.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("margins")


@dataclass(frozen=True, slots=True)
class Margin:
    """One figure: of ``margin``, for ``a`` (and ``b``)."""

    margin: str
    a: str
    b: str
    value: float
    unit: str
    year: str
    status: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class MarginSource:
    """Where figures come from, and the day it was read."""

    code: str
    title: str
    url: str
    seen: str
    confidence: str


@cache
def sources() -> Mapping[str, MarginSource]:
    """The sources by code."""
    return {row["source"]: MarginSource(*row.values()) for row in _rows("sources")}


@cache
def every() -> tuple[Margin, ...]:
    """Every figure, file by file."""
    files = sorted(path.stem for path in _FOLDER.glob("*.csv") if path.stem != "sources")
    return tuple(
        Margin(**{**row, "value": float(row["value"])})  # type: ignore[arg-type]  # the one number of a row
        for file in files
        for row in _rows(file)
    )


@cache
def by_name(margin: str) -> tuple[Margin, ...]:
    """The figures of one margin; raises KeyError where there are none."""
    found = tuple(row for row in every() if row.margin == margin)
    if not found:
        raise KeyError(margin)
    return found


def of(margin: str) -> dict[str, float]:
    """The figures of a margin by ``a``."""
    return {row.a: row.value for row in by_name(margin)}


def within(margin: str, a: str) -> dict[str, float]:
    """The figures of a margin for one ``a``, by ``b``; empty where there are none."""
    return {row.b: row.value for row in by_name(margin) if row.a == a}


def share(margin: str, a: str = "") -> float:
    """One figure that is a percentage, as a share."""
    return of(margin)[a] / 100


def _rows(file: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
