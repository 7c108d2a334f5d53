"""Keeps the database from growing for ever, and says when something waits for a person."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.jobs import operator
from monitor.jobs.services import Services
from monitor.model import FeedState
from monitor.storage import Transaction

log = logging.getLogger(__name__)

# Rows deleted in one transaction: a few milliseconds, so that polls and deliveries hardly wait.
PART = 500
# A message that has been due for so long says that deliveries are stuck (operations: OutboxStuck).
STUCK = timedelta(minutes=10)
# Why a poll failed when the server wants a person: a log-in, a challenge, a refusal (feeds.fetch).
NEEDS_OPERATOR = "needs_operator"
# Under this name the database remembers of which feeds the operator has been told.
TOLD_FEEDS = "operator.feeds"


def clean_up(services: Services, now: datetime) -> None:
    """Release expired leases, forget what is older than the retention, and warn of messages that are stuck."""
    with services.store.begin() as tx:
        tx.outbox.release_expired(now)
        waiting = tx.outbox.oldest_pending(now)
    if waiting is not None and waiting > STUCK:
        log.error("outbox.stuck", extra={"oldest_s": round(waiting.total_seconds())})
    _tell_of_feeds(services, now)
    before = now - timedelta(days=services.settings.retention_days)
    polls = _in_parts(services, lambda tx: tx.retention.forget_polls(before, PART))
    entries = _in_parts(services, lambda tx: tx.retention.forget_entries(before, PART))
    with services.store.begin() as tx:
        failures = tx.retention.forget_failures(before)
    if polls or entries or failures:
        log.info("housekeeping.forgot", extra={"polls": polls, "entries": entries, "failures": failures})


def _tell_of_feeds(services: Services, now: datetime) -> None:
    """Tell the operator which feeds have come to need a person since the last look."""
    with services.store.begin() as tx:
        lost = {
            str(feed.id): status
            for feed, status in tx.feeds.all()
            if feed.enabled and (status.state is FeedState.SUSPENDED or status.reason == NEEDS_OPERATOR)
        }
        known = set((tx.meta.get(TOLD_FEEDS) or "").split())
        if known != lost.keys():
            tx.meta.set(TOLD_FEEDS, " ".join(sorted(lost)), now)
    if fresh := sorted(lost.keys() - known):
        text = "\n".join(f"{name}: {lost[name].message or lost[name].state}" for name in fresh)
        operator.tell(services, f"Feeds that need you: {', '.join(fresh[:5])}", text, now)


def _in_parts(services: Services, forget: Callable[[Transaction], int]) -> int:
    forgotten = 0
    while not services.stop.is_set():
        with services.store.begin() as tx:
            part = forget(tx)
        forgotten += part
        if part < PART:
            break
    return forgotten
