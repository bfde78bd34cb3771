"""The table of the audit log. It names ids only: who they are stands in ``users`` and goes with the account."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.models import Base

#: The ``previous`` of the first entry.
GENESIS = "0" * 64


class AuditRow(Base):
    """One entry. ``hash`` covers every other column and the entry before; triggers refuse change and removal.

    ``at`` is text in ISO 8601, UTC, microseconds, so that both databases give back what was hashed.
    """

    __tablename__ = "audit_log"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(32), index=True)
    action: Mapped[str] = mapped_column(String(40))
    farm: Mapped[str | None] = mapped_column(String(32), index=True)
    mandate: Mapped[str | None] = mapped_column(String(32))
    organisation: Mapped[str | None] = mapped_column(String(32))
    subject: Mapped[str | None] = mapped_column(String(80))
    detail: Mapped[str] = mapped_column(Text())
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHeadRow(Base):
    """The end of the chain, one row. Changing it first makes writers wait for each other on both databases."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
