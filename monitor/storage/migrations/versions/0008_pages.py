"""What the public pages need: names of subscribers that nobody can guess, consents, and how often mail was asked for."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from 0007 to 0008; subscribers that are there get their names."""
    op.add_column("subscribers", sa.Column("ref", sa.String(), nullable=True))
    subscribers = sa.table("subscribers", sa.column("id", sa.Integer()), sa.column("ref", sa.String()))
    connection = op.get_bind()
    for number in connection.execute(sa.select(subscribers.c.id)).scalars().all():
        named = subscribers.update().where(subscribers.c.id == number).values(ref=secrets.token_urlsafe(16))
        connection.execute(named)
    op.create_index("ix_subscribers_ref", "subscribers", ["ref"], unique=True)
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["subscriber"], ["subscribers.id"], name=op.f("fk_consents_subscriber")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_subscriber", "consents", ["subscriber"], unique=False)
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index("ix_attempts_who_at", "attempts", ["who", "at"], unique=False)
    op.create_index("ix_attempts_at", "attempts", ["at"], unique=False)
