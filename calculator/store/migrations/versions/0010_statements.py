"""Statements and their numbers; the database itself keeps what was issued from being changed or removed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

#: What may still be said of an issued statement: that it was superseded or withdrawn.
FROZEN = (
    *(
        "public_id",
        "farm",
        "farm_name",
        "actor",
        "idempotency_key",
        "request",
        "language",
        "options",
        "document",
    ),
    *("award", "farm_revision", "supersedes", "created_at", "approved_at", "approved_by", "year", "sequence"),
    *("check_code", "issued_on", "issued_at", "pdf", "pdf_sha256"),
)


def upgrade() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("farm", sa.String(32), nullable=False),
        sa.Column("farm_name", sa.String(200), nullable=False),
        sa.Column("draft_farm_id", sa.Integer(), nullable=True),
        sa.Column("life", sa.String(10), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("idempotency_key", sa.String(200), nullable=True),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("options", DOCUMENT, nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("award", DOCUMENT, nullable=False),
        sa.Column("farm_revision", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.String(32), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("approved_by", sa.String(32), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("check_code", sa.String(19), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_at", MOMENT, nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_sha256", sa.String(64), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.Column("superseded_by", sa.String(32), nullable=True),
        sa.Column("reason", sa.String(500), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
        sa.UniqueConstraint("public_id", name="uq_statements_public_id"),
        sa.UniqueConstraint("check_code", name="uq_statements_check_code"),
        sa.UniqueConstraint("actor", "idempotency_key", name="uq_statements_actor"),
        sa.UniqueConstraint("year", "sequence", name="uq_statements_year"),
        sa.ForeignKeyConstraint(
            ["draft_farm_id"], ["farms.id"], name="fk_statements_draft_farm_id_farms", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_statements_farm", "statements", ["farm"])
    op.create_index("ix_statements_draft_farm_id", "statements", ["draft_farm_id"])
    op.create_table(
        "statement_numbers",
        sa.Column("year", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_statement_numbers"),
    )
    _guard(sqlite=op.get_bind().dialect.name == "sqlite")


def _guard(*, sqlite: bool) -> None:
    said = "an issued statement cannot be changed"
    if sqlite:
        changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN)
        op.execute(
            "CREATE TRIGGER statements_issued_stays BEFORE UPDATE ON statements "
            f"WHEN OLD.sequence IS NOT NULL AND ({changed}) BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        op.execute(
            "CREATE TRIGGER statements_issued_remains BEFORE DELETE ON statements "
            f"WHEN OLD.sequence IS NOT NULL BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FROZEN)
    op.execute(
        "CREATE FUNCTION statements_issued_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF OLD.sequence IS NOT NULL AND (TG_OP = 'DELETE' OR {changed}) "
        f"THEN RAISE EXCEPTION '{said}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER statements_issued_stays BEFORE UPDATE OR DELETE ON statements "
        "FOR EACH ROW EXECUTE FUNCTION statements_issued_stays()"
    )


def downgrade() -> None:
    op.drop_table("statement_numbers")
    op.drop_table("statements")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION statements_issued_stays()")
