"""Takes due deliveries in hand: what each of them tells now, or why it is not sent after all."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from monitor.jobs.composing import Content, Known, look_up, page_base
from monitor.jobs.holding import Drop, Fold, Held, Postpone, fold, held_back
from monitor.jobs.leases import LEASE_S
from monitor.jobs.services import Services
from monitor.model import REPLAY, Delivery, DeliveryId, DeliveryKind, RuleAlerting, RuleId
from monitor.rules.model import RuleSet
from monitor.storage import Transaction

log = logging.getLogger(__name__)


class Result(StrEnum):
    """What became of one due delivery."""

    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    DROPPED = "dropped"
    FOLDED = "folded"
    WAITS = "waits"
    HELD = "held"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """One delivery of a sweep. ``TAKEN``: another worker has it; ``DROPPED``: there was nothing left to tell; ``WAITS``:
    its reader sleeps or has paused. ``held``: what kept it from being sent; None: nothing did."""

    delivery: DeliveryId
    result: Result
    detail: str = ""
    held: Held | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A claimed delivery whose content cannot be looked up: it must not keep the others from being sent."""

    delivery: Delivery
    error: Exception


Claimed = Content | Unreadable | DeliveryReport


def claim(services: Services, due: Sequence[Delivery], now: datetime) -> list[Claimed]:
    """Claim the deliveries in one transaction; for each what it tells, or what became of it at once.

    Of one subscriber at most one is in hand at a time, here or anywhere: the second tells only what the first has not.
    """
    in_force = services.rules.in_force
    claimed: list[Claimed] = []
    with services.store.begin() as tx:
        endpoints = {each.subscriber: each for each in tx.endpoints.list()}
        known = Known(tx)
        tx.outbox.lock_subscribers({delivery.subscriber for delivery in due})
        for delivery in due:
            ours = tx.outbox.claim(delivery.id, now, LEASE_S)
            if ours is None:
                claimed.append(DeliveryReport(delivery=delivery.id, result=Result.TAKEN))
                continue
            try:
                base = page_base(services.settings, ours.kind)
                prepared = _prepare(tx, ours, in_force.pipeline.alerting, in_force.ruleset, now, known, base)
                if isinstance(prepared, Content):
                    prepared = replace(prepared, endpoint=endpoints.get(ours.subscriber))
                claimed.append(prepared)
            except Exception as error:
                log.exception("delivery.unreadable", extra={"delivery": ours.id})
                claimed.append(Unreadable(delivery=ours, error=error))
    return claimed


def _prepare(
    tx: Transaction,
    delivery: Delivery,
    alerting: Mapping[RuleId, RuleAlerting],
    ruleset: RuleSet,
    now: datetime,
    known: Known,
    base: str | None,
) -> Content | DeliveryReport:
    """Look up what the claimed delivery tells, or settle it at once when nothing is to be sent."""
    subscriber = tx.subscribers.get(delivery.subscriber)
    if (found := tx.suppressions.of(subscriber.email)) is not None:
        why = f"the address is on the suppression list ({found.reason.value})"
        return _hold_back(tx, delivery, Drop(why=why), now)
    if REPLAY in delivery.headers:
        return look_up(tx, ruleset, delivery, subscriber, now, known, base, sends=True)
    left, held = held_back(tx, known.incident, alerting, delivery, subscriber, now)
    if held is not None:
        return _hold_back(tx, left, held, now)
    return look_up(tx, ruleset, left, subscriber, now, known, base, sends=True)


def dropped_since(services: Services, content: Content, now: datetime) -> DeliveryReport | None:
    """Settle a claimed message whose reader has left while others of its batch were sent (P17); None: it is still wanted."""
    if content.delivery.kind is DeliveryKind.SERVICE:
        return None
    with services.store.read() as tx:
        subscriber = tx.subscribers.get(content.subscriber.id)
    if subscriber.confirmed_at is not None and not subscriber.paused:
        return None
    with services.store.begin() as tx:
        return _hold_back(tx, content.delivery, Drop(why="the subscriber has left meanwhile"), now)


def _hold_back(tx: Transaction, delivery: Delivery, held: Held, now: datetime) -> DeliveryReport:
    """Settle a claimed delivery that is not to be sent now."""
    match held:
        case Drop(why=why):
            tx.outbox.fail(delivery.id, delivery.fence, why)
            log.info("delivery.dropped", extra={"delivery": delivery.id, "reason": why})
            return DeliveryReport(delivery=delivery.id, result=Result.DROPPED, detail=why, held=held)
        case Postpone(until=until, why=why):
            tx.outbox.hand_back(delivery.id, delivery.fence, until, why)
            return DeliveryReport(delivery=delivery.id, result=Result.WAITS, detail=why, held=held)
        case Fold(why=why, rule=rule, late=late):
            # What is late belongs to the last digest, which then need not wait for the next full hour.
            fold(tx, delivery, delivery.created_at if late else now)
            tx.outbox.fail(delivery.id, delivery.fence, why)
            if rule is not None:
                log.warning("delivery.folded", extra={"delivery": delivery.id, "rule": rule})
            return DeliveryReport(delivery=delivery.id, result=Result.FOLDED, detail=why, held=held)
        case _:
            assert_never(held)
