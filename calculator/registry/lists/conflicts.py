"""Conflicting sources (``rules/conflicts.csv``): what another source says of the same figure, and why the file's own counts.

Both are recorded: the chosen one in the rule file, the other one here with its source and the reason for the choice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from calculator.domain.scheme import Text
from calculator.domain.source import Source
from calculator.registry.files import tables
from calculator.registry.files.problem import Findings
from calculator.registry.files.shapes import parse_day

COLUMNS = (
    "path", "figure", "says", "source_title", "source_url", "article", "seen", "reason_nl", "reason_en"
)  # fmt: skip
_NEEDED = {
    "says": Text(nl="wat de andere bron zegt", en="what the other source says"),
    "source_title": Text(nl="de titel van de bron", en="the source's title"),
    "reason_nl": Text(nl="de reden, in het Nederlands", en="the reason, in Dutch"),
    "reason_en": Text(nl="de reden, in het Engels", en="the reason, in English"),
}
_URL = re.compile(r"https?://\S+\Z")


@dataclass(frozen=True, slots=True)
class Conflict:
    """What another source says of a figure (a name that ``places`` knows; empty: of the file as a whole)."""

    path: str
    figure: str
    says: str
    source: Source
    reason: Text
    record: tables.Record


def read(data: bytes, found: Findings) -> tuple[Conflict, ...]:
    """The conflicts of the table; a row with a wrong cell is noted and left out."""
    rows = (_row(record, found) for record in tables.read(data, COLUMNS, COLUMNS, found))
    return tuple(row for row in rows if row is not None)


def _row(record: tables.Record, found: Findings) -> Conflict | None:
    cells, before = record.cells, len(found.problems)
    for column, wanted in _NEEDED.items():
        if not cells[column]:
            tables.cell_problem(found, record, column, wanted)
    if not _URL.match(cells["source_url"]):
        wanted = Text(nl="een webadres met http(s)://", en="a web address with http(s)://")
        tables.cell_problem(found, record, "source_url", wanted)
    seen = parse_day(cells["seen"])
    if seen is None:
        wanted = Text(nl="een datum als 2026-01-31", en="a date like 2026-01-31")
        tables.cell_problem(found, record, "seen", wanted)
    if seen is None or len(found.problems) > before:
        return None
    source = Source("", cells["source_title"], cells["source_url"], seen, cells["article"] or None)
    reason = Text(cells["reason_nl"], cells["reason_en"])
    return Conflict(cells["path"], cells["figure"], cells["says"], source, reason, record)
