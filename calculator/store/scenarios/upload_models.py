"""The table of farms that were sent and are being read: gone as soon as they are a population, or their owner let them go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.background.claiming import Tried
from calculator.store.models import Base, Moment


class PopulationUploadRow(Tried, Base):
    """Files that somebody sent. ``asked`` (JSON) is how they are to be read; ``problems`` (JSON) is why they were refused.

    Both are text, since a name in them may hold what a database refuses in its own JSON. ``files`` (a ZIP) is there until they
    were read; ``step`` is how far that is, and ``worker`` does it and said so at ``seen_at``.
    """

    __tablename__ = "population_uploads"

    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    asked: Mapped[str] = mapped_column(Text())
    files: Mapped[bytes | None] = mapped_column(LargeBinary(), deferred=True)
    problems: Mapped[str | None] = mapped_column(Text())
    created_at: Mapped[datetime] = mapped_column(Moment())
