"""The same table for people and for programs: one set of figures, two ways of writing."""

import csv
import io
from datetime import date
from decimal import Decimal

from calculator.domain.scheme import Text
from calculator.statements.content.paper import paper_of
from calculator.statements.outputs import sheets
from calculator.statements.outputs.separated import separated
from calculator.statements.outputs.tables import Code, Column, Euro, Rate, Share, Table
from tests.statements import builders

CELLS = ("Hé; \"x\"\nz", 7, Decimal("1234.5"), date(2026, 3, 1), True, Euro(-123456), Rate(Decimal("0.0144")),
         Share(Decimal("0.055")), Code("ha", "hectare"), None)  # fmt: skip


def one_row(*cells: object) -> Table:
    columns = tuple(Column(f"c{index}", Text(f"kop{index}", f"head{index}")) for index in range(len(cells)))
    return Table("t", Text("t", "t"), columns, (cells,))  # type: ignore[arg-type]


def read(raw: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_people_who_read_dutch_get_decimal_commas_dutch_days_and_words() -> None:
    raw = separated(one_row(*CELLS), form="people")
    assert raw.startswith(b"\xef\xbb\xbf")
    head, row = read(raw, ";")
    assert head[0] == "kop0"
    assert row == [
        'Hé; "x"\nz', "7", "1234,5", "01-03-2026", "ja", "-1234,56", "0,0144", "5,5%", "hectare", ""
    ]  # fmt: skip


def test_people_who_read_english_get_decimal_points_and_days_that_cannot_be_turned_round() -> None:
    raw = separated(one_row(*CELLS), form="people", language="en")
    assert raw.startswith(b"\xef\xbb\xbf")
    head, row = read(raw, ",")
    assert head[0] == "head0"
    assert row == [
        'Hé; "x"\nz', "7", "1234.5", "2026-03-01", "yes", "-1234.56", "0.0144", "5.5%", "hectare", ""
    ]  # fmt: skip


def test_programs_get_points_iso_days_and_codes() -> None:
    raw = separated(one_row(*CELLS), form="machine", language="en")
    assert not raw.startswith(b"\xef\xbb\xbf")
    head, row = read(raw, ",")
    assert head[0] == "c0"
    assert row == ['Hé; "x"\nz', "7", "1234.5", "2026-03-01", "true", "-1234.56", "0.0144", "0.055", "ha", ""]


def test_a_text_that_would_be_run_gets_an_apostrophe_in_both_forms() -> None:
    for form, delimiter in (("people", ";"), ("machine", ",")):
        raw = separated(one_row("=1+1", "@x", "+31 6"), form=form, language="nl")  # type: ignore[arg-type]
        assert read(raw, delimiter)[1] == ["'=1+1", "'@x", "'+31 6"]


def test_both_forms_hold_every_line_of_the_award() -> None:
    paper = paper_of(builders.award(), builders.profile(), builders.rule_files(), "nl", builders.ISSUE)
    table = sheets.lines(paper)
    people = list(
        csv.DictReader(io.StringIO(separated(table, form="people").decode("utf-8-sig")), delimiter=";")
    )
    programs = list(csv.DictReader(io.StringIO(separated(table, form="machine").decode())))
    cents = [int(Decimal(row["amount_eur"]) * 100) for row in programs if row["outside_total"] == "false"]
    assert sum(cents) == paper.total
    assert [row["bedrag (€)"] for row in people] == [row["amount_eur"].replace(".", ",") for row in programs]
