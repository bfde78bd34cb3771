"""Farms that were sent and are being read, as rows and back. Every function works inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, Update, and_, delete, func, or_, select, update

from calculator.store.database import Unit
from calculator.store.ids import is_id, new_id
from calculator.store.upload_models import PopulationUploadRow as Row

#: Whoever reads says so every second; after so long without a word the next one begins.
SILENCE = timedelta(seconds=30)


class UploadState(StrEnum):
    """How far it is. What was read is a population and no upload any more; what was stopped is gone."""

    WAITING = "waiting"
    RUNNING = "running"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class KeptUpload:
    """What was sent, without its bytes. ``problems`` are mappings as they were kept, the first of ``of`` in all."""

    id: int
    public_id: str
    owner_id: int
    name: str
    state: UploadState
    asked: Mapping[str, object]
    problems: Sequence[Mapping[str, str]]
    of: int
    created_at: datetime
    tries: int
    step: int

    @property
    def busy(self) -> bool:
        """Whether it waits or is being read."""
        return self.state is not UploadState.REFUSED


def begin(
    unit: Unit, owner_id: int, *, name: str, asked: Mapping[str, object], files: bytes, now: datetime
) -> KeptUpload:
    """Keep what was sent."""
    row = Row(
        public_id=new_id(),
        owner_id=owner_id,
        name=name[:200],
        state=UploadState.WAITING.value,
        asked=json.dumps(asked),
        files=files,
        created_at=now,
        tries=0,
        step=0,
    )
    unit.add(row)
    unit.flush()
    return _kept(row)


def of_owner(unit: Unit, owner_id: int) -> list[KeptUpload]:
    """What somebody sent and is no population, the newest first."""
    rows = unit.scalars(select(Row).where(Row.owner_id == owner_id).order_by(Row.id.desc()))
    return [_kept(row) for row in rows]


def find(unit: Unit, public_id: str) -> KeptUpload | None:
    """The one with that id, or None."""
    if not is_id(public_id):
        return None
    row = unit.scalar(select(Row).where(Row.public_id == public_id))
    return None if row is None else _kept(row)


def claim(unit: Unit, worker: str, now: datetime) -> KeptUpload | None:
    """The oldest that nobody reads, now this worker's; None where there is none."""
    free = or_(
        Row.state == UploadState.WAITING.value,
        and_(Row.state == UploadState.RUNNING.value, Row.seen_at < now - SILENCE),
    )
    for key in unit.scalars(select(Row.id).where(free).order_by(Row.id)).all():
        taken = {"state": UploadState.RUNNING.value, "worker": worker, "seen_at": now, "step": 0}
        changed = unit.execute(update(Row).where(Row.id == key, free).values(**taken, tries=Row.tries + 1))
        if _rows(changed) == 1:
            unit.expire_all()
            return _kept(unit.get_one(Row, key))
    return None


def files(unit: Unit, kept: KeptUpload) -> bytes | None:
    """The bytes, as long as they are there."""
    return unit.scalar(select(Row.files).where(Row.id == kept.id))


def still_mine(unit: Unit, kept: KeptUpload, worker: str, now: datetime, step: int) -> bool:
    """Say that this worker lives and how far it is; False where it was stopped or taken over."""
    return _rows(unit.execute(_mine(kept, worker).values(seen_at=now, step=step))) == 1


def give_back(unit: Unit, kept: KeptUpload, worker: str) -> None:
    """Let the next worker begin at once."""
    again = {"state": UploadState.WAITING.value, "worker": None, "seen_at": None, "step": 0}
    unit.execute(_mine(kept, worker).values(**again))


def refuse(unit: Unit, kept: KeptUpload, worker: str, problems: Sequence[Mapping[str, str]], of: int) -> None:
    """Keep why it is refused, the first of so many problems; what was sent goes."""
    told = json.dumps({"problems": list(problems), "of": of})
    unit.execute(_mine(kept, worker).values(state=UploadState.REFUSED.value, files=None, problems=told))


def finish(unit: Unit, kept: KeptUpload, worker: str) -> bool:
    """It is read and goes; False where it was stopped or taken over meanwhile: then what was read is not kept."""
    mine = delete(Row).where(Row.id == kept.id, Row.worker == worker, Row.state == UploadState.RUNNING.value)
    return _rows(unit.execute(mine)) == 1


def remove(unit: Unit, kept: KeptUpload) -> None:
    """Its owner lets it go, however far it is."""
    unit.execute(delete(Row).where(Row.id == kept.id))


def unfinished(unit: Unit) -> dict[str, int]:
    """How many wait and are being read."""
    counted = unit.execute(select(Row.state, func.count()).group_by(Row.state)).all()
    found = {row[0]: row[1] for row in counted}
    return {s.value: found.get(s.value, 0) for s in (UploadState.WAITING, UploadState.RUNNING)}


def _mine(kept: KeptUpload, worker: str) -> Update:
    return update(Row).where(Row.id == kept.id, Row.worker == worker, Row.state == UploadState.RUNNING.value)


def _rows(result: object) -> int:
    return cast("CursorResult[tuple[int]]", result).rowcount


def _kept(row: Row) -> KeptUpload:
    told: dict[str, Any] = json.loads(row.problems) if row.problems else {"problems": [], "of": 0}
    return KeptUpload(
        row.id,
        row.public_id,
        row.owner_id,
        row.name,
        UploadState(row.state),
        json.loads(row.asked),
        told["problems"],
        told["of"],
        row.created_at,
        row.tries,
        row.step,
    )
