"""Queries about alerts that wait for a digest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, literal_column, or_, select, union_all

from monitor.model import Alert, DeliveryId, DeliveryState, IncidentId, Mode, SubscriberId
from monitor.storage.codec import dumps, loads
from monitor.storage.statements import chunks, insert_new
from monitor.storage.tables import ALERTS, DELIVERIES, DELIVERY_INCIDENTS

_PENDING = union_all(
    select(DELIVERIES.c.subscriber, literal_column(f"'{Mode.ALERT}'").label("mode"))
    .join(DELIVERY_INCIDENTS, DELIVERY_INCIDENTS.c.delivery == DELIVERIES.c.id)
    .where(
        DELIVERY_INCIDENTS.c.incident == bindparam("incident_id"),
        DELIVERIES.c.state == str(DeliveryState.PENDING),
    ),
    select(ALERTS.c.subscriber, ALERTS.c.mode).where(
        ALERTS.c.incident == bindparam("incident_id"), ALERTS.c.delivery.is_(None)
    ),
)


class Alerts:
    """Alerts that no message has told yet."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, alert: Alert) -> bool:
        """Keep *alert* for a digest; False when it is held, or was told, in this mode already."""
        row = {
            "subscriber": alert.subscriber,
            "incident": alert.incident,
            "version": alert.version,
            "mode": str(alert.mode),
            "due_at": alert.due_at,
            "delivery": None,
            "value": dumps(alert),
        }
        return insert_new(self._connection, ALERTS, row) is not None

    def held(self, subscriber: SubscriberId, mode: Mode, until: datetime) -> list[Alert]:
        """The alerts that wait for this subscriber's digest and are due before *until*, in the order in which they are."""
        statement = (
            select(ALERTS.c.value)
            .where(ALERTS.c.subscriber == subscriber, ALERTS.c.mode == str(mode))
            .where(ALERTS.c.delivery.is_(None), ALERTS.c.due_at < until)
            .order_by(ALERTS.c.due_at, ALERTS.c.incident, ALERTS.c.version)
        )
        return [loads(Alert, text) for (text,) in self._connection.execute(statement)]

    def waiting(self, mode: Mode) -> set[SubscriberId]:
        """Who has alerts waiting for a digest of this mode."""
        statement = select(ALERTS.c.subscriber).where(ALERTS.c.mode == str(mode), ALERTS.c.delivery.is_(None))
        return {SubscriberId(subscriber) for (subscriber,) in self._connection.execute(statement.distinct())}

    def move(self, subscriber: SubscriberId, mode: Mode, to: Mode | None) -> int:
        """Let what waits for the digests of one mode wait for those of another; *to* None: forget it. Return how many."""
        mine = (ALERTS.c.subscriber == subscriber, ALERTS.c.mode == str(mode), ALERTS.c.delivery.is_(None))
        waiting = [loads(Alert, text) for (text,) in self._connection.execute(select(ALERTS.c.value).where(*mine))]
        self._connection.execute(ALERTS.delete().where(*mine))
        if to is not None:
            for alert in waiting:
                self.hold(replace(alert, mode=to))
        return len(waiting)

    def forget(self, subscriber: SubscriberId, incident: IncidentId) -> int:
        """Let what waits for this subscriber's digests about one incident go untold; return how much it was."""
        mine = (ALERTS.c.subscriber == subscriber, ALERTS.c.incident == incident, ALERTS.c.delivery.is_(None))
        return self._connection.execute(ALERTS.delete().where(*mine)).rowcount

    def settle(self, alerts: Collection[Alert], delivery: DeliveryId) -> int:
        """Note that *delivery* tells these alerts; return how many were still waiting."""
        settled = 0
        for part in chunks(list(alerts)):
            keys = [
                and_(
                    ALERTS.c.subscriber == alert.subscriber,
                    ALERTS.c.incident == alert.incident,
                    ALERTS.c.version == alert.version,
                    ALERTS.c.mode == str(alert.mode),
                )
                for alert in part
            ]
            statement = ALERTS.update().where(or_(*keys), ALERTS.c.delivery.is_(None)).values(delivery=delivery)
            settled += self._connection.execute(statement).rowcount
        return settled

    def pending(self, incident: IncidentId) -> dict[SubscriberId, Mode]:
        """Who has news of *incident* waiting, in a queued message or for a digest; the most immediate mode of each."""
        found: dict[SubscriberId, Mode] = {}
        order = list(Mode)
        for subscriber, text in self._connection.execute(_PENDING, {"incident_id": incident}):
            mode = Mode(text)
            if subscriber not in found or order.index(mode) < order.index(found[subscriber]):
                found[SubscriberId(subscriber)] = mode
        return found
