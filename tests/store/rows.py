"""Every row of a database at this release, in a shape that does not differ between SQLite and PostgreSQL."""

import sqlalchemy as sa

from calculator.store import Database
from calculator.store.backup_file import _plain
from calculator.store.models import Base


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.engine.connect() as connection:
        return {
            table.name: [
                tuple(_plain(value) for value in row)
                for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in Base.metadata.sorted_tables
        }
