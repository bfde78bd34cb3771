"""Farms that were sent and are being read, as rows and back. Every function works inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select

from calculator.store.background.claiming import changed, tried
from calculator.store.database import Unit
from calculator.store.ids import is_id, new_id
from calculator.store.scenarios.upload_models import PopulationUploadRow as Row

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


def files(unit: Unit, kept: KeptUpload) -> bytes | None:
    """The bytes, as long as they are there."""
    return unit.scalar(select(Row.files).where(Row.id == kept.id))


def refuse(unit: Unit, kept: KeptUpload, worker: str, problems: Sequence[Mapping[str, str]], of: int) -> None:
    """Keep why it is refused, the first of so many problems; what was sent goes."""
    told = json.dumps({"problems": list(problems), "of": of})
    QUEUE.end(unit, kept, worker, UploadState.REFUSED.value, files=None, problems=told)


def finish(unit: Unit, kept: KeptUpload, worker: str) -> bool:
    """It is read and goes; False where it was stopped or taken over meanwhile: then what was read is not kept."""
    return changed(unit, delete(Row).where(*QUEUE.mine(kept, worker)))


def remove(unit: Unit, kept: KeptUpload) -> None:
    """Its owner lets it go, however far it is."""
    unit.execute(delete(Row).where(Row.id == kept.id))


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


QUEUE = tried(Row, _kept, SILENCE)
claim, still_mine, give_back, unfinished = QUEUE.claim, QUEUE.still_mine, QUEUE.give_back, QUEUE.unfinished
