"""Files with parcels that are being read, as rows and back. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select

from calculator.store.background.claiming import tried
from calculator.store.database import Unit
from calculator.store.farms.import_models import ParcelImportRow
from calculator.store.ids import is_id, new_id

#: Whoever reads says so every half second; somebody waits, so that it is taken over sooner than a batch is.
SILENCE = timedelta(seconds=20)


class ImportState(StrEnum):
    """How far a file is; ``failed`` is where reading it keeps being broken off, not where something is wrong with it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class KeptImport:
    """A file that was sent, without its bytes and without what was in it."""

    id: int
    public_id: str
    draft: str
    state: ImportState
    asked: Mapping[str, object]
    size: int
    created_at: datetime
    tries: int
    step: int

    @property
    def busy(self) -> bool:
        """Whether it waits or is being read."""
        return self.state in (ImportState.WAITING, ImportState.RUNNING)


def begin(
    unit: Unit,
    *,
    holder: str,
    draft: str,
    asked: Mapping[str, object],
    file: bytes,
    now: datetime,
) -> KeptImport:
    """Keep a file for a form, in place of an earlier one."""
    unit.execute(
        delete(ParcelImportRow).where(ParcelImportRow.holder == holder, ParcelImportRow.draft == draft)
    )
    row = ParcelImportRow(
        public_id=new_id(),
        holder=holder,
        draft=draft,
        state=ImportState.WAITING.value,
        asked=json.dumps(asked),
        size=len(file),
        file=file,
        created_at=now,
        tries=0,
        step=0,
    )
    unit.add(row)
    unit.flush()
    return _kept(row)


def held(unit: Unit) -> int:
    """How many bytes of files are kept altogether."""
    return unit.scalar(select(func.sum(ParcelImportRow.size)).where(ParcelImportRow.file.is_not(None))) or 0


def find(unit: Unit, public_id: str, holder: str) -> KeptImport | None:
    """The file of this browser with that id, or None."""
    if not is_id(public_id):
        return None
    matching = select(ParcelImportRow).where(
        ParcelImportRow.public_id == public_id, ParcelImportRow.holder == holder
    )
    row = unit.scalar(matching)
    return None if row is None else _kept(row)


def file(unit: Unit, kept: KeptImport) -> bytes | None:
    """The bytes, as long as they are there."""
    return unit.scalar(select(ParcelImportRow.file).where(ParcelImportRow.id == kept.id))


def answer(unit: Unit, kept: KeptImport) -> bytes | None:
    """What was in the file."""
    return unit.scalar(select(ParcelImportRow.answer).where(ParcelImportRow.id == kept.id))


def finish(unit: Unit, kept: KeptImport, worker: str, answer: bytes) -> bool:
    """It is read, and the file goes; False where it was cancelled, replaced or taken over meanwhile."""
    return QUEUE.end(unit, kept, worker, ImportState.DONE.value, file=None, answer=answer)


def fail(unit: Unit, kept: KeptImport, worker: str) -> None:
    """It cannot be read here, and the file goes."""
    QUEUE.end(unit, kept, worker, ImportState.FAILED.value, file=None)


def cancel(unit: Unit, kept: KeptImport) -> bool:
    """Stop reading, and the file goes; False where it had ended already."""
    return QUEUE.stop(unit, kept, ImportState.CANCELLED.value, file=None)


def remove(unit: Unit, holder: str, draft: str | None = None, public_id: str | None = None) -> None:
    """Remove what one browser sent; of one form, or one file, where that is named."""
    asked = delete(ParcelImportRow).where(ParcelImportRow.holder == holder)
    if draft is not None:
        asked = asked.where(ParcelImportRow.draft == draft)
    if public_id is not None:
        asked = asked.where(ParcelImportRow.public_id == public_id)
    unit.execute(asked)


def sweep(unit: Unit, before: datetime) -> None:
    """Remove what is older, however far it is."""
    unit.execute(delete(ParcelImportRow).where(ParcelImportRow.created_at < before))


def _kept(row: ParcelImportRow) -> KeptImport:
    return KeptImport(
        row.id,
        row.public_id,
        row.draft,
        ImportState(row.state),
        json.loads(row.asked),
        row.size,
        row.created_at,
        row.tries,
        row.step,
    )


QUEUE = tried(ParcelImportRow, _kept, SILENCE)
claim, still_mine, give_back, unfinished = QUEUE.claim, QUEUE.still_mine, QUEUE.give_back, QUEUE.unfinished
