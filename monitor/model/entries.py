"""Entries: the items of feeds, as claimed and as stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from monitor.model.feeds import FeedId
from monitor.model.times import require_aware

EntryId = NewType("EntryId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryData:
    """One item as the feed gives it, normalised but not yet known.

    ``guid`` is never empty: where the feed gives none it is derived from link or content. ``title summary content``
    are as sent, HTML included; ``content`` None: the feed gives none. ``published`` None: undated. ``link`` is absolute
    http(s) or None.
    """

    guid: str
    title: str
    summary: str = ""
    content: str | None = None
    link: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    lang: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as stored. ``published`` is what the service goes by: the feed's own date, clamped to ``first_seen``.

    ``revision`` counts from 1; ``dated`` is False when the feed gave no usable date. ``publisher``, ``home`` and
    ``tags`` come from the feed, so that an entry can be read without looking the feed up. ``content_hash``: of what the
    feed sent, by which a revision is recognised. ``backfill``: old news of a feed's first fetch: read, never alerted on.
    """

    id: EntryId
    feed: FeedId
    guid: str
    title: str
    summary: str
    content: str | None
    link: str | None
    lang: str | None
    published: datetime
    first_seen: datetime
    publisher: str
    home: str | None = None
    tags: frozenset[str] = frozenset()
    revision: int = 1
    dated: bool = True
    content_hash: str = ""
    backfill: bool = False

    def __post_init__(self) -> None:
        require_aware(self.published, "Entry.published")
        require_aware(self.first_seen, "Entry.first_seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """What must be remembered of a stored entry to recognise it in a later fetch; fields as in ``Entry``.

    Kept for at least 400 days, because feeds drop entries and bring them back.
    """

    id: EntryId
    guid: str
    link: str | None
    title: str
    content_hash: str
    published: datetime
    first_seen: datetime
    revision: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """What must be remembered of an entry's text in the feed document to leave it out of the next parse.

    ``print``: hash of that text, 16 hex digits. ``published``: the feed's own date, by which its rhythm is known.
    """

    print: str
    entry: EntryId
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """An entry that could not be processed. ``tries`` counts the polls that failed on it; ``error``: the last failure."""

    feed: FeedId
    guid: str
    tries: int
    error: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A reading that a filter stopped, kept for review. ``sentence``: the words that the filter held for."""

    entry: EntryId
    filter: str
    sentence: str
    at: datetime


class ArticleState(StrEnum):
    """What became of the article that an entry links to."""

    WAITING = "waiting"
    READ = "read"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What became of an entry's article. ``revision``: the entry's latest that it was decided for.

    ``reason``: in a word why it waits or was left, with ``message`` in a sentence; None: it was read. ``tries`` counts
    failures. ``due_at``: when a waiting one is tried again.
    """

    entry: EntryId
    revision: int
    state: ArticleState
    at: datetime
    reason: str | None = None
    message: str | None = None
    tries: int = 0
    due_at: datetime | None = None
