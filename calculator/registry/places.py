"""What ``checks.csv`` and ``conflicts.csv`` can point at: a file, and in it a payment, a figure, a relation or a code.

``basis.rate`` is the figure ``rate`` of the payment ``basis``; in a limit a figure is named alone (``ceiling``), in a
table a row by its id or code.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files import tables
from calculator.registry.files.problem import Findings, nearest


def named(draft: Draft) -> dict[str, frozenset[str]]:
    """The names within each file of the folder; a file that could not be read has every name (it is not in here)."""
    found: dict[str, set[str]] = {path: set() for path in draft.all_hashes}
    for scheme in draft.schemes:
        for payment in scheme.scheme.payments:
            found[scheme.file] |= {payment.id, *(f"{payment.id}.{name}" for name in payment.figures)}
    for limit in draft.limits:
        found[limit.file] |= set(limit.limit.figures)
    for row in draft.relations:
        found[row.file].add(row.relation.id)
    for codelist in draft.codelists.values():
        found[codelist.file] |= set(codelist.codes)
    for path in (*draft.unreadable, *draft.left_out):
        del found[path]
    return {path: frozenset(names) for path, names in found.items()}


def orphans(table: str, rows: Iterator[tuple[tables.Record, str, str]], draft: Draft) -> Findings:
    """Rows (record, path, figure) that point at a file or a figure that is not there."""
    found, known = Findings(table), named(draft)
    for record, path, figure in rows:
        if path not in draft.all_hashes:
            wanted = Text(nl="het pad van een regelbestand", en="the path of a rule file")
            tables.cell_problem(found, record, "path", wanted, nearest(path, draft.all_hashes))
        elif figure and figure not in known.get(path, (figure,)):
            name = PurePosixPath(path).name
            wanted = Text(nl=f"een betaling of getal in {name}", en=f"a payment or figure in {name}")
            tables.cell_problem(found, record, "figure", wanted, nearest(figure, known[path]))
    return found
