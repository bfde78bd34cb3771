"""Organisations and who belongs to them. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from calculator.store.accounts.mandate_models import MembershipRow, OrganisationRow
from calculator.store.database import Unit
from calculator.store.ids import new_id


@dataclass(frozen=True, slots=True)
class Organisation:
    """A firm; ``id`` is a key of tables and never leaves the service."""

    id: int
    public_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A place in an organisation, taken (``accepted``) or still offered."""

    public_id: str
    organisation: Organisation
    email: str
    user_id: int | None
    manager: bool
    accepted: bool


def found(unit: Unit, name: str, user_id: int, email: str, now: datetime) -> Organisation:
    """A new organisation with its first member, who manages it."""
    row = OrganisationRow(public_id=new_id(), name=name, created_at=now)
    unit.add(row)
    unit.flush()
    unit.add(
        MembershipRow(
            public_id=new_id(),
            organisation_id=row.id,
            email=email,
            user_id=user_id,
            manager=True,
            invited_at=now,
            accepted_at=now,
        )
    )
    unit.flush()
    return Organisation(row.id, row.public_id, row.name)


def invite(unit: Unit, organisation_id: int, email: str, now: datetime) -> bool:
    """Offer a place to an address; False where it already has one."""
    taken = unit.scalar(
        select(MembershipRow.id).where(
            MembershipRow.organisation_id == organisation_id, MembershipRow.email == email
        )
    )
    if taken is not None:
        return False
    unit.add(
        MembershipRow(
            public_id=new_id(), organisation_id=organisation_id, email=email, manager=False, invited_at=now
        )
    )
    return True


def accept(unit: Unit, public_id: str, user_id: int, email: str, now: datetime) -> bool:
    """Take the place that was offered to one's own address."""
    done = unit.execute(
        update(MembershipRow)
        .where(
            MembershipRow.public_id == public_id,
            MembershipRow.email == email,
            MembershipRow.accepted_at.is_(None),
        )
        .values(user_id=user_id, accepted_at=now)
        .returning(MembershipRow.id)
    )
    return done.first() is not None


def leave(unit: Unit, membership: Membership) -> None:
    """Give a place back, or withdraw an offer."""
    unit.execute(delete(MembershipRow).where(MembershipRow.public_id == membership.public_id))


def places(unit: Unit, user_id: int, email: str) -> list[Membership]:
    """Every place a person has or is offered."""
    return _list(unit, (MembershipRow.user_id == user_id) | (MembershipRow.email == email))


def members(unit: Unit, organisation_ids: frozenset[int]) -> list[Membership]:
    """Every place in some organisations."""
    return _list(unit, MembershipRow.organisation_id.in_(organisation_ids)) if organisation_ids else []


def ids_of(unit: Unit, user_id: int) -> frozenset[int]:
    """The organisations a person belongs to, by key."""
    rows = unit.scalars(
        select(MembershipRow.organisation_id).where(
            MembershipRow.user_id == user_id, MembershipRow.accepted_at.is_not(None)
        )
    )
    return frozenset(rows)


def _list(unit: Unit, which: object) -> list[Membership]:
    rows = unit.execute(
        select(MembershipRow, OrganisationRow)
        .join(OrganisationRow, OrganisationRow.id == MembershipRow.organisation_id)
        .where(which)  # type: ignore[arg-type]  # a column expression
        .order_by(OrganisationRow.name, MembershipRow.id)
    )
    return [
        Membership(
            place.public_id,
            Organisation(firm.id, firm.public_id, firm.name),
            place.email,
            place.user_id,
            place.manager,
            place.accepted_at is not None,
        )
        for place, firm in rows
    ]


def forget(unit: Unit, user_id: int, email: str) -> None:
    """Give back every place of a person; an organisation that nobody belongs to any more is removed with its mandates."""
    unit.execute(
        delete(MembershipRow).where((MembershipRow.user_id == user_id) | (MembershipRow.email == email))
    )
    inhabited = select(MembershipRow.organisation_id).where(MembershipRow.accepted_at.is_not(None))
    unit.execute(delete(OrganisationRow).where(OrganisationRow.id.not_in(inhabited)))
