"""What one poll leaves behind: observed, judged and scheduled together, as one value to be stored. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.errors import FeedError
from monitor.feeds import health, rhythm
from monitor.feeds.schedule import Hints, PollPolicy, next_poll_at
from monitor.model import Feed, FeedChange, FeedStatus, Gap, Poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a document held: when its entries were published (None: undated), how many were new, and what is strange.

    ``new`` and ``known`` count entries that are distinct. ``strange``: nearly all had identifiers never seen before.
    ``disjoint``: nothing that was known was left.
    """

    dates: Sequence[datetime | None] = ()
    new: int = 0
    known: int = 0
    strange: bool = False
    disjoint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The status to be stored, what changed about the feed's health, and the gap that was found (None: none was)."""

    poll: Poll
    status: FeedStatus
    changes: tuple[FeedChange, ...] = ()
    gap: Gap | None = None


def settle(
    feed: Feed,
    before: FeedStatus,
    after: FeedStatus,
    poll: Poll,
    *,
    policy: PollPolicy,
    hints: Hints,
    found: Found | None = None,
    error: FeedError | None = None,
    pushed: bool = False,
) -> Settled:
    """Return what *poll* leaves behind.

    Args:
        feed: as the operator wrote it.
        before: its status before the poll.
        after: its status by the outcome alone (``schedule.after_success`` and its like).
        poll: how it went, without ``gap``.
        policy: bounds of polling.
        hints: what server and feed said about how often to ask.
        found: what the document held; None: there was none, or it had not changed.
        error: what the poll failed with.
        pushed: whether a hub pushes the feed's entries, and has proved that it does.
    """
    now, gap = poll.at, None
    observed = health.observe(feed, before, poll, strange=found is not None and found.strange)
    if found is not None:
        gap = rhythm.gap(before, feed.url, found.dates, now) if found.disjoint else None
        observed = rhythm.learn(observed, found.dates, now)
        observed = rhythm.hurried(observed, known=found.known, new=found.new, gap=gap is not None)
    status = replace(after, observed=observed) if observed is not after.observed else after
    next_poll = next_poll_at(feed, status, now=now, policy=policy, hints=hints, error=error, pushed=pushed)
    status = replace(
        status,
        next_poll_at=next_poll.at,
        because=(next_poll.because, *next_poll.weighed),
        flags=health.flagged(before, health.assess(feed, status, now), now),
    )
    return Settled(
        poll=replace(poll, gap=True) if gap else poll,
        status=status,
        changes=health.changes_of(before, status, now),
        gap=gap,
    )
