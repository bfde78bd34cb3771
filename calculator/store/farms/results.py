"""Results of farms, as rows and back. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, exists, select

from calculator.store.accounts.mandate_models import MandateRow, OrganisationRow
from calculator.store.database import Unit
from calculator.store.farms.result_models import FarmResultRow
from calculator.store.models import FarmRow


@dataclass(frozen=True, slots=True)
class Result:
    """What an organisation last calculated of a farm; ``farm_id`` and ``organisation_id`` never leave the service.

    The farmer's own has no organisation, and an empty name for it.
    ``earlier`` is the result under other rules that this one is compared with, absent before there was one.
    """

    farm_id: int
    organisation_id: int | None
    organisation: str
    revision: int
    on: date
    years: int
    digest: str
    computed_at: datetime
    total_cents: int
    summary: Mapping[str, object]
    earlier: Mapping[str, object] | None


def put(unit: Unit, result: Result) -> None:
    """Keep a result in place of the organisation's last one of that farm; ``organisation`` is not looked at."""
    row = unit.scalar(
        select(FarmResultRow).where(
            FarmResultRow.farm_id == result.farm_id,
            FarmResultRow.organisation_id == result.organisation_id,
        )
    )
    if row is None:
        row = FarmResultRow(farm_id=result.farm_id, organisation_id=result.organisation_id)
        unit.add(row)
    row.revision, row.reference_on, row.years = result.revision, result.on, result.years
    row.digest, row.computed_at, row.total_cents = result.digest, result.computed_at, result.total_cents
    row.summary = dict(result.summary)
    row.earlier = None if result.earlier is None else dict(result.earlier)
    unit.flush()


def last(unit: Unit, farm_id: int, organisation_id: int | None) -> Result | None:
    """The last result of a farm by an organisation, or by its farmer."""
    of_both = (FarmResultRow.farm_id == farm_id) & (FarmResultRow.organisation_id == organisation_id)
    return next(iter(_list(unit, of_both)), None)


def of_organisations(unit: Unit, organisation_ids: frozenset[int]) -> list[Result]:
    """Every result of some organisations."""
    if not organisation_ids:
        return []
    return _list(unit, FarmResultRow.organisation_id.in_(organisation_ids))


def of_farm(unit: Unit, farm_id: int) -> list[Result]:
    """Every organisation's result of a farm and the farmer's own, newest first."""
    return _list(unit, FarmResultRow.farm_id == farm_id)


def sweep(unit: Unit, today: date) -> None:
    """Remove the results of organisations that have no mandate on the farm any more."""
    held = exists().where(
        and_(
            MandateRow.farm_id == FarmResultRow.farm_id,
            MandateRow.organisation_id == FarmResultRow.organisation_id,
            MandateRow.status == "approved",
            MandateRow.end_on > today,
        )
    )
    unit.execute(delete(FarmResultRow).where(FarmResultRow.organisation_id.is_not(None), ~held))


def _list(unit: Unit, which: ColumnElement[bool]) -> list[Result]:
    rows = unit.execute(
        select(FarmResultRow, OrganisationRow.name)
        .outerjoin(OrganisationRow, OrganisationRow.id == FarmResultRow.organisation_id)
        .join(FarmRow, FarmRow.id == FarmResultRow.farm_id)
        .where(which)
        .order_by(FarmResultRow.computed_at.desc(), FarmResultRow.id)
    )
    return [
        Result(
            row.farm_id,
            row.organisation_id,
            name or "",
            row.revision,
            row.reference_on,
            row.years,
            row.digest,
            row.computed_at,
            row.total_cents,
            row.summary,
            row.earlier,
        )
        for row, name in rows
    ]
