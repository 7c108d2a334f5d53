"""Where a report came from before a merge, so that the merge can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from 0003 to 0004."""
    op.add_column("reports", sa.Column("came_from", sa.Integer(), nullable=True))
