"""The clients of an adviser as a workbook: totals per year and payer, net, certainty, what is open, what is due.

What leaves the service this way is logged per farm, as a look at it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from calculator.domain.dutch_day import dutch_day
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.domain.statement_life import WORDS
from calculator.services.account.rights import Action, Actor
from calculator.services.advice import clients
from calculator.services.advice.clients import FROM_MANDATE, MANDATE, Client
from calculator.services.award.summary import Deadline
from calculator.services.statement import batch_life
from calculator.statements.award.names import CERTAINTY
from calculator.statements.award.voice import Language, Voice
from calculator.statements.outputs import titles
from calculator.statements.outputs.tables import Cell, Column, Euro, Table
from calculator.statements.outputs.workbook import workbook
from calculator.store import Database

STATES = {
    "new": Text("nog niet doorgerekend", "not calculated yet"),
    "failed": Text("berekening mislukt", "calculation failed"),
    "outdated": Text("verouderd", "out of date"),
    "incomplete": Text("gegevens ontbreken", "data missing"),
    "complete": Text("volledig", "complete"),
}
_FARM = Column("farm", Text("bedrijf", "farm"), 34)
_NOTE = Text(
    "Een berekening, geen beschikking: alleen de betaler beslist. Lege cellen zijn onbekend, geen nul.",
    "A calculation, not a decision: only the payer decides. Empty cells are unknown, not zero.",
)


def book(
    database: Database,
    actor: Actor,
    farm_ids: Sequence[str],
    rulebook: Rulebook,
    *,
    now: datetime,
    today: date,
    language: str,
) -> bytes:
    """The workbook of those clients, in the order given; raises InputProblems that name every farm that is none."""
    unique = batch_life.once(farm_ids)
    with database.transaction() as unit:
        batch_life.allowed(unit, actor, unique, Action.VIEW, now=now, today=today)
    everybody = clients.listed(database, actor, rulebook, today, questions=True)
    found = {client.farm.public_id: client for client in everybody}
    chosen = [found[farm] for farm in unique if farm in found]
    spoken: Language = "en" if language == "en" else "nl"
    title = Text("Portefeuille", "Portfolio")[spoken]
    return workbook(tables(chosen, spoken), title=title, language=spoken, made_on=today)


def tables(chosen: Sequence[Client], language: Language) -> tuple[Table, ...]:
    """A row per client; then per payer, per open question and per day that is due."""
    return (
        _clients(chosen, language),
        _payers(chosen, language),
        _questions(chosen, language),
        _deadlines(chosen, language),
        _about(language),
    )


def _clients(chosen: Sequence[Client], language: Language) -> Table:
    years = sorted({year for client in chosen if client.summary for year in client.summary.years})
    columns = (
        _FARM,
        Column("keeper", Text("behandelaar", "adviser"), 24),
        Column("mandate_until", Text("machtiging tot", "mandate until"), 14),
        Column("state", Text("staat", "state"), 20),
        Column("why", Text("waarom", "why"), 40),
        Column("reference_date", titles.REFERENCE_DATE, 12),
        Column("computed_on", Text("doorgerekend op", "calculated on"), 14),
        Column("total_eur", Text("totaal (€)", "total (€)"), 14),
        Column("low_eur", titles.LOW, 14),
        Column("high_eur", titles.HIGH, 14),
        Column("net_eur", Text("na kosten (€)", "after costs (€)"), 14),
        *(Column(f"year_{year}", Text(f"{year} (€)", f"{year} (€)"), 14) for year in years),
        *(Column(code, Text(f"{word.nl} (€)", f"{word.en} (€)"), 16) for code, word in CERTAINTY.items()),
        Column("by_rules_eur", Text("verschil door de regels (€)", "difference by the rules (€)"), 16),
        Column("missing_facts", Text("ontbrekende gegevens", "missing facts"), 12),
        Column("next_day", Text("eerstvolgende dag", "next day"), 14),
        Column("next_what", Text("wat dan", "what then"), 44),
        Column("statement", Text("overzicht", "statement"), 18),
    )
    return Table(
        "clients",
        Text("Klanten", "Clients"),
        columns,
        tuple(_row(client, years, language) for client in chosen),
    )


def _row(client: Client, years: Sequence[int], language: Language) -> tuple[Cell, ...]:
    result, found, kept = client.result, client.summary, client.statement
    return (
        client.farm.name,
        client.mandate.keeper_name,
        client.mandate.end,
        STATES[client.state][language],
        "; ".join(why[language] for why in client.why) or None,
        result.on if result else None,
        dutch_day(result.computed_at) if result else None,
        _euro(found.total if found else None),
        _euro(found.low if found else None),
        _euro(found.high if found else None),
        _euro(found.net if found else None),
        *(_euro(found.years.get(year) if found else None) for year in years),
        # A kind of certainty on which nothing rests is none of it, once there is a result.
        *(_euro(found.certainty.get(code, 0) if found else None) for code in CERTAINTY),
        _euro(client.by_rules),
        found.facts if found else None,
        client.next.day if client.next else None,
        client.next.title[language] if client.next else None,
        f"{kept.number or ''} {WORDS[kept.life][language]}".strip() if kept else None,
    )


def _payers(chosen: Sequence[Client], language: Language) -> Table:
    columns = (_FARM, Column("payer", titles.PAYER, 34), Column("total_eur", titles.AMOUNT, 14))
    rows: list[tuple[Cell, ...]] = [
        (client.farm.name, payer.name[language], Euro(payer.total))
        for client in chosen
        if client.summary
        for payer in client.summary.payers
    ]
    return Table("payers", Text("Per betaler", "By payer"), columns, tuple(rows))


def _questions(chosen: Sequence[Client], language: Language) -> Table:
    columns = (
        _FARM,
        Column("payment", titles.PAYMENT, 40),
        Column("missing", titles.MISSING, 70),
        Column("could_add_up_to_eur", titles.COULD_ADD, 16),
    )
    rows: list[tuple[Cell, ...]] = [
        (client.farm.name, question.payment[language], question.missing[language], _euro(question.up_to))
        for client in chosen
        if client.summary
        for question in client.summary.questions
    ]
    return Table("open", titles.SHEETS["open"], columns, tuple(rows))


def _deadlines(chosen: Sequence[Client], language: Language) -> Table:
    columns = (
        Column("day", Text("dag", "day"), 12),
        _FARM,
        Column("what", Text("wat", "what"), 50),
        Column("detail", Text("toelichting", "explanation"), 60),
        Column("source", Text("bron", "source"), 50),
    )
    due = sorted(
        ((found, client.farm.name) for client in chosen for found in client.deadlines),
        key=lambda entry: (entry[0].day, entry[1]),
    )
    rows: list[tuple[Cell, ...]] = [
        (found.day, farm, found.title[language], found.detail[language] or None, _source(found, language))
        for found, farm in due
    ]
    rows += [
        (None, client.farm.name, said[language], None, None)
        for client in chosen
        if client.summary
        for said in client.summary.unpublished
    ]
    return Table("deadlines", Text("Dagen", "Days"), columns, tuple(rows))


def _source(found: Deadline, language: Language) -> str | None:
    return FROM_MANDATE[language] if found.kind == MANDATE else Voice(language).cited(found.source) or None


def _about(language: Language) -> Table:
    columns = (Column("about", Text("over deze cijfers", "about these figures"), 100),)
    return Table("about", Text("Over", "About"), columns, ((_NOTE[language],),))


def _euro(cents: int | None) -> Euro | None:
    return None if cents is None else Euro(cents)
