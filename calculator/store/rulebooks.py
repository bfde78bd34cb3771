"""Which rules this installation has computed with, and since when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.database import Database
from calculator.store.models import Base, Moment


class RulebookRow(Base):
    """A digest of the rules that this installation has computed with, and since when."""

    __tablename__ = "rulebook_seen"

    digest: Mapped[str] = mapped_column(String(100), primary_key=True)
    first_seen: Mapped[datetime] = mapped_column(Moment())


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
