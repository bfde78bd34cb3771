"""Comments on a farm's result, and links that show a result or statement for a while."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "farm_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=True),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_farm_comments"),
        sa.UniqueConstraint("public_id", name="uq_farm_comments_public_id"),
        sa.ForeignKeyConstraint(
            ["farm_id"], ["farms.id"], name="fk_farm_comments_farm_id_farms", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name="fk_farm_comments_author_id_users", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_farm_comments_farm_id", "farm_comments", ["farm_id"])
    op.create_index("ix_farm_comments_author_id", "farm_comments", ["author_id"])
    op.create_table(
        "share_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("statement", sa.String(32), nullable=True),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column(
            "award",
            sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_share_links"),
        sa.UniqueConstraint("public_id", name="uq_share_links_public_id"),
        sa.UniqueConstraint("token_hash", name="uq_share_links_token_hash"),
        sa.ForeignKeyConstraint(
            ["farm_id"], ["farms.id"], name="fk_share_links_farm_id_farms", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name="fk_share_links_author_id_users", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name="fk_share_links_organisation_id_organisations",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_share_links_farm_id", "share_links", ["farm_id"])
    op.create_index("ix_share_links_author_id", "share_links", ["author_id"])


def downgrade() -> None:
    op.drop_table("share_links")
    op.drop_table("farm_comments")
