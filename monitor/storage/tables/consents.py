"""What subscribers agreed to, and how often strangers have asked for mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from monitor.storage.tables.base import Row, UtcDateTime, table_of


class ConsentRow(Row, table=True):
    """One act of one subscriber about being mailed."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_subscriber", "subscriber"),)

    id: int | None = Field(default=None, primary_key=True)
    subscriber: int = Field(foreign_key="subscribers.id")
    act: str
    at: datetime = Field(sa_type=UtcDateTime)
    wording: str = Field(sa_type=Text)


class AttemptRow(Row, table=True):
    """Somebody asked for mail. ``who``: a keyed hash of an address or a network, so that neither stands here."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_who_at", "who", "at"), Index("ix_attempts_at", "at"))

    id: int | None = Field(default=None, primary_key=True)
    who: str
    at: datetime = Field(sa_type=UtcDateTime)


CONSENTS = table_of(ConsentRow)
ATTEMPTS = table_of(AttemptRow)
