"""Batches of statements and their items."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "statement_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("options", DOCUMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("worker", sa.String(32), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_statement_batches"),
        sa.UniqueConstraint("public_id", name="uq_statement_batches_public_id"),
    )
    op.create_index("ix_statement_batches_actor", "statement_batches", ["actor"])
    op.create_index("ix_statement_batches_state", "statement_batches", ["state"])
    op.create_table(
        "statement_batch_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("farm", sa.String(32), nullable=False),
        sa.Column("farm_name", sa.String(200), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("statement", sa.String(32), nullable=True),
        sa.Column("reason_nl", sa.String(1000), nullable=True),
        sa.Column("reason_en", sa.String(1000), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_statement_batch_items"),
        sa.UniqueConstraint("batch_id", "place", name="uq_statement_batch_items_batch_id"),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["statement_batches.id"],
            name="fk_statement_batch_items_batch_id_statement_batches",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("statement_batch_items")
    op.drop_table("statement_batches")
