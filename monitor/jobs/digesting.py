"""Queues the digests whose window has closed: one for each subscriber, mode and local date (promise P23)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from monitor.digests import DigestWindow, compose, due_windows, last_hour
from monitor.jobs.composing import span_headers
from monitor.jobs.services import Services
from monitor.model import Delivery, DigestKind, Mode, Subscriber, Subscription, SubscriptionId
from monitor.storage import Transaction

log = logging.getLogger(__name__)

DIGEST_MODES = (Mode.HOURLY, Mode.DAILY, Mode.WEEKLY)


def queue_digests(services: Services, now: datetime) -> int:
    """Queue all digests that are due; return how many. Doing it twice queues nothing twice."""
    closes_at = time(services.settings.digest_hour)
    with services.store.read() as tx:
        audience = tx.subscribers.confirmed()
        digested = tx.subscribers.digested()
        folded = tx.alerts.waiting(Mode.HOURLY)
    queued = 0
    for subscriber, subscriptions in audience:
        if services.stop.is_set():
            break
        if subscriber.rests_until(now) is not None:
            continue
        try:
            for same in _by_mode(subscriptions):
                if _windows(subscriber, same, digested[same[0].id], closes_at, now):
                    with services.store.begin() as tx:
                        queued += _queue_mode(tx, subscriber, same, closes_at, now)
            if subscriber.id in folded and not any(each.mode is Mode.HOURLY for each in subscriptions):
                queued += _queue_folded(services, subscriber, now)
        except Exception:
            # One subscriber's trouble keeps nobody else from a digest; the next sweep tries again.
            log.exception("digest.failed", extra={"subscriber": subscriber.id})
    return queued


def _by_mode(subscriptions: Sequence[Subscription]) -> list[list[Subscription]]:
    """The subscriptions of each digest mode that there are any of. They share digests: their alerts are one list."""
    by_mode = ([each for each in subscriptions if each.mode is mode] for mode in DIGEST_MODES)
    return [same for same in by_mode if same]


def _windows(
    subscriber: Subscriber, same: Sequence[Subscription], until: datetime, closes_at: time, now: datetime
) -> tuple[DigestWindow, ...]:
    """The windows that have closed since *until*, or since the subscriber could be told anything at all."""
    began = (until, subscriber.confirmed_at, subscriber.paused_until)
    since = max(moment for moment in began if moment is not None)
    return due_windows(same[0], subscriber.tz, since, now, closes_at, subscriber.quiet_hours)


def _queue_mode(
    tx: Transaction, subscriber: Subscriber, same: Sequence[Subscription], closes_at: time, now: datetime
) -> int:
    """Queue the digests of one mode."""
    first = replace(same[0], even_if_empty=any(each.even_if_empty for each in same))
    queued = 0
    for window in _windows(subscriber, same, tx.subscribers.digested_until(first.id), closes_at, now):
        queued += _queue(tx, first, window, now) is not None
        for subscription in same:
            tx.subscribers.mark_digested(subscription.id, window.end)
    return queued


def _queue_folded(services: Services, subscriber: Subscriber, now: datetime) -> int:
    """Gather what limits or quiet hours kept from a subscriber who has asked for no hourly digest."""
    window = last_hour(now, subscriber.tz, subscriber.quiet_hours)
    if window is None:
        return 0
    asked = Subscription(id=SubscriptionId(0), subscriber=subscriber.id, mode=Mode.HOURLY)
    name = "waking" if window.kind is DigestKind.WAKING else "overflow"
    with services.store.begin() as tx:
        return _queue(tx, asked, window, now, key=f"{name}:{subscriber.id}:{window.label}") is not None


def _queue(
    tx: Transaction, subscription: Subscription, window: DigestWindow, now: datetime, key: str | None = None
) -> Delivery | None:
    """Queue one digest and settle the alerts that it tells; None when there is nothing to tell, or it was queued before."""
    alerts = tx.alerts.held(subscription.subscriber, subscription.mode, window.end)
    # What was late when it joined is older than the window.
    window = replace(window, start=min([window.start, *(alert.due_at for alert in alerts)]))
    incidents = {alert.incident: tx.incidents.get(alert.incident) for alert in alerts}
    told = tx.ledger.told(subscription.subscriber, list(incidents))
    composed = compose(subscription, window, alerts, incidents, now, told)
    if composed is None:
        return None
    headers = composed.headers | span_headers(window.kind, window.start, window.end)
    queued = tx.outbox.add(replace(composed, headers=headers, key=key or composed.key))
    if queued is None:
        return None
    tx.alerts.settle(alerts, queued.id)
    log.info("digest.queued", extra={"delivery": queued.id, "mode": window.kind.value, "items": len(queued.items)})
    return queued
