"""What keeps a message whose moment has come from going out: its reader, or the limit of its rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.alerts import Flow, decide, is_moot
from monitor.model import (
    Alert,
    Choice,
    Delivery,
    DeliveryKind,
    Incident,
    IncidentId,
    Level,
    Mode,
    RuleAlerting,
    RuleId,
    Subscriber,
)
from monitor.storage import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Nothing is to be sent, now or later."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """What the message tells joins the next digest. ``rule``: whose limit is reached; None: the reader sleeps, or the
    message is ``late``."""

    why: str
    rule: RuleId | None = None
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Postpone:
    """The message goes out ``until`` then, as it is."""

    until: datetime
    why: str


Held = Drop | Fold | Postpone

HELD_UNTIL = "channel.held_until"
"""Under this name the database remembers until when nothing is sent, because the mail server takes nothing."""

LATE = timedelta(hours=6)
"""How long an alert may be late and still be a mail of its own: after that its reader wants to know how things stand, and not
to be told one by one what the mail server kept back."""


def held_back(
    tx: Transaction,
    incident_of: Callable[[IncidentId], Incident],
    alerting: Mapping[RuleId, RuleAlerting],
    delivery: Delivery,
    subscriber: Subscriber,
    now: datetime,
) -> tuple[Delivery, Held | None]:
    """Return what is left to tell of a claimed delivery, and what keeps it from being sent now; None: nothing does.

    Quiet hours hold everything but what the reader wants to be woken for. Alerts join one digest on waking;
    corrections and withdrawals come as mails of their own then, in their threads; so do digests. A pause drops what is
    news and lets what sets something right come when it ends. Limits never hold a correction or withdrawal.
    """
    if delivery.kind is DeliveryKind.SERVICE:
        return delivery, None
    if subscriber.confirmed_at is None:
        return delivery, Drop(why="the address is not confirmed")
    if subscriber.paused:
        return delivery, Drop(why="the subscriber has paused")
    if delivery.kind is DeliveryKind.ALERT:
        delivery = _with_what_is_left(tx, incident_of, delivery, subscriber, now)
        if not delivery.items:
            return delivery, Drop(
                why="nothing left to tell: told meanwhile, withdrawn before it was told, or not wanted"
            )
    if (rested := subscriber.rests_until(now)) is not None:
        return delivery, Postpone(until=rested, why="the subscriber has paused until then")
    if (woken := subscriber.sleeps_until(now)) is not None and not _wakes(delivery, subscriber):
        if delivery.kind is DeliveryKind.DIGEST or all(item.kind.sets_right for item in delivery.items):
            return delivery, Postpone(until=woken, why="the subscriber's quiet hours")
        return delivery, Fold(why="joined the digest at the end of the subscriber's quiet hours")
    # As long as nothing gets out, a digest would not either, and there would be a new one every hour.
    if delivery.kind is DeliveryKind.ALERT and _is_late(delivery, alerting, now) and not tx.meta.get(HELD_UNTIL):
        return delivery, Fold(
            why=f"joined the last digest: it is more than {LATE // timedelta(hours=1)} hours late", late=True
        )
    if delivery.kind is DeliveryKind.ALERT and (rule := _rule_at_its_limit(tx, alerting, delivery, now)):
        why = f"joined the next digest: the rule {rule} has sent as many mails as its limit allows"
        return delivery, Fold(why=why, rule=rule)
    return delivery, None


def fold(tx: Transaction, delivery: Delivery, since: datetime) -> None:
    """Keep the items of *delivery* for the digest of an hour, or of waking, that holds *since*, or the next one."""
    for item in delivery.items:
        tx.alerts.hold(
            Alert(
                kind=item.kind,
                subscriber=delivery.subscriber,
                incident=item.incident,
                version=item.version,
                entry="",
                matches=item.matches,
                reason=item.reason,
                facts=item.facts,
                due_at=since,
                mode=Mode.HOURLY,
            )
        )


def _with_what_is_left(
    tx: Transaction,
    incident_of: Callable[[IncidentId], Incident],
    delivery: Delivery,
    subscriber: Subscriber,
    now: datetime,
) -> Delivery:
    """*delivery* without what was told meanwhile, was withdrawn before it was told, or is not wanted any more."""
    told = tx.ledger.told(delivery.subscriber, [item.incident for item in delivery.items])
    asleep = {
        chosen.incident
        for chosen in tx.choices.of_subscriber(delivery.subscriber, now)
        if chosen.choice is Choice.SNOOZE
    }
    rests = subscriber.rests_until(now) is not None
    items = [
        item
        for item in delivery.items
        if not is_moot(item, incident_of(item.incident), told.get(item.incident))
        and (item.kind.sets_right or not (rests or item.incident in asleep))
    ]
    return replace(delivery, items=tuple(items))


def _is_late(delivery: Delivery, alerting: Mapping[RuleId, RuleAlerting], now: datetime) -> bool:
    """Whether the message should have gone out long ago; what takes something back is owed as a mail in its thread."""
    if any(item.kind.sets_right for item in delivery.items):
        return False
    rules = {match.rule for item in delivery.items for match in item.matches} & alerting.keys()
    meant = max((max(alerting[rule].wait_s, alerting[rule].update_interval_s) for rule in rules), default=0.0)
    return now - delivery.created_at > LATE + timedelta(seconds=meant)


def _wakes(delivery: Delivery, subscriber: Subscriber) -> bool:
    """Whether the reader wants to be woken for this message."""
    return (
        subscriber.quiet_hours is not None
        and subscriber.quiet_hours.wake_for_critical
        and delivery.kind is DeliveryKind.ALERT
        and any(match.level is Level.CRITICAL for item in delivery.items for match in item.matches)
    )


def _rule_at_its_limit(
    tx: Transaction, alerting: Mapping[RuleId, RuleAlerting], delivery: Delivery, now: datetime
) -> RuleId | None:
    """The rule whose limit holds this mail back: every rule that asks for it must be at its limit; else None."""
    if any(item.kind.sets_right for item in delivery.items):
        return None
    rules = sorted({match.rule for item in delivery.items for match in item.matches} & alerting.keys())
    for rule in rules:
        limit = alerting[rule].limit
        if limit is None:
            return None
        sent_at = tx.outbox.sent_at(delivery.subscriber, rule, now - timedelta(seconds=limit.per_s))
        if decide(limit, sent_at, now) is Flow.SEND:
            return None
    return rules[0] if rules else None
