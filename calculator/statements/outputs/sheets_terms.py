"""The table of contracts over years: until when each runs, by when notice is given, and what comes after."""

from __future__ import annotations

from calculator.statements.award.reading import Obj, objects, text
from calculator.statements.content.paper import Paper
from calculator.statements.content.part_terms import afterwards
from calculator.statements.outputs import titles
from calculator.statements.outputs.cells import day_of
from calculator.statements.outputs.tables import Cell, Code, Column, Table


def terms(paper: Paper) -> Table:
    """One row per contract and place, the first day of notice first; a day that nobody knows stays empty."""
    columns = (
        Column("scheme", titles.SCHEME, 30),
        Column("payment", titles.PAYMENT, 36),
        Column("unit", titles.PLACE, 12),
        Column("running", titles.RUNS_ALREADY, 10),
        Column("ends_on", titles.RUNS_UNTIL, 14),
        Column("notice_by", titles.NOTICE_BY, 14),
        Column("extends_itself_years", titles.EXTENDS, 14),
        Column("then", titles.THEN, 30),
        Column("basis_until", titles.BASIS_UNTIL, 14),
        Column("text", titles.TO_DO, 80),
    )
    rows = tuple(_contract(paper, due) for due in objects(paper.award, "notices"))
    return Table("terms", titles.SHEETS["terms"], columns, rows)


def _contract(paper: Paper, due: Obj) -> tuple[Cell, ...]:
    of, payment, unit = text(due, "scheme"), text(due, "payment"), text(due, "unit")
    extends = due.get("extends_itself_years")
    return (
        Code(of, paper.names.scheme(of)),
        Code(payment, paper.names.payment(of, payment)),
        Code("farm", paper.voice.say(titles.WHOLE_FARM)) if unit == "farm" else Code(unit, unit),
        due.get("running") is True,
        day_of(due, "ends_on"),
        day_of(due, "notice_by"),
        extends if isinstance(extends, int) else None,
        Code(text(due, "then"), afterwards(paper, due)),
        day_of(due, "basis_until"),
        text(due, "text", paper.voice.language) or None,
    )
