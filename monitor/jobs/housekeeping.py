"""Keeps the database from growing for ever, and says when something waits for a person."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.jobs.leaving import forget_strangers
from monitor.jobs.services import Services
from monitor.jobs.watching import watch_feeds
from monitor.storage import Transaction

log = logging.getLogger(__name__)

# Rows deleted in one transaction: a few milliseconds, so that polls and deliveries hardly wait.
PART = 500
# A message that has been due for so long says that deliveries are stuck (operations: OutboxStuck).
STUCK = timedelta(minutes=10)


def clean_up(services: Services, now: datetime) -> None:
    """Release expired leases, forget what is older than the retention, and warn of messages that are stuck."""
    with services.store.begin() as tx:
        tx.outbox.release_expired(now)
        waiting = tx.outbox.oldest_pending(now)
    if waiting is not None and waiting > STUCK:
        log.error("outbox.stuck", extra={"oldest_s": round(waiting.total_seconds())})
    watch_feeds(services, now)
    before = now - timedelta(days=services.settings.retention_days)
    history = now - timedelta(days=services.settings.poll_history_days)
    polls = _in_parts(services, lambda tx: tx.retention.forget_polls(history, PART))
    _in_parts(services, lambda tx: tx.retention.forget_feed_history(before, PART))
    entries = _in_parts(services, lambda tx: tx.retention.forget_entries(before, PART))
    with services.store.begin() as tx:
        failures = tx.retention.forget_failures(before)
        tx.bounces.forget(before)
    strangers = forget_strangers(services, now)
    if polls or entries or failures or strangers:
        forgot = {"polls": polls, "entries": entries, "failures": failures, "subscribers": strangers}
        log.info("housekeeping.forgot", extra=forgot)


def _in_parts(services: Services, forget: Callable[[Transaction], int]) -> int:
    forgotten = 0
    while not services.stop.is_set():
        with services.store.begin() as tx:
            part = forget(tx)
        forgotten += part
        if part < PART:
            break
    return forgotten
