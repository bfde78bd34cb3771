"""The tables of what binds, what is open, what is refused and what everything rests on."""

from __future__ import annotations

from calculator.domain.scheme import Text
from calculator.domain.sentences import presumed, sentences
from calculator.statements.award.could_add import could_add
from calculator.statements.award.reading import Obj, cents, inner, items, objects, text
from calculator.statements.award.voice import Voice
from calculator.statements.content.paper import Paper
from calculator.statements.outputs import titles
from calculator.statements.outputs.cells import day_of, euro, source_cells, word
from calculator.statements.outputs.tables import Cell, Code, Column, Euro, Table

_SOURCE = (
    Column("source", titles.SOURCE, 40),
    Column("source_article", titles.ARTICLE, 20),
    Column("url", titles.ADDRESS, 50),
)
_PAYMENT = (
    Column("scheme", titles.SCHEME, 30),
    Column("payment", titles.PAYMENT, 36),
    Column("unit", titles.PLACE, 12),
    Column("year", titles.YEAR, 7),
)


def limits(paper: Paper) -> Table:
    """The ledger: used, ceiling and room per limit and year."""
    columns = (
        Column("limit", titles.LIMIT, 36),
        Column("scope", titles.SCOPE, 16),
        Column("year", titles.YEAR, 7),
        Column("used_eur", titles.USED, 14),
        Column("ceiling_eur", titles.CEILING, 14),
        Column("counts", titles.COUNTS, 26),
        Column("room_eur", titles.ROOM, 14),
        Column("window", titles.WINDOW, 14),
        Column("binding", titles.BINDING, 8),
        Column("price_eur", titles.PRICE, 12),
        Column("largest_grant_that_fits_eur", titles.LARGEST, 18),
        Column("article", titles.ARTICLE, 40),
        *_SOURCE,
    )
    rows = tuple(_limit(paper, entry) for entry in objects(paper.award, "limits"))
    return Table("limits", titles.SHEETS["limits"], columns, rows)


def _limit(paper: Paper, entry: Obj) -> tuple[Cell, ...]:
    used, ceiling = cents(entry, "used_eur"), cents(entry, "ceiling_eur")
    least = text(entry, "kind") == "minimum_total"
    room = None if used is None or ceiling is None or least else Euro(max(0, ceiling - used))
    return (
        _limit_name(paper, entry),
        word(paper.voice, titles.SCOPES, text(entry, "scope")),
        _year(entry),
        euro(entry, "used_eur"),
        euro(entry, "ceiling_eur"),
        text(inner(entry, "counts"), "text", paper.voice.language) or None,
        room,
        _window(paper.voice, text(entry, "window")),
        entry.get("binding") is True,
        euro(entry, "price_eur"),
        euro(entry, "largest_grant_that_fits_eur"),
        paper.voice.cited(text(entry, "article")) or None,
        *_source(paper.voice, entry),
    )


def grants(paper: Paper) -> Table:
    """Every grant that counts under a limit, per year in which it counts, by its grant date."""
    columns = (
        Column("limit", titles.LIMIT, 36),
        Column("year", titles.YEAR, 7),
        Column("grant_date", titles.GRANT_DATE, 14),
        Column("amount_eur", titles.AMOUNT, 14),
        Column("from", titles.FROM, 40),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            _limit_name(paper, entry),
            _year(entry),
            day_of(grant, "grant_date"),
            euro(grant, "amount_eur"),
            paper.names.ref(text(grant, "from")),
        )
        for entry in objects(paper.award, "limits")
        for grant in objects(entry, "grants")
    ]
    return Table("grants", titles.SHEETS["grants"], columns, tuple(rows))


