"""The table of processes that work in the background: each says now and then that it lives."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.models import Base, Moment


class WorkerRow(Base):
    """One process, by the name under which it takes batches; a process that ends as it should takes its row along."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(Moment())
