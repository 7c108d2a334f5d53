"""Queries about the ledger: who was told which version of which incident."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from monitor.model import DeliveryId, DeliveryItem, DeliveryState, IncidentId, SubscriberId, Told
from monitor.storage.codec import loads
from monitor.storage.statements import chunks, insert_new
from monitor.storage.tables import DELIVERIES, DELIVERY_INCIDENTS, LEDGER

_OF_INCIDENT = select(LEDGER).where(LEDGER.c.incident == bindparam("incident_id")).order_by(LEDGER.c.version)
_TOLD = (
    select(LEDGER.c.incident, func.max(LEDGER.c.version))
    .where(LEDGER.c.subscriber == bindparam("reader"), LEDGER.c.incident.in_(bindparam("incidents", expanding=True)))
    .group_by(LEDGER.c.incident)
)
_BEING_SENT = (
    select(DELIVERIES.c.subscriber, DELIVERIES.c.due_at, DELIVERIES.c["items"])
    .join(DELIVERY_INCIDENTS, DELIVERY_INCIDENTS.c.delivery == DELIVERIES.c.id)
    .where(
        DELIVERY_INCIDENTS.c.incident == bindparam("incident_id"),
        DELIVERIES.c.state == str(DeliveryState.SENDING),
    )
)


class Ledger:
    """What each subscriber was told: one row for each version of an incident, so nothing is told twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(
        self, subscriber: SubscriberId, incident: IncidentId, version: int, delivery: DeliveryId, now: datetime
    ) -> bool:
        """Note that *delivery* told *subscriber* this version; False when that was noted already."""
        row = {"subscriber": subscriber, "incident": incident, "version": version, "delivery": delivery, "at": now}
        return insert_new(self._connection, LEDGER, row) is not None

    def told(self, subscriber: SubscriberId, incidents: Collection[IncidentId]) -> dict[IncidentId, int]:
        """The latest version of each of these incidents that *subscriber* was told; those never told are left out."""
        found: dict[IncidentId, int] = {}
        for part in chunks(sorted(incidents)):
            rows = self._connection.execute(_TOLD, {"reader": subscriber, "incidents": list(part)})
            found |= {IncidentId(incident): version for incident, version in rows}
        return found

    def knowing(self, incident: IncidentId) -> dict[SubscriberId, Told]:
        """Who knows of *incident*: what each was told last, and when.

        Somebody whose message is being sent at this moment counts as told, since that message was due.
        """
        found = {
            SubscriberId(row.subscriber): Told(version=row.version, at=row.at)
            for row in self._connection.execute(_OF_INCIDENT, {"incident_id": incident})
        }
        for subscriber, told in self._being_sent(incident):
            if subscriber not in found or found[subscriber].version < told.version:
                found[subscriber] = told
        return found

    def _being_sent(self, incident: IncidentId) -> list[tuple[SubscriberId, Told]]:
        rows = self._connection.execute(_BEING_SENT, {"incident_id": incident})
        return [
            (SubscriberId(subscriber), Told(version=item.version, at=due_at))
            for subscriber, due_at, text in rows
            for item in loads(tuple[DeliveryItem, ...], text)
            if item.incident == incident
        ]
