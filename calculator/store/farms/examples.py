"""The example farms that everybody may start from; they have no owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from calculator.store.database import Database
from calculator.store.ids import is_id, new_id
from calculator.store.models import FarmRow


@dataclass(frozen=True, slots=True)
class Example:
    """A profile with the id that an address shows."""

    public_id: str
    name: str
    document: Mapping[str, object]
    revision: int


class Examples:
    """The examples in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Example]:
        """All of them in the order in which they were loaded."""
        with self._database.transaction() as session:
            rows = session.scalars(select(FarmRow).where(FarmRow.owner_id.is_(None)).order_by(FarmRow.id))
            return [_value(row) for row in rows]

    def get(self, public_id: str) -> Example | None:
        """The example with that id, or None; a farm that somebody owns is never found here."""
        if not is_id(public_id):
            return None
        with self._database.transaction() as session:
            row = session.scalar(
                select(FarmRow).where(FarmRow.public_id == public_id, FarmRow.owner_id.is_(None))
            )
            return None if row is None else _value(row)

    def load(self, documents: Mapping[str, Mapping[str, object]], now: datetime) -> None:
        """Keep each document under its name: a new one is added, a changed one gets the next revision."""
        with self._database.transaction() as session:
            unowned = select(FarmRow).where(FarmRow.owner_id.is_(None))
            rows = {row.name: row for row in session.scalars(unowned)}
            for name, document in documents.items():
                row = rows.get(name)
                if row is None:
                    kept = FarmRow(
                        public_id=new_id(),
                        name=name,
                        document=dict(document),
                        created_at=now,
                        changed_at=now,
                    )
                    session.add(kept)
                elif row.document != document:
                    row.document = dict(document)
                    row.revision += 1
                    row.changed_at = now


def _value(row: FarmRow) -> Example:
    return Example(row.public_id, row.name, row.document, row.revision)
