"""The tables of batches: a portfolio asked for at once, one item per farm, so that a crash resumes where it stopped.

They bear the name of the first kind there was; ``kind`` says what a batch makes.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.background.claiming import Claimable
from calculator.store.models import Base, Document, Moment


class BatchRow(Claimable, Base):
    """A batch. ``worker`` is the process that works on it, ``seen_at`` when it last said so."""

    __tablename__ = "statement_batches"

    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    actor: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(12), server_default="statements")
    language: Mapped[str] = mapped_column(String(2))
    options: Mapped[dict[str, object]] = mapped_column(Document)
    created_at: Mapped[datetime] = mapped_column(Moment())
    finished_at: Mapped[datetime | None] = mapped_column(Moment())


class BatchItemRow(Base):
    """One farm of a batch; ``statement`` where it made one, the reasons where it failed.

    ``organisation_id`` is under whose mandate a result was asked; none where a farmer asks it of the own farm.
    """

    __tablename__ = "statement_batch_items"
    __table_args__ = (UniqueConstraint("batch_id", "place", name="uq_statement_batch_items_batch_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("statement_batches.id", ondelete="CASCADE"))
    place: Mapped[int]
    farm: Mapped[str] = mapped_column(String(32))
    farm_name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[str] = mapped_column(String(10))
    statement: Mapped[str | None] = mapped_column(String(32))
    reason_nl: Mapped[str | None] = mapped_column(String(1000))
    reason_en: Mapped[str | None] = mapped_column(String(1000))
