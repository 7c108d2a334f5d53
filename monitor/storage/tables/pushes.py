"""Subscriptions of feeds at hubs, and what hubs have posted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text
from sqlmodel import Field

from monitor.storage.tables.base import Row, UtcDateTime, table_of


class PushRow(Row, table=True):
    """The subscription of one feed at its hub."""

    __tablename__ = "pushes"
    __table_args__ = (Index("ix_pushes_callback", "callback", unique=True),)

    feed: str = Field(primary_key=True, foreign_key="feeds.id")
    hub: str = Field(sa_type=Text)
    topic: str = Field(sa_type=Text)
    callback: str
    secret: str
    state: str
    lease_until: datetime | None = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(sa_type=UtcDateTime)
    failures: int
    last_push_at: datetime | None = Field(sa_type=UtcDateTime)
    trusted_from: datetime | None = Field(sa_type=UtcDateTime)
    message: str | None = Field(sa_type=Text)


class PushedRow(Row, table=True):
    """A document that a hub has posted and that is still to be read."""

    __tablename__ = "pushed_documents"
    __table_args__ = (Index("ix_pushed_documents_feed", "feed"),)

    id: int | None = Field(default=None, primary_key=True)
    feed: str = Field(foreign_key="feeds.id")
    received_at: datetime = Field(sa_type=UtcDateTime)
    content_type: str
    body: bytes = Field(sa_type=LargeBinary)


PUSHES = table_of(PushRow)
PUSHED_DOCUMENTS = table_of(PushedRow)
