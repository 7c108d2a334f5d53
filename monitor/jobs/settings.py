"""What a subscriber may look at and change with the link from a mail: what they get, pauses, and all that is stored."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.delivery.tokens import Purpose
from monitor.errors import NotFoundError, TooManyError
from monitor.jobs import subscribing
from monitor.jobs.leaving import holder
from monitor.jobs.links import path
from monitor.jobs.services import Services
from monitor.model import (
    Chosen,
    Consent,
    Delivery,
    Incident,
    IncidentId,
    Objection,
    Subscriber,
    Subscription,
    SubscriptionId,
)
from monitor.storage import Transaction

log = logging.getLogger(__name__)

MOST_SUBSCRIPTIONS = 20
"""Subscriptions of one person: enough for every mode and region, and a bound for what a link can make us store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How things stand with one subscriber. ``leave``: path of the page on which they can unsubscribe.

    ``chosen``: what they have chosen about single incidents, each with the incident.
    """

    subscriber: Subscriber
    subscriptions: tuple[Subscription, ...]
    chosen: tuple[tuple[Chosen, Incident], ...]
    leave: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """All that is stored about one subscriber, for them to take along."""

    subscriber: Subscriber
    subscriptions: Sequence[Subscription]
    chosen: Sequence[Chosen]
    objections: Sequence[Objection]
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
            chosen=tuple(
                (each, tx.incidents.get(each.incident)) for each in tx.choices.of_subscriber(subscriber.id, now)
            ),
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


def pause(services: Services, token: str, now: datetime, until: datetime | None = None) -> Subscriber | None:
    """Send the holder of a settings link nothing until a time, or (None) until they say so; None: there is no such link."""
    with services.store.begin() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        paused = None if subscriber is None else subscribing.pause(tx, subscriber, until)
    if paused is not None:
        log.info("subscriber.changed", extra={"subscriber": paused.id, "fields": "paused"})
    return paused


def resume(services: Services, token: str, now: datetime) -> Subscriber | None:
    """Send them mails again, whether the pause had an end or none; None: there is no such link."""
    with services.store.begin() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        resumed = None if subscriber is None else subscribing.resume(tx, subscriber, now)
    if resumed is not None:
        log.info("subscriber.changed", extra={"subscriber": resumed.id, "fields": "paused"})
    return resumed


def save_subscription(
    services: Services,
    token: str,
    number: SubscriptionId | None,
    asked: Callable[[Subscription | None], Subscription],
    now: datetime,
) -> Subscription | None:
    """Store a new subscription of the holder of a settings link, or a changed one of theirs.

    Args:
        services: the store.
        token: of the link.
        number: of the one that is changed; None: a new one.
        asked: makes what is asked for from the one that is changed as it is stored at this moment (None: a new one), so
            that what the form does not show stays as somebody else may just have set it.
        now: from when a new one, or one of another mode, counts.

    Returns:
        The stored one; None: there is no such link.

    Raises:
        NotFoundError: they have no subscription with that number (any more).
        TooManyError: they have as many as one person can have.
    """
    with services.store.begin() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        if subscriber is None:
            return None
        known = None if number is None else subscribing.subscription(tx, subscriber.id, number)
        wanted = replace(asked(known), subscriber=subscriber.id, active=True)
        if known is not None:
            stored = subscribing.change(tx, wanted, now)
        elif sum(each.active for each in tx.subscribers.subscriptions(subscriber.id)) >= MOST_SUBSCRIPTIONS:
            raise TooManyError("another subscription: remove one first")
        else:
            stored = subscribing.subscribe(tx, wanted, now)
    log.info("subscriber.changed", extra={"subscriber": subscriber.id, "fields": "subscription"})
    return stored


def drop_subscription(services: Services, token: str, subscription: SubscriptionId, now: datetime) -> bool:
    """Delete a subscription of the holder of a settings link; False: there is no such link, or it is not theirs."""
    with services.store.begin() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        if subscriber is None:
            return False
        try:
            # What it held back is settled first; the row goes too, so that a link cannot make us store ever more.
            tx.subscribers.drop(subscribing.end(tx, subscriber.id, subscription, now))
        except NotFoundError:
            return False
    log.info("subscriber.changed", extra={"subscriber": subscriber.id, "fields": "subscription"})
    return True


def forget_choice(services: Services, token: str, incident: IncidentId, now: datetime) -> bool:
    """Let the subscriptions of the holder of a settings link alone decide about an incident; False: no such link."""
    with services.store.begin() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        if subscriber is None:
            return False
        tx.choices.forget(subscriber.id, incident)
    log.info("subscriber.changed", extra={"subscriber": subscriber.id, "fields": "incident"})
    return True


def everything(services: Services, token: str, now: datetime) -> Stored | None:
    """All that is stored about the holder of a settings link; None: there is no such link."""
    with services.store.read() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        return None if subscriber is None else _stored(tx, subscriber, now)


def _stored(tx: Transaction, subscriber: Subscriber, now: datetime) -> Stored:
    return Stored(
        subscriber=subscriber,
        subscriptions=tx.subscribers.subscriptions(subscriber.id),
        chosen=tx.choices.of_subscriber(subscriber.id, now),
        objections=tx.objections.of(subscriber.id),
        consents=tx.consents.of(subscriber.id),
        deliveries=tx.outbox.of(subscriber.id),
    )
