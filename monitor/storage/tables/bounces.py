"""What came back, which addresses get nothing more, and where messages go that are no mails."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from monitor.storage.tables.base import Row, UtcDateTime, table_of


class BounceRow(Row, table=True):
    """One report on one delivery that was acted on. ``key``: the same report read twice counts once."""

    __tablename__ = "bounces"
    __table_args__ = (
        Index("ix_bounces_key", "key", unique=True),
        Index("ix_bounces_address_at", "address", "at"),
        Index("ix_bounces_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    kind: str
    address: str
    delivery: int = Field(foreign_key="deliveries.id")
    status: str | None
    detail: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)


class SuppressionRow(Row, table=True):
    """An address that nothing is sent to. ``address``: its hash."""

    __tablename__ = "suppressions"

    address: str = Field(primary_key=True)
    reason: str
    detail: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)


class EndpointRow(Row, table=True):
    """Where a subscriber is told that is no person with an address. ``secrets``: newest first; for webhooks only."""

    __tablename__ = "endpoints"

    subscriber: int = Field(primary_key=True, foreign_key="subscribers.id")
    kind: str
    url: str = Field(sa_type=Text)
    secrets: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)


BOUNCES = table_of(BounceRow)
SUPPRESSIONS = table_of(SuppressionRow)
ENDPOINTS = table_of(EndpointRow)
