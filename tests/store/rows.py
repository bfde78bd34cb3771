"""Every row of a database, in a shape that does not differ between SQLite and PostgreSQL."""

import sqlalchemy as sa

from calculator.store import Database
from calculator.store.backup_file import _plain


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    found = sa.MetaData()
    found.reflect(database.engine)
    with database.engine.connect() as connection:
        return {
            table.name: [
                tuple(_plain(value) for value in row)
                for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in found.sorted_tables
        }
