"""Signing up: asked for by anybody, confirmed by whoever reads the mailbox (double opt-in, promise P16).

Nothing that a stranger can see depends on whether an address is known: the same answer, the same work, and the mail, if
one goes out, leaves later through the outbox (U04).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from monitor.delivery.tokens import Purpose
from monitor.jobs.limits import admit_client, admit_mailbox, mailbox_answered
from monitor.jobs.links import signing_keys, tokens
from monitor.jobs.services import Services
from monitor.model import (
    Act,
    Consent,
    Delivery,
    DeliveryId,
    DeliveryKind,
    QuietHours,
    Subscriber,
    SubscriberId,
    Subscription,
)
from monitor.storage import Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants who signs up. ``subscription``: without id and subscriber, which it gets here.

    ``quiet_hours`` None: none.
    """

    email: str
    lang: str
    tz: str
    subscription: Subscription
    quiet_hours: QuietHours | None = None


class Asked(StrEnum):
    """The answer to a stranger. ``too_many`` depends on who asks alone, never on the address asked for."""

    NOTED = "noted"
    TOO_MANY = "too many"


class Confirmed(StrEnum):
    """What became of a confirmation."""

    DONE = "done"
    ALREADY = "already"
    REFUSED = "refused"


def sign_up(services: Services, wish: Wish, client: str, now: datetime) -> Asked:
    """Note a wish and queue the mail that asks for confirmation; who is subscribed already gets their links instead.

    Args:
        services: settings and store.
        wish: checked already.
        client: where the request comes from.
        now: the moment.
    """
    with services.store.begin() as tx:
        key = signing_keys(tx, now)[0]
        if not admit_client(tx, key, client, now):
            return _refused()
        # Nothing is changed for somebody who gets mails: anybody may type their address here.
        subscriber = tx.subscribers.add(
            Subscriber(id=SubscriberId(0), email=wish.email, lang=wish.lang, tz=wish.tz, created_at=now)
        )
        if subscriber.confirmed_at is None:
            _take_over(tx, subscriber, wish, now)
        _queue_mail(tx, key, subscriber, now)
    return Asked.NOTED


def ask_for_links(services: Services, email: str, client: str, now: datetime) -> Asked:
    """Queue a mail with their links for somebody who lost them; nothing happens for an address that is not subscribed."""
    with services.store.begin() as tx:
        key = signing_keys(tx, now)[0]
        if not admit_client(tx, key, client, now):
            return _refused()
        subscriber = tx.subscribers.by_email(email)
        if subscriber is not None and subscriber.confirmed_at is not None:
            _queue_mail(tx, key, subscriber, now)
    return Asked.NOTED


def waiting(tx: Transaction, token: str, now: datetime) -> Subscriber | None:
    """Whom a confirmation link is about; None: it is not one of ours, too old, or older than their leaving."""
    read = tokens(tx).read(Purpose.CONFIRM, token, now)
    if read is None:
        return None
    ref, issued = read
    subscriber = tx.subscribers.by_ref(ref)
    if subscriber is None:
        return None
    left = tx.consents.last(subscriber.id, Act.LEFT)
    return None if left is not None and left >= issued else subscriber


def confirm(services: Services, token: str, wording: str, now: datetime) -> Confirmed:
    """Begin to send mails to whoever holds a confirmation link. Doing it twice does nothing.

    Args:
        services: the store.
        token: of the link.
        wording: what the page said that they would get; kept as the proof of consent.
        now: the moment.
    """
    with services.store.begin() as tx:
        subscriber = waiting(tx, token, now)
        if subscriber is None:
            return Confirmed.REFUSED
        if subscriber.confirmed_at is not None:
            return Confirmed.ALREADY
        tx.subscribers.update(replace(subscriber, confirmed_at=now, paused=False))
        tx.subscribers.begin_anew(subscriber.id, now)
        tx.consents.add(subscriber.id, Consent(act=Act.CONFIRMED, at=now, wording=wording))
        mailbox_answered(tx, signing_keys(tx, now)[0], subscriber.email, now)
    log.info("subscriber.confirmed", extra={"subscriber": subscriber.id})
    return Confirmed.DONE


def _take_over(tx: Transaction, subscriber: Subscriber, wish: Wish, now: datetime) -> None:
    """Let the latest form count: the page behind the link shows what it asked for before anybody agrees."""
    tx.subscribers.update(replace(subscriber, lang=wish.lang, tz=wish.tz, quiet_hours=wish.quiet_hours))
    for old in tx.subscribers.subscriptions(subscriber.id):
        tx.subscribers.drop(old)
    tx.subscribers.subscribe(replace(wish.subscription, subscriber=subscriber.id), now)
    tx.consents.add(subscriber.id, Consent(act=Act.ASKED, at=now))


def _queue_mail(tx: Transaction, key: str, subscriber: Subscriber, now: datetime) -> None:
    if not admit_mailbox(tx, key, subscriber.email, now, answered=subscriber.confirmed_at is not None):
        log.info("subscriber.not_mailed", extra={"subscriber": subscriber.id})
        return
    queued = Delivery(
        id=DeliveryId(0),
        key=f"service:{tx.subscribers.ref(subscriber.id)}:{now.isoformat()}",
        kind=DeliveryKind.SERVICE,
        subscriber=subscriber.id,
        created_at=now,
        due_at=now,
    )
    tx.outbox.add(queued)
    log.info("subscriber.asked", extra={"subscriber": subscriber.id})


def _refused() -> Asked:
    log.warning("web.limited")
    return Asked.TOO_MANY
