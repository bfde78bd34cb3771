"""Farms that belong to somebody. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import CursorResult, Row, delete, func, select, update

from calculator.store.database import Unit
from calculator.store.ids import is_id, new_id
from calculator.store.models import FarmRow


@dataclass(frozen=True, slots=True)
class FarmSummary:
    """A farm without its document. ``id`` and ``owner_id`` are keys of tables and never leave the service."""

    id: int
    public_id: str
    owner_id: int
    name: str
    revision: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Farm:
    """A farm with the profile as it was last saved; ``summary.revision`` says which one that is."""

    summary: FarmSummary
    document: Mapping[str, object]


def add(unit: Unit, owner_id: int, name: str, document: Mapping[str, object], now: datetime) -> FarmSummary:
    """Keep a new farm at revision 1."""
    row = FarmRow(
        public_id=new_id(),
        owner_id=owner_id,
        name=name,
        document=_kept(document),
        created_at=now,
        changed_at=now,
        revision=1,
    )
    unit.add(row)
    unit.flush()
    return FarmSummary(row.id, row.public_id, owner_id, name, row.revision, now)


def _kept(node: object) -> object:
    """A profile as JSON: decimals are text, as everywhere that a profile is written down, so that none of them changes."""
    if isinstance(node, Mapping):
        return {key: _kept(inner) for key, inner in node.items()}
    if isinstance(node, list):
        return [_kept(inner) for inner in node]
    return str(node) if isinstance(node, Decimal) else node


def find(unit: Unit, public_id: str) -> FarmSummary | None:
    """The farm with that id, or None; examples have no owner and are not found."""
    if not is_id(public_id):
        return None
    row = unit.execute(
        select(*_COLUMNS).where(FarmRow.public_id == public_id, FarmRow.owner_id.is_not(None))
    ).one_or_none()
    return None if row is None else _summary(row)


def document(unit: Unit, farm_id: int) -> Mapping[str, object]:
    """The profile of a farm that was found in this transaction."""
    return unit.scalars(select(FarmRow.document).where(FarmRow.id == farm_id)).one()


def documents(unit: Unit, farm_ids: frozenset[int]) -> dict[int, Mapping[str, object]]:
    """The profiles of farms that were found in this transaction, by id."""
    if not farm_ids:
        return {}
    rows = unit.execute(select(FarmRow.id, FarmRow.document).where(FarmRow.id.in_(farm_ids)))
    return {row.id: row.document for row in rows}


def owned(unit: Unit, owner_id: int) -> list[FarmSummary]:
    """Every farm of one owner, by name."""
    rows = unit.execute(
        select(*_COLUMNS).where(FarmRow.owner_id == owner_id).order_by(FarmRow.name, FarmRow.id)
    )
    return [_summary(row) for row in rows]


def by_ids(unit: Unit, farm_ids: frozenset[int]) -> list[FarmSummary]:
    """Those farms, by name."""
    if not farm_ids:
        return []
    rows = unit.execute(
        select(*_COLUMNS)
        .where(FarmRow.id.in_(farm_ids), FarmRow.owner_id.is_not(None))
        .order_by(FarmRow.name, FarmRow.id)
    )
    return [_summary(row) for row in rows]


def count(unit: Unit, owner_id: int) -> int:
    """How many farms one owner has."""
    return unit.scalar(select(func.count()).select_from(FarmRow).where(FarmRow.owner_id == owner_id)) or 0


def save(
    unit: Unit, farm_id: int, expected: int, name: str, document: Mapping[str, object], now: datetime
) -> bool:
    """Keep a changed profile as the next revision; False, and nothing done, where it is not at ``expected`` any more.

    One statement compares and changes, so that of two savers at the same moment exactly one succeeds.
    """
    changed = unit.execute(
        update(FarmRow)
        .where(FarmRow.id == farm_id, FarmRow.revision == expected)
        .values(name=name, document=_kept(document), changed_at=now, revision=expected + 1)
    )
    return cast("CursorResult[tuple[int]]", changed).rowcount == 1


def remove(unit: Unit, farm_id: int, expected: int | None = None) -> bool:
    """Remove a farm, where asked only at that revision; its mandates go with it."""
    statement = delete(FarmRow).where(FarmRow.id == farm_id)
    if expected is not None:
        statement = statement.where(FarmRow.revision == expected)
    return cast("CursorResult[tuple[int]]", unit.execute(statement)).rowcount == 1


_COLUMNS = (
    FarmRow.id,
    FarmRow.public_id,
    FarmRow.owner_id,
    FarmRow.name,
    FarmRow.revision,
    FarmRow.changed_at,
)


def _summary(row: Row[int, str, int | None, str, int, datetime]) -> FarmSummary:
    key, public_id, owner_id, name, revision, changed_at = row
    assert owner_id is not None, "examples are left out by every query here"
    return FarmSummary(key, public_id, owner_id, name, revision, changed_at)
