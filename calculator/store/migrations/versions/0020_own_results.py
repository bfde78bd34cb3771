"""What a farmer calculates of the own farm is a result without an organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OWN = "uq_farm_results_own"


def upgrade() -> None:
    with op.batch_alter_table("farm_results") as results:
        results.alter_column("organisation_id", existing_type=sa.Integer(), nullable=True)
    none = sa.text("organisation_id IS NULL")
    op.create_index(OWN, "farm_results", ["farm_id"], unique=True, sqlite_where=none, postgresql_where=none)


def downgrade() -> None:
    # The older table has no place for a result without an organisation; it can be calculated again.
    op.execute("DELETE FROM farm_results WHERE organisation_id IS NULL")
    op.drop_index(OWN, "farm_results")
    with op.batch_alter_table("farm_results") as results:
        results.alter_column("organisation_id", existing_type=sa.Integer(), nullable=False)
