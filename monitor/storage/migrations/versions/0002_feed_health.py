"""What is remarkable about feeds, what they changed, and what they missed.

Columns are added in place, not by copying the table as SQLite else needs: polls and entries point at it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from 0001 to 0002."""
    op.add_column("feeds", sa.Column("full_text", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, empty in (("flags", "[]"), ("observed", "{}"), ("because", "[]")):
        op.add_column("feeds", sa.Column(name, sa.Text(), nullable=False, server_default=empty))
    op.create_table(
        "feed_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("begins", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feeds.id"], name=op.f("fk_feed_changes_feed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_changes")),
    )
    op.create_index("ix_feed_changes_feed_at", "feed_changes", ["feed", "at"])
    op.create_index("ix_feed_changes_at", "feed_changes", ["at"])
    op.create_table(
        "feed_gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feeds.id"], name=op.f("fk_feed_gaps_feed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_gaps")),
    )
    op.create_index("ix_feed_gaps_feed_found_at", "feed_gaps", ["feed", "found_at"])
    op.create_index("ix_feed_gaps_found_at", "feed_gaps", ["found_at"])
