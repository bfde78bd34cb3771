"""The first tables: kept farm profiles and the rulebooks seen."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "farms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("document", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_farms"),
        sa.UniqueConstraint("public_id", name="uq_farms_public_id"),
        sa.UniqueConstraint("name", name="uq_farms_name"),
    )
    op.create_table(
        "rulebook_seen",
        sa.Column("digest", sa.String(100), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_rulebook_seen"),
    )


def downgrade() -> None:
    op.drop_table("rulebook_seen")
    op.drop_table("farms")
