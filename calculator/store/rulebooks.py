"""Which rules this installation has computed with, and since when."""

from __future__ import annotations

from datetime import datetime

from calculator.store.database import Database
from calculator.store.models import RulebookRow


class RulebooksSeen:
    """The digests in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, digest: str, now: datetime) -> datetime:
        """Keep the digest where it is new; answers since when it is known."""
        with self._database.transaction() as session:
            row = session.get(RulebookRow, digest)
            if row is None:
                row = RulebookRow(digest=digest, first_seen=now)
                session.add(row)
                session.flush()
            return row.first_seen

    def since(self, digest: str) -> datetime | None:
        """Since when the digest is known here, or None."""
        with self._database.transaction() as session:
            row = session.get(RulebookRow, digest)
            return None if row is None else row.first_seen
