"""What a subscriber may look at and change with the link from a mail: what they get, pauses, and all that is stored."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.delivery.tokens import Purpose
from monitor.errors import NotFoundError
from monitor.jobs.leaving import holder
from monitor.jobs.links import path
from monitor.jobs.services import Services
from monitor.model import Consent, Delivery, Subscriber, Subscription, SubscriptionId
from monitor.storage import Transaction

log = logging.getLogger(__name__)

MOST_SUBSCRIPTIONS = 20
"""Subscriptions of one person: enough for every mode and region, and a bound for what a link can make us store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How things stand with one subscriber. ``leave``: path of the page on which they can unsubscribe."""

    subscriber: Subscriber
    subscriptions: tuple[Subscription, ...]
    leave: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """All that is stored about one subscriber, for them to take along."""

    subscriber: Subscriber
    subscriptions: Sequence[Subscription]
    consents: Sequence[Consent]
    deliveries: Sequence[Delivery]


def standing(services: Services, token: str, now: datetime) -> Standing | None:
    """How things stand with the holder of a settings link; None: there is no such link (any more)."""
    with services.store.read() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        if subscriber is None:
            return None
        return Standing(
            subscriber=subscriber,
            subscriptions=tuple(each for each in tx.subscribers.subscriptions(subscriber.id) if each.active),
            leave=path(tx, Purpose.LEAVE, tx.subscribers.ref(subscriber.id), now),
        )


def change_person(services: Services, token: str, now: datetime, **changes: object) -> Subscriber | None:
    """Store changed fields of the holder of a settings link (language, zone, pause); None: there is no such link."""
    with services.store.begin() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        if subscriber is None:
            return None
        changed = replace(subscriber, **changes)  # type: ignore[arg-type]
        tx.subscribers.update(changed)
    log.info("subscriber.changed", extra={"subscriber": subscriber.id, "fields": ", ".join(sorted(changes))})
    return changed


def save_subscription(services: Services, token: str, wanted: Subscription, now: datetime) -> Subscription | None:
    """Store a new subscription of the holder of a settings link, or a changed one of theirs.

    Args:
        services: the store.
        token: of the link.
        wanted: checked; with id 0 it is new. Its subscriber is set here.
        now: from when a new one, or one of another mode, counts.

    Returns:
        The stored one; None: there is no such link.

    Raises:
        NotFoundError: they have no subscription with that id, or too many.
    """
    with services.store.begin() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        if subscriber is None:
            return None
        theirs = {each.id: each for each in tx.subscribers.subscriptions(subscriber.id)}
        if wanted.id != 0 and wanted.id not in theirs:
            raise NotFoundError("subscription", wanted.id)
        if wanted.id == 0 and len(theirs) >= MOST_SUBSCRIPTIONS:
            raise NotFoundError("room for another subscription of", subscriber.id)
        if wanted.id != 0 and wanted.mode is not theirs[wanted.id].mode:
            # A digest of the new mode would begin where the last one of the old mode ended, long ago.
            tx.subscribers.drop(theirs[wanted.id])
            wanted = replace(wanted, id=SubscriptionId(0))
        stored = tx.subscribers.subscribe(replace(wanted, subscriber=subscriber.id, active=True), now)
    log.info("subscriber.changed", extra={"subscriber": subscriber.id, "fields": "subscription"})
    return stored


def drop_subscription(services: Services, token: str, subscription: SubscriptionId, now: datetime) -> bool:
    """Delete a subscription of the holder of a settings link; False: there is no such link, or it is not theirs."""
    with services.store.begin() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        if subscriber is None:
            return False
        found = [each for each in tx.subscribers.subscriptions(subscriber.id) if each.id == subscription]
        for each in found:
            tx.subscribers.drop(each)
    log.info("subscriber.changed", extra={"subscriber": subscriber.id, "fields": "subscription"})
    return bool(found)


def everything(services: Services, token: str, now: datetime) -> Stored | None:
    """All that is stored about the holder of a settings link; None: there is no such link."""
    with services.store.read() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        return None if subscriber is None else _stored(tx, subscriber)


def _stored(tx: Transaction, subscriber: Subscriber) -> Stored:
    return Stored(
        subscriber=subscriber,
        subscriptions=tx.subscribers.subscriptions(subscriber.id),
        consents=tx.consents.of(subscriber.id),
        deliveries=tx.outbox.of(subscriber.id),
    )
