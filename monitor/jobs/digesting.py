"""Queues the digests whose window has closed: one for each subscriber, mode and local date (promise P23)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from monitor.digests import DigestWindow, compose, due_windows
from monitor.jobs.composing import span_headers
from monitor.jobs.services import Services
from monitor.model import Delivery, Mode, Subscriber, Subscription, SubscriptionId
from monitor.storage import Transaction

log = logging.getLogger(__name__)

# Under this name the database remembers the last full hour for which alerts beyond a rule's limit were gathered.
GATHERED_UNTIL = "digests.gathered_until"


def queue_digests(services: Services, now: datetime) -> int:
    """Queue all digests that are due; return how many. Doing it twice queues nothing twice."""
    closes_at = time(services.settings.digest_hour)
    with services.store.read() as tx:
        audience = tx.subscribers.confirmed()
    queued = 0
    for subscriber, subscriptions in audience:
        if services.stop.is_set():
            break
        try:
            queued += _queue_for(services, subscriber, subscriptions, closes_at, now)
        except Exception:
            # One subscriber's trouble keeps nobody else from a digest; the next sweep tries again.
            log.exception("digest.failed", extra={"subscriber": subscriber.id})
    return queued + _queue_overflow(services, [subscriber for subscriber, _ in audience], now)


def _queue_for(
    services: Services, subscriber: Subscriber, subscriptions: Sequence[Subscription], closes_at: time, now: datetime
) -> int:
    queued = 0
    for mode in (Mode.HOURLY, Mode.DAILY, Mode.WEEKLY):
        of_mode = [subscription for subscription in subscriptions if subscription.mode is mode]
        if of_mode:
            with services.store.begin() as tx:
                queued += _queue_mode(tx, subscriber, of_mode, closes_at, now)
    return queued


def _queue_mode(
    tx: Transaction, subscriber: Subscriber, subscriptions: Sequence[Subscription], closes_at: time, now: datetime
) -> int:
    """Queue the digests of one mode. Several subscriptions of it share them, because their alerts are one list."""
    first, *others = subscriptions
    since = tx.subscribers.digested_until(first.id)
    queued = 0
    for window in due_windows(first, subscriber.tz, since, now, closes_at):
        queued += _queue(tx, first, window, now) is not None
        for subscription in (first, *others):
            tx.subscribers.mark_digested(subscription.id, window.end)
    return queued


def _queue(
    tx: Transaction, subscription: Subscription, window: DigestWindow, now: datetime, key: str | None = None
) -> Delivery | None:
    """Queue one digest and settle the alerts that it tells; None when there is nothing to tell, or it was queued before."""
    alerts = tx.alerts.held(subscription.subscriber, subscription.mode, window.end)
    incidents = {alert.incident: tx.incidents.get(alert.incident) for alert in alerts}
    told = tx.ledger.told(subscription.subscriber, list(incidents))
    composed = compose(subscription, window, alerts, incidents, now, told)
    if composed is None:
        return None
    headers = composed.headers | span_headers(subscription.mode, window.start, window.end)
    queued = tx.outbox.add(replace(composed, headers=headers, key=key or composed.key))
    if queued is None:
        return None
    tx.alerts.settle(alerts, queued.id)
    log.info(
        "digest.queued", extra={"delivery": queued.id, "mode": subscription.mode.value, "items": len(queued.items)}
    )
    return queued


def _queue_overflow(services: Services, subscribers: Sequence[Subscriber], now: datetime) -> int:
    """Once an hour, gather what rules' limits kept from subscribers who have asked for no hourly digest."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    with services.store.read() as tx:
        if tx.meta.get(GATHERED_UNTIL) == hour.isoformat():
            return 0
    queued = 0
    for subscriber in subscribers:
        window = DigestWindow(label=f"{hour:%Y-%m-%dT%HZ}", start=hour - timedelta(hours=1), end=hour)
        asked = Subscription(id=SubscriptionId(0), subscriber=subscriber.id, mode=Mode.HOURLY)
        with services.store.begin() as tx:
            queued += _queue(tx, asked, window, now, key=f"overflow:{subscriber.id}:{window.label}") is not None
    with services.store.begin() as tx:
        tx.meta.set(GATHERED_UNTIL, hour.isoformat(), now)
    return queued
