"""The table of forms that somebody is filling in: sealed, and gone after a few hours."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.models import Base, Moment


class DraftRow(Base):
    """A form under way. ``holder`` is the digest of what the browser holds; without that, ``sealed`` cannot be read.

    ``about`` says where the form began: empty, ``example:ID``, or the public id of a kept farm.
    """

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    holder: Mapped[str] = mapped_column(String(64), index=True)
    about: Mapped[str] = mapped_column(String(60))
    sealed: Mapped[str] = mapped_column(Text())
    changed_at: Mapped[datetime] = mapped_column(Moment(), index=True)
