"""What one poll leaves behind: how it went, how the feed does after it, and when it is polled next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.config import Settings
from monitor.entries.changes import Changes
from monitor.feeds.answers import NotModified, ParsedFeed, Response
from monitor.feeds.schedule import (
    NO_HINTS,
    PollPolicy,
    after_failure,
    after_gone,
    after_success,
    hints_of,
    outcome_of,
)
from monitor.feeds.settling import Found, Settled, settle
from monitor.jobs.fetching import Fetched
from monitor.model import FeedStatus, Poll, PollOutcome

STRANGE = "nearly all entries had identifiers never seen before: look whether this is still the feed that you mean"
"""Told of a poll that went well, and still needs a look: the site was moved, or serves something else now."""


def policy_of(settings: Settings) -> PollPolicy:
    """Return the bounds of polling by the settings."""
    return PollPolicy(
        floor_s=settings.poll_floor_s, interval_s=settings.poll_interval_s, slowest_s=settings.poll_slowest_s
    )


def judge(
    got: Fetched,
    now: datetime,
    policy: PollPolicy,
    found: Changes | None = None,
    *,
    again: bool = False,
    pushed: bool = False,
) -> Settled:
    """Judge how a feed does after a poll, and decide the next one.

    Args:
        got: what the fetch brought.
        now: the moment of the poll.
        policy: bounds of polling.
        found: None: there was no document.
        again: whether the same document must be read again.
        pushed: whether its entries are pushed, too.
    """
    after = _after(got, now, new=len(found.new) if found else 0)
    if again:  # so the server must not be told that we have it
        after = replace(after, etag=None, last_modified=None, body_hash=None)
    answer = got.answer
    strange = found is not None and found.suspicious
    poll = Poll(
        feed=got.feed.id,
        at=now,
        outcome=_outcome(got),
        http_status=answer.status if isinstance(answer, Response | NotModified) else getattr(got.error, "status", None),
        reason=got.error.reason if got.error else after.reason,
        message=got.error.message if got.error else STRANGE if strange else after.message,
        duration_s=round(got.duration_s, 3),
        bytes=answer.wire_bytes if isinstance(answer, Response | NotModified) else 0,
        entries=len(got.parsed.entries) + len(got.parsed.dropped) if got.parsed else 0,
        new=len(found.new) if found else 0,
        revised=len(found.revised) if found else 0,
    )
    return settle(
        got.feed,
        got.status,
        after,
        poll,
        policy=policy,
        hints=hints_of(answer, got.parsed) if isinstance(answer, Response | NotModified) else NO_HINTS,
        found=_document(got, got.parsed, found) if got.parsed and found else None,
        error=got.error,
        pushed=pushed,
    )


def _after(got: Fetched, now: datetime, *, new: int) -> FeedStatus:
    """The feed's status by the outcome alone."""
    if got.error is not None:
        return after_failure(got.status, got.feed, got.error, now=now)
    if isinstance(got.answer, Response | NotModified):
        return after_success(got.status, got.feed, got.answer, now=now, new_entries=new)
    return after_gone(got.status, got.feed, now=now)


def _document(got: Fetched, parsed: ParsedFeed, found: Changes) -> Found:
    """What a document held, for judging the feed."""
    dates = {fragment.print: fragment.published for fragment in got.known}
    return Found(
        dates=[dates[mark] for mark in parsed.dropped] + [entry.published or entry.updated for entry in parsed.entries],
        new=len(found.new),
        known=len(found.decisions) - len(found.new) + found.present,
        strange=found.suspicious,
        disjoint=found.gap,
    )


def _outcome(got: Fetched) -> PollOutcome:
    if got.error is not None:
        return PollOutcome.FAILED
    if isinstance(got.answer, Response | NotModified):
        return outcome_of(got.answer)
    return PollOutcome.GONE
