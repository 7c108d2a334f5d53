"""What a fetch comes back with (three expected outcomes) and what is read out of a feed document, as values."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from monitor.model import EntryData, Feed, FeedStatus


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Response:
    """A feed document that differs from the last one.

    ``url``: where it was found after redirects; links are relative to it. ``body``: decompressed, never empty.
    ``body_hash``: its SHA-256. ``etag`` and ``last_modified``: exactly as received; None: not sent or not fit to be sent
    back. ``moved_to``: where permanent redirects point; None: there were none. ``max_age_s``: how long the server says
    that the document stays fresh; None: it does not say. ``headers`` have lower-case names. ``wire_bytes``: as sent.
    """

    url: str
    body: bytes
    body_hash: str
    status: int = 200
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    max_age_s: float | None = None
    wire_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The feed is as it was: a 304, or a 200 with the same body. Fields as in ``Response``.

    ``decoded_bytes``: size of the body, decompressed; 0 without one.
    """

    url: str
    status: int = 304
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    max_age_s: float | None = None
    wire_bytes: int = 0
    decoded_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The server says that the feed has been taken down for good (410)."""

    url: str


Answer = Response | NotModified | Gone


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a feed document says.

    ``title`` and ``language`` are as claimed; None: not given. ``entries``: in feed order, at most ``guard.MAX_ENTRIES``.
    ``ttl_s``, ``update_period_s``, ``update_base`` (a moment at which it is updated), ``skip_hours`` (UTC, 0 to 23) and ``skip_days`` (Monday 0) are the feed's wishes about
    polling. ``bozo``: what is malformed about the document although it could be read; None: nothing. ``truncated``:
    entries, titles or texts were cut because they were beyond the limits. ``hubs`` and ``self_url``: addresses for WebSub, as
    written.

    ``prints``: of the entries' fragments (see ``fragments``), one for each; empty where they cannot be told apart.
    ``dropped``: prints of the entries that were not read because their prints were known.
    """

    title: str | None
    language: str | None
    entries: tuple[EntryData, ...]
    ttl_s: float | None = None
    update_period_s: float | None = None
    update_base: datetime | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    bozo: str | None = None
    truncated: bool = False
    prints: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    self_url: str | None = None


class ParsesFeeds(Protocol):
    """Whoever can parse a feed document: ``parse.Parser`` in this process, ``parse_pool.ParsePool`` in others."""

    def parse(self, answer: Response, known: Set[str] = frozenset()) -> ParsedFeed:
        """Read the document of *answer*, without the entries whose prints are *known*.

        Raises:
            ParseError: it cannot be read.
        """
        ...

    def close(self) -> None:
        """End what was started."""
        ...


class FetchesFeeds(Protocol):
    """Whoever can fetch a feed: ``fetch.Fetcher``, or a fake in tests."""

    def fetch(self, feed: Feed, status: FeedStatus) -> Answer:
        """Fetch *feed* once.

        Raises:
            FetchError: anything but the three outcomes of ``Answer``.
        """
        ...
