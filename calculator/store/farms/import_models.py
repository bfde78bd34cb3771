"""The table of map files that were sent and are being read: gone as soon as the form has what was in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.background.claiming import Tried
from calculator.store.models import Base, Moment


class ParcelImportRow(Tried, Base):
    """A file for one form under way. ``holder`` is that of the form (``DraftRow``); ``asked`` is what the reader is told.

    That is JSON as text, since a name in it may hold what a database refuses in its own JSON.

    ``file`` is there until it was read or nobody wants it any more, and then ``answer`` until the form has it. ``step`` is how
    far the reader is; ``worker`` reads and said so at ``seen_at``.
    """

    __tablename__ = "parcel_imports"

    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    holder: Mapped[str] = mapped_column(String(64), index=True)
    draft: Mapped[str] = mapped_column(String(32))
    asked: Mapped[str] = mapped_column(Text())
    size: Mapped[int]
    file: Mapped[bytes | None] = mapped_column(LargeBinary(), deferred=True)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary(), deferred=True)
    created_at: Mapped[datetime] = mapped_column(Moment(), index=True)
