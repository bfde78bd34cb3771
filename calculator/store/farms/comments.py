"""Comments, as rows and back. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from calculator.store.accounts.account_models import UserRow
from calculator.store.database import Unit
from calculator.store.farms.sharing_models import CommentRow
from calculator.store.ids import is_id, new_id
from calculator.store.models import FarmRow


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote; ``author_id`` is a key of tables and never leaves the service."""

    public_id: str
    farm: str
    author_id: int
    author: str
    organisation: str | None
    text: str
    written_at: datetime


def write(
    unit: Unit, farm_id: int, author_id: int, organisation: str | None, text: str, now: datetime
) -> None:
    """Keep what somebody wrote."""
    unit.add(
        CommentRow(
            public_id=new_id(),
            farm_id=farm_id,
            author_id=author_id,
            organisation=organisation,
            text=text,
            written_at=now,
        )
    )


def of_farm(unit: Unit, farm_id: int, most: int = 200) -> list[Comment]:
    """What was written of a farm, newest first."""
    return _list(unit, CommentRow.farm_id == farm_id, most)


def of_author(unit: Unit, author_id: int) -> list[Comment]:
    """What somebody wrote, newest first."""
    return _list(unit, CommentRow.author_id == author_id, 10_000)


def find(unit: Unit, farm_id: int, public_id: str) -> Comment | None:
    """The comment of that farm with that id, or None."""
    if not is_id(public_id):
        return None
    found = _list(unit, (CommentRow.farm_id == farm_id) & (CommentRow.public_id == public_id), 1)
    return next(iter(found), None)


def remove(unit: Unit, public_id: str) -> None:
    """Remove a comment."""
    unit.execute(delete(CommentRow).where(CommentRow.public_id == public_id))


def _list(unit: Unit, which: ColumnElement[bool], most: int) -> list[Comment]:
    rows = unit.execute(
        select(CommentRow, FarmRow.public_id, UserRow.name)
        .join(FarmRow, FarmRow.id == CommentRow.farm_id)
        .join(UserRow, UserRow.id == CommentRow.author_id)
        .where(which)
        .order_by(CommentRow.id.desc())
        .limit(most)
    )
    return [
        Comment(row.public_id, farm, row.author_id, name, row.organisation, row.text, row.written_at)
        for row, farm, name in rows
    ]
