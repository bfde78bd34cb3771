"""Results of farms as an organisation last calculated them, batches that make them, and who looks after a client."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEEPER = "fk_mandates_keeper_id_users"


def upgrade() -> None:
    op.add_column(
        "statement_batches", sa.Column("kind", sa.String(12), nullable=False, server_default="statements")
    )
    with op.batch_alter_table("mandates") as mandates:
        mandates.add_column(sa.Column("keeper_id", sa.Integer(), nullable=True))
        mandates.create_foreign_key(KEEPER, "users", ["keeper_id"], ["id"], ondelete="SET NULL")
    op.execute("UPDATE mandates SET keeper_id = requested_by")
    document = sa.JSON().with_variant(JSONB(), "postgresql")
    kept = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    op.create_table(
        "farm_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reference_on", sa.Date(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(100), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("summary", document, nullable=False),
        sa.Column("earlier", kept, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_farm_results"),
        sa.UniqueConstraint("farm_id", "organisation_id", name="uq_farm_results_farm_id"),
        sa.ForeignKeyConstraint(
            ["farm_id"], ["farms.id"], name="fk_farm_results_farm_id_farms", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name="fk_farm_results_organisation_id_organisations",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_farm_results_organisation_id", "farm_results", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("farm_results")
    with op.batch_alter_table("mandates") as mandates:
        mandates.drop_constraint(KEEPER, type_="foreignkey")
        mandates.drop_column("keeper_id")
    # What is not about statements has no place in the older table.
    op.execute("DELETE FROM statement_batch_items WHERE batch_id IN"
               " (SELECT id FROM statement_batches WHERE kind <> 'statements')")  # fmt: skip
    op.execute("DELETE FROM statement_batches WHERE kind <> 'statements'")
    op.drop_column("statement_batches", "kind")
