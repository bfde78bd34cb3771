"""A scenario in print: its pictures and tables as an archive PDF that carries the same numbers as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Protocol

from calculator.domain.scheme import Text
from calculator.statements.award.voice import Language, Voice
from calculator.statements.content.wording import words
from calculator.statements.drawing import pdf
from calculator.statements.drawing.html import page
from calculator.statements.outputs.tables import Cell, Code, Euro, Rate, Share, Table

#: Rows of a table that are printed; the files hold all of them.
MOST_ROWS = 60
#: Signs of a text that stay on one line, and of a whole line at the ordinary size.
_TEXT, _LINE = 40, 105
#: Sizes in points: the ordinary one, and those for tables that do not fit a line, which stand in the style sheet.
_ORDINARY, _SMALLER = 8.4, (7, 6, 5)
_MORE = Text("en {n} rijen meer in de bestanden", "and {n} more rows in the files")


class Drawing(Protocol):
    """A picture: shapes in drawing units, a caption, and the words that say the same."""

    @property
    def key(self) -> str:
        """What no other picture of the report is called."""

    @property
    def caption(self) -> str:
        """What stands above it."""

    @property
    def said(self) -> str:
        """What it says, in words."""

    @property
    def width(self) -> float:
        """In drawing units."""

    @property
    def height(self) -> float:
        """In drawing units."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is printed; ``data`` is the JSON with the same numbers, ``facts`` stand on top as label and value.

    ``notes`` say under a table, by its key, what a reader must know.
    """

    title: str
    subtitle: str
    about: str
    facts: tuple[tuple[str, str], ...]
    pictures: Sequence[Drawing]
    tables: tuple[Table, ...]
    notes: Mapping[str, str]
    data: bytes
    made_on: date
    language: Language


@dataclass(frozen=True, slots=True)
class Printed:
    """A table as it is printed: titles, whether each column holds numbers and how wide it is, rows, and what was left out.

    Widths are hundredths of the page; ``points`` is the size of its signs, 0 for the ordinary one.
    """

    title: str
    heads: tuple[str, ...]
    numbers: tuple[bool, ...]
    widths: tuple[int, ...]
    points: int
    rows: tuple[tuple[str, ...], ...]
    note: str
    more: str


def report(asked: Report) -> bytes:
    """The PDF (PDF/A-3a): the same bytes for the same input."""
    moment = datetime.combine(asked.made_on, time(12), tzinfo=UTC)
    voice = Voice(asked.language)
    written = page(
        "scenario.html",
        report=asked,
        tables=tuple(_printed(t, asked.notes.get(t.key, ""), voice) for t in asked.tables),
        page_word=voice.say(words.PAGE),
        of_word=voice.say(words.OF),
        created=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return pdf.with_data(
        written,
        title=asked.title,
        subject=asked.subtitle,
        language=asked.language,
        moment=moment,
        data=asked.data,
    )


def _printed(table: Table, note: str, voice: Voice) -> Printed:
    years = [column.key == "year" for column in table.columns]
    rows = tuple(
        tuple(str(c) if year else _said(c, voice) for c, year in zip(row, years, strict=True))
        for row in table.rows[:MOST_ROWS]
    )
    numbers = tuple(
        any(isinstance(row[at], Euro | Decimal | int) for row in table.rows)
        for at in range(len(table.columns))
    )
    left = len(table.rows) - len(rows)
    more = _MORE[voice.language].replace("{n}", str(left)) if left else ""
    heads = tuple(c.title[voice.language] for c in table.columns)
    widths, points = _widths(heads, rows, numbers)
    return Printed(table.title[voice.language], heads, numbers, widths, points, rows, note, more)


def _widths(
    heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numbers: tuple[bool, ...]
) -> tuple[tuple[int, ...], int]:
    """So wide, and so small, that no number and no word breaks; what is left goes to the columns with long texts."""
    least, more = [], []
    for at, number in enumerate(numbers):
        cells = [row[at] for row in rows]
        longest = max((len(word) for text in (heads[at], *cells) for word in text.split()), default=1)
        whole = max(map(len, cells), default=1)
        least.append(max(longest, whole if number else 1) + (3 if number else 2))
        more.append(0 if number else max(0, min(whole, _TEXT) - longest))
    spare = max(0, _LINE - sum(least)) / (sum(more) or 1)
    wanted = [one + other * min(1, spare) for one, other in zip(least, more, strict=True)]
    shares = tuple(max(1, int(100 * one / sum(wanted))) for one in wanted)
    fits = (size for size in _SMALLER if sum(least) * size <= _LINE * _ORDINARY)
    return shares, 0 if sum(least) <= _LINE else next(fits, _SMALLER[-1])


def _said(cell: Cell, voice: Voice) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return Text(*(("ja", "yes") if cell else ("nee", "no")))[voice.language]
        case Euro(cents):
            return voice.money(cents)
        case Rate(euros) | Share(euros):
            return voice.number(euros)
        case int():
            return voice.number(Decimal(cell))
        case Decimal():
            return voice.number(cell)
        case date():
            return voice.day(cell)
        case Code(_, said) | (str() as said):
            return said
