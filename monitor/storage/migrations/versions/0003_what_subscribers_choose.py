"""What subscribers choose: filters, quiet hours, pauses, single incidents; and which operator changed an incident."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from 0002 to 0003. Subscriptions keep what they ask for; nobody gets quiet hours."""
    op.add_column("subscribers", sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("subscribers", sa.Column("quiet_hours", sa.String(), nullable=True))
    for name in ("types", "regions", "around"):
        op.add_column("subscriptions", sa.Column(name, sa.Text(), nullable=False, server_default="[]"))
    op.add_column("subscriptions", sa.Column("min_standing", sa.String(), nullable=False, server_default="reported"))
    op.add_column("subscriptions", sa.Column("even_if_empty", sa.Boolean(), nullable=False, server_default=sa.true()))
    # An empty list of rules asked for nothing before and asks for every rule now.
    op.execute("UPDATE subscriptions SET active = (1 = 0) WHERE rules = '[]'")
    op.create_table(
        "choices",
        sa.Column("subscriber", sa.Integer(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_choices_incident")),
        sa.ForeignKeyConstraint(["subscriber"], ["subscribers.id"], name=op.f("fk_choices_subscriber")),
        sa.PrimaryKeyConstraint("subscriber", "incident", name=op.f("pk_choices")),
    )
    op.create_index("ix_choices_incident", "choices", ["incident"], unique=False)
    op.add_column("incident_updates", sa.Column("author", sa.String(), nullable=True))
    op.add_column("incident_updates", sa.Column("reason", sa.Text(), nullable=True))
