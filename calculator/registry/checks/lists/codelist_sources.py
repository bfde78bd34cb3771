"""A codelist that names sources names one in every row: title, address and the day it was read.

A municipality and its water boards are published by different bodies, so that its water boards have a source of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.shapes import parse_day


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Rows of a list with the column ``source_url`` (or ``board_source_url``) that lack a part of that source."""
    for codelist in draft.codelists.values():
        for code, record in codelist.records.items():
            cells = record.cells
            if "source_url" in cells and not _complete(cells, ""):
                yield _problem(codelist.file, record.line, code, "")
            if "board_source_url" in cells and cells.get("water_board") and not _complete(cells, "board_"):
                yield _problem(codelist.file, record.line, code, "board_")


def _complete(cells: Mapping[str, str], prefix: str) -> bool:
    title, url = cells.get(f"{prefix}source_title"), cells.get(f"{prefix}source_url")
    return bool(title and url and parse_day(cells.get(f"{prefix}seen", "")))


def _problem(file: str, line: int, code: str, prefix: str) -> RuleProblem:
    columns = f"{prefix}source_title, {prefix}source_url"
    return RuleProblem(
        file,
        line,
        Text(nl=f"`{code}` heeft geen volledige bron", en=f"`{code}` has no complete source"),
        Text(
            nl=f"vul {columns} en {prefix}seen (een datum als 2026-01-31) in",
            en=f"fill in {columns} and {prefix}seen (a date like 2026-01-31)",
        ),
    )
