"""Queries about subscribers and their subscriptions."""

from __future__ import annotations

import builtins
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, select

from monitor.errors import NotFoundError
from monitor.model import DeliveryState, Subscriber, SubscriberId, Subscription, SubscriptionId, address_hash
from monitor.storage.codec import columns, from_columns
from monitor.storage.statements import insert_new
from monitor.storage.tables import (
    ALERTS,
    BOUNCES,
    CHOICES,
    CONSENTS,
    DELIVERIES,
    DELIVERY_INCIDENTS,
    ENDPOINTS,
    LEDGER,
    OBJECTIONS,
    SUBSCRIBERS,
    SUBSCRIPTIONS,
    SUPPRESSIONS,
)

REF_BYTES = 16
"""Random bytes in the name of a subscriber that links are made of: nobody can guess 128 bits (U08)."""

_WANTED: BindParameter[Any] = bindparam("wanted")
_BY_ID = select(SUBSCRIBERS).where(SUBSCRIBERS.c.id == _WANTED)
_BY_REF = select(SUBSCRIBERS).where(SUBSCRIBERS.c.ref == _WANTED)
_BY_EMAIL = select(SUBSCRIBERS).where(SUBSCRIBERS.c.email_key == _WANTED)
_REF = select(SUBSCRIBERS.c.ref).where(SUBSCRIBERS.c.id == _WANTED)


