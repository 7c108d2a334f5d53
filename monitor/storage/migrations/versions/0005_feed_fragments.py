"""What is remembered of a feed's document, so that known entries are left out of the next parse."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from 0004 to 0005."""
    op.create_table(
        "feed_fragments",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feeds.id"], name=op.f("fk_feed_fragments_feed")),
        sa.PrimaryKeyConstraint("feed", name=op.f("pk_feed_fragments")),
    )
