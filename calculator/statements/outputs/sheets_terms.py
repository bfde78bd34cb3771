"""The table of contracts over years: who pays how much, from and until when, by when notice is given, what comes after."""

from __future__ import annotations

from calculator.statements.award.reading import Obj, objects, text
from calculator.statements.content.paper import Paper
from calculator.statements.content.parts.terms import afterwards, contracts_of, notice_of, untold
from calculator.statements.outputs import titles
from calculator.statements.outputs.cells import day_of
from calculator.statements.outputs.tables import Cell, Code, Column, Euro, Table


def terms(paper: Paper) -> Table:
    """One row per contract and place: first those of which it is known how they end, the first day of notice first.

    A day that nobody knows stays empty, as does the amount where nothing is paid in these years.
    """
    columns = (
        Column("scheme", titles.SCHEME, 30),
        Column("payment", titles.PAYMENT, 36),
        Column("unit", titles.PLACE, 12),
        Column("payer", titles.PAYER, 26),
        Column("first_year_eur", titles.FIRST_YEAR, 16),
        Column("running", titles.RUNS_ALREADY, 10),
        Column("starts_on", titles.STARTS_ON, 14),
        Column("ends_on", titles.RUNS_UNTIL, 14),
        Column("notice_by", titles.NOTICE_BY, 14),
        Column("extends_itself_years", titles.EXTENDS, 14),
        Column("then", titles.THEN, 30),
        Column("basis_until", titles.BASIS_UNTIL, 14),
        Column("text", titles.TO_DO, 80),
    )
    rows = [_contract(paper, due) for due in objects(paper.award, "notices")]
    rows += [_silent(paper, contract, line, payment) for contract, line, payment in untold(paper)]
    return Table("terms", titles.SHEETS["terms"], columns, tuple(rows))


def _contract(paper: Paper, due: Obj) -> tuple[Cell, ...]:
    of, payment, unit = text(due, "scheme"), text(due, "payment"), text(due, "unit")
    extends, running = due.get("extends_itself_years"), due.get("running") is True
    begun = sorted(text(contract, "from") for contract in contracts_of(paper, of, payment, unit))
    return (
        *_what(paper, of, payment, unit),
        running,
        day_of({"from": begun[-1]}, "from") if running and begun else None,
        day_of(due, "ends_on"),
        day_of(due, "notice_by"),
        extends if isinstance(extends, int) else None,
        Code(text(due, "then"), afterwards(paper, due)),
        day_of(due, "basis_until"),
        text(due, "text", paper.voice.language) or None,
    )


def _silent(paper: Paper, contract: Obj, line: Obj, payment: str) -> tuple[Cell, ...]:
    """Of one of which nobody says how it ends: what the farmer wrote of its notice, if anything."""
    return (
        *_what(paper, text(contract, "scheme"), payment, text(line, "unit")),
        True,
        day_of(contract, "from"),
        day_of(contract, "until"),
        None,
        None,
        None,
        None,
        notice_of(paper, line) or None,
    )


def _what(paper: Paper, of: str, payment: str, unit: str) -> tuple[Cell, ...]:
    """What is paid where, by whom, and how much in the first of these years in which it is."""
    whole = unit in ("farm", "")
    paid = [
        x for x in paper.lines if x.ref == (of, payment) and (x.unit == unit or (whole and x.unit == "farm"))
    ]
    first = min((line.year for line in paid), default=0)
    payers = (line.payer for line in paper.lines if line.scheme == of)
    payer = paid[0].payer if paid else next(payers, "".join(of.split(".")[1:2]))
    return (
        Code(of, paper.names.scheme(of)),
        Code(payment, paper.names.payment(of, payment)),
        Code("farm", paper.voice.say(titles.WHOLE_FARM)) if whole else Code(unit, unit),
        Code(payer, paper.names.of("payers", payer)),
        Euro(sum(line.amount for line in paid if line.year == first)) if paid else None,
    )
