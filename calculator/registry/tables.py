"""CSV files: rows with the line they start on, and cells that are called by their column.

Tables are pasted from sheets, so what goes wrong is what sheets do: semicolons, another code page, a missing column,
a cell with spaces around it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calculator.domain.scheme import Text
from calculator.registry.nodes import decode
from calculator.registry.problem import Findings, nearest

MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line it starts on and its cells by column, without the spaces around them."""

    line: int
    cells: Mapping[str, str]


def read(data: bytes, required: Iterable[str], known: Iterable[str] | None, found: Findings) -> list[Record]:
    """The rows below the header. Columns of ``required`` must be there; with ``known``, no others may be."""
    if len(data) > MAX_BYTES:
        _too_large(found)
        return []
    text = decode(data, found)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[Record] = []
    header: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            _not_csv(error, line, found)
            return records
        if cells is None:
            break
        if header is None:
            header = [cell.strip() for cell in cells]
            if not _header(header, list(required), known, found):
                return []
        elif any(cell.strip() for cell in cells):
            _row(header, cells, line, records, found)
    if header is None:
        found.wrong(
            1,
            Text(nl="de tabel is leeg", en="the table is empty"),
            Text(nl=f"begin met {','.join(required)}", en=f"start with {','.join(required)}"),
        )
    return records


def _too_large(found: Findings) -> None:
    found.wrong(
        1,
        Text(nl="de tabel is groter dan 4 MB", en="the table is larger than 4 MB"),
        Text(nl="splits de tabel", en="split the table"),
    )


def _not_csv(error: csv.Error, line: int, found: Findings) -> None:
    found.wrong(
        line,
        Text(nl=f"deze regel is geen CSV ({error})", en=f"this line is not CSV ({error})"),
        Text(
            nl='een aanhalingsteken in een cel wordt "" en de hele cel staat tussen aanhalingstekens',
            en='a quote inside a cell becomes "" and the whole cell stands in quotes',
        ),
    )


def _header(header: list[str], required: list[str], known: Iterable[str] | None, found: Findings) -> bool:
    before = len(found.problems)
    if len(header) == 1 and ";" in header[0]:
        found.wrong(
            1,
            Text(nl="de kolommen zijn gescheiden door `;`", en="the columns are separated by `;`"),
            Text(nl="bewaar als CSV met komma's", en="save as CSV with commas"),
        )
        return False
    for name in required:
        if name not in header:
            found.wrong(
                1,
                Text(nl=f"kolom `{name}` ontbreekt", en=f"column `{name}` is missing"),
                Text(
                    nl=f"de kolommen zijn: {', '.join(required)}",
                    en=f"the columns are: {', '.join(required)}",
                ),
            )
    for place, name in enumerate(header):
        if name in header[:place] or not name:
            found.wrong(
                1,
                Text(
                    nl=f"kolom `{name}` staat er dubbel of heeft geen naam",
                    en=f"column `{name}` twice or unnamed",
                ),
                Text(nl="geef elke kolom één eigen naam", en="give each column one name of its own"),
            )
        elif known is not None and name not in known:
            found.wrong(
                1,
                Text(nl=f"`{name}` is geen bekende kolom", en=f"`{name}` is not a known column"),
                nearest(name, known),
            )
    return len(found.problems) == before


def _row(header: list[str], cells: list[str], line: int, records: list[Record], found: Findings) -> None:
    if len(cells) == len(header):
        records.append(Record(line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}))
        return
    found.wrong(
        line,
        Text(
            nl=f"deze rij heeft {len(cells)} cellen, de kop heeft er {len(header)}",
            en=f"this row has {len(cells)} cells, the header has {len(header)}",
        ),
        Text(
            nl="een cel met een komma erin hoort tussen aanhalingstekens",
            en="a cell with a comma in it belongs in quotes",
        ),
    )


def cell_problem(
    found: Findings, record: Record, column: str, wanted: Text, remedy: Text | None = None
) -> None:
    """Note that one cell does not hold what it should; an empty cell is called empty."""
    written = record.cells.get(column, "")
    found.wrong(
        record.line,
        Text(
            nl=f"kolom `{column}`: {f'`{written}`' if written else 'leeg'} is niet {wanted.nl}",
            en=f"column `{column}`: {f'`{written}`' if written else 'empty'} is not {wanted.en}",
        ),
        remedy or Text(nl=f"vul in: {wanted.nl}", en=f"fill in {wanted.en}"),
    )
