"""Leaving: at once, without a question asked, and so that no later mail starts (promise P17); and being forgotten."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.delivery.tokens import Purpose
from monitor.jobs.limits import forget_old
from monitor.jobs.links import tokens
from monitor.jobs.services import Services
from monitor.model import Act, Consent, Subscriber
from monitor.storage import Transaction

log = logging.getLogger(__name__)

# How long a wish that nobody confirmed is kept: the link works for two days, and a mail may be late.
UNCONFIRMED = timedelta(days=7)
# Rows deleted in one transaction.
PART = 100


def holder(tx: Transaction, purpose: Purpose, token: str, now: datetime) -> Subscriber | None:
    """Whose link this is; None: not one of ours, too old, or of somebody who has been erased."""
    read = tokens(tx).read(purpose, token, now)
    return None if read is None else tx.subscribers.by_ref(read[0])


def leave(services: Services, token: str, now: datetime) -> Subscriber | None:
    """Send nothing more to the holder of a link that may unsubscribe; None: there is no such link. Twice is like once."""
    with services.store.begin() as tx:
        subscriber = holder(tx, Purpose.LEAVE, token, now)
        if subscriber is not None:
            stop(tx, subscriber, now)
    return subscriber


def stop(tx: Transaction, subscriber: Subscriber, now: datetime) -> None:
    """Take back somebody's consent. Messages to them that wait are dropped when their turn comes."""
    if subscriber.confirmed_at is None:
        return
    tx.subscribers.update(replace(subscriber, confirmed_at=None))
    tx.consents.add(subscriber.id, Consent(act=Act.LEFT, at=now))
    log.info("subscriber.left", extra={"subscriber": subscriber.id})


def take_back(services: Services, token: str, now: datetime) -> Subscriber | None:
    """Undo a leaving with the link that its page gave; None: that link is too old, or there is nothing to undo."""
    with services.store.begin() as tx:
        read = tokens(tx).read(Purpose.RETURN, token, now)
        subscriber = None if read is None else tx.subscribers.by_ref(read[0])
        if read is None or subscriber is None or tx.consents.last(subscriber.id, Act.LEFT) is None:
            return None
        if subscriber.confirmed_at is None:
            subscriber = replace(subscriber, confirmed_at=now)
            tx.subscribers.update(subscriber)
            tx.consents.add(subscriber.id, Consent(act=Act.RETURNED, at=now))
            log.info("subscriber.returned", extra={"subscriber": subscriber.id})
    return subscriber


def erase(services: Services, token: str, now: datetime) -> bool:
    """Delete everything about the holder of a settings link; False: there is no such link.

    Where a message to them is being sent at this moment, they get no other one and are deleted by housekeeping.
    """
    with services.store.begin() as tx:
        subscriber = holder(tx, Purpose.SETTINGS, token, now)
        if subscriber is None:
            return False
        stop(tx, subscriber, now)
        if not tx.subscribers.erase(subscriber.id):
            tx.consents.add(subscriber.id, Consent(act=Act.ERASED, at=now))
    log.info("subscriber.erased", extra={"subscriber": subscriber.id})
    return True


def forget_strangers(services: Services, now: datetime) -> int:
    """Delete who asked to be, who never confirmed, and old counts of attempts; return how many people were deleted."""
    with services.store.begin() as tx:
        forget_old(tx, now)
        going = [*tx.consents.pending_erasures(), *tx.consents.never_confirmed(now - UNCONFIRMED, PART)]
        return sum(tx.subscribers.erase(subscriber) for subscriber in going)
