"""Batches, as rows and back. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from calculator.domain.scheme import Text
from calculator.store.background.batch_models import BatchItemRow, BatchRow
from calculator.store.background.claiming import Queue
from calculator.store.database import Unit
from calculator.store.ids import is_id, new_id

#: A worker that said nothing for so long is taken for dead; each farm takes a few seconds.
SILENCE = timedelta(seconds=120)


class BatchKind(StrEnum):
    """What a batch makes of each farm."""

    STATEMENTS = "statements"
    RESULTS = "results"


class BatchState(StrEnum):
    """How far a batch is; one that is cancelled keeps what was done."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    """How far one farm is; what is waiting in a cancelled batch stays waiting for ever."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch with its counts; ``id`` is the key of the table."""

    id: int
    public_id: str
    actor: str
    kind: BatchKind
    state: BatchState
    language: str
    options: Mapping[str, object]
    created_at: datetime
    finished_at: datetime | None
    counts: Mapping[ItemState, int]

    @property
    def total(self) -> int:
        """How many farms it has."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Item:
    """One farm of a batch."""

    id: int
    place: int
    farm: str
    farm_name: str
    state: ItemState
    statement: str | None
    reason: Text | None


def begin(
    unit: Unit,
    actor: str,
    farms: Sequence[tuple[str, str]],
    *,
    language: str,
    options: Mapping[str, object],
    now: datetime,
    kind: BatchKind = BatchKind.STATEMENTS,
    firms: Mapping[str, int] | None = None,
) -> Batch:
    """Keep a batch of farms (public id and name) that waits for a worker; ``firms``: under whose mandate, where under one."""
    row = BatchRow(
        public_id=new_id(),
        actor=actor,
        kind=kind.value,
        state=BatchState.WAITING.value,
        language=language,
        options=dict(options),
        created_at=now,
    )
    unit.add(row)
    unit.flush()
    items = [
        {
            "batch_id": row.id,
            "place": place,
            "farm": farm,
            "farm_name": name[:200],
            "organisation_id": (firms or {}).get(farm),
            "state": ItemState.WAITING.value,
        }
        for place, (farm, name) in enumerate(farms)
    ]
    unit.execute(insert(BatchItemRow), items)
    return _batch(unit, row)


def find(unit: Unit, public_id: str) -> Batch | None:
    """The batch with that id, or None."""
    if not is_id(public_id):
        return None
    row = unit.scalar(select(BatchRow).where(BatchRow.public_id == public_id))
    return None if row is None else _batch(unit, row)


def of_actor(unit: Unit, actor: str, kind: BatchKind, most: int = 50) -> list[Batch]:
    """The batches of one person and one kind, newest first; two queries however many there are."""
    found = unit.scalars(
        select(BatchRow)
        .where(BatchRow.actor == actor, BatchRow.kind == kind.value)
        .order_by(BatchRow.id.desc())
        .limit(most)
    ).all()
    counted = _counts(unit, [row.id for row in found])
    return [_value(row, counted.get(row.id, {})) for row in found]


def under_way(
    unit: Unit,
    actor: str,
    kind: BatchKind,
    farms: Sequence[str],
    language: str,
    options: Mapping[str, object],
) -> Batch | None:
    """A batch that the person asked in the same words and that has not ended: a button was pressed twice."""
    found = unit.scalars(
        select(BatchRow)
        .where(BatchRow.actor == actor, BatchRow.kind == kind.value, BatchRow.language == language)
        .where(BatchRow.state.in_((BatchState.WAITING.value, BatchState.RUNNING.value)))
        .order_by(BatchRow.id.desc())
    )
    for row in found:
        asked = select(BatchItemRow.farm).where(BatchItemRow.batch_id == row.id).order_by(BatchItemRow.place)
        if row.options == options and list(unit.scalars(asked)) == list(farms):
            return _batch(unit, row)
    return None


def forget_farms(unit: Unit, farms: Collection[str]) -> None:
    """Farms that are gone: what was asked of them, their names and why they failed go too."""
    unit.execute(delete(BatchItemRow).where(BatchItemRow.farm.in_(farms)))


def forget_person(unit: Unit, actor: str) -> None:
    """All that somebody asked whose account is gone."""
    own = select(BatchRow.id).where(BatchRow.actor == actor)
    unit.execute(delete(BatchItemRow).where(BatchItemRow.batch_id.in_(own)))
    unit.execute(delete(BatchRow).where(BatchRow.actor == actor))


def items(unit: Unit, batch: Batch, *, waiting: bool = False) -> list[Item]:
    """The items in order; only those that still wait, where asked."""
    matching = select(BatchItemRow).where(BatchItemRow.batch_id == batch.id).order_by(BatchItemRow.place)
    if waiting:
        matching = matching.where(BatchItemRow.state == ItemState.WAITING.value)
    return [_item(row) for row in unit.scalars(matching)]


def last_of_firms(
    unit: Unit, organisations: Collection[int], kind: BatchKind, farm: str | None = None
) -> dict[tuple[int, str], tuple[datetime, Item]]:
    """What came of each farm (or of one alone) the last time that each organisation asked it, and when that was asked."""
    found = _last(unit, kind, BatchItemRow.organisation_id.in_(organisations), farm)
    return {
        (row.organisation_id, row.farm): (asked, _item(row)) for asked, row in found if row.organisation_id
    }


def last_of_person(unit: Unit, actor: str, kind: BatchKind, farm: str) -> tuple[datetime, Item] | None:
    """The same of a farm that the person asked for under no mandate."""
    own = BatchItemRow.organisation_id.is_(None) & (BatchRow.actor == actor)
    return next(((asked, _item(row)) for asked, row in _last(unit, kind, own, farm)), None)


def _last(
    unit: Unit, kind: BatchKind, whose: ColumnElement[bool], farm: str | None
) -> Iterator[tuple[datetime, BatchItemRow]]:
    settled = (
        select(func.max(BatchItemRow.id))
        .join(BatchRow, BatchRow.id == BatchItemRow.batch_id)
        .where(whose, BatchRow.kind == kind.value, BatchItemRow.state != ItemState.WAITING.value)
        .group_by(BatchItemRow.organisation_id, BatchItemRow.farm)
    )
    if farm is not None:
        settled = settled.where(BatchItemRow.farm == farm)
    found = unit.execute(
        select(BatchRow.created_at, BatchItemRow)
        .join(BatchItemRow, BatchItemRow.batch_id == BatchRow.id)
        .where(BatchItemRow.id.in_(settled))
    )
    yield from ((asked, row) for asked, row in found)


def settle(unit: Unit, item: Item, *, statement: str | None = None, reason: Text | None = None) -> None:
    """One farm is done, or has failed for a reason."""
    unit.execute(
        update(BatchItemRow)
        .where(BatchItemRow.id == item.id, BatchItemRow.state == ItemState.WAITING.value)
        .values(
            state=(ItemState.DONE if reason is None else ItemState.FAILED).value,
            statement=statement,
            reason_nl=None if reason is None else reason.nl[:1000],
            reason_en=None if reason is None else reason.en[:1000],
        )
    )


def end(unit: Unit, batch: Batch, state: BatchState, now: datetime) -> bool:
    """The batch is done or cancelled; False where it had ended already."""
    return QUEUE.stop(unit, batch, state.value, finished_at=now)


def _batch(unit: Unit, row: BatchRow) -> Batch:
    return _value(row, _counts(unit, [row.id]).get(row.id, {}))


def _counts(unit: Unit, keys: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many farms of each batch are in which state."""
    counted: dict[int, dict[str, int]] = {}
    for key, state, number in unit.execute(
        select(BatchItemRow.batch_id, BatchItemRow.state, func.count())
        .where(BatchItemRow.batch_id.in_(keys))
        .group_by(BatchItemRow.batch_id, BatchItemRow.state)
    ):
        counted.setdefault(key, {})[state] = number
    return counted


def _value(row: BatchRow, found: Mapping[str, int]) -> Batch:
    return Batch(
        id=row.id,
        public_id=row.public_id,
        actor=row.actor,
        kind=BatchKind(row.kind),
        state=BatchState(row.state),
        language=row.language,
        options=row.options,
        created_at=row.created_at,
        finished_at=row.finished_at,
        counts={state: found.get(state.value, 0) for state in ItemState},
    )


def _item(row: BatchItemRow) -> Item:
    reason = None if row.reason_nl is None else Text(row.reason_nl, row.reason_en or row.reason_nl)
    return Item(row.id, row.place, row.farm, row.farm_name, ItemState(row.state), row.statement, reason)


QUEUE = Queue(BatchRow, _batch, SILENCE)
claim, still_mine, give_back, unfinished = QUEUE.claim, QUEUE.still_mine, QUEUE.give_back, QUEUE.unfinished
