"""From alerts to messages: what goes into one mail, in which order, and when a flood becomes a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.model import (
    Alert,
    AlertKind,
    Delivery,
    DeliveryId,
    DeliveryItem,
    DeliveryKind,
    Incident,
    Limit,
    Mode,
    SubscriberId,
)


class Flow(StrEnum):
    """What becomes of an alert that is due: its own mail now, or a line of the next digest."""

    SEND = "send"
    FOLD = "fold"


def group(alerts: Iterable[Alert], now: datetime) -> tuple[Delivery, ...]:
    """Return one message for each subscriber and entry: a wave over several regions is one mail.

    Args:
        alerts: those to be told at once; alerts of other modes are left for the digests.
        now: when the messages are queued.

    Returns:
        Deliveries, not stored yet (``id`` 0), ordered by subscriber and entry. Each is due as soon as the first of its
        alerts is; its items tell what is new before updates before withdrawals.
    """
    grouped: dict[tuple[SubscriberId, str], list[Alert]] = {}
    for alert in alerts:
        if alert.mode is Mode.ALERT:
            grouped.setdefault((alert.subscriber, alert.entry), []).append(alert)
    return tuple(_delivery(subscriber, grouped[subscriber, entry], now) for subscriber, entry in sorted(grouped))


def _delivery(subscriber: SubscriberId, alerts: Sequence[Alert], now: datetime) -> Delivery:
    items = tuple(sorted(map(item_of, alerts), key=lambda item: (item.kind.rank, item.incident)))
    return Delivery(
        id=DeliveryId(0),
        key=alert_key(subscriber, items),
        kind=DeliveryKind.ALERT,
        subscriber=subscriber,
        items=items,
        created_at=now,
        due_at=min(alert.due_at for alert in alerts),
    )


def item_of(alert: Alert) -> DeliveryItem:
    """Return the line of a message that tells *alert*."""
    return DeliveryItem(
        incident=alert.incident,
        version=alert.version,
        kind=alert.kind,
        reason=alert.reason,
        facts=alert.facts,
        matches=alert.matches,
    )


def alert_key(subscriber: SubscriberId, items: Iterable[DeliveryItem]) -> str:
    """Return the key of an alert mail: the same news to the same person has the same key, in whatever order (P3)."""
    told = sorted((item.incident, item.version, item.kind.value) for item in items)
    text = ";".join(f"{incident}.{version}.{kind}" for incident, version, kind in told)
    return f"alert:{subscriber}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def is_moot(item: DeliveryItem, incident: Incident, told_version: int | None) -> bool:
    """Whether there is nothing left to say when the turn of a queued message has come.

    Args:
        item: what was to be told.
        incident: as it is now.
        told_version: the version that the subscriber knows; None: was never told.
    """
    if item.kind.sets_right and told_version is None:
        return True
    if incident.withdrawn is not (item.kind is AlertKind.WITHDRAWAL):
        return True
    return told_version is not None and told_version >= item.version


def decide(limit: Limit | None, sent_at: Iterable[datetime], now: datetime) -> Flow:
    """Decide whether one more alert mail of a rule may go to a subscriber now.

    Args:
        limit: the rule's own; None: always send.
        sent_at: when this rule's alert mails went to this subscriber; older ones than the period may be left out.
        now: the moment of the decision.
    """
    if limit is None:
        return Flow.SEND
    since = now - timedelta(seconds=limit.per_s)
    return Flow.SEND if sum(moment > since for moment in sent_at) < limit.alerts else Flow.FOLD
