"""The audit log: written once, in the transaction of what it tells, each entry sealed with the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from sqlalchemy import select, update

from calculator.store.database import Unit
from calculator.store.records.audit_models import GENESIS, AuditHeadRow, AuditRow

#: How many entries are read at once.
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what, by ids. ``detail`` is canonical JSON and holds nothing that names a person."""

    sequence: int
    at: str
    actor: str
    action: str
    farm: str | None
    mandate: str | None
    organisation: str | None
    subject: str | None
    detail: str
    previous: str

    def seal(self) -> str:
        """The hash over every field and, through ``previous``, over the whole log before."""
        return hashlib.sha256(json.dumps(astuple(self)).encode()).hexdigest()


def append(
    unit: Unit,
    *,
    at: datetime,
    actor: str,
    action: str,
    farm: str | None = None,
    mandate: str | None = None,
    organisation: str | None = None,
    subject: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> Entry:
    """Add one entry. Writers wait for each other until the transaction ends, so that the chain has one end."""
    # The head is changed before it is read: the change takes the lock, on both databases.
    unit.execute(update(AuditHeadRow).values(sequence=AuditHeadRow.sequence + 1))
    sequence, previous = unit.execute(select(AuditHeadRow.sequence, AuditHeadRow.hash)).one()
    entry = Entry(
        sequence,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        actor,
        action,
        farm,
        mandate,
        organisation,
        subject,
        json.dumps(dict(detail or {}), sort_keys=True, ensure_ascii=True),
        previous,
    )
    seal = entry.seal()
    unit.add(AuditRow(**{name: getattr(entry, name) for name in entry.__slots__}, hash=seal))
    unit.execute(update(AuditHeadRow).values(hash=seal))
    return entry


def wait_turn(unit: Unit) -> None:
    """Wait until nobody else is writing to the log. Until this transaction ends, nothing that is logged can change."""
    unit.execute(update(AuditHeadRow).values(id=AuditHeadRow.id))


def of_farm(unit: Unit, farm: str, most: int = 200) -> list[Entry]:
    """What happened to one farm, newest first."""
    return _entries(unit, AuditRow.farm == farm, most)


def of_actor(unit: Unit, actor: str, most: int = 10_000) -> list[Entry]:
    """What one person did, newest first."""
    return _entries(unit, AuditRow.actor == actor, most)


def head(unit: Unit) -> tuple[int, str]:
    """Number and hash of the last entry; 0 and the genesis where there is none."""
    row = unit.execute(select(AuditHeadRow.sequence, AuditHeadRow.hash)).one()
    return row[0], row[1]


def sealed(unit: Unit) -> Iterator[tuple[Entry, str]]:
    """Every entry with the hash that was kept with it, in order, read a thousand at a time."""
    last = 0
    while page := unit.scalars(
        select(AuditRow).where(AuditRow.sequence > last).order_by(AuditRow.sequence).limit(PAGE)
    ).all():
        yield from ((_entry(row), row.hash) for row in page)
        last = page[-1].sequence
        unit.expunge_all()


def _entries(unit: Unit, which: object, most: int) -> list[Entry]:
    rows = unit.scalars(select(AuditRow).where(which).order_by(AuditRow.sequence.desc()).limit(most))  # type: ignore[arg-type]  # a column expression
    return [_entry(row) for row in rows]


def _entry(row: AuditRow) -> Entry:
    return Entry(
        row.sequence,
        row.at,
        row.actor,
        row.action,
        row.farm,
        row.mandate,
        row.organisation,
        row.subject,
        row.detail,
        row.previous,
    )


__all__ = ["GENESIS", "Entry", "append", "head", "of_actor", "of_farm", "sealed", "wait_turn"]
