"""Feeds that are pushed by a hub (WebSub): which feeds want it, their subscriptions, and what was posted and is still to be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from 0009 to 0010; no feed that is there wants it."""
    op.add_column("feeds", sa.Column("websub", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "pushes",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("callback", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_push_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trusted_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["feed"], ["feeds.id"], name=op.f("fk_pushes_feed")),
        sa.PrimaryKeyConstraint("feed", name=op.f("pk_pushes")),
    )
    op.create_index("ix_pushes_callback", "pushes", ["callback"], unique=True)
    op.create_table(
        "pushed_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feeds.id"], name=op.f("fk_pushed_documents_feed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pushed_documents")),
    )
    op.create_index("ix_pushed_documents_feed", "pushed_documents", ["feed"], unique=False)
