"""Windows for applying (``rules/windows.csv``): the days that a payer or another source published, per year.

They stand beside the rules and outside the digest: no amount rests on them, and they change every year.
"""

from __future__ import annotations

import re
from datetime import date

from calculator.domain.scheme import Text
from calculator.domain.source import Confidence, Source
from calculator.domain.window import Step, Window
from calculator.registry.files import tables
from calculator.registry.files.problem import Findings, nearest
from calculator.registry.files.shapes import parse_day

COLUMNS = (
    "schemes", "year", "step", "opens", "closes", "confidence", "source_title", "source_url", "published", "seen"
)  # fmt: skip
_DAY = Text(nl="een datum als 2026-01-31", en="a date like 2026-01-31")
_URL = re.compile(r"https?://\S+\Z")


def read(data: bytes, found: Findings) -> tuple[tuple[Window, tables.Record], ...]:
    """The windows of the table with their rows; a row with a wrong cell is noted and left out."""
    rows = ((_row(record, found), record) for record in tables.read(data, COLUMNS, COLUMNS, found))
    return tuple((window, record) for window, record in rows if window is not None)


def _row(record: tables.Record, found: Findings) -> Window | None:
    cells, before = record.cells, len(found.problems)
    opens, closes = (_day(record, column, found) for column in ("opens", "closes"))
    if not cells["opens"] and not cells["closes"]:
        tables.cell_problem(found, record, "closes", _DAY)
    if opens and closes and closes < opens:
        wanted = Text(nl=f"een dag vanaf {opens}", en=f"a day from {opens}")
        tables.cell_problem(found, record, "closes", wanted)
    if not re.fullmatch(r"20[0-9]{2}", cells["year"]):
        tables.cell_problem(found, record, "year", Text(nl="een jaar", en="a year"))
    if not cells["schemes"].split():
        wanted = Text(nl="ids van regelingen, met spaties", en="ids of schemes, with spaces")
        tables.cell_problem(found, record, "schemes", wanted)
    for column, known in (("step", tuple(Step)), ("confidence", tuple(Confidence))):
        if cells[column] not in known:
            wanted = Text(nl="een bekend woord", en="a known word")
            tables.cell_problem(found, record, column, wanted, nearest(cells[column], known))
    seen = parse_day(cells["seen"])
    if seen is None:
        tables.cell_problem(found, record, "seen", _DAY)
    if not cells["source_title"]:
        wanted = Text(nl="de titel van de bron", en="the source's title")
        tables.cell_problem(found, record, "source_title", wanted)
    if not _URL.match(cells["source_url"]):
        wanted = Text(nl="een webadres met http(s)://", en="a web address with http(s)://")
        tables.cell_problem(found, record, "source_url", wanted)
    if seen is None or len(found.problems) > before:
        return None
    source = Source("", cells["source_title"], cells["source_url"], seen, None, cells["published"] or None)
    return Window(
        tuple(cells["schemes"].split()),
        int(cells["year"]),
        Step(cells["step"]),
        opens,
        closes,
        source,
        Confidence(cells["confidence"]),
    )


def _day(record: tables.Record, column: str, found: Findings) -> date | None:
    written = record.cells[column]
    day = parse_day(written) if written else None
    if written and day is None:
        tables.cell_problem(found, record, column, _DAY)
    return day
