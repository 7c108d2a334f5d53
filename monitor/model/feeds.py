"""Feeds and polls: what is read, and how each attempt ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

FeedId = NewType("FeedId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as the operator wrote it in ``rules/feeds.yml``.

    ``home``: ISO 3166-1 or 3166-2 code or gazetteer name of the place that an entry without a place is about; None for
    feeds of the world. ``lang``: ISO 639-1; None when entries are in several languages. ``tags``: ``official wire local``
    and the like. ``interval_s``: the operator's own polling interval; None leaves it to the schedule. ``full_text``:
    whether the articles themselves are fetched, because the feed gives only teasers. ``websub``: whether the hub that the
    feed names is asked to push what is new.
    """

    id: FeedId
    url: str
    publisher: str
    lang: str | None = None
    home: str | None = None
    tags: frozenset[str] = frozenset()
    interval_s: int | None = None
    enabled: bool = True
    full_text: bool = False
    websub: bool = False


class PollOutcome(StrEnum):
    """How one attempt to fetch and read a feed ended."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    FAILED = "failed"
    GONE = "gone"


class FeedState(StrEnum):
    """How well a feed does, seen over several polls."""

    NEW = "new"
    HEALTHY = "healthy"
    DEGRADED = "degraded"
    FAILING = "failing"
    SUSPENDED = "suspended"


class FeedFlag(StrEnum):
    """What is remarkable about a feed, whatever its state.

    ``silent``: it is read well and brings nothing new. ``stale``: the server has sent the same document for long.
    ``suspicious``: it serves something else than it used to. ``poison``: reading it had to be broken off again and again.
    ``blocked``: its address is one that is never connected to. ``needs_operator``: a refusal, a log-in, a bad certificate.
    """

    SILENT = "silent"
    STALE = "stale"
    SUSPICIOUS = "suspicious"
    POISON = "poison"
    BLOCKED = "blocked"
    NEEDS_OPERATOR = "needs_operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A flag that a feed has, why in plain words, and since when."""

    flag: FeedFlag
    why: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What the polls of a feed have shown so far, beyond the last one.

    ``every_s``: usual time between two of its entries; None: too few are dated. ``kept_s``: about how long an entry stays
    in the feed; None likewise. ``hurry``: how often its interval is halved because entries were missed.
    ``changed_at``: when its document was last another than before; None: never read. ``suspect_at`` and ``suspect_why``:
    the last sign that it serves something else now. ``kills``: times in a row that reading it had to be broken off.
    """

    every_s: float | None = None
    kept_s: float | None = None
    hurry: int = 0
    changed_at: datetime | None = None
    suspect_at: datetime | None = None
    suspect_why: str | None = None
    kills: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStatus:
    """What the last polls left behind: validators, failures, next poll.

    ``etag`` and ``last_modified`` are kept exactly as received; None: never sent. ``body_hash``: SHA-256 of the last
    body, for servers that never answer 304. ``failures``: in a row. ``next_poll_at`` None: never polled, due at once.
    ``reason`` says in one word why the last poll failed, ``message`` in a sentence; both None after a success.
    ``moved_to``: where permanent redirects have pointed for the last ``moved_count`` polls. ``url``: the feed's address
    when this was written; validators and ``moved_to`` mean nothing once the operator has changed it. ``flags``: those of
    the last poll. ``because``: the rule that set the next poll, then what else was weighed; empty: never polled.
    """

    feed: FeedId
    state: FeedState = FeedState.NEW
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    failures: int = 0
    last_poll_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_entry_at: datetime | None = None
    next_poll_at: datetime | None = None
    reason: str | None = None
    message: str | None = None
    moved_to: str | None = None
    moved_count: int = 0
    url: str | None = None
    flags: tuple[Flagged, ...] = ()
    observed: Observed = field(default_factory=Observed)
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChange:
    """One change of a feed's state or flags, for the history.

    ``mark``: value of the new ``FeedState``, or of the ``FeedFlag`` that was raised or (``begins`` False) taken down.
    ``why``: in plain words.
    """

    feed: FeedId
    at: datetime
    mark: str
    begins: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time whose entries may have been missed, because none that was known was left in the feed when it was read again.

    From ``start``, when it was read before, to ``end``, the oldest entry that was left; found at ``found_at``.
    """

    feed: FeedId
    start: datetime
    end: datetime
    found_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One attempt, for the history. ``new`` and ``revised`` count entries; ``gap``: nothing known was left in the feed.

    ``message``: why it failed; of one that went well: why it needs a look all the same, None when it does not.
    """

    feed: FeedId
    at: datetime
    outcome: PollOutcome
    http_status: int | None = None
    reason: str | None = None
    message: str | None = None
    duration_s: float = 0.0
    bytes: int = 0
    entries: int = 0
    new: int = 0
    revised: int = 0
    gap: bool = False
