"""Entries, their earlier texts, and those that wait for a person: poison entries and readings that a filter stopped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from monitor.storage.tables.base import Row, UtcDateTime, table_of


class EntryRow(Row, table=True):
    """One entry with its current text."""

    __tablename__ = "entries"
    __table_args__ = (
        Index("ix_entries_feed_guid", "feed", "guid", unique=True),
        Index("ix_entries_feed_link", "feed", "link"),
        Index("ix_entries_link", "link"),
        Index("ix_entries_first_seen", "first_seen"),
    )

    id: str = Field(primary_key=True)
    feed: str = Field(foreign_key="feeds.id")
    guid: str
    title: str = Field(sa_type=Text)
    summary: str = Field(sa_type=Text)
    content: str | None = Field(sa_type=Text)
    link: str | None
    lang: str | None
    published: datetime = Field(sa_type=UtcDateTime)
    first_seen: datetime = Field(sa_type=UtcDateTime)
    last_seen: datetime = Field(sa_type=UtcDateTime)
    publisher: str
    home: str | None
    tags: str = Field(sa_type=Text)
    revision: int
    dated: bool
    content_hash: str
    backfill: bool


class RevisionRow(Row, table=True):
    """A text that an entry had before it was revised."""

    __tablename__ = "entry_revisions"

    entry: str = Field(primary_key=True, foreign_key="entries.id")
    revision: int = Field(primary_key=True)
    title: str = Field(sa_type=Text)
    summary: str = Field(sa_type=Text)
    content: str | None = Field(sa_type=Text)
    link: str | None
    lang: str | None
    published: datetime = Field(sa_type=UtcDateTime)
    dated: bool
    content_hash: str
    replaced_at: datetime = Field(sa_type=UtcDateTime)


class QuarantineRow(Row, table=True):
    """An entry that could not be processed. No key to entries: it may never have got that far."""

    __tablename__ = "quarantine"
    __table_args__ = (Index("ix_quarantine_at", "at"),)

    feed: str = Field(primary_key=True, foreign_key="feeds.id")
    guid: str = Field(primary_key=True)
    tries: int
    error: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)


class SetAsideRow(Row, table=True):
    """A reading that a filter stopped, kept for review."""

    __tablename__ = "set_aside"
    __table_args__ = (Index("ix_set_aside_at", "at"), Index("ix_set_aside_entry", "entry"))

    id: int | None = Field(default=None, primary_key=True)
    entry: str = Field(foreign_key="entries.id")
    filter: str
    sentence: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)


class ArticleRow(Row, table=True):
    """What became of the article that an entry links to."""

    __tablename__ = "articles"

    entry: str = Field(primary_key=True, foreign_key="entries.id")
    revision: int
    state: str
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str | None
    message: str | None = Field(sa_type=Text)
    tries: int
    due_at: datetime | None = Field(sa_type=UtcDateTime)


ENTRIES = table_of(EntryRow)
REVISIONS = table_of(RevisionRow)
QUARANTINE = table_of(QuarantineRow)
SET_ASIDE = table_of(SetAsideRow)
ARTICLES = table_of(ArticleRow)
