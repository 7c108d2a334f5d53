"""How well the feeds covered a digest's time, so that a quiet day can be told from feeds that were not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from monitor.delivery.wording import Words
from monitor.feeds.health import is_failing, is_well
from monitor.model import Feed, FeedStatus, Gap
from monitor.storage import Transaction

NAMED = 4
"""Gaps that are named, the longest ones; the others are counted."""


def coverage(tx: Transaction, words: Words, start: datetime, end: datetime, now: datetime) -> str:
    """One sentence: how many feeds are healthy now, and for which times entries may have been missed.

    Args:
        words: of the reader.
        start: of the digest's time; gaps that came to light from then until *end* are told.
        end: of the digest's time.
        now: when the digest is made.
    """
    feeds = [(feed, status) for feed, status in tx.feeds.all() if feed.enabled]
    healthy = sum(is_well(feed, status, now) for feed, status in feeds)
    return words.coverage(healthy, len(feeds), list(_gaps(words, feeds, tx.feeds.gaps(start, end), now)), NAMED)


def _gaps(words: Words, feeds: Sequence[tuple[Feed, FeedStatus]], found: Sequence[Gap], now: datetime) -> Iterator[str]:
    """The gaps in words, the longest first: feeds that are not read now are open ones. Gaps of one publisher at once are one."""
    publishers = {feed.id: feed.publisher for feed, _ in feeds}
    spans: dict[str, tuple[datetime, datetime | None]] = {}
    for gap in found:
        if name := publishers.get(gap.feed):
            before = spans.get(name, (gap.start, gap.end))
            spans[name] = (min(before[0], gap.start), max(before[1] or gap.end, gap.end))
    for feed, status in feeds:
        if is_failing(status) and status.last_success_at is not None:
            before = spans.get(feed.publisher, (status.last_success_at, None))
            spans[feed.publisher] = (min(before[0], status.last_success_at), None)
    longest = sorted(spans.items(), key=lambda each: (each[1][0] - (each[1][1] or now), each[0]))
    for name, (start, end) in longest:
        yield f"{name} ({words.since(start) if end is None else words.span(start, end)})"