class Subscribers:
    """People with an address, what they want to be told, and how far their digests have come."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, subscriber: Subscriber) -> Subscriber:
        """Store a new subscriber; when the address is there already, return the stored one unchanged."""
        row = _columns(subscriber) | {"ref": secrets.token_urlsafe(REF_BYTES)}
        del row["id"]
        stored = insert_new(self._connection, SUBSCRIBERS, row)
        if stored is None:
            known = self.by_email(subscriber.email)
            assert known is not None
            return known
        return replace(subscriber, id=SubscriberId(int(stored)))

    def update(self, subscriber: Subscriber) -> None:
        """Store the changed settings, confirmation or pause of a subscriber.

        Raises:
            NotFoundError: no such subscriber.
        """
        statement = SUBSCRIBERS.update().where(SUBSCRIBERS.c.id == subscriber.id).values(_columns(subscriber))
        if self._connection.execute(statement).rowcount != 1:
            raise NotFoundError("subscriber", subscriber.id)

    def by_email(self, email: str) -> Subscriber | None:
        """The subscriber with this address, whatever its letter case; None: nobody has it."""
        return self._one(_BY_EMAIL, email.casefold())

    def by_ref(self, ref: str) -> Subscriber | None:
        """The subscriber with this random name; None: nobody has it (any more)."""
        return self._one(_BY_REF, ref)

    def ref(self, subscriber: SubscriberId) -> str:
        """The random name of a subscriber, which links in mails are made of; it never changes.

        Raises:
            NotFoundError: no such subscriber.
        """
        ref: str | None = self._connection.execute(_REF, {"wanted": subscriber}).scalar()
        if ref is None:
            raise NotFoundError("subscriber", subscriber)
        return ref

    def get(self, subscriber: SubscriberId) -> Subscriber:
        """The subscriber with this id.

        Raises:
            NotFoundError: no such subscriber.
        """
        found = self._one(_BY_ID, subscriber)
        if found is None:
            raise NotFoundError("subscriber", subscriber)
        return found

    def _one(self, statement: Select[Any], wanted: SubscriberId | str) -> Subscriber | None:
        row = self._connection.execute(statement, {"wanted": wanted}).mappings().first()
        return None if row is None else from_columns(Subscriber, row)

    def subscribe(self, subscription: Subscription, now: datetime) -> Subscription:
        """Store a new subscription, or the changed one when its id is not 0; return it with its id.

        Args:
            subscription: its subscriber must be stored.
            now: from when a new one counts: its first digest begins here.

        Raises:
            NotFoundError: its id is not 0 and there is no such subscription.
        """
        row = columns(subscription)
        del row["id"]
        if subscription.id == 0:
            inserted = self._connection.execute(
                SUBSCRIPTIONS.insert(), row | {"digested_until": now}
            ).inserted_primary_key
            assert inserted is not None
            return replace(subscription, id=SubscriptionId(inserted[0]))
        mine = SUBSCRIPTIONS.c.id == subscription.id
        if self._connection.execute(SUBSCRIPTIONS.update().where(mine).values(row)).rowcount != 1:
            raise NotFoundError("subscription", subscription.id)
        return subscription

    def begin_digests(self, subscription: SubscriptionId, now: datetime) -> None:
        """Let the next digest of a subscription begin at *now*: what was before is not its concern."""
        mine = SUBSCRIPTIONS.c.id == subscription
        self._connection.execute(SUBSCRIPTIONS.update().where(mine).values(digested_until=now))

    def subscriptions(self, subscriber: SubscriberId) -> builtins.list[Subscription]:
        """What one subscriber wants to be told, inactive ones included, by id."""
        statement = select(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.subscriber == subscriber).order_by(SUBSCRIPTIONS.c.id)
        return [from_columns(Subscription, row) for row in self._connection.execute(statement).mappings()]

    def list(self) -> builtins.list[Subscriber]:
        """All subscribers, by id."""
        rows = self._connection.execute(select(SUBSCRIBERS).order_by(SUBSCRIBERS.c.id)).mappings()
        return [from_columns(Subscriber, row) for row in rows]

    def confirmed(self) -> builtins.list[tuple[Subscriber, builtins.list[Subscription]]]:
        """Those who may be mailed, by id, each with the active subscriptions.

        Who has paused, or has an address on the suppression list, is left out; who has paused until some time is not,
        because corrections wait for them.
        """
        may_be_mailed = (SUBSCRIBERS.c.confirmed_at.is_not(None), ~SUBSCRIBERS.c.paused)
        rows = self._connection.execute(select(SUBSCRIBERS).where(*may_be_mailed).order_by(SUBSCRIBERS.c.id)).mappings()
        audience: dict[int, tuple[Subscriber, builtins.list[Subscription]]] = {
            row["id"]: (from_columns(Subscriber, row), []) for row in rows
        }
        statement = (
            select(SUBSCRIPTIONS)
            .join(SUBSCRIBERS, SUBSCRIBERS.c.id == SUBSCRIPTIONS.c.subscriber)
            .where(*may_be_mailed, SUBSCRIPTIONS.c.active)
            .order_by(SUBSCRIPTIONS.c.id)
        )
        for row in self._connection.execute(statement).mappings():
            audience[row["subscriber"]][1].append(from_columns(Subscription, row))
        suppressed = set(self._connection.execute(select(SUPPRESSIONS.c.address)).scalars())
        return [
            (person, wishes)
            for person, wishes in audience.values()
            if not suppressed or address_hash(person.email) not in suppressed
        ]

    def drop(self, subscription: Subscription) -> None:
        """Delete a subscription; what waits for its digest stays until another one of the same mode takes it."""
        self._connection.execute(SUBSCRIPTIONS.delete().where(SUBSCRIPTIONS.c.id == subscription.id))

    def begin_anew(self, subscriber: SubscriberId, now: datetime) -> None:
        """Let all subscriptions of somebody who comes (back) count from *now*: what happened before is no news to them."""
        began = SUBSCRIPTIONS.update().where(SUBSCRIPTIONS.c.subscriber == subscriber).values(digested_until=now)
        self._connection.execute(began)
        waiting = ALERTS.delete().where(ALERTS.c.subscriber == subscriber, ALERTS.c.delivery.is_(None))
        self._connection.execute(waiting)

    def erase(self, subscriber: SubscriberId) -> bool:
        """Delete a subscriber with everything that belongs to them.

        Returns:
            False when a message to them is being sent at this moment: then nothing was deleted, try again later.
        """
        theirs = select(DELIVERIES.c.id).where(DELIVERIES.c.subscriber == subscriber)
        # Locked, so that no worker takes one between this look and the end of the transaction.
        unfinished = DELIVERIES.c.state.in_([str(DeliveryState.PENDING), str(DeliveryState.SENDING)])
        locked = select(DELIVERIES.c.state).where(DELIVERIES.c.subscriber == subscriber, unfinished).with_for_update()
        if str(DeliveryState.SENDING) in self._connection.execute(locked).scalars().all():
            return False
        for table in (ALERTS, CHOICES, OBJECTIONS, LEDGER, CONSENTS, ENDPOINTS, SUBSCRIPTIONS):
            self._connection.execute(table.delete().where(table.c.subscriber == subscriber))
        for table in (BOUNCES, DELIVERY_INCIDENTS):
            self._connection.execute(table.delete().where(table.c.delivery.in_(theirs)))
        self._connection.execute(DELIVERIES.delete().where(DELIVERIES.c.subscriber == subscriber))
        self._connection.execute(SUBSCRIBERS.delete().where(SUBSCRIBERS.c.id == subscriber))
        return True

    def digested(self) -> dict[SubscriptionId, datetime]:
        """For every subscription what `digested_until` says of it."""
        rows = self._connection.execute(select(SUBSCRIPTIONS.c.id, SUBSCRIPTIONS.c.digested_until))
        return {SubscriptionId(number): until for number, until in rows}

    def digested_until(self, subscription: SubscriptionId) -> datetime:
        """End of the last digest window that was told; before the first digest, when the subscription began.

        Raises:
            NotFoundError: no such subscription.
        """
        statement = select(SUBSCRIPTIONS.c.digested_until).where(SUBSCRIPTIONS.c.id == subscription)
        until: datetime | None = self._connection.execute(statement).scalar()
        if until is None:
            raise NotFoundError("subscription", subscription)
        return until

    def mark_digested(self, subscription: SubscriptionId, until: datetime) -> bool:
        """Note that the digest window ending at *until* was told; False when that or a later one was noted already."""
        statement = (
            SUBSCRIPTIONS.update()
            .where(SUBSCRIPTIONS.c.id == subscription, SUBSCRIPTIONS.c.digested_until < until)
            .values(digested_until=until)
        )
        return self._connection.execute(statement).rowcount == 1


def _columns(subscriber: Subscriber) -> dict[str, Any]:
    return columns(subscriber) | {"email_key": subscriber.email.casefold()}
