"""Work that waits in a table until a process claims it: who has it, whether that process still lives, and how it ends.

Whoever works says so now and then; after a silence it counts as dead, and the next one begins. Whatever it does afterwards
with what it had, finds that it is no longer its own. Every function works inside the caller's transaction (a ``Unit``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar, cast

from sqlalchemy import ColumnElement, CursorResult, Delete, String, Update, and_, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.database import Unit
from calculator.store.models import Moment

#: The two states that every such table has; in which others work ends, is its own affair.
WAITING, RUNNING = "waiting", "running"


class Claimable:
    """The columns of a table of work. ``worker`` is the process that has it, ``seen_at`` when it last said so."""

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    worker: Mapped[str | None] = mapped_column(String(32))
    seen_at: Mapped[datetime | None] = mapped_column(Moment())


class Tried(Claimable):
    """Work that is given up after some ``tries``, a restart not counted; ``step`` is how far it is this time."""

    tries: Mapped[int]
    step: Mapped[int]


class Work(Protocol):
    """A piece of work as a value; ``id`` is the key of the table."""

    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=Claimable)
Kept = TypeVar("Kept", bound=Work)
TriedRow = TypeVar("TriedRow", bound=Tried)


@dataclass(frozen=True, slots=True)
class Queue(Generic[Row, Kept]):
    """A table of work with how a row becomes a value, the silence after which a worker counts as dead, and what begins anew.

    ``anew`` is what is set beside the state when it is claimed at a moment, such as one more try; ``unbegun`` what takes that
    back where the worker gave it back itself, as at a restart.
    """

    table: type[Row]
    value: Callable[[Unit, Row], Kept]
    silence: timedelta
    anew: Callable[[datetime], Mapping[str, object]] = lambda _now: {}
    unbegun: Callable[[], Mapping[str, object]] = dict

    def claim(self, unit: Unit, worker: str, now: datetime, only: int | None = None) -> Kept | None:
        """The oldest (or the one with that key) that nobody has, now this worker's; None where there is none."""
        table = self.table
        free = or_(table.state == WAITING, and_(table.state == RUNNING, table.seen_at < now - self.silence))
        listed = select(table.id).where(free).order_by(table.id)
        taken = {"state": RUNNING, "worker": worker, "seen_at": now, **self.anew(now)}
        for key in unit.scalars(listed if only is None else listed.where(table.id == only)).all():
            if changed(unit, update(table).where(table.id == key, free).values(**taken)):
                unit.expire_all()
                return self.value(unit, unit.get_one(table, key))
        return None

    def mine(self, kept: Kept, worker: str) -> tuple[ColumnElement[bool], ...]:
        """What holds of the row as long as this worker has it."""
        table = self.table
        return (table.id == kept.id, table.worker == worker, table.state == RUNNING)

    def still_mine(self, unit: Unit, kept: Kept, worker: str, now: datetime, **progress: int) -> bool:
        """Say that this worker lives and how far it is; False where that was stopped, replaced or taken over: stop."""
        return changed(
            unit, update(self.table).where(*self.mine(kept, worker)).values(seen_at=now, **progress)
        )

    def give_back(self, unit: Unit, kept: Kept, worker: str, *, died: bool = False) -> None:
        """Let the next worker go on at once; what is finished of it is kept. ``died``: its process did not come to an end."""
        again = {"state": WAITING, "worker": None, "seen_at": None, **({} if died else self.unbegun())}
        unit.execute(update(self.table).where(*self.mine(kept, worker)).values(**again))

    def end(self, unit: Unit, kept: Kept, worker: str, state: str, **values: object) -> bool:
        """It ended as this worker says; False where it was stopped, replaced or taken over meanwhile: nothing is kept."""
        ended = update(self.table).where(*self.mine(kept, worker)).values(state=state, **values)
        return changed(unit, ended)

    def stop(self, unit: Unit, kept: Kept, state: str, **values: object) -> bool:
        """Whoever has it, it ends; False where it had ended already."""
        busy = (self.table.id == kept.id, self.table.state.in_((WAITING, RUNNING)))
        stopped = changed(unit, update(self.table).where(*busy).values(state=state, **values))
        unit.expire_all()
        return stopped

    def counted(self, unit: Unit) -> dict[str, int]:
        """How many there are in each state in which there are any."""
        rows = unit.execute(select(self.table.state, func.count()).group_by(self.table.state)).all()
        return {row[0]: row[1] for row in rows}

    def unfinished(self, unit: Unit) -> dict[str, int]:
        """How many wait and how many are worked on."""
        found = self.counted(unit)
        return {state: found.get(state, 0) for state in (WAITING, RUNNING)}


def tried(
    table: type[TriedRow], value: Callable[[TriedRow], Kept], silence: timedelta
) -> Queue[TriedRow, Kept]:
    """A table of work of which every claim is one more try from its first step on."""
    return Queue(
        table,
        lambda _unit, row: value(row),
        silence,
        lambda _now: {"tries": table.tries + 1, "step": 0},
        lambda: {"tries": table.tries - 1},
    )


def changed(unit: Unit, statement: Update | Delete) -> bool:
    """Whether a change reached its one row."""
    return cast("CursorResult[tuple[int]]", unit.execute(statement)).rowcount == 1
