"""Mandates, as rows and back. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from calculator.store.accounts.account_models import UserRow
from calculator.store.accounts.mandate_models import MandateRow, OrganisationRow
from calculator.store.database import Unit
from calculator.store.ids import is_id, new_id
from calculator.store.models import FarmRow


@dataclass(frozen=True, slots=True)
class Mandate:
    """What an organisation may do on a farm from ``start`` until (not including) ``end``.

    ``farm`` and ``farm_name`` are absent until the farmer has chosen a farm. ``keeper`` (the id and the name) is the
    colleague who looks after the client, absent where the account is gone.
    """

    id: int
    public_id: str
    organisation_id: int
    organisation: str
    farmer_email: str
    farm_id: int | None
    farm: str | None
    farm_name: str | None
    scope: tuple[str, ...]
    purpose: str
    start: date
    end: date
    status: str
    requested_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None
    keeper: str | None
    keeper_name: str | None

    @property
    def last_day(self) -> date:
        """The last day on which it holds, as it is told to people."""
        return self.end - timedelta(days=1)


def request(
    unit: Unit,
    *,
    organisation_id: int,
    requested_by: int,
    farmer_email: str,
    scope: tuple[str, ...],
    purpose: str,
    start: date,
    end: date,
    now: datetime,
) -> str:
    """Ask a farmer, by address, for a mandate; answers its id."""
    row = MandateRow(
        public_id=new_id(),
        organisation_id=organisation_id,
        requested_by=requested_by,
        keeper_id=requested_by,
        farmer_email=farmer_email,
        scope=" ".join(scope),
        purpose=purpose,
        start_on=start,
        end_on=end,
        status="requested",
        requested_at=now,
    )
    unit.add(row)
    unit.flush()
    return row.public_id


def asked(unit: Unit, organisation_id: int, farmer_email: str, since: datetime) -> int:
    """How often an organisation asked an address since a moment, whatever became of it."""
    mine = (MandateRow.organisation_id == organisation_id) & (MandateRow.farmer_email == farmer_email)
    counted = unit.scalar(
        select(func.count()).select_from(MandateRow).where(mine, MandateRow.requested_at > since)
    )
    return counted or 0


def find(unit: Unit, public_id: str) -> Mandate | None:
    """The mandate with that id, or None."""
    found = _list(unit, MandateRow.public_id == public_id) if is_id(public_id) else []
    return found[0] if found else None


def of_farmer(unit: Unit, user_id: int, email: str) -> list[Mandate]:
    """Every mandate that was asked of, or given by, one farmer; newest first."""
    asked = (MandateRow.farmer_email == email) & MandateRow.farm_id.is_(None)
    return _list(unit, or_(asked, FarmRow.owner_id == user_id))


def of_organisations(unit: Unit, organisation_ids: frozenset[int]) -> list[Mandate]:
    """Every mandate of some organisations; newest first."""
    return _list(unit, MandateRow.organisation_id.in_(organisation_ids)) if organisation_ids else []


def on_farm(unit: Unit, farm_id: int, organisation_ids: frozenset[int]) -> list[Mandate]:
    """The mandates of some organisations on one farm, whatever their status; newest first."""
    if not organisation_ids:
        return []
    return _list(unit, (MandateRow.farm_id == farm_id) & MandateRow.organisation_id.in_(organisation_ids))


def decide(
    unit: Unit, mandate_id: int, was: str, status: str, now: datetime, farm_id: int | None = None
) -> bool:
    """Bring a mandate from one status to the next; False, and nothing done, where it is not at ``was`` any more."""
    values: dict[str, object] = {"status": status}
    if status in ("approved", "refused"):
        values["decided_at"] = now
    else:
        values["ended_at"] = now
    if farm_id is not None:
        values["farm_id"] = farm_id
    done = unit.execute(
        update(MandateRow)
        .where(MandateRow.id == mandate_id, MandateRow.status == was)
        .values(**values)
        .returning(MandateRow.id)
    )
    return done.first() is not None


def hand_over(unit: Unit, mandate_id: int, user_id: int) -> None:
    """Let another colleague look after the client; the mandate stays as it is."""
    unit.execute(update(MandateRow).where(MandateRow.id == mandate_id).values(keeper_id=user_id))


def let_go(unit: Unit, organisation_id: int, user_id: int) -> None:
    """Nobody in particular looks after the clients of somebody who left the organisation."""
    unit.execute(
        update(MandateRow)
        .where(MandateRow.organisation_id == organisation_id, MandateRow.keeper_id == user_id)
        .values(keeper_id=None)
    )


def _list(unit: Unit, which: ColumnElement[bool]) -> list[Mandate]:
    rows = unit.execute(
        select(
            MandateRow,
            OrganisationRow.name,
            FarmRow.public_id,
            FarmRow.name,
            UserRow.public_id,
            UserRow.name,
        )
        .join(OrganisationRow, OrganisationRow.id == MandateRow.organisation_id)
        .outerjoin(FarmRow, FarmRow.id == MandateRow.farm_id)
        .outerjoin(UserRow, UserRow.id == MandateRow.keeper_id)
        .where(which)
        .order_by(MandateRow.id.desc())
    )
    return [_value(row, *names) for row, *names in rows]


def _value(
    row: MandateRow,
    organisation: str,
    farm: str | None,
    farm_name: str | None,
    keeper: str | None,
    keeper_name: str | None,
) -> Mandate:
    return Mandate(
        row.id,
        row.public_id,
        row.organisation_id,
        organisation,
        row.farmer_email,
        row.farm_id,
        farm,
        farm_name,
        tuple(row.scope.split()),
        row.purpose,
        row.start_on,
        row.end_on,
        row.status,
        row.requested_at,
        row.decided_at,
        row.ended_at,
        keeper,
        keeper_name,
    )


def forget_farmer(unit: Unit, email: str) -> None:
    """Remove the requests that name an address; mandates on a farm go with the farm."""
    unit.execute(delete(MandateRow).where(MandateRow.farmer_email == email))
