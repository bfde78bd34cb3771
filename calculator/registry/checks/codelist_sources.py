"""A codelist that names sources names one in every row: title, address and the day it was read."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.problem import RuleProblem
from calculator.registry.shapes import parse_day


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Rows of a list with the column ``source_url`` that lack a part of their source."""
    for codelist in draft.codelists.values():
        for code, record in codelist.records.items():
            cells = record.cells
            if "source_url" not in cells:
                break
            if not (cells.get("source_title") and cells["source_url"] and parse_day(cells.get("seen", ""))):
                yield RuleProblem(
                    codelist.file,
                    record.line,
                    Text(nl=f"`{code}` heeft geen volledige bron", en=f"`{code}` has no complete source"),
                    Text(
                        nl="vul source_title, source_url en seen (een datum als 2026-01-31) in",
                        en="fill in source_title, source_url and seen (a date like 2026-01-31)",
                    ),
                )
