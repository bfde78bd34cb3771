from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from calculator.store import Database, Farms
from calculator.store.models import Base

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_an_empty_database_becomes_current(database: Database) -> None:
    assert database.revision() is None
    assert not database.is_current()
    database.migrate()
    assert database.is_current()


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()
    Farms(database).load({"Een": {"year": 2026}}, NOW)
    database.migrate()
    assert [farm.name for farm in Farms(database).demos()] == ["Een"]


def test_models_and_migrations_are_the_same(database: Database) -> None:
    database.migrate()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_down_to_nothing_leaves_no_table_and_up_again_works(database: Database) -> None:
    database.migrate()
    Farms(database).load({"Een": {"year": 2026}}, NOW)
    database.migrate("base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    database.migrate()
    assert database.is_current()
    assert Farms(database).demos() == []
