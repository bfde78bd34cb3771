"""The table of results: what an organisation, or the farmer, last calculated of a farm, and what that replaced."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.models import Base, Document, Moment


class FarmResultRow(Base):
    """One result per farm and organisation, and one of the farmer's own without.

    ``revision`` is that of the profile, ``digest`` that of the rules.
    ``summary`` is what lists and workbooks show; ``earlier`` the result under other rules that this one is compared with.
    """

    __tablename__ = "farm_results"
    __table_args__ = (
        UniqueConstraint("farm_id", "organisation_id"),
        # Nothing is equal to nothing: the farmer's own needs an index of its own.
        Index(
            "uq_farm_results_own",
            "farm_id",
            unique=True,
            sqlite_where=text("organisation_id IS NULL"),
            postgresql_where=text("organisation_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"))
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    revision: Mapped[int]
    reference_on: Mapped[date] = mapped_column(Date())
    years: Mapped[int]
    digest: Mapped[str] = mapped_column(String(100))
    computed_at: Mapped[datetime] = mapped_column(Moment())
    total_cents: Mapped[int] = mapped_column(BigInteger())
    summary: Mapped[dict[str, object]] = mapped_column(Document)
    earlier: Mapped[dict[str, object] | None] = mapped_column(
        JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    )
