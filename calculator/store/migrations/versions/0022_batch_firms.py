"""Under whose mandate a result was asked.

What somebody of one organisation asked before, of a farm that is not the own, is that organisation's; of somebody of several it
cannot be told any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_TABLE, _COLUMN = "statement_batch_items", "organisation_id"
_OF_ONE = """
    UPDATE statement_batch_items SET organisation_id = (
        SELECT MIN(m.organisation_id)
        FROM statement_batches b
        JOIN users u ON u.public_id = b.actor
        JOIN memberships m ON m.user_id = u.id AND m.accepted_at IS NOT NULL
        LEFT JOIN farms f ON f.public_id = statement_batch_items.farm AND f.owner_id = u.id
        WHERE b.id = statement_batch_items.batch_id AND b.kind = 'results' AND f.id IS NULL
        HAVING COUNT(*) = 1
    )
"""


def upgrade() -> None:
    with op.batch_alter_table(_TABLE) as table:
        table.add_column(sa.Column(_COLUMN, sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_statement_batch_items_organisation_id_organisations",
            "organisations",
            [_COLUMN],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index("ix_statement_batch_items_organisation_id", [_COLUMN])
    op.execute(_OF_ONE)


def downgrade() -> None:
    with op.batch_alter_table(_TABLE) as table:
        table.drop_index("ix_statement_batch_items_organisation_id")
        table.drop_constraint("fk_statement_batch_items_organisation_id_organisations", type_="foreignkey")
        table.drop_column(_COLUMN)
