"""Queries about deliveries: the outbox. A delivery is claimed, sent or given back by updates that must hit one row."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from monitor.model import (
    REPLAY,
    Delivery,
    DeliveryId,
    DeliveryItem,
    DeliveryState,
    IncidentId,
    RuleId,
    SubscriberId,
)
from monitor.storage.codec import columns, dumps, from_columns
from monitor.storage.statements import insert_new
from monitor.storage.tables import DELIVERIES, DELIVERY_INCIDENTS, SUBSCRIBERS

_PENDING: ColumnElement[bool] = DELIVERIES.c.state == str(DeliveryState.PENDING)
_SENDING: ColumnElement[bool] = DELIVERIES.c.state == str(DeliveryState.SENDING)
_OTHER = DELIVERIES.alias("other")
_IN_HAND = select(_OTHER.c.id).where(
    _OTHER.c.subscriber == DELIVERIES.c.subscriber, _OTHER.c.state == str(DeliveryState.SENDING)
)
_CLAIM = (
    DELIVERIES.update()
    .where(
        DELIVERIES.c.id == bindparam("wanted"), _PENDING, DELIVERIES.c.due_at <= bindparam("moment"), ~_IN_HAND.exists()
    )
    .values(
        state=str(DeliveryState.SENDING),
        lease_until=bindparam("until"),
        fence=DELIVERIES.c.fence + 1,
        attempts=DELIVERIES.c.attempts + 1,
    )
    .returning(*DELIVERIES.c)
)
# What is set beside the lease are the parameters that are called like columns.
_SETTLE = (
    DELIVERIES.update()
    .where(DELIVERIES.c.id == bindparam("wanted"), DELIVERIES.c.fence == bindparam("shown"), _SENDING)
    .values(lease_until=None)
)
_HAND_BACK = _SETTLE.values(attempts=DELIVERIES.c.attempts - 1)


class Outbox:
    """Messages that wait, are being sent, were sent or failed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, delivery: Delivery) -> Delivery | None:
        """Queue a delivery and return it with its id; None when its key is there already: that news is queued or told."""
        row = columns(delivery)
        del row["id"]
        stored = insert_new(self._connection, DELIVERIES, row)
        if stored is None:
            return None
        queued = replace(delivery, id=DeliveryId(int(stored)))
        self._index(queued.id, queued.items)
        return queued

    def _index(self, delivery: DeliveryId, items: Iterable[DeliveryItem]) -> None:
        rows = [{"delivery": delivery, "incident": incident} for incident in sorted({item.incident for item in items})]
        if rows:
            self._connection.execute(DELIVERY_INCIDENTS.insert(), rows)

    def pending_for(self, subscriber: SubscriberId, incident: IncidentId) -> Delivery | None:
        """The delivery that will tell *subscriber* of *incident* and is not begun, the earliest due; None: there is none."""
        statement = (
            select(DELIVERIES)
            .join(DELIVERY_INCIDENTS, DELIVERY_INCIDENTS.c.delivery == DELIVERIES.c.id)
            .where(DELIVERY_INCIDENTS.c.incident == incident, DELIVERIES.c.subscriber == subscriber, _PENDING)
            .order_by(DELIVERIES.c.due_at, DELIVERIES.c.id)
            .limit(1)
        )
        return next(iter(self._many(statement)), None)

    def replace_items(
        self, delivery: DeliveryId, items: Sequence[DeliveryItem], due_at: datetime | None = None
    ) -> bool:
        """Change what a waiting delivery tells, so that later news joins it; its key stays.

        Args:
            delivery: one that is pending.
            items: all that it shall tell.
            due_at: new earliest moment; None: as before.

        Returns:
            False when it is not pending any more: queue another one.
        """
        values: dict[str, Any] = {"items": dumps(tuple(items), tuple[DeliveryItem, ...])}
        if due_at is not None:
            values["due_at"] = due_at
        changed = self._connection.execute(
            DELIVERIES.update().where(DELIVERIES.c.id == delivery, _PENDING).values(values)
        )
        if changed.rowcount != 1:
            return False
        self._connection.execute(DELIVERY_INCIDENTS.delete().where(DELIVERY_INCIDENTS.c.delivery == delivery))
        self._index(delivery, items)
        return True

    def due(self, now: datetime, limit: int, only: Collection[SubscriberId] | None = None) -> builtins.list[Delivery]:
        """Pending deliveries whose moment has come, longest due first, one to each subscriber: the next waits for it.

        Args:
            now: the moment.
            limit: at most so many.
            only: those to these subscribers alone; None: to all.
        """
        waiting = (
            select(DELIVERIES.c.id, DELIVERIES.c.subscriber)
            .where(_PENDING, DELIVERIES.c.due_at <= now)
            .order_by(DELIVERIES.c.due_at, DELIVERIES.c.id)
            # A few to one subscriber must not hide those to others.
            .limit(limit * 8)
        )
        if only is not None:
            waiting = waiting.where(DELIVERIES.c.subscriber.in_(sorted(only)))
        first: dict[int, int] = {}
        for delivery, subscriber in self._connection.execute(waiting):
            first.setdefault(subscriber, delivery)
        ids = list(first.values())[:limit]
        found = {each.id: each for each in self._many(select(DELIVERIES).where(DELIVERIES.c.id.in_(ids)))}
        return [found[DeliveryId(each)] for each in ids]

    def lock_subscribers(self, subscribers: Collection[SubscriberId]) -> None:
        """Keep other claims of deliveries to these from running beside this transaction; on SQLite there are none."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(
                select(SUBSCRIBERS.c.id)
                .where(SUBSCRIBERS.c.id.in_(sorted(subscribers)))
                .order_by(SUBSCRIBERS.c.id)
                # Not a lock on the key: deliveries that are being queued refer to it.
                .with_for_update(key_share=True)
            )

    def claim(self, delivery: DeliveryId, now: datetime, lease_s: float) -> Delivery | None:
        """Take a due delivery for sending: of several workers that try, one gets it.

        It is not to be had while another one to the same subscriber is being sent, so that nothing is told in both.

        Args:
            delivery: one that ``due`` gave.
            now: the moment of the claim.
            lease_s: seconds after which ``release_expired`` gives it to somebody else.

        Returns:
            The delivery with its new ``fence``, which every later call about it must show; None: it is not to be had.
        """
        values = {"wanted": delivery, "moment": now, "until": now + timedelta(seconds=lease_s)}
        row = self._connection.execute(_CLAIM, values).mappings().first()
        return None if row is None else from_columns(Delivery, row)

    def mark_sent(self, delivery: DeliveryId, fence: int, message_id: str, now: datetime) -> bool:
        """Note that the message was handed over; False when the claim with this fence has been lost meanwhile."""
        return self._settle(
            delivery, fence, state=str(DeliveryState.SENT), message_id=message_id, sent_at=now, error=None
        )

    def retry(self, delivery: DeliveryId, fence: int, due_at: datetime, error: str) -> bool:
        """Give a claimed delivery back to be tried at *due_at*; False when the claim has been lost meanwhile."""
        return self._settle(delivery, fence, state=str(DeliveryState.PENDING), due_at=due_at, error=error)

    def renew(self, delivery: DeliveryId, fence: int, now: datetime, lease_s: float) -> bool:
        """Put the end of a claim's lease off; False when the claim has been lost meanwhile."""
        statement = (
            DELIVERIES.update()
            .where(DELIVERIES.c.id == delivery, DELIVERIES.c.fence == fence, _SENDING)
            .values(lease_until=now + timedelta(seconds=lease_s))
        )
        return self._connection.execute(statement).rowcount == 1

    def hand_back(self, delivery: DeliveryId, fence: int, due_at: datetime, error: str | None) -> bool:
        """Give a claimed delivery back like `retry`, but as if it had not been tried: the fault was not its own."""
        values = {"state": str(DeliveryState.PENDING), "due_at": due_at, "error": error}
        return self._connection.execute(_HAND_BACK, values | {"wanted": delivery, "shown": fence}).rowcount == 1

    def revive(self, delivery: DeliveryId, now: datetime) -> bool:
        """Make a delivery that was given up due again, as if it had never been tried; False when it was not given up."""
        given_up = DELIVERIES.c.state.in_([str(DeliveryState.FAILED), str(DeliveryState.BOUNCED)])
        statement = (
            DELIVERIES.update()
            .where(DELIVERIES.c.id == delivery, given_up)
            .values(state=str(DeliveryState.PENDING), due_at=now, attempts=0, error=None)
        )
        return self._connection.execute(statement).rowcount == 1

    def by_message_id(self, message_id: str) -> Delivery | None:
        """The delivery that was sent under this Message-ID; None: none was."""
        return next(iter(self._many(select(DELIVERIES).where(DELIVERIES.c.message_id == message_id))), None)

    def mark_bounced(self, delivery: DeliveryId, error: str) -> bool:
        """Note that a message that had been handed over did not arrive; False when it was not handed over."""
        statement = (
            DELIVERIES.update()
            .where(DELIVERIES.c.id == delivery, DELIVERIES.c.state == str(DeliveryState.SENT))
            .values(state=str(DeliveryState.BOUNCED), error=error)
        )
        return self._connection.execute(statement).rowcount == 1

    def replay(self, delivery: Delivery, now: datetime) -> bool:
        """Have a delivery that was handed over sent once more, as it is; False when it was not handed over."""
        statement = (
            DELIVERIES.update()
            .where(DELIVERIES.c.id == delivery.id, DELIVERIES.c.state == str(DeliveryState.SENT))
            .values(
                state=str(DeliveryState.PENDING),
                due_at=now,
                attempts=0,
                headers=dumps(delivery.headers | {REPLAY: "yes"}, dict[str, str]),
            )
        )
        return self._connection.execute(statement).rowcount == 1

    def sent_to(self, subscriber: SubscriberId, since: datetime) -> builtins.list[Delivery]:
        """What was handed over to *subscriber* from that moment on, in order."""
        statement = (
            select(DELIVERIES)
            .where(DELIVERIES.c.subscriber == subscriber, DELIVERIES.c.state == str(DeliveryState.SENT))
            .where(DELIVERIES.c.sent_at >= since)
            .order_by(DELIVERIES.c.sent_at, DELIVERIES.c.id)
        )
        return self._many(statement)

    def fail(self, delivery: DeliveryId, fence: int, error: str, state: DeliveryState = DeliveryState.FAILED) -> bool:
        """Give a claimed delivery up, as ``failed`` or ``bounced``; False when the claim has been lost meanwhile."""
        return self._settle(delivery, fence, state=str(state), error=error)

    def _settle(self, delivery: DeliveryId, fence: int, **values: Any) -> bool:
        return self._connection.execute(_SETTLE, values | {"wanted": delivery, "shown": fence}).rowcount == 1

    def release_expired(self, now: datetime) -> int:
        """Put deliveries whose worker has outlived its lease back to pending; return how many."""
        statement = (
            DELIVERIES.update()
            .where(_SENDING, DELIVERIES.c.lease_until < now)
            .values(state=str(DeliveryState.PENDING), lease_until=None)
        )
        return self._connection.execute(statement).rowcount

    def get(self, delivery: DeliveryId) -> Delivery | None:
        """The delivery with this id; None: there is none."""
        return next(iter(self._many(select(DELIVERIES).where(DELIVERIES.c.id == delivery))), None)

    def list(self, state: DeliveryState | None = None, limit: int = 100) -> builtins.list[Delivery]:
        """The latest deliveries, newest first; of one state or of all."""
        statement = select(DELIVERIES).order_by(DELIVERIES.c.id.desc()).limit(limit)
        return self._many(statement if state is None else statement.where(DELIVERIES.c.state == str(state)))

    def of(self, subscriber: SubscriberId) -> builtins.list[Delivery]:
        """All messages to one subscriber, oldest first."""
        return self._many(select(DELIVERIES).where(DELIVERIES.c.subscriber == subscriber).order_by(DELIVERIES.c.id))

    def counts(self) -> dict[DeliveryState, int]:
        """How many deliveries each state has; every state is there."""
        statement = select(DELIVERIES.c.state, func.count()).group_by(DELIVERIES.c.state)
        found = dict(map(tuple, self._connection.execute(statement)))
        return {state: found.get(str(state), 0) for state in DeliveryState}

    def next_due_at(self) -> datetime | None:
        """When the next pending delivery is due, or was; None: nothing waits."""
        due_at: datetime | None = self._connection.execute(
            select(func.min(DELIVERIES.c.due_at)).where(_PENDING)
        ).scalar()
        return due_at

    def oldest_pending(self, now: datetime) -> timedelta | None:
        """How long the longest due delivery has been due; None: nothing is due. The number to watch."""
        statement = select(func.min(DELIVERIES.c.due_at)).where(_PENDING, DELIVERIES.c.due_at <= now)
        due_at = self._connection.execute(statement).scalar()
        return None if due_at is None else now - due_at

    def sent_at(self, subscriber: SubscriberId, rule: RuleId, since: datetime) -> builtins.list[datetime]:
        """When mails that *rule* caused went to *subscriber*, from *since* on, in order: what its limit counts."""
        statement = (
            select(DELIVERIES)
            .where(
                DELIVERIES.c.subscriber == subscriber,
                DELIVERIES.c.state == str(DeliveryState.SENT),
                DELIVERIES.c.sent_at >= since,
            )
            .order_by(DELIVERIES.c.sent_at)
        )
        return [
            sent.sent_at
            for sent in self._many(statement)
            if sent.sent_at is not None and any(match.rule == rule for item in sent.items for match in item.matches)
        ]

    def _many(self, statement: Select[Any]) -> builtins.list[Delivery]:
        rows: Iterable[Mapping[Any, Any]] = self._connection.execute(statement).mappings()
        return [from_columns(Delivery, row) for row in rows]
