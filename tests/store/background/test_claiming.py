"""Work in a table: one process has it at a time, and one that was silent for too long has it no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped

from calculator.store.background.claiming import RUNNING, WAITING, Claimable, Queue
from calculator.store.database import Unit
from tests.store.people import NOW

SILENCE = timedelta(seconds=30)
LATER = NOW + SILENCE + timedelta(seconds=1)


class Base(DeclarativeBase):
    pass


class JobRow(Claimable, Base):
    __tablename__ = "jobs"

    tries: Mapped[int]
    step: Mapped[int]


@dataclass(frozen=True, slots=True)
class Job:
    id: int
    tries: int
    step: int


JOBS = Queue(
    JobRow,
    lambda _unit, row: Job(row.id, row.tries, row.step),
    SILENCE,
    lambda _now: {"tries": JobRow.tries + 1, "step": 0},
    lambda: {"tries": JobRow.tries - 1},
)


@pytest.fixture
def unit() -> Iterator[Unit]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Unit(engine) as session:
        session.add_all(JobRow(state=WAITING, tries=0, step=0) for _ in range(2))
        session.flush()
        yield session
    engine.dispose()


def claimed(unit: Unit, worker: str, now: datetime = NOW) -> Job:
    found = JOBS.claim(unit, worker, now)
    assert found is not None
    return found


def test_two_processes_never_have_one_job_and_the_oldest_goes_first(unit: Unit) -> None:
    assert [claimed(unit, "one").id, claimed(unit, "two").id] == [1, 2]
    assert JOBS.claim(unit, "three", NOW) is None
    assert JOBS.unfinished(unit) == {WAITING: 0, RUNNING: 2}


def test_who_was_silent_for_too_long_can_do_nothing_any_more_with_what_another_took_over(unit: Unit) -> None:
    first = claimed(unit, "silent")
    assert JOBS.still_mine(unit, first, "silent", NOW, step=2)
    again = JOBS.claim(unit, "next", LATER, only=first.id)
    assert again == Job(first.id, tries=2, step=0), "it begins anew, and that is counted"
    assert not JOBS.still_mine(unit, first, "silent", LATER, step=3)
    assert not JOBS.end(unit, first, "silent", "done")
    JOBS.give_back(unit, first, "silent")
    assert JOBS.still_mine(unit, again, "next", LATER)
    assert JOBS.end(unit, again, "next", "done")


def test_a_restart_is_no_try_and_a_process_that_died_is_one(unit: Unit) -> None:
    first = claimed(unit, "restarts")
    JOBS.give_back(unit, first, "restarts")
    again = claimed(unit, "dies")
    assert again == Job(first.id, tries=1, step=0)
    JOBS.give_back(unit, again, "dies", died=True)
    assert claimed(unit, "next") == Job(first.id, tries=2, step=0)


def test_what_is_given_back_is_taken_up_at_once_and_what_ended_never(unit: Unit) -> None:
    first = claimed(unit, "stops")
    JOBS.give_back(unit, first, "stops")
    assert claimed(unit, "next").id == first.id
    assert JOBS.stop(unit, first, "cancelled")
    assert not JOBS.stop(unit, first, "cancelled")
    assert not JOBS.end(unit, first, "next", "done"), "stopped under the hands of its worker"
    assert JOBS.claim(unit, "next", LATER, only=first.id) is None
