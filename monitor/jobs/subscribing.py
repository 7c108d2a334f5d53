"""What becomes of people's choices: subscriptions begin, change and end; pauses; single incidents.

Commands and pages call these inside a transaction of theirs. Each does all that belongs to a choice, so that nothing
that waits for a digest is lost or told against somebody's will.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from monitor.errors import NotFoundError
from monitor.model import (
    Choice,
    Chosen,
    IncidentId,
    Mode,
    Subscriber,
    SubscriberId,
    Subscription,
    SubscriptionId,
)
from monitor.storage import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """All that a subscriber has chosen. ``subscriptions``: those that hold, by id. ``chosen``: about single incidents."""

    subscriber: Subscriber
    subscriptions: tuple[Subscription, ...]
    chosen: tuple[Chosen, ...]


def preferences(tx: Transaction, subscriber: SubscriberId, now: datetime) -> Preferences:
    """Return what *subscriber* has chosen.

    Raises:
        NotFoundError: no such subscriber.
    """
    return Preferences(
        subscriber=tx.subscribers.get(subscriber),
        subscriptions=tuple(each for each in tx.subscribers.subscriptions(subscriber) if each.active),
        chosen=tuple(tx.choices.of_subscriber(subscriber, now)),
    )


def subscribe(tx: Transaction, wanted: Subscription, now: datetime) -> Subscription:
    """Store a new subscription and return it with its id; the same one again is not stored twice."""
    for known in tx.subscribers.subscriptions(wanted.subscriber):
        if replace(known, id=wanted.id) == wanted:
            return known
    return tx.subscribers.subscribe(wanted, now)


def change(tx: Transaction, wanted: Subscription, now: datetime) -> Subscription:
    """Store a changed subscription. What waits for a digest of its old mode is told in its new one.

    Raises:
        NotFoundError: its subscriber has no subscription with that id.
    """
    known = subscription(tx, wanted.subscriber, wanted.id)
    stored = tx.subscribers.subscribe(wanted, now)
    if known.mode is not stored.mode:
        tx.subscribers.begin_digests(stored.id, now)
        if known.mode not in _modes(tx, stored.subscriber):
            # Who now wants to be told at once gets what has gathered with the next full hour.
            tx.alerts.move(stored.subscriber, known.mode, Mode.HOURLY if stored.mode is Mode.ALERT else stored.mode)
    return stored


def end(tx: Transaction, subscriber: SubscriberId, number: SubscriptionId, now: datetime) -> Subscription:
    """End one subscription at once: what waits for its digest is not told, unless another subscription shares it.

    Raises:
        NotFoundError: *subscriber* has no subscription with that id.
    """
    ended = tx.subscribers.subscribe(replace(subscription(tx, subscriber, number), active=False), now)
    if ended.mode not in _modes(tx, subscriber):
        tx.alerts.move(subscriber, ended.mode, None)
    return ended


def subscription(tx: Transaction, subscriber: SubscriberId, number: SubscriptionId) -> Subscription:
    """Return a subscription of *subscriber*.

    Raises:
        NotFoundError: they have none with that id.
    """
    for known in tx.subscribers.subscriptions(subscriber):
        if known.id == number and known.active:
            return known
    raise NotFoundError("subscription", number)


def pause(tx: Transaction, subscriber: Subscriber, until: datetime | None = None) -> Subscriber:
    """Send *subscriber* nothing more, at once: until a time, or (None) until somebody resumes them.

    What was told before and proves wrong during a pause with an end is told when it ends; what is news is not.
    """
    paused = replace(subscriber, paused=until is None, paused_until=until)
    tx.subscribers.update(paused)
    return paused


def resume(tx: Transaction, subscriber: Subscriber, now: datetime) -> Subscriber:
    """Send *subscriber* mails again. Digests begin anew: what happened during the pause is not told."""
    resumed = replace(subscriber, paused=False, paused_until=None)
    tx.subscribers.update(resumed)
    if subscriber.paused or subscriber.rests_until(now) is not None:
        for each in tx.subscribers.subscriptions(subscriber.id):
            tx.subscribers.begin_digests(each.id, now)
    return resumed


def follow(tx: Transaction, subscriber: SubscriberId, incident: IncidentId) -> None:
    """Tell *subscriber* every change of an incident at once, whatever the subscriptions say.

    Raises:
        NotFoundError: no such incident.
    """
    tx.incidents.get(incident)
    tx.choices.choose(Chosen(subscriber=subscriber, incident=incident, choice=Choice.FOLLOW))


def snooze(tx: Transaction, subscriber: SubscriberId, incident: IncidentId, until: datetime | None = None) -> None:
    """Tell *subscriber* no updates of an incident until a time, or (None) never; corrections are told all the same.

    Raises:
        NotFoundError: no such incident.
    """
    tx.incidents.get(incident)
    tx.choices.choose(Chosen(subscriber=subscriber, incident=incident, choice=Choice.SNOOZE, until=until))


def _modes(tx: Transaction, subscriber: SubscriberId) -> set[Mode]:
    """The modes of the subscriptions that hold."""
    return {each.mode for each in tx.subscribers.subscriptions(subscriber) if each.active}
