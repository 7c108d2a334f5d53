"""Queries about what subscribers have chosen about single incidents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, or_, select

from monitor.model import Choice, Chosen, IncidentId, SubscriberId
from monitor.storage.codec import columns, from_columns
from monitor.storage.tables import CHOICES

_VALID = select(CHOICES).where(or_(CHOICES.c.until.is_(None), CHOICES.c.until > bindparam("moment")))
_OF_INCIDENT = _VALID.where(CHOICES.c.incident == bindparam("wanted"))
_OF_SUBSCRIBER = _VALID.where(CHOICES.c.subscriber == bindparam("wanted")).order_by(CHOICES.c.incident)


class Choices:
    """Who follows an incident, and who has put it to sleep."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def choose(self, chosen: Chosen) -> None:
        """Store a choice in place of the one before about the same incident."""
        self.forget(chosen.subscriber, chosen.incident)
        self._connection.execute(CHOICES.insert(), columns(chosen))

    def forget(self, subscriber: SubscriberId, incident: IncidentId) -> bool:
        """Take a choice back: the subscriptions alone decide again. False when there was none."""
        mine = and_(CHOICES.c.subscriber == subscriber, CHOICES.c.incident == incident)
        return self._connection.execute(CHOICES.delete().where(mine)).rowcount == 1

    def of_incident(self, incident: IncidentId, now: datetime) -> dict[SubscriberId, Choice]:
        """What subscribers have chosen about one incident and still holds."""
        rows = self._connection.execute(_OF_INCIDENT, {"wanted": incident, "moment": now}).mappings()
        return {SubscriberId(row["subscriber"]): Choice(row["choice"]) for row in rows}

    def of_subscriber(self, subscriber: SubscriberId, now: datetime) -> list[Chosen]:
        """What one subscriber has chosen and still holds, by incident."""
        rows = self._connection.execute(_OF_SUBSCRIBER, {"wanted": subscriber, "moment": now}).mappings()
        return [from_columns(Chosen, row) for row in rows]
