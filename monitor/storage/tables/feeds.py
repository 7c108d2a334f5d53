"""Feeds with their status, polls, and what the service remembers about itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text, false
from sqlmodel import Field

from monitor.storage.tables.base import Row, UtcDateTime, table_of


class FeedRow(Row, table=True):
    """A feed as written by the operator and what its last polls left behind. ``status_url``: ``FeedStatus.url``."""

    __tablename__ = "feeds"
    __table_args__ = (Index("ix_feeds_due", "enabled", "next_poll_at"),)

    id: str = Field(primary_key=True)
    url: str
    publisher: str
    lang: str | None
    home: str | None
    tags: str = Field(sa_type=Text)
    interval_s: int | None
    enabled: bool
    full_text: bool = Field(sa_column_kwargs={"server_default": false()})
    websub: bool = Field(sa_column_kwargs={"server_default": false()})
    state: str
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    failures: int
    last_poll_at: datetime | None = Field(sa_type=UtcDateTime)
    last_success_at: datetime | None = Field(sa_type=UtcDateTime)
    last_new_entry_at: datetime | None = Field(sa_type=UtcDateTime)
    next_poll_at: datetime | None = Field(sa_type=UtcDateTime)
    reason: str | None
    message: str | None
    moved_to: str | None
    moved_count: int
    status_url: str | None
    flags: str = Field(sa_type=Text, sa_column_kwargs={"server_default": "[]"})
    observed: str = Field(sa_type=Text, sa_column_kwargs={"server_default": "{}"})
    because: str = Field(sa_type=Text, sa_column_kwargs={"server_default": "[]"})
    synced_at: datetime = Field(sa_type=UtcDateTime)


class FeedFragmentsRow(Row, table=True):
    """The fragments of a feed's last document, packed. ``whole_at``: when a document was last read without leaving any out."""

    __tablename__ = "feed_fragments"

    feed: str = Field(primary_key=True, foreign_key="feeds.id")
    packed: bytes = Field(sa_type=LargeBinary)
    whole_at: datetime = Field(sa_type=UtcDateTime)


class PollRow(Row, table=True):
    """One attempt to fetch and read a feed."""

    __tablename__ = "polls"
    __table_args__ = (Index("ix_polls_feed_at", "feed", "at"), Index("ix_polls_at", "at"))

    id: int | None = Field(default=None, primary_key=True)
    feed: str = Field(foreign_key="feeds.id")
    at: datetime = Field(sa_type=UtcDateTime)
    outcome: str
    http_status: int | None
    reason: str | None
    message: str | None
    duration_s: float
    bytes: int
    entries: int
    new: int
    revised: int
    gap: bool


class FeedChangeRow(Row, table=True):
    """One change of a feed's state or flags."""

    __tablename__ = "feed_changes"
    __table_args__ = (Index("ix_feed_changes_feed_at", "feed", "at"), Index("ix_feed_changes_at", "at"))

    id: int | None = Field(default=None, primary_key=True)
    feed: str = Field(foreign_key="feeds.id")
    at: datetime = Field(sa_type=UtcDateTime)
    mark: str
    begins: bool
    why: str = Field(sa_type=Text)


class GapRow(Row, table=True):
    """A time of one feed whose entries may have been missed."""

    __tablename__ = "feed_gaps"
    __table_args__ = (
        Index("ix_feed_gaps_feed_found_at", "feed", "found_at"),
        Index("ix_feed_gaps_found_at", "found_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    feed: str = Field(foreign_key="feeds.id")
    start: datetime = Field(sa_type=UtcDateTime)
    end: datetime = Field(sa_type=UtcDateTime)
    found_at: datetime = Field(sa_type=UtcDateTime)


class MetaRow(Row, table=True):
    """One thing the service remembers about itself, by name."""

    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)


FEEDS = table_of(FeedRow)
FEED_FRAGMENTS = table_of(FeedFragmentsRow)
POLLS = table_of(PollRow)
FEED_CHANGES = table_of(FeedChangeRow)
FEED_GAPS = table_of(GapRow)
META = table_of(MetaRow)
