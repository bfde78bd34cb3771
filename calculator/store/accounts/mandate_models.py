"""The tables of acting for another: organisations, who belongs to them, and what a farmer lets them do."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.models import Base, Moment

STATUSES = ("requested", "approved", "refused", "withdrawn", "revoked")


class OrganisationRow(Base):
    """A firm of advisers."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment())


class MembershipRow(Base):
    """Invited by address, so that an invitation does not tell whether an account exists."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("organisation_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    manager: Mapped[bool]
    invited_at: Mapped[datetime] = mapped_column(Moment())
    accepted_at: Mapped[datetime | None] = mapped_column(Moment())


class MandateRow(Base):
    """What one organisation may do on one farm, from ``start_on`` until (not including) ``end_on``.

    It is asked for by the farmer's address; ``farm_id`` is chosen by the farmer at approval. ``keeper_id`` is the colleague
    who looks after this client; the mandate is the organisation's, whoever that is.
    """

    __tablename__ = "mandates"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint("start_on < end_on", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    farmer_email: Mapped[str] = mapped_column(String(254), index=True)
    farm_id: Mapped[int | None] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    scope: Mapped[str] = mapped_column(String(100))
    purpose: Mapped[str] = mapped_column(String(500))
    start_on: Mapped[date] = mapped_column(Date())
    end_on: Mapped[date] = mapped_column(Date())
    status: Mapped[str] = mapped_column(String(12))
    requested_at: Mapped[datetime] = mapped_column(Moment())
    decided_at: Mapped[datetime | None] = mapped_column(Moment())
    ended_at: Mapped[datetime | None] = mapped_column(Moment())
