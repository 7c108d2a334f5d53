"""Alerts and deliveries: what is told, to whom, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from monitor.model.incidents import IncidentId
from monitor.model.rules import Match
from monitor.model.subscribers import Mode, SubscriberId

DeliveryId = NewType("DeliveryId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a subscriber knows of an incident: the last version that a message told, and when it was handed over."""

    version: int
    at: datetime


class AlertKind(StrEnum):
    """What an alert tells. A correction takes back a fact that was told, a withdrawal the whole incident."""

    NEW = "new"
    UPDATE = "update"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"

    @property
    def rank(self) -> int:
        """0 for new up to 3 for a withdrawal: the order inside a message."""
        return list(AlertKind).index(self)

    @property
    def sets_right(self) -> bool:
        """Whether it takes back something that was told: then it is owed to all who were told, and to nobody else."""
        return self in (AlertKind.CORRECTION, AlertKind.WITHDRAWAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """Why a change is worth a message. ``facts``: those that make it so, empty for a new incident."""

    kind: AlertKind
    reason: str
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing to tell one subscriber about one incident.

    ``version``: of the incident when the alert was decided. ``facts``: what changed. ``reason``: why it is worth a
    message. ``entry`` is the entry whose report caused it, empty for an operator's change; alerts of one entry to one
    subscriber share one message.
    ``due_at``: not before (the rule's ``wait``).
    """

    kind: AlertKind
    subscriber: SubscriberId
    incident: IncidentId
    version: int
    entry: str
    matches: tuple[Match, ...]
    reason: str
    facts: frozenset[str] = frozenset()
    due_at: datetime
    mode: Mode = Mode.ALERT


class DigestKind(StrEnum):
    """What a digest is called: by its mode, or for gathering what came in the reader's quiet hours."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    WAKING = "waking"


class DeliveryKind(StrEnum):
    """What kind of message a delivery is."""

    ALERT = "alert"
    DIGEST = "digest"
    SERVICE = "service"


class DeliveryState(StrEnum):
    """Life of an outbox row."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryItem:
    """One incident inside a message."""

    incident: IncidentId
    version: int
    kind: AlertKind
    reason: str = ""
    facts: frozenset[str] = frozenset()
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one subscriber: a row of the outbox.

    ``key`` is unique and a pure function of what the message tells and to whom, so that the same news cannot be queued
    twice; the Message-ID derives from it. ``due_at``: not before. ``lease_until``: while SENDING, when another worker
    may take it over. ``fence`` grows with every claim: a late worker's commit is refused. ``error``: the last failure.
    """

    id: DeliveryId
    key: str
    kind: DeliveryKind
    subscriber: SubscriberId
    items: tuple[DeliveryItem, ...] = ()
    state: DeliveryState = DeliveryState.PENDING
    created_at: datetime
    due_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    fence: int = 0
    sent_at: datetime | None = None
    message_id: str | None = None
    error: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
