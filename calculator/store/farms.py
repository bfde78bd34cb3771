"""Farm profiles that are kept. For now these are the demo farms; nobody can sign in yet."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from calculator.store.database import Database
from calculator.store.models import FarmRow

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True, slots=True)
class DemoFarm:
    """A profile with the id that an address shows."""

    public_id: str
    name: str
    document: Mapping[str, object]
    revision: int


class Farms:
    """The farms in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def demos(self) -> list[DemoFarm]:
        """All demo farms in the order in which they were loaded."""
        with self._database.transaction() as session:
            return [_value(row) for row in session.scalars(select(FarmRow).order_by(FarmRow.id))]

    def get(self, public_id: str) -> DemoFarm | None:
        """The farm with that id, or None."""
        if not _PUBLIC_ID.fullmatch(public_id):
            return None
        with self._database.transaction() as session:
            row = session.scalar(select(FarmRow).where(FarmRow.public_id == public_id))
            return None if row is None else _value(row)

    def load(self, documents: Mapping[str, Mapping[str, object]], now: datetime) -> None:
        """Keep each document under its name: a new one is added, a changed one gets the next revision."""
        with self._database.transaction() as session:
            rows = {row.name: row for row in session.scalars(select(FarmRow))}
            for name, document in documents.items():
                row = rows.get(name)
                if row is None:
                    kept = FarmRow(
                        public_id=secrets.token_urlsafe(16),
                        name=name,
                        document=dict(document),
                        created_at=now,
                    )
                    session.add(kept)
                elif row.document != document:
                    row.document = dict(document)
                    row.revision += 1


def _value(row: FarmRow) -> DemoFarm:
    return DemoFarm(row.public_id, row.name, row.document, row.revision)
