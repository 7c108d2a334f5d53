"""Rules' matches, subscribers, alerts and deliveries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from monitor.model.incidents import IncidentId
from monitor.model.reports import Standing

RuleId = NewType("RuleId", str)
SubscriberId = NewType("SubscriberId", int)
SubscriptionId = NewType("SubscriptionId", int)
DeliveryId = NewType("DeliveryId", int)


class Level(StrEnum):
    """Importance set by the rule. Sigma level, CAP severity."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low up to 3 for critical."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule that holds for a report or an incident. ``because``: the facts that made it hold, in plain words."""

    rule: RuleId
    level: Level
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How many alert mails one rule may cause to one subscriber in ``per_s`` seconds; what is more joins the digest."""

    alerts: int
    per_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAlerting:
    """How loudly a rule alerts: the ``alert:`` part of a rule file.

    ``when``: the standing that an incident must have before it is told. ``wait_s``: how long a first alert waits for a
    second publisher. ``update_on``: names of the facts whose change is worth a message (see `Change.facts`).
    ``update_interval_s``: least time between two messages about one incident. ``limit`` None: no limit.
    """

    rule: RuleId
    level: Level
    when: Standing = Standing.REPORTED
    wait_s: float = 0.0
    update_on: frozenset[str] = frozenset()
    update_interval_s: float = 0.0
    limit: Limit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a subscriber knows of an incident: the last version that a message told, and when it was handed over."""

    version: int
    at: datetime


class Mode(StrEnum):
    """When a subscription is told."""

    ALERT = "alert"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What one subscriber wants to be told: AND across the dimensions, OR inside one; an empty one asks for nothing."""

    id: SubscriptionId
    subscriber: SubscriberId
    mode: Mode = Mode.ALERT
    rules: frozenset[RuleId] = frozenset()
    min_level: Level = Level.LOW
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A person with an address. ``confirmed_at`` None: never mailed. ``tz``: IANA name. ``lang``: en, ru or uk."""

    id: SubscriberId
    email: str
    lang: str = "en"
    tz: str = "UTC"
    confirmed_at: datetime | None = None
    paused: bool = False
    created_at: datetime | None = None


class AlertKind(StrEnum):
    """What an alert tells."""

    NEW = "new"
    UPDATE = "update"
    WITHDRAWAL = "withdrawal"

    @property
    def rank(self) -> int:
        """0 for new up to 2 for a withdrawal: the order inside a message."""
        return list(AlertKind).index(self)


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
    message. ``entry`` is the entry whose report caused it; alerts of one entry to one subscriber share one message.
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
