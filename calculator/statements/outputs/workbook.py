"""The tables as an Excel workbook: real numbers and real dates, texts that are only texts, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from calculator.statements.award.voice import Language
from calculator.statements.outputs import titles
from calculator.statements.outputs.tables import Cell, Code, Euro, Rate, Share, Table, harmless

#: What a cell of a workbook can hold at most.
_MOST_SIGNS = 32_767
_MOST_ROWS = 1_048_000

#: Number formats in the neutral form of the file; a spreadsheet program shows them in its reader's own.
_SHAPES: Mapping[str, Mapping[str, object]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "whole": {"num_format": "0", "valign": "top"},
    "decimal": {"num_format": "#,##0.####", "valign": "top"},
    "euro": {"num_format": "#,##0.00", "valign": "top"},
    "rate": {"num_format": "#,##0.00####", "valign": "top"},
    "share": {"num_format": "0.00%", "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
}
_HEAD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
_TOTAL = {"bold": True, "top": 1}


def workbook(tables: tuple[Table, ...], *, title: str, language: Language, made_on: date) -> bytes:
    """One sheet per table, its head frozen and its rows filterable."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    created = datetime.combine(made_on, time(12), tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": harmless(title)[:255], "author": "Stapelwijzer", "created": created})
    shapes = _Shapes(book)
    for table in tables:
        _sheet(book.add_worksheet(table.title[language]), table, language, shapes)
    book.close()
    return target.getvalue()


class _Shapes:
    """The formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head = book.add_format(_HEAD)
        self.plain = {name: book.add_format(dict(shape)) for name, shape in _SHAPES.items()}
        self.total = {name: book.add_format({**shape, **_TOTAL}) for name, shape in _SHAPES.items()}

    def of(self, kind: str, *, total: bool) -> Format:
        return (self.total if total else self.plain)[kind]


def _sheet(sheet: Worksheet, table: Table, language: Language, shapes: _Shapes) -> None:
    sheet.freeze_panes(1, 0)
    sheet.hide_gridlines(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.title[language], shapes.head)
    rows = table.rows[:_MOST_ROWS]
    if rows and not table.total:
        sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
    for at, cells in enumerate(rows, start=1):
        last = table.total and at == len(rows)
        for index, cell in enumerate(cells):
            _cell(sheet, at, index, cell, language=language, shapes=shapes, total=last)


def _cell(
    sheet: Worksheet, row: int, column: int, cell: Cell, *, language: Language, shapes: _Shapes, total: bool
) -> None:
    match cell:
        case None:
            sheet.write_blank(row, column, None, shapes.of("text", total=total))
        case bool():
            said = (titles.YES if cell else titles.NO)[language]
            sheet.write_string(row, column, said, shapes.of("text", total=total))
        case Euro(cents):
            sheet.write_number(row, column, cents / 100, shapes.of("euro", total=total))
        case Rate(euros):
            sheet.write_number(row, column, float(euros), shapes.of("rate", total=total))
        case Share(of_one):
            sheet.write_number(row, column, float(of_one), shapes.of("share", total=total))
        case int():
            sheet.write_number(row, column, cell, shapes.of("whole", total=total))
        case Decimal():
            sheet.write_number(row, column, float(cell), shapes.of("decimal", total=total))
        case date():
            moment = datetime.combine(cell, time(0))
            sheet.write_datetime(row, column, moment, shapes.of("day", total=total))
        case Code(_, said) | (str() as said):
            sheet.write_string(row, column, _short(harmless(said)), shapes.of("text", total=total))


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SIGNS else text[: _MOST_SIGNS - 1] + "…"
