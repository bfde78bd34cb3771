from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from calculator.store import Database, Examples
from calculator.store.database import MIGRATIONS
from calculator.store.farms import farms
from calculator.store.models import Base
from tests.store.people import farm, firm, mandate, person

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
REVISIONS = [script.revision for script in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions()))]


def test_an_empty_database_becomes_current(database: Database) -> None:
    assert database.revision() is None
    assert not database.is_current()
    database.migrate()
    assert database.is_current()


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()
    Examples(database).load({"Een": {"year": 2026}}, NOW)
    database.migrate()
    assert [example.name for example in Examples(database).all()] == ["Een"]


def test_models_and_migrations_are_the_same(database: Database) -> None:
    database.migrate()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_down_to_nothing_leaves_no_table_and_up_again_works(database: Database) -> None:
    database.migrate()
    Examples(database).load({"Een": {"year": 2026}}, NOW)
    owner = person(database)
    kept = farm(database, owner)
    mandate(database, firm(database, person(database, "a@voorbeeld.nl", "adviser")), owner, kept)
    database.migrate("base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    database.migrate()
    assert database.is_current()
    assert Examples(database).all() == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_from_every_earlier_schema_the_data_come_along(database: Database, revision: str) -> None:
    """What every schema so far has in common: an example farm, with its document to the letter."""
    database.migrate(revision)
    document = '{"year": 2026, "farm": {"name": "Weide \u00e9"}}'
    columns = "public_id, name, document, created_at, revision"
    values = ":id, 'Weide', :document, :now, 3"
    if revision != "0001":
        columns, values = f"{columns}, changed_at", f"{values}, :now"
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            values = values.replace(":document", "CAST(:document AS jsonb)")
        now = NOW if connection.dialect.name == "postgresql" else "2026-11-24 12:00:00.000000"
        connection.execute(
            text(f"INSERT INTO farms ({columns}) VALUES ({values})"),
            {"id": "x" * 22, "document": document, "now": now},
        )
    database.migrate()
    (example,) = Examples(database).all()
    assert (example.name, example.revision) == ("Weide", 3)
    assert example.document == {"year": 2026, "farm": {"name": "Weide é"}}


def test_downwards_a_farm_that_somebody_owns_never_becomes_an_example(database: Database) -> None:
    database.migrate()
    Examples(database).load({"Voorbeeld": {"year": 2026}}, NOW)
    farm(database, person(database), "Privé")
    database.migrate("0001")
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM farms")).scalars().all() == ["Voorbeeld"]
    database.migrate()
    assert [example.name for example in Examples(database).all()] == ["Voorbeeld"]


def test_farms_and_their_owners_survive_one_step_down_and_up(database: Database) -> None:
    database.migrate()
    owner = person(database)
    kept = farm(database, owner)
    database.migrate(REVISIONS[-2])
    database.migrate()
    with database.transaction() as unit:
        assert farms.owned(unit, owner.id) == [kept]
