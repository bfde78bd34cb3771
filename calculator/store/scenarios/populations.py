"""Populations to try scenarios on, as rows and back. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select, update

from calculator.store.database import Unit
from calculator.store.ids import is_id, new_id
from calculator.store.scenarios.scenario_models import PopulationRow


class Kind(StrEnum):
    """Where the farms come from."""

    SYNTHETIC = "synthetic"
    UPLOADED = "uploaded"
    CLIENTS = "clients"


@dataclass(frozen=True, slots=True)
class KeptPopulation:
    """A population without its tables; made-up farms are for everybody on the bench, real ones for their owner."""

    id: int
    public_id: str
    owner_id: int
    name: str
    kind: Kind
    recipe: Mapping[str, object]
    farms: int | None
    digest: str | None
    created_at: datetime
    archived: bool


def add(
    unit: Unit,
    owner_id: int,
    *,
    name: str,
    kind: Kind,
    recipe: Mapping[str, object],
    now: datetime,
    farms: int | None = None,
    digest: str | None = None,
    tables: bytes | None = None,
    public_id: str | None = None,
) -> KeptPopulation:
    """Keep a population, under the id that what was sent had."""
    row = PopulationRow(
        public_id=public_id or new_id(),
        owner_id=owner_id,
        name=name[:200],
        kind=kind.value,
        recipe=dict(recipe),
        farms=farms,
        digest=digest,
        tables=tables,
        created_at=now,
    )
    unit.add(row)
    unit.flush()
    return _kept(row)


def find(unit: Unit, public_id: str) -> KeptPopulation | None:
    """The population with that id, or None."""
    if not is_id(public_id):
        return None
    row = unit.scalar(select(PopulationRow).where(PopulationRow.public_id == public_id))
    return None if row is None else _kept(row)


def last_of(unit: Unit, owner_id: int, kind: Kind) -> KeptPopulation | None:
    """The last population of that kind that somebody made, put away or not."""
    row = unit.scalar(
        select(PopulationRow)
        .where(PopulationRow.owner_id == owner_id, PopulationRow.kind == kind.value)
        .order_by(PopulationRow.id.desc())
        .limit(1)
    )
    return None if row is None else _kept(row)


def by_id(unit: Unit, population_id: int) -> KeptPopulation:
    """The population that a run of this transaction names."""
    return _kept(unit.get_one(PopulationRow, population_id))


def by_ids(unit: Unit, population_ids: Collection[int]) -> dict[int, KeptPopulation]:
    """The populations that runs of this transaction name, by their key."""
    rows = unit.scalars(select(PopulationRow).where(PopulationRow.id.in_(population_ids)))
    return {row.id: _kept(row) for row in rows}


def usable(unit: Unit, user_id: int) -> list[KeptPopulation]:
    """Those that somebody may use: one's own, and everybody's made-up ones; newest first."""
    mine = or_(PopulationRow.owner_id == user_id, PopulationRow.kind == Kind.SYNTHETIC.value)
    rows = unit.scalars(
        select(PopulationRow)
        .where(mine, PopulationRow.archived_at.is_(None))
        .order_by(PopulationRow.id.desc())
    )
    return [_kept(row) for row in rows]


def tables(unit: Unit, population_id: int) -> bytes | None:
    """What was sent, as it was sent."""
    return unit.scalar(select(PopulationRow.tables).where(PopulationRow.id == population_id))


def measured(unit: Unit, population_id: int, farms: int, digest: str) -> None:
    """How many farms there are and the hash of what they say, once that is known."""
    unit.execute(
        update(PopulationRow).where(PopulationRow.id == population_id).values(farms=farms, digest=digest)
    )


def archive(unit: Unit, population_id: int, now: datetime) -> None:
    """It is offered no more; what was sent goes, the runs stay."""
    unit.execute(
        update(PopulationRow).where(PopulationRow.id == population_id).values(archived_at=now, tables=None)
    )


def _kept(row: PopulationRow) -> KeptPopulation:
    return KeptPopulation(
        row.id,
        row.public_id,
        row.owner_id,
        row.name,
        Kind(row.kind),
        row.recipe,
        row.farms,
        row.digest,
        row.created_at,
        row.archived_at is not None,
    )
