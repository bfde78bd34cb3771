"""Forms under way, by browser. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from calculator.store.database import Unit
from calculator.store.farms.draft_models import DraftRow
from calculator.store.ids import is_id, new_id


def put(unit: Unit, public_id: str | None, holder: str, about: str, sealed: str, now: datetime) -> str:
    """Keep a form, in place of the one with that id where this browser has it; answers its id."""
    row = _row(unit, public_id, holder) if public_id else None
    if row is None:
        row = DraftRow(public_id=new_id(), holder=holder)
        unit.add(row)
    row.about, row.sealed, row.changed_at = about, sealed, now
    unit.flush()
    return row.public_id


def sealed(unit: Unit, public_id: str, holder: str) -> tuple[str, datetime] | None:
    """The form of this browser with that id, and when it was kept."""
    row = _row(unit, public_id, holder)
    return None if row is None else (row.sealed, row.changed_at)


def newest(unit: Unit, holder: str, about: str) -> str | None:
    """The id of the form that this browser was last busy with, among those that began at the same place."""
    asked = select(DraftRow.public_id).where(DraftRow.holder == holder, DraftRow.about == about)
    return unit.scalars(asked.order_by(DraftRow.changed_at.desc(), DraftRow.id.desc()).limit(1)).first()


def remove(unit: Unit, holder: str, public_id: str | None = None) -> None:
    """Remove one form of this browser, or all of them."""
    asked = delete(DraftRow).where(DraftRow.holder == holder)
    unit.execute(asked if public_id is None else asked.where(DraftRow.public_id == public_id))


def sweep(unit: Unit, before: datetime, most: int) -> None:
    """Remove what is older, and the oldest beyond so many."""
    unit.execute(delete(DraftRow).where(DraftRow.changed_at < before))
    beyond = unit.scalars(select(DraftRow.id).order_by(DraftRow.id.desc()).offset(most).limit(1)).first()
    if beyond is not None:
        unit.execute(delete(DraftRow).where(DraftRow.id <= beyond))


def _row(unit: Unit, public_id: str, holder: str) -> DraftRow | None:
    if not is_id(public_id):
        return None
    return unit.scalars(
        select(DraftRow).where(DraftRow.public_id == public_id, DraftRow.holder == holder)
    ).one_or_none()
