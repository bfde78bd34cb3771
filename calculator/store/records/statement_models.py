"""The tables of statements. Triggers refuse every change of what was issued, and its removal."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.models import Base, Document, Moment


class StatementRow(Base):
    """A statement. ``farm``, ``actor`` and the like are public ids.

    ``draft_farm_id`` ties what is not issued yet to its farm, so that it goes when the farm goes; an issued statement
    stands by itself. ``request`` is the hash of what was asked under the idempotency key. ``openings`` (JSON) prove what
    was withheld from ``recipient``; they are the farmer's alone.
    """

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("actor", "idempotency_key", name="uq_statements_actor"),
        UniqueConstraint("year", "sequence", name="uq_statements_year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    farm: Mapped[str] = mapped_column(String(32), index=True)
    farm_name: Mapped[str] = mapped_column(String(200))
    draft_farm_id: Mapped[int | None] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    life: Mapped[str] = mapped_column(String(10))
    actor: Mapped[str] = mapped_column(String(32))
    idempotency_key: Mapped[str | None] = mapped_column(String(200))
    request: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    recipient: Mapped[str] = mapped_column(String(200), server_default="")
    purpose: Mapped[str] = mapped_column(String(20), server_default="farmer")
    options: Mapped[dict[str, object]] = mapped_column(Document)
    document: Mapped[dict[str, object]] = mapped_column(Document)
    award: Mapped[dict[str, object]] = mapped_column(Document)
    farm_revision: Mapped[int]
    supersedes: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(Moment())
    approved_at: Mapped[datetime | None] = mapped_column(Moment())
    approved_by: Mapped[str | None] = mapped_column(String(32))
    year: Mapped[int | None]
    sequence: Mapped[int | None]
    check_code: Mapped[str | None] = mapped_column(String(19), unique=True)
    issued_on: Mapped[date | None] = mapped_column(Date())
    issued_at: Mapped[datetime | None] = mapped_column(Moment())
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary())
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    openings: Mapped[bytes | None] = mapped_column(LargeBinary())
    changed_at: Mapped[datetime | None] = mapped_column(Moment())
    superseded_by: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(500))


class StatementNumberRow(Base):
    """The last number given out in a year."""

    __tablename__ = "statement_numbers"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
