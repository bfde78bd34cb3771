"""Statements, as rows and back. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, Row, Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from calculator.domain.statement_life import Life, number_of
from calculator.store.database import Unit
from calculator.store.ids import is_id, new_id
from calculator.store.records.statement_models import StatementRow


@dataclass(frozen=True, slots=True)
class Asked:
    """What a statement is asked for: the farm at a revision, its profile, the award, and the options of both."""

    farm_id: int
    farm: str
    farm_name: str
    farm_revision: int
    actor: str
    idempotency_key: str | None
    request: str
    language: str
    options: Mapping[str, object]
    document: Mapping[str, object]
    award: Mapping[str, object]
    supersedes: str | None = None
    recipient: str = ""
    purpose: str = "farmer"


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement without its data and file. ``id`` is the key of the table and never leaves the service."""

    id: int
    public_id: str
    farm: str
    farm_name: str
    life: Life
    actor: str
    request: str
    language: str
    recipient: str
    purpose: str
    options: Mapping[str, object]
    supersedes: str | None
    created_at: datetime
    approved_at: datetime | None
    year: int | None
    sequence: int | None
    check_code: str | None
    issued_on: date | None
    pdf_sha256: str | None
    changed_at: datetime | None
    superseded_by: str | None
    reason: str | None

    @property
    def number(self) -> str | None:
        """The number as it is printed; None before it is issued."""
        return None if self.year is None or self.sequence is None else number_of(self.year, self.sequence)


@dataclass(frozen=True, slots=True)
class Content:
    """What a statement is drawn from."""

    document: Mapping[str, object]
    award: Mapping[str, object]


class AlreadyAsked(Exception):  # noqa: N818  it says what happened
    """Somebody else used this idempotency key a moment ago; nothing was kept here."""


_COLUMNS = tuple(getattr(StatementRow, name) for name in Kept.__slots__)


def draft(unit: Unit, asked: Asked, now: datetime) -> Kept:
    """Keep a new draft; raises AlreadyAsked, after which the transaction is of no use."""
    public_id = new_id()
    values = {
        "public_id": public_id,
        "farm": asked.farm,
        "farm_name": asked.farm_name[:200],
        "draft_farm_id": asked.farm_id,
        "life": Life.DRAFT.value,
        "actor": asked.actor,
        "idempotency_key": asked.idempotency_key,
        "request": asked.request,
        "language": asked.language,
        "recipient": asked.recipient,
        "purpose": asked.purpose,
        "options": dict(asked.options),
        "document": dict(asked.document),
        "award": dict(asked.award),
        "farm_revision": asked.farm_revision,
        "supersedes": asked.supersedes,
        "created_at": now,
    }
    try:
        unit.execute(insert(StatementRow).values(**values))
    except IntegrityError as clash:
        if asked.idempotency_key is None:
            raise
        raise AlreadyAsked from clash
    found = find(unit, public_id)
    if found is None:
        raise LookupError(public_id)
    return found


def find(unit: Unit, public_id: str) -> Kept | None:
    """The statement with that id, or None."""
    if not is_id(public_id):
        return None
    return _one(unit, select(*_COLUMNS).where(StatementRow.public_id == public_id))


def asked_before(unit: Unit, actor: str, idempotency_key: str) -> Kept | None:
    """What this person asked for under that key, or None."""
    matching = select(*_COLUMNS).where(
        StatementRow.actor == actor, StatementRow.idempotency_key == idempotency_key
    )
    return _one(unit, matching)


def of_farms(unit: Unit, farms: Iterable[str], most: int = 500) -> list[Kept]:
    """The statements of these farms, newest first."""
    rows = unit.execute(
        select(*_COLUMNS)
        .where(StatementRow.farm.in_(list(farms)))
        .order_by(StatementRow.created_at.desc(), StatementRow.id.desc())
        .limit(most)
    )
    return [_kept(row) for row in rows]


def latest(unit: Unit, farms: Iterable[str]) -> dict[str, Kept]:
    """The newest statement of each of these farms, by the farm's id."""
    newest = (
        select(func.max(StatementRow.id))
        .where(StatementRow.farm.in_(list(farms)))
        .group_by(StatementRow.farm)
    )
    rows = unit.execute(select(*_COLUMNS).where(StatementRow.id.in_(newest)))
    return {kept.farm: kept for kept in map(_kept, rows)}


def content(unit: Unit, key: int) -> Content:
    """Profile and award of a statement that was found."""
    matching = select(StatementRow.document, StatementRow.award).where(StatementRow.id == key)
    document, award = unit.execute(matching).one()
    return Content(document, award)


def pdf(unit: Unit, key: int) -> bytes | None:
    """The file exactly as issued; None before it is."""
    return unit.scalar(select(StatementRow.pdf).where(StatementRow.id == key))


def openings(unit: Unit, key: int) -> bytes | None:
    """What proves the withheld values of a statement (JSON); None before it is issued, and where nothing is withheld."""
    return unit.scalar(select(StatementRow.openings).where(StatementRow.id == key))


def by_check_code(unit: Unit, check_code: str) -> Kept | None:
    """The issued statement with that code in its normal form, or None."""
    return _one(unit, select(*_COLUMNS).where(StatementRow.check_code == check_code))


def change(unit: Unit, kept: Kept, life: Life, **values: object) -> bool:
    """Move a statement on from the state it was found in; False where somebody else moved it first."""
    changed = unit.execute(
        update(StatementRow)
        .where(StatementRow.id == kept.id, StatementRow.life == kept.life.value)
        .values(life=life.value, **values)
    )
    return isinstance(changed, CursorResult) and changed.rowcount == 1


def _one(unit: Unit, matching: Select[tuple[object, ...]]) -> Kept | None:
    row = unit.execute(matching).one_or_none()
    return None if row is None else _kept(row)


def _kept(row: Row[tuple[object, ...]]) -> Kept:
    values = dict(row._mapping)
    return Kept(**{**values, "life": Life(values["life"])})
