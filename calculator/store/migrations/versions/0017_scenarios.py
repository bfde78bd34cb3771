"""Populations, scenarios, their runs, and what is said of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{to}"
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "scenario_populations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("recipe", DOCUMENT, nullable=False),
        sa.Column("farms", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(100), nullable=True),
        sa.Column("tables", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("archived_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_scenario_populations"),
        sa.UniqueConstraint("public_id", name="uq_scenario_populations_public_id"),
        key("scenario_populations", "owner_id", "users"),
    )
    op.create_index("ix_scenario_populations_owner_id", "scenario_populations", ["owner_id"])
    op.create_table(
        "scenarios",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(100), nullable=False),
        sa.Column("name_nl", sa.String(300), nullable=False),
        sa.Column("name_en", sa.String(300), nullable=False),
        sa.Column("stands_on", sa.String(100), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("archived_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_scenarios"),
        sa.UniqueConstraint("public_id", name="uq_scenarios_public_id"),
        sa.UniqueConstraint("owner_id", "code", name="uq_scenarios_owner_id"),
        key("scenarios", "owner_id", "users"),
    )
    op.create_index("ix_scenarios_owner_id", "scenarios", ["owner_id"])
    op.create_table(
        "scenario_versions",
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("scenario_id", "number", name="pk_scenario_versions"),
        key("scenario_versions", "scenario_id", "scenarios"),
    )
    op.create_table("scenario_runs", *_run())
    for column in ("scenario_id", "population_id", "state"):
        op.create_index(f"ix_scenario_runs_{column}", "scenario_runs", [column])
    op.create_table(
        "scenario_shares",
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("scenario_id", "user_id", name="pk_scenario_shares"),
        key("scenario_shares", "scenario_id", "scenarios"),
        key("scenario_shares", "user_id", "users"),
    )
    op.create_index("ix_scenario_shares_user_id", "scenario_shares", ["user_id"])
    op.create_table(
        "scenario_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scenario_comments"),
        key("scenario_comments", "scenario_id", "scenarios"),
        key("scenario_comments", "author_id", "users"),
    )
    for column in ("scenario_id", "author_id"):
        op.create_index(f"ix_scenario_comments_{column}", "scenario_comments", [column])
    op.create_table(
        "scenario_chunks",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("population_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_scenario_chunks"),
        key("scenario_chunks", "population_id", "scenario_populations"),
    )
    for column in ("population_id", "used_at"):
        op.create_index(f"ix_scenario_chunks_{column}", "scenario_chunks", [column])


def _run() -> list[sa.Column[object] | sa.Constraint]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(32), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("population_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("options", DOCUMENT, nullable=False),
        sa.Column("texts", DOCUMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("worker", sa.String(32), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reason_nl", sa.String(2000), nullable=True),
        sa.Column("reason_en", sa.String(2000), nullable=True),
        sa.Column("receipt", sa.String(64), nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("report_nl", sa.LargeBinary(), nullable=True),
        sa.Column("report_en", sa.LargeBinary(), nullable=True),
        sa.Column("ledger", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_scenario_runs"),
        sa.UniqueConstraint("public_id", name="uq_scenario_runs_public_id"),
        key("scenario_runs", "scenario_id", "scenarios"),
        key("scenario_runs", "population_id", "scenario_populations"),
    ]


def downgrade() -> None:
    for table in ("chunks", "comments", "shares", "runs", "versions"):
        op.drop_table(f"scenario_{table}")
    op.drop_table("scenarios")
    op.drop_table("scenario_populations")
