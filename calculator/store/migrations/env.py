from alembic import context
from sqlalchemy import Connection, Engine

from calculator.store.models import Base


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot change a table in place, so Alembic makes a new one and moves the rows.
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


engine: Engine = context.config.attributes["engine"]
with engine.connect() as opened:
    migrate(opened)
    opened.commit()
