from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from calculator.store import Database, Examples, RulebooksSeen, StoreUnavailable

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def farms(database: Database) -> Examples:
    database.migrate()
    return Examples(database)


def test_a_document_comes_back_as_it_went_in(farms: Examples) -> None:
    document = {
        "year": 2026,
        "parcels": [{"id": "P1", "area_ha": "18.40", "soil": None}],
        "farm": {"name": "Weide é"},
    }
    farms.load({"Weide": document}, NOW)
    (farm,) = farms.all()
    assert farm.document == document
    assert farms.get(farm.public_id) == farm


def test_an_id_cannot_be_guessed_and_an_unknown_one_finds_nothing(farms: Examples) -> None:
    farms.load({"A": {"year": 2026}, "B": {"year": 2026}}, NOW)
    ids = [farm.public_id for farm in farms.all()]
    assert len(set(ids)) == 2
    assert all(len(public_id) >= 20 for public_id in ids)
    for public_id in ("1", "", "\0", "x" * 100, "é"):
        assert farms.get(public_id) is None


def test_loading_again_keeps_ids_and_counts_changes(farms: Examples) -> None:
    farms.load({"A": {"year": 2025}, "B": {"year": 2026}}, NOW)
    before = {farm.name: farm.public_id for farm in farms.all()}
    farms.load({"A": {"year": 2026}, "B": {"year": 2026}}, LATER)
    after = {farm.name: farm for farm in farms.all()}
    assert {name: farm.public_id for name, farm in after.items()} == before
    assert (after["A"].revision, after["B"].revision) == (2, 1)
    assert after["A"].document == {"year": 2026}


def test_a_load_that_fails_halfway_keeps_nothing(farms: Examples) -> None:
    with pytest.raises((TypeError, StatementError)):
        farms.load({"A": {"year": 2026}, "B": {"year": object()}}, NOW)
    assert farms.all() == []


def test_a_digest_is_known_since_it_was_first_seen(database: Database) -> None:
    database.migrate()
    seen = RulebooksSeen(database)
    assert seen.since("sha256:1") is None
    assert seen.note("sha256:1", NOW) == NOW
    assert seen.note("sha256:1", LATER) == NOW
    assert seen.since("sha256:1") == NOW


def test_a_moment_without_zone_is_refused(database: Database) -> None:
    database.migrate()
    with pytest.raises(Exception, match="time zone"):
        RulebooksSeen(database).note("sha256:1", datetime(2026, 1, 1))  # noqa: DTZ001


def test_sqlite_keeps_a_write_ahead_log_and_foreign_keys(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'app.sqlite3'}")
    with database.transaction() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    database.close()


def test_a_database_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for url in (
        f"sqlite:///{tmp_path / 'folder'}",
        "postgresql+psycopg://nobody@127.0.0.1:9/none?connect_timeout=2",
    ):
        database = Database(url)
        with pytest.raises(StoreUnavailable):
            database.ping()
        database.close()


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match=r"postgresql\+psycopg"):
        Database("mysql://localhost/x")
