"""Subscribers, subscriptions, what they say of single incidents, alerts that wait for a digest, the outbox and the ledger of what was told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text, text, true
from sqlmodel import Field

from monitor.model import Standing
from monitor.storage.tables.base import Row, UtcDateTime, table_of


class SubscriberRow(Row, table=True):
    """A person with an address. ``email_key``: the address without letter case, unique. ``ref``: a random name that
    links in mails are made of; never None, but SQLite adds no column that must be filled."""

    __tablename__ = "subscribers"
    __table_args__ = (
        Index("ix_subscribers_email_key", "email_key", unique=True),
        Index("ix_subscribers_ref", "ref", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    email: str
    email_key: str
    lang: str
    tz: str
    confirmed_at: datetime | None = Field(sa_type=UtcDateTime)
    paused: bool
    paused_until: datetime | None = Field(sa_type=UtcDateTime)
    quiet_hours: str | None
    created_at: datetime | None = Field(sa_type=UtcDateTime)
    ref: str | None


class SubscriptionRow(Row, table=True):
    """What one subscriber wants to be told. ``digested_until``: end of the last digest window told, at first the start.

    Columns of later versions have defaults, because SQLite cannot add one to rows that are there without.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (Index("ix_subscriptions_subscriber", "subscriber"),)

    id: int | None = Field(default=None, primary_key=True)
    subscriber: int = Field(foreign_key="subscribers.id")
    mode: str
    rules: str = Field(sa_type=Text)
    min_level: str
    types: str = Field(sa_type=Text, sa_column_kwargs={"server_default": "[]"})
    regions: str = Field(sa_type=Text, sa_column_kwargs={"server_default": "[]"})
    around: str = Field(sa_type=Text, sa_column_kwargs={"server_default": "[]"})
    min_standing: str = Field(sa_column_kwargs={"server_default": str(Standing.REPORTED)})
    even_if_empty: bool = Field(sa_column_kwargs={"server_default": true()})
    active: bool
    digested_until: datetime = Field(sa_type=UtcDateTime)


class ChoiceRow(Row, table=True):
    """What a subscriber has chosen about one incident: to follow it, or to put it to sleep."""

    __tablename__ = "choices"
    __table_args__ = (Index("ix_choices_incident", "incident"),)

    subscriber: int = Field(primary_key=True, foreign_key="subscribers.id")
    incident: int = Field(primary_key=True, foreign_key="incidents.id")
    choice: str
    until: datetime | None = Field(sa_type=UtcDateTime)


class ObjectionRow(Row, table=True):
    """What a subscriber says is wrong with one incident."""

    __tablename__ = "objections"
    __table_args__ = (
        Index("ix_objections_subscriber_incident", "subscriber", "incident"),
        Index("ix_objections_incident", "incident"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subscriber: int = Field(foreign_key="subscribers.id")
    incident: int = Field(foreign_key="incidents.id")
    version: int
    fault: str
    words: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(sa_type=UtcDateTime)


class DeliveryRow(Row, table=True):
    """One message to one subscriber."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_key", "key", unique=True),
        Index("ix_deliveries_subscriber_state", "subscriber", "state"),
        Index("ix_deliveries_message_id", "message_id"),
        # Not a partial index on what is pending: beside any other index on the state, SQLite would not take it.
        Index("ix_deliveries_state_due_at", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    kind: str
    subscriber: int = Field(foreign_key="subscribers.id")
    items: str = Field(sa_type=Text)
    state: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int
    lease_until: datetime | None = Field(sa_type=UtcDateTime)
    fence: int
    sent_at: datetime | None = Field(sa_type=UtcDateTime)
    message_id: str | None
    error: str | None = Field(sa_type=Text)
    headers: str = Field(sa_type=Text)


class DeliveryIncidentRow(Row, table=True):
    """Which incidents a delivery tells of: a copy of its items that can be searched."""

    __tablename__ = "delivery_incidents"
    __table_args__ = (Index("ix_delivery_incidents_incident", "incident"),)

    delivery: int = Field(primary_key=True, foreign_key="deliveries.id")
    incident: int = Field(primary_key=True, foreign_key="incidents.id")


class LedgerRow(Row, table=True):
    """That a subscriber was told one version of an incident: the key is what keeps it from happening twice."""

    __tablename__ = "ledger"
    __table_args__ = (Index("ix_ledger_incident", "incident"),)

    subscriber: int = Field(primary_key=True, foreign_key="subscribers.id")
    incident: int = Field(primary_key=True, foreign_key="incidents.id")
    version: int = Field(primary_key=True)
    delivery: int = Field(foreign_key="deliveries.id")
    at: datetime = Field(sa_type=UtcDateTime)


class AlertRow(Row, table=True):
    """An alert that waits for its subscriber's next digest. ``delivery`` None: not told yet."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index("ix_alerts_incident", "incident"),
        Index(
            "ix_alerts_waiting",
            "subscriber",
            "mode",
            sqlite_where=text("delivery IS NULL"),
            postgresql_where=text("delivery IS NULL"),
        ),
    )

    subscriber: int = Field(primary_key=True, foreign_key="subscribers.id")
    incident: int = Field(primary_key=True, foreign_key="incidents.id")
    version: int = Field(primary_key=True)
    mode: str = Field(primary_key=True)
    due_at: datetime = Field(sa_type=UtcDateTime)
    delivery: int | None = Field(foreign_key="deliveries.id")
    value: str = Field(sa_type=Text)


SUBSCRIBERS = table_of(SubscriberRow)
SUBSCRIPTIONS = table_of(SubscriptionRow)
CHOICES = table_of(ChoiceRow)
OBJECTIONS = table_of(ObjectionRow)
DELIVERIES = table_of(DeliveryRow)
DELIVERY_INCIDENTS = table_of(DeliveryIncidentRow)
LEDGER = table_of(LedgerRow)
ALERTS = table_of(AlertRow)
