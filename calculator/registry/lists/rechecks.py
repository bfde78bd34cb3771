"""Re-checks (``rules/checks.csv``): on which day somebody looked again at the source of a file or of one figure in it.

A published file is never edited, so that its sources keep the day they were first read; the later looks stand here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calculator.domain.scheme import Text
from calculator.registry.files import tables
from calculator.registry.files.problem import Findings, nearest
from calculator.registry.files.shapes import parse_day

COLUMNS = ("path", "figure", "checked_on", "outcome", "note")


class Outcome(StrEnum):
    """What the look gave: ``changed`` asks for a new file, ``gone`` and ``unreachable`` leave the figure unchecked."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    GONE = "gone"
    UNREACHABLE = "unreachable"


#: Outcomes after which the figure counts as looked at on that day.
SEEN = frozenset({Outcome.UNCHANGED, Outcome.CHANGED})


@dataclass(frozen=True, slots=True)
class Recheck:
    """One look. ``figure`` is a name that ``places`` knows (``payment.rate``), empty for the whole file."""

    path: str
    figure: str
    checked_on: date
    outcome: Outcome
    note: str
    record: tables.Record


def read(data: bytes, found: Findings) -> tuple[Recheck, ...]:
    """The looks of the table; a row with a wrong cell is noted and left out."""
    rows = (_row(record, found) for record in tables.read(data, COLUMNS, COLUMNS, found))
    return tuple(row for row in rows if row is not None)


def last(rechecks: Iterable[Recheck], path: str, figure: str, day: date) -> Recheck | None:
    """The last look up to the day at the figure or its whole file that really saw the source."""
    seen = [
        r
        for r in rechecks
        if r.path == path
        and r.checked_on <= day
        and r.outcome in SEEN
        and (r.figure in ("", figure) or figure.startswith(f"{r.figure}."))
    ]
    return max(seen, key=lambda r: r.checked_on, default=None)


def _row(record: tables.Record, found: Findings) -> Recheck | None:
    cells, before = record.cells, len(found.problems)
    day = parse_day(cells["checked_on"])
    if day is None:
        wanted = Text(nl="een datum als 2026-01-31", en="a date like 2026-01-31")
        tables.cell_problem(found, record, "checked_on", wanted)
    if cells["outcome"] not in tuple(Outcome):
        wanted = Text(nl="een bekende uitkomst", en="a known outcome")
        tables.cell_problem(found, record, "outcome", wanted, nearest(cells["outcome"], tuple(Outcome)))
    if day is None or len(found.problems) > before:
        return None
    return Recheck(cells["path"], cells["figure"], day, Outcome(cells["outcome"]), cells["note"], record)
