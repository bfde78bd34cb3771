"""A batch to take away: one ZIP with a file per farm, and one sheet that says how each of them ended."""

from __future__ import annotations

import re
import tempfile
import unicodedata
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import IO, cast

from calculator.domain.dutch_day import dutch_day
from calculator.domain.money import cents_of
from calculator.domain.scheme import Text
from calculator.domain.statement_life import WORDS
from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor, FarmUnknown, NotAllowed
from calculator.services.statement.life import Desk, warnings
from calculator.statements.award.voice import Language
from calculator.statements.outputs import titles
from calculator.statements.outputs.tables import Cell, Code, Column, Euro, Table
from calculator.statements.outputs.workbook import workbook
from calculator.store import Unit
from calculator.store.background import batches
from calculator.store.background.batches import Batch, Item, ItemState
from calculator.store.records import statements
from calculator.store.records.statements import Kept

#: A ZIP larger than this is made on disk and not in memory.
_IN_MEMORY = 20_000_000

INDEX = Text("overzicht.xlsx", "index.xlsx")
_SHEET = Text("Reeks", "Batch")
_COLUMNS = (
    Column("place", titles.NUMBER, 6),
    Column("farm", Text("bedrijf", "farm"), 40),
    Column("state", Text("uitkomst", "outcome"), 16),
    Column("number", Text("nummer", "number"), 16),
    Column("check_code", Text("controlecode", "check code"), 22),
    Column("issued_on", Text("uitgegeven op", "issued on"), 14),
    Column("total_eur", Text("verwacht over de looptijd (€)", "expected over the term (€)"), 16),
    Column("file", Text("bestand", "file"), 40),
    Column("reason", Text("reden", "reason"), 80),
)
_STATES = {
    ItemState.WAITING: Text("niet begonnen", "not begun"),
    ItemState.FAILED: Text("mislukt", "failed"),
}


def archive(desk: Desk, actor: Actor, batch: Batch, language: str) -> IO[bytes]:
    """The ZIP of everything the person may still see, at its start; the caller closes it."""
    spoken: Language = "en" if language == "en" else "nl"
    target = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115  it is handed over
    rows: list[tuple[Cell, ...]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        with desk.database.transaction() as unit:
            listed = batches.items(unit, batch)
        for item in listed:
            # One farm at a time: files are large, and a long transaction would keep others waiting.
            with desk.database.transaction() as unit:
                kept, pdf, reason = _seen(unit, desk, actor, item)
                total = _total(unit, kept)
            name = _file_name(item) if pdf else None
            if pdf and name:
                made.writestr(_entry(name, batch.created_at), pdf)
            rows.append(_row(item, kept, total, name, reason, spoken))
        sheet = Table("batch", _SHEET, _COLUMNS, tuple(rows))
        book = workbook((sheet,), title="Stapelwijzer", language=spoken, made_on=dutch_day(batch.created_at))
        made.writestr(_entry(INDEX[spoken], batch.created_at), book)
    target.seek(0)
    return target


def _seen(unit: Unit, desk: Desk, actor: Actor, item: Item) -> tuple[Kept | None, bytes | None, Text | None]:
    """The statement and its file, as far as the person may see the farm today."""
    if item.statement is None:
        return None, None, item.reason
    try:
        rights.require(unit, actor, item.farm, Action.VIEW, now=desk.now(), today=desk.today())
    except NotAllowed as refusal:
        return None, None, refusal.reason
    except FarmUnknown:
        gone = Text("Dit bedrijf is verwijderd.", "This farm was removed.")
        return None, None, gone
    kept = statements.find(unit, item.statement)
    if kept is None:
        return None, None, item.reason
    reason = item.reason or next(iter(warnings(kept)), None)
    return kept, statements.pdf(unit, kept.id), reason


def _total(unit: Unit, kept: Kept | None) -> Euro | None:
    if kept is None:
        return None
    written = statements.content(unit, kept.id).award.get("total_eur")
    return None if written is None else Euro(cents_of(Decimal(str(written))))


def _row(
    item: Item,
    kept: Kept | None,
    total: Euro | None,
    name: str | None,
    reason: Text | None,
    language: Language,
) -> tuple[Cell, ...]:
    state = WORDS[kept.life] if kept else _STATES.get(item.state, Text("niet te zien", "not visible"))
    code = kept.life.value if kept else item.state.value
    issued: date | None = kept.issued_on if kept else None
    return (
        item.place + 1,
        item.farm_name,
        Code(code, state[language]),
        kept.number if kept else None,
        kept.check_code if kept else None,
        issued,
        total,
        name,
        None if reason is None else reason[language],
    )


def _file_name(item: Item) -> str:
    """``0001-naam.pdf``: letters that every file system knows, and a number that keeps names apart."""
    folded = unicodedata.normalize("NFKD", item.farm_name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60]
    return f"{item.place + 1:04d}-{plain}.pdf" if plain else f"{item.place + 1:04d}.pdf"


def _entry(name: str, moment: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, 12, 0, 0))
    entry.external_attr = 0o644 << 16
    return entry
