"""Links that show something of a farm, as rows and back. Every function works inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from calculator.store.accounts.account_models import UserRow
from calculator.store.accounts.mandate_models import OrganisationRow
from calculator.store.database import Unit
from calculator.store.farms.sharing_models import ShareRow
from calculator.store.ids import digest, is_id, new_id
from calculator.store.models import FarmRow


@dataclass(frozen=True, slots=True)
class Share:
    """A link without its secret. ``id``, ``farm_id``, ``author_id`` and ``organisation_id`` never leave the service."""

    id: int
    public_id: str
    farm_id: int
    farm: str
    farm_name: str
    author_id: int
    author: str
    organisation_id: int | None
    organisation: str | None
    statement: str | None
    recipient: str
    language: str
    created_at: datetime
    expires_at: datetime
    approved_at: datetime | None
    ended_at: datetime | None
    opened: int
    opened_at: datetime | None

    def standing(self, now: datetime) -> str:
        """``revoked``, ``expired``, ``waiting`` for the farmer, or ``open``."""
        if self.ended_at is not None:
            return "revoked"
        if self.expires_at <= now:
            return "expired"
        return "waiting" if self.approved_at is None else "open"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link to make; it shows ``statement`` or ``award``."""

    farm_id: int
    author_id: int
    organisation_id: int | None
    recipient: str
    language: str
    statement: str | None
    award: Mapping[str, object] | None
    expires_at: datetime
    approved_at: datetime | None


def make(unit: Unit, wanted: Wanted, secret: str, now: datetime) -> str:
    """Keep a link that this secret opens; answers its id."""
    row = ShareRow(
        public_id=new_id(),
        token_hash=digest(secret),
        farm_id=wanted.farm_id,
        author_id=wanted.author_id,
        organisation_id=wanted.organisation_id,
        statement=wanted.statement,
        recipient=wanted.recipient,
        language=wanted.language,
        award=None if wanted.award is None else dict(wanted.award),
        created_at=now,
        expires_at=wanted.expires_at,
        approved_at=wanted.approved_at,
        opened=0,
    )
    unit.add(row)
    unit.flush()
    return row.public_id


def by_secret(unit: Unit, secret: str) -> Share | None:
    """The link that this secret opens, whatever its standing."""
    return next(iter(_list(unit, ShareRow.token_hash == digest(secret))), None)


def find(unit: Unit, farm_id: int, public_id: str) -> Share | None:
    """The link of that farm with that id, or None."""
    if not is_id(public_id):
        return None
    return next(iter(_list(unit, (ShareRow.farm_id == farm_id) & (ShareRow.public_id == public_id))), None)


def of_farm(unit: Unit, farm_id: int) -> list[Share]:
    """The links of a farm, newest first."""
    return _list(unit, ShareRow.farm_id == farm_id)


def of_author(unit: Unit, author_id: int) -> list[Share]:
    """The links that somebody made, newest first."""
    return _list(unit, ShareRow.author_id == author_id)


def award(unit: Unit, share_id: int) -> Mapping[str, object] | None:
    """The result that a link shows; None where it shows a statement, and after its end."""
    return unit.scalar(select(ShareRow.award).where(ShareRow.id == share_id))


def approve(unit: Unit, share_id: int, now: datetime) -> None:
    """Let a link open what it shows."""
    unit.execute(update(ShareRow).where(ShareRow.id == share_id).values(approved_at=now))


def end(unit: Unit, share_id: int, now: datetime) -> None:
    """Let a link open nothing any more; ending it again changes nothing."""
    unit.execute(
        update(ShareRow)
        .where(ShareRow.id == share_id, ShareRow.ended_at.is_(None))
        .values(ended_at=now, award=None)
    )


def opened(unit: Unit, share_id: int, now: datetime) -> None:
    """Count that somebody looked."""
    unit.execute(
        update(ShareRow).where(ShareRow.id == share_id).values(opened=ShareRow.opened + 1, opened_at=now)
    )


def sweep(unit: Unit, now: datetime) -> None:
    """Remove the results of links that ended."""
    over = or_(ShareRow.expires_at <= now, ShareRow.ended_at.is_not(None))
    unit.execute(update(ShareRow).where(over, ShareRow.award.is_not(None)).values(award=None))


def _list(unit: Unit, which: ColumnElement[bool]) -> list[Share]:
    rows = unit.execute(
        select(ShareRow, FarmRow.public_id, FarmRow.name, UserRow.name, OrganisationRow.name)
        .join(FarmRow, FarmRow.id == ShareRow.farm_id)
        .join(UserRow, UserRow.id == ShareRow.author_id)
        .outerjoin(OrganisationRow, OrganisationRow.id == ShareRow.organisation_id)
        .where(which)
        .order_by(ShareRow.id.desc())
    )
    return [
        Share(
            row.id,
            row.public_id,
            row.farm_id,
            farm,
            farm_name,
            row.author_id,
            author,
            row.organisation_id,
            organisation,
            row.statement,
            row.recipient,
            row.language,
            row.created_at,
            row.expires_at,
            row.approved_at,
            row.ended_at,
            row.opened,
            row.opened_at,
        )
        for row, farm, farm_name, author, organisation in rows
    ]