def open_questions(paper: Paper) -> Table:
    """What cannot be decided yet, and what it could add at most; an amount that is unknown stays empty."""
    columns = (
        *_PAYMENT,
        Column("missing", titles.MISSING, 60),
        Column("could_add_up_to_eur", titles.COULD_ADD, 14),
        Column("after_basis", titles.AFTER_BASIS, 14),
    )
    rows = tuple(
        (
            *_payment(paper, entry),
            sentences(map(str, items(entry, "missing"))),
            _euro(could_add(paper.award, entry)),
            entry.get("continuation") is True,
        )
        for entry in objects(paper.award, "open")
    )
    return Table("open", titles.SHEETS["open"], columns, rows)


def refused(paper: Paper) -> Table:
    """What the farm does not qualify for, with the shortfall and what can be done."""
    columns = (
        *_PAYMENT,
        Column("reason", titles.REASON, 50),
        Column("shortfall", titles.SHORTFALL, 30),
        Column("remedy", titles.REMEDY, 40),
        *_SOURCE,
    )
    rows = tuple(
        (
            *_payment(paper, entry),
            text(entry, "reason", paper.voice.language) or None,
            text(entry, "shortfall", paper.voice.language) or None,
            text(entry, "remedy", paper.voice.language) or None,
            *_source(paper.voice, entry),
        )
        for entry in objects(paper.award, "refusals")
    )
    return Table("refused", titles.SHEETS["refused"], columns, rows)


def notes(paper: Paper) -> Table:
    """Assumptions, what is not modelled, caveats and what is contingent."""
    columns = (
        Column("kind", titles.KIND, 18),
        Column("scheme", titles.SCHEME, 30),
        Column("text", titles.TEXT, 100),
    )
    rows: list[tuple[Cell, ...]] = []
    for key, kind in titles.NOTE_KINDS.items():
        named: Text = kind
        for entry in items(paper.award, key):
            scheme = text(entry, "scheme") if isinstance(entry, dict) else ""
            said = text(entry, "text", paper.voice.language) if isinstance(entry, dict) else str(entry)
            about = Code(scheme, paper.names.scheme(scheme)) if scheme else None
            said = presumed(said) if key == "assumptions" else said
            rows.append((Code(key, paper.voice.say(named)), about, said))
    return Table("notes", titles.SHEETS["notes"], columns, tuple(rows))


def rules(paper: Paper) -> Table:
    """The rule files that the award rests on."""
    columns = (
        Column("id", titles.SCHEME, 50),
        Column("valid_from", titles.VALID_FROM, 14),
        Column("sha256", titles.FINGERPRINT, 68),
    )
    rows = tuple(
        (text(rule, "id"), day_of(rule, "valid_from"), text(rule, "sha256").removeprefix("sha256:"))
        for rule in objects(inner(paper.award, "receipt"), "rules")
    )
    return Table("rules", titles.SHEETS["rules"], columns, rows)


def _limit_name(paper: Paper, entry: Obj) -> Code:
    code = text(entry, "limit")
    return Code(code, text(entry, "name", paper.voice.language) or paper.names.of("limits", code))


def _payment(paper: Paper, entry: Obj) -> tuple[Cell, ...]:
    scheme, payment = text(entry, "scheme"), text(entry, "payment")
    unit = text(entry, "unit")
    whole = unit in ("farm", "")
    return (
        Code(scheme, paper.names.scheme(scheme)),
        Code(payment, paper.names.payment(scheme, payment)),
        Code("farm", paper.voice.say(titles.WHOLE_FARM)) if whole else Code(unit, unit),
        _year(entry),
    )


def _euro(amount: int | None) -> Euro | None:
    return None if amount is None else Euro(amount)


def _year(entry: Obj) -> int | None:
    written = text(entry, "year")
    return int(written) if written.isdigit() else None


def _window(voice: Voice, written: str) -> Code | None:
    kind, _, years = written.partition(" ")
    if kind in titles.WINDOWS and years.isdigit():
        return Code(written, voice.say(titles.WINDOWS[kind], years=years))
    return Code(written, written) if written else None


def _source(voice: Voice, entry: Obj) -> tuple[Cell, Cell, Cell]:
    source = inner(entry, "source")
    return source_cells(voice, text(source, "title"), text(source, "article"), text(source, "url"))
