"""Queries about what subscribers have chosen about single incidents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Select, and_, or_, select

from monitor.model import Choice, Chosen, IncidentId, SubscriberId
from monitor.storage.codec import columns, from_columns
from monitor.storage.tables import CHOICES


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
        statement = _valid(select(CHOICES), now).where(CHOICES.c.incident == incident)
        rows = self._connection.execute(statement).mappings()
        return {SubscriberId(row["subscriber"]): Choice(row["choice"]) for row in rows}

    def of_subscriber(self, subscriber: SubscriberId, now: datetime) -> list[Chosen]:
        """What one subscriber has chosen and still holds, by incident."""
        statement = _valid(select(CHOICES), now).where(CHOICES.c.subscriber == subscriber)
        return [
            from_columns(Chosen, row)
            for row in self._connection.execute(statement.order_by(CHOICES.c.incident)).mappings()
        ]


def _valid(statement: Select[tuple[object, ...]], now: datetime) -> Select[tuple[object, ...]]:
    return statement.where(or_(CHOICES.c.until.is_(None), CHOICES.c.until > now))
