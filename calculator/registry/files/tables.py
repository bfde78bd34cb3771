"""CSV files: rows with the line they start on, and cells that are called by their column.

Tables are pasted from sheets, so what sheets do is read as it is: a byte order mark, Windows line ends, semicolons or
tabs between the columns, spaces around a cell, a first line ``sep=;``, empty columns at the end. What cannot be read is
told by file, line and cell (``C5``), as the sheet itself calls it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calculator.domain.scheme import Text
from calculator.registry.files.nodes import decode
from calculator.registry.files.problem import Findings, nearest

MAX_BYTES = 4 * 1024 * 1024
_SEPARATORS = (",", ";", "\t")
_ANNOUNCED = "sep="


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line it starts on, its cells by column without the spaces around them, and its number in a sheet."""

    line: int
    cells: Mapping[str, str]
    row: int


def read(data: bytes, required: Iterable[str], known: Iterable[str] | None, found: Findings) -> list[Record]:
    """The rows below the header. Columns of ``required`` must be there; with ``known``, no others may be."""
    if len(data) > MAX_BYTES:
        _too_large(found)
        return []
    text = decode(data, found)
    if text is None:
        return []
    text, separator, skipped = _separated(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[Record] = []
    header: list[str] | None = None
    row = skipped
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader, None)
        except csv.Error as error:
            _not_csv(error, line, found)
            return records
        if cells is None:
            break
        row += 1
        if header is None:
            header = [cell.strip() for cell in cells]
            named = _named(header)
            if not _header(header[:named], list(required), known, line, found):
                return []
        elif any(cell.strip() for cell in cells):
            _row(header, cells, _Place(line, row), records, found)
    if header is None:
        found.wrong(
            1,
            Text(nl="de tabel is leeg", en="the table is empty"),
            Text(nl=f"begin met {','.join(required)}", en=f"start with {','.join(required)}"),
        )
    return records


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row starts: its line in the file, its number in a sheet."""

    line: int
    row: int


def _separated(text: str) -> tuple[str, str, int]:
    """The text without a line ``sep=;``, what stands between its columns, and how many lines were taken off."""
    skipped = 0
    if text.startswith(_ANNOUNCED):
        first, _, text = text.partition("\n")
        skipped, told = 1, first.removeprefix(_ANNOUNCED).rstrip("\r")
        if told in _SEPARATORS:
            return text, told, skipped
    header = text.partition("\n")[0]
    return text, max(_SEPARATORS, key=header.count), skipped


def _named(header: list[str]) -> int:
    """How many columns there are before the nameless ones that a sheet adds at the end."""
    return max((place for place, name in enumerate(header, start=1) if name), default=0)


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


def _header(
    header: list[str], required: list[str], known: Iterable[str] | None, line: int, found: Findings
) -> bool:
    before = len(found.problems)
    for name in required:
        if name not in header:
            found.wrong(
                line,
                Text(nl=f"kolom `{name}` ontbreekt", en=f"column `{name}` is missing"),
                Text(
                    nl=f"de kolommen zijn: {', '.join(required)}",
                    en=f"the columns are: {', '.join(required)}",
                ),
            )
    for place, name in enumerate(header):
        if name in header[:place] or not name:
            found.wrong(
                line,
                Text(
                    nl=f"kolom `{name}` staat er dubbel of heeft geen naam",
                    en=f"column `{name}` twice or unnamed",
                ),
                Text(nl="geef elke kolom één eigen naam", en="give each column one name of its own"),
            )
        elif known is not None and name not in known:
            found.wrong(
                line,
                Text(nl=f"`{name}` is geen bekende kolom", en=f"`{name}` is not a known column"),
                nearest(name, known),
            )
    return len(found.problems) == before


def _row(header: list[str], cells: list[str], at: _Place, records: list[Record], found: Findings) -> None:
    named = _named(header)
    if len(cells) == len(header) or (named < len(header) and not any(c.strip() for c in cells[named:])):
        own = [cell.strip() for cell in cells[:named]]
        if len(own) == named:
            records.append(Record(at.line, dict(zip(header[:named], own, strict=True)), at.row))
            return
    found.wrong(
        at.line,
        Text(
            nl=f"rij {at.row} heeft {len(cells)} cellen, de kop heeft er {len(header)}",
            en=f"row {at.row} has {len(cells)} cells, the header has {len(header)}",
        ),
        Text(
            nl="staat het scheidingsteken (komma of `;`) ook in een tekst, zet die cel dan tussen aanhalingstekens",
            en="where the separator (comma or `;`) stands inside a text, put that cell in quotes",
        ),
    )


def _letters(place: int) -> str:
    """The name of a column in a sheet: 0 is A, 26 is AA."""
    before, own = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + own)


def cell_name(record: Record, column: str) -> str:
    """The cell as a sheet calls it: ``C5``."""
    place = list(record.cells).index(column) if column in record.cells else len(record.cells)
    return f"{_letters(place)}{record.row}"


def cell_problem(
    found: Findings, record: Record, column: str, wanted: Text, remedy: Text | None = None
) -> None:
    """Note that one cell does not hold what it should; an empty cell is called empty."""
    written, cell = record.cells.get(column, ""), cell_name(record, column)
    found.wrong(
        record.line,
        Text(
            nl=f"cel {cell}, kolom `{column}`: {f'`{written}`' if written else 'leeg'} is niet {wanted.nl}",
            en=f"cell {cell}, column `{column}`: {f'`{written}`' if written else 'empty'} is not {wanted.en}",
        ),
        remedy or Text(nl=f"vul in: {wanted.nl}", en=f"fill in {wanted.en}"),
    )
