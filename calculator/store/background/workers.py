"""Whether anybody works in the background. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from calculator.store.background.batches import SILENCE
from calculator.store.background.worker_models import WorkerRow
from calculator.store.database import Unit

#: After so long a process that ended badly is forgotten.
_FORGET_AFTER = timedelta(days=7)


def seen(unit: Unit, name: str, now: datetime) -> None:
    """This process lives."""
    row = unit.get(WorkerRow, name)
    if row is None:
        unit.execute(delete(WorkerRow).where(WorkerRow.seen_at < now - _FORGET_AFTER))
        unit.add(WorkerRow(name=name, seen_at=now))
    else:
        row.seen_at = now


def gone(unit: Unit, name: str) -> None:
    """This process ends as it should."""
    unit.execute(delete(WorkerRow).where(WorkerRow.name == name))


def last_seen(unit: Unit) -> datetime | None:
    """When any of them last said that it lives; None where there is none that should."""
    return unit.scalar(select(func.max(WorkerRow.seen_at)))


def state(unit: Unit, now: datetime) -> str:
    """``alive``, ``silent`` where one ended without saying so, ``none`` where none is meant to run."""
    last = last_seen(unit)
    if last is None:
        return "none"
    return "alive" if now - last < SILENCE else "silent"
