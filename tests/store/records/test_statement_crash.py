"""Killed at any moment, issuing leaves neither a gap nor half a statement, and a repeated request finishes it."""

import hashlib
import multiprocessing
import random
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import pytest
from sqlalchemy import select

from calculator.domain.statement_life import Life
from calculator.services.statement import life
from calculator.services.statement.requests import Request
from calculator.store import Database
from calculator.store.records import numbering
from calculator.store.records.statement_models import StatementRow
from tests.store import people
from tests.store.crashing import ask_on
from tests.store.statements import actor, desk

#: A forked child has everything loaded already; it opens a database of its own.
FORK = multiprocessing.get_context("fork")


def started(database: Database, person: str, farm: str, seed: str) -> tuple[BaseProcess, Connection]:
    heard, said = FORK.Pipe(duplex=False)
    url = database.url.render_as_string(hide_password=False)
    process = FORK.Process(target=ask_on, args=(url, person, farm, seed, said), daemon=True)
    process.start()
    said.close()
    return process, heard


def crash(database: Database, person: str, farm: str, seed: str, patience: float) -> None:
    database.close()
    process, heard = started(database, person, farm, seed)
    heard.recv()
    time.sleep(patience)
    process.kill()
    process.join()
    heard.close()


def whole(database: Database) -> int:
    """Everything that was issued is whole and numbered without a gap; gives how many there are."""
    with database.transaction() as unit:
        rows = list(unit.scalars(select(StatementRow).order_by(StatementRow.sequence)))
        last = numbering.last(unit, people.TODAY.year)
        issued = [row for row in rows if row.life == Life.ISSUED.value]
        half = [row for row in rows if row.life != Life.ISSUED.value and (row.sequence or row.pdf)]
        assert half == []
        assert [row.sequence for row in issued] == list(range(1, last + 1))
        for row in issued:
            assert row.pdf is not None
            assert hashlib.sha256(row.pdf).hexdigest() == row.pdf_sha256
            assert f"2026-{row.sequence:06d} ".encode() in row.pdf
    return len(issued)


def crashes(database: Database, times: int) -> None:
    farmer = actor(database, people.person(database))
    farm = people.farm(database, farmer.user).public_id
    chance = random.Random(20261125)
    for number in range(times):
        seed = f"run{number}"
        crash(database, farmer.user.public_id, farm, seed, chance.uniform(0, 0.12))
        before = whole(database)
        with database.transaction() as unit:
            begun = list(
                unit.scalars(
                    select(StatementRow.idempotency_key).where(StatementRow.idempotency_key.like(f"{seed}-%"))
                )
            )
        unfinished = [key for key in begun if key and not _issued(database, key)]
        for key in unfinished:
            assert life.ask(desk(database), farmer, Request(farm), key).life is Life.ISSUED
        assert whole(database) == before + len(unfinished)


def _issued(database: Database, key: str) -> bool:
    with database.transaction() as unit:
        found = unit.scalar(select(StatementRow.life).where(StatementRow.idempotency_key == key))
        return found == Life.ISSUED.value


def test_a_few_crashes_leave_neither_a_gap_nor_half_a_statement(migrated: Database) -> None:
    crashes(migrated, 3)


@pytest.mark.soak
def test_a_hundred_crashes_leave_neither_a_gap_nor_half_a_statement(migrated: Database) -> None:
    crashes(migrated, 100)


def test_two_processes_at_once_share_the_numbers(migrated: Database) -> None:
    database = migrated
    farmer = actor(database, people.person(database))
    farm = people.farm(database, farmer.user).public_id
    database.close()
    both = [started(database, farmer.user.public_id, farm, seed) for seed in ("one", "two")]
    for _, heard in both:
        assert [heard.recv() for _ in range(4)] == [0, 1, 2, 3]
    for process, _ in both:
        process.kill()
        process.join()
    assert whole(database) >= 8
