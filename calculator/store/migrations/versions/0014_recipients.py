"""For whom a statement is, and what proves the values that were withheld from them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SAID = "an issued statement cannot be changed"
FROZEN = ("recipient", "purpose", "openings")


def upgrade() -> None:
    op.add_column("statements", sa.Column("recipient", sa.String(200), nullable=False, server_default=""))
    op.add_column("statements", sa.Column("purpose", sa.String(20), nullable=False, server_default="farmer"))
    op.add_column("statements", sa.Column("openings", sa.LargeBinary(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN)
        op.execute(
            "CREATE TRIGGER statements_recipient_stays BEFORE UPDATE ON statements "
            f"WHEN OLD.sequence IS NOT NULL AND ({changed}) BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        )
        return
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FROZEN)
    op.execute(
        "CREATE FUNCTION statements_recipient_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF OLD.sequence IS NOT NULL AND ({changed}) "
        f"THEN RAISE EXCEPTION '{SAID}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER statements_recipient_stays BEFORE UPDATE ON statements "
        "FOR EACH ROW EXECUTE FUNCTION statements_recipient_stays()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER statements_recipient_stays")
    else:
        op.execute("DROP TRIGGER statements_recipient_stays ON statements")
        op.execute("DROP FUNCTION statements_recipient_stays()")
    for name in FROZEN:
        op.drop_column("statements", name)
