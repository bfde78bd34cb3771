"""Runs of scenarios, as rows and back: who works on them, how far they are, what they told.

Every function works inside the caller's transaction (a ``Unit``). The states and the silence after which a worker counts as
dead are those of batches.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select

from calculator.domain.scheme import Text
from calculator.store.background.batches import SILENCE
from calculator.store.background.claiming import Queue
from calculator.store.database import Unit
from calculator.store.ids import is_id, new_id
from calculator.store.scenarios.scenario_models import PopulationRow, ScenarioChunkRow, ScenarioRunRow


class RunState(StrEnum):
    """How far a run is; a cancelled or failed one keeps its finished chunks, so that asking again goes on from there."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run without what it told. ``done`` of ``total`` farms are worked out; the total is estimated at first."""

    id: int
    public_id: str
    scenario_id: int
    population_id: int
    version: int
    actor: str
    state: RunState
    options: Mapping[str, object]
    texts: Mapping[str, object]
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    tries: int
    done: int
    total: int
    reason: Text | None
    receipt: str | None

    def seconds_left(self, now: datetime) -> int | None:
        """About how long it will still take; None where nothing can be said yet."""
        if self.state is not RunState.RUNNING or self.started_at is None or self.done <= 0:
            return None
        passed = (now - self.started_at).total_seconds()
        return round(passed / self.done * max(0, self.total - self.done))


def begin(
    unit: Unit,
    *,
    scenario_id: int,
    population_id: int,
    version: int,
    actor: str,
    options: Mapping[str, object],
    texts: Mapping[str, str],
    now: datetime,
) -> KeptRun:
    """Keep a run that waits for a worker."""
    row = ScenarioRunRow(
        public_id=new_id(),
        scenario_id=scenario_id,
        population_id=population_id,
        version=version,
        actor=actor,
        state=RunState.WAITING.value,
        options=dict(options),
        texts=dict(texts),
        created_at=now,
        tries=0,
        done=0,
        total=0,
    )
    unit.add(row)
    unit.flush()
    return _kept(row)


def counted(unit: Unit) -> dict[str, int]:
    """How many runs there are in each state."""
    found = QUEUE.counted(unit)
    return {state.value: found.get(state.value, 0) for state in RunState}


def find(unit: Unit, public_id: str) -> KeptRun | None:
    """The run with that id, or None."""
    if not is_id(public_id):
        return None
    row = unit.scalar(select(ScenarioRunRow).where(ScenarioRunRow.public_id == public_id))
    return None if row is None else _kept(row)


def of_scenarios(unit: Unit, scenario_ids: Collection[int], most: int = 50) -> list[KeptRun]:
    """The runs of scenarios, newest first."""
    rows = unit.scalars(
        select(ScenarioRunRow)
        .where(ScenarioRunRow.scenario_id.in_(scenario_ids))
        .order_by(ScenarioRunRow.id.desc())
        .limit(most)
    )
    return [_kept(row) for row in rows]


def under_way(unit: Unit, actor: str) -> int:
    """How many runs of one person wait or run."""
    busy = (RunState.WAITING.value, RunState.RUNNING.value)
    counted = unit.scalar(
        select(func.count())
        .select_from(ScenarioRunRow)
        .where(ScenarioRunRow.actor == actor, ScenarioRunRow.state.in_(busy))
    )
    return counted or 0


def finish(
    unit: Unit,
    run: KeptRun,
    worker: str,
    *,
    answers: bytes,
    reports: tuple[bytes, bytes],
    ledger: bytes | None,
    receipt: str,
    now: datetime,
) -> bool:
    """It is done, and this is what it tells; False where it was cancelled or taken over meanwhile."""
    return QUEUE.end(
        unit,
        run,
        worker,
        RunState.DONE.value,
        finished_at=now,
        answers=answers,
        report_nl=reports[0],
        report_en=reports[1],
        ledger=ledger,
        receipt=receipt,
        done=ScenarioRunRow.total,
    )


def fail(unit: Unit, run: KeptRun, worker: str, reason: Text, now: datetime) -> None:
    """It cannot be done, for this reason."""
    said = {"reason_nl": reason.nl[:2000], "reason_en": reason.en[:2000]}
    QUEUE.end(unit, run, worker, RunState.FAILED.value, finished_at=now, **said)


def cancel(unit: Unit, run: KeptRun, now: datetime) -> bool:
    """Stop it; False where it had ended already."""
    return QUEUE.stop(unit, run, RunState.CANCELLED.value, finished_at=now)


def answers(unit: Unit, run: KeptRun) -> bytes | None:
    """What a finished run told."""
    return unit.scalar(select(ScenarioRunRow.answers).where(ScenarioRunRow.id == run.id))


def report(unit: Unit, run: KeptRun, language: str) -> bytes | None:
    """The report of a finished run."""
    column = ScenarioRunRow.report_en if language == "en" else ScenarioRunRow.report_nl
    return unit.scalar(select(column).where(ScenarioRunRow.id == run.id))


def ledgers(unit: Unit, owner_id: int) -> list[bytes]:
    """What each real farm contributed to every run that was told of the populations of one owner, oldest first."""
    rows = unit.scalars(
        select(ScenarioRunRow.ledger)
        .join(PopulationRow, PopulationRow.id == ScenarioRunRow.population_id)
        .where(PopulationRow.owner_id == owner_id, ScenarioRunRow.ledger.is_not(None))
        .order_by(ScenarioRunRow.id)
    )
    return [found for found in rows if found is not None]


def chunk(unit: Unit, key: str, now: datetime) -> bytes | None:
    """A finished chunk, noted as used."""
    row = unit.get(ScenarioChunkRow, key)
    if row is None:
        return None
    row.used_at = now
    return row.data


def keep_chunk(unit: Unit, key: str, population_id: int, data: bytes, now: datetime) -> None:
    """Keep a finished chunk; the same one twice is the same."""
    if unit.get(ScenarioChunkRow, key) is None:
        unit.add(ScenarioChunkRow(key=key, population_id=population_id, data=data, used_at=now))


def forget_chunks(unit: Unit, unused_since: datetime) -> None:
    """Throw away the chunks that nobody used since then."""
    unit.execute(delete(ScenarioChunkRow).where(ScenarioChunkRow.used_at < unused_since))


def _kept(row: ScenarioRunRow) -> KeptRun:
    reason = None if row.reason_nl is None else Text(row.reason_nl, row.reason_en or row.reason_nl)
    return KeptRun(
        row.id,
        row.public_id,
        row.scenario_id,
        row.population_id,
        row.version,
        row.actor,
        RunState(row.state),
        row.options,
        row.texts,
        row.created_at,
        row.started_at,
        row.finished_at,
        row.tries,
        row.done,
        row.total,
        reason,
        row.receipt,
    )


def _anew(now: datetime) -> Mapping[str, object]:
    return {"started_at": now, "tries": ScenarioRunRow.tries + 1, "done": 0}


QUEUE = Queue(
    ScenarioRunRow,
    lambda _unit, row: _kept(row),
    SILENCE,
    _anew,
    lambda: {"tries": ScenarioRunRow.tries - 1},
)
claim, still_mine, give_back, unfinished = QUEUE.claim, QUEUE.still_mine, QUEUE.give_back, QUEUE.unfinished
