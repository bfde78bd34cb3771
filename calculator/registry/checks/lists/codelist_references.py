"""Cells of a codelist that hold codes of a list hold codes that exist."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files import tables
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.lists.codelists import REFERENCES


def check(draft: Draft) -> Iterator[RuleProblem]:
    """References to codes that are in no list."""
    for (name, column), target in REFERENCES.items():
        codelist, known = draft.codelists.get(name), draft.codelists.get(target)
        if codelist is None:
            continue
        codes = known.codes if known else {}
        for code, record in codelist.records.items():
            for written in record.cells.get(column, "").split():
                if written not in codes:
                    cell = tables.cell_name(record, column)
                    yield RuleProblem(
                        codelist.file,
                        record.line,
                        Text(
                            nl=f"cel {cell}, kolom `{column}` van `{code}`: `{written}` staat niet in codelists/{target}.csv",
                            en=f"cell {cell}, column `{column}` of `{code}`: `{written}` is not in codelists/{target}.csv",
                        ),
                        nearest(written, codes),
                    )
