"""What came back, addresses that get nothing more, and subscribers that are no persons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from 0005 to 0006."""
    op.create_table(
        "suppressions",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_suppressions")),
    )
    op.create_table(
        "bounces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("delivery", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.id"], name=op.f("fk_bounces_delivery")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
    )
    op.create_index("ix_bounces_key", "bounces", ["key"], unique=True)
    op.create_index("ix_bounces_address_at", "bounces", ["address", "at"])
    op.create_index("ix_bounces_at", "bounces", ["at"])
    op.create_table(
        "endpoints",
        sa.Column("subscriber", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secrets", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["subscriber"], ["subscribers.id"], name=op.f("fk_endpoints_subscriber")),
        sa.PrimaryKeyConstraint("subscriber", name=op.f("pk_endpoints")),
    )
    # Who has a message in hand is asked at every claim, and reports name messages by their Message-ID.
    op.drop_index("ix_deliveries_subscriber", table_name="deliveries")
    op.create_index("ix_deliveries_subscriber_state", "deliveries", ["subscriber", "state"])
    op.create_index("ix_deliveries_message_id", "deliveries", ["message_id"])
