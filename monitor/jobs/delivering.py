"""Sends what is due. Each message: claimed and looked up in one transaction, sent outside any, settled in another.

A crash between the sending and the settling repeats the message under the same Message-ID; nothing else can repeat or lose
one (promises P1 to P3).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from monitor.delivery.retry import GiveUp, HoldChannel, RetryAt, RetryPolicy, after_failure
from monitor.errors import DeliveryError, TemplateError
from monitor.jobs import operator
from monitor.jobs.composing import Content, compose_message, look_up
from monitor.jobs.holding import Drop, Fold, Held, Postpone, fold, held_back
from monitor.jobs.services import Services
from monitor.model import Delivery, DeliveryId, DeliveryState
from monitor.storage import Transaction

log = logging.getLogger(__name__)

# Longer than a message can take (a mail server may use 10 minutes, RFC 5321 section 4.5.3.2), so that nobody else sends it.
LEASE_S = 900.0
# Deliveries looked up at once; a longer queue is taken in several goes.
BATCH = 100
# A permanent refusal with one of these says that the address is wrong, not the message (RFC 3463, 5.1.x).
BOUNCE_CODES = frozenset({550, 551, 553})
RETRY = RetryPolicy()
# Under this name the database remembers until when nothing is sent, because the mail server takes nothing.
HELD_UNTIL = "channel.held_until"


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
    its reader sleeps or has paused."""

    delivery: DeliveryId
    result: Result
    detail: str = ""


def deliver_due(services: Services, now: datetime) -> list[DeliveryReport]:
    """Send the messages that are due, longest due first, until none is left, the channel is down or the service stops.

    Raises:
        StorageError: the database failed; what was being sent is taken up again when its lease is over.
    """
    reports: list[DeliveryReport] = []
    with services.store.begin() as tx:
        released = tx.outbox.release_expired(now)
        held_until = tx.meta.get(HELD_UNTIL)
    if released:
        log.warning("delivery.released", extra={"count": released})
    if held_until and now < datetime.fromisoformat(held_until):
        return reports
    try:
        while due := _due(services, now):
            for delivery in due:
                if services.stop.is_set():
                    return reports
                report = _deliver(services, delivery, now)
                reports.append(report)
                if report.result is Result.HELD:
                    return reports
    finally:
        services.channel.close()
    return reports


def _due(services: Services, now: datetime) -> list[Delivery]:
    with services.store.read() as tx:
        return tx.outbox.due(now, BATCH)


def _deliver(services: Services, due: Delivery, now: datetime) -> DeliveryReport:
    """Deliver one message; whatever goes wrong with it is recorded on it and stops no other."""
    prepared = _claim(services, due, now)
    if isinstance(prepared, DeliveryReport):
        return prepared
    try:
        message = compose_message(services, prepared)
        services.channel.send(message, prepared.subscriber.email)
    except DeliveryError as error:
        return _settle_failure(services, prepared.delivery, error)
    except TemplateError as error:
        log.error("delivery.template_failed", extra={"delivery": due.id, "error": str(error)})
        return _settle_failure(services, prepared.delivery, DeliveryError(str(error)))
    except Exception as error:
        log.exception("delivery.crashed", extra={"delivery": due.id})
        return _settle_failure(services, prepared.delivery, DeliveryError(f"{type(error).__name__}: {error}"))
    return _settle_sent(services, prepared, str(message["Message-ID"]))


def _claim(services: Services, due: Delivery, now: datetime) -> Content | DeliveryReport:
    """Take the delivery and look up what it tells, or settle it at once when nothing is to be sent."""
    in_force = services.rules.in_force
    with services.store.begin() as tx:
        delivery = tx.outbox.claim(due.id, now, LEASE_S)
        if delivery is None:
            return DeliveryReport(delivery=due.id, result=Result.TAKEN)
        subscriber = tx.subscribers.get(delivery.subscriber)
        delivery, held = held_back(tx, in_force.pipeline.alerting, delivery, subscriber, now)
        if held is not None:
            return _hold_back(tx, delivery, held, now)
        return look_up(tx, in_force.ruleset, delivery, subscriber, now)


def _hold_back(tx: Transaction, delivery: Delivery, held: Held, now: datetime) -> DeliveryReport:
    """Settle a claimed delivery that is not to be sent now."""
    match held:
        case Drop(why=why):
            tx.outbox.fail(delivery.id, delivery.fence, why)
            log.info("delivery.dropped", extra={"delivery": delivery.id, "reason": why})
            return DeliveryReport(delivery=delivery.id, result=Result.DROPPED, detail=why)
        case Postpone(until=until, why=why):
            tx.outbox.hand_back(delivery.id, delivery.fence, until, why)
            return DeliveryReport(delivery=delivery.id, result=Result.WAITS, detail=why)
        case Fold(why=why, rule=rule):
            fold(tx, delivery, now)
            tx.outbox.fail(delivery.id, delivery.fence, why)
            if rule is not None:
                log.warning("delivery.folded", extra={"delivery": delivery.id, "rule": rule})
            return DeliveryReport(delivery=delivery.id, result=Result.FOLDED, detail=why)
        case _:
            assert_never(held)


def _settle_sent(services: Services, content: Content, message_id: str) -> DeliveryReport:
    now = services.clock()
    delivery = content.delivery
    with services.store.begin() as tx:
        ours = tx.outbox.mark_sent(delivery.id, delivery.fence, message_id, now)
        for telling in content.tellings:
            # The message told the incident as it was looked up, which may be later than what queued it.
            tx.ledger.record(content.subscriber.id, telling.incident.id, telling.incident.version, delivery.id, now)
        if tx.meta.get(HELD_UNTIL):
            tx.meta.set(HELD_UNTIL, "", now)
            log.info("channel.works_again")
    extra = {"delivery": delivery.id, "kind": delivery.kind.value, "incidents": len(content.tellings)}
    if ours:
        log.info("delivery.sent", extra=extra)
    else:
        log.error("delivery.lease_lost", extra=extra)
    return DeliveryReport(delivery=delivery.id, result=Result.SENT, detail=message_id)


def _settle_failure(services: Services, delivery: Delivery, error: DeliveryError) -> DeliveryReport:
    now = services.clock()
    verdict = after_failure(error, delivery.attempts, _failing_since(delivery.attempts, now), now, RETRY)
    extra = {"delivery": delivery.id, "attempts": delivery.attempts, "error": str(error)}
    match verdict:
        case RetryAt(at=at):
            with services.store.begin() as tx:
                tx.outbox.retry(delivery.id, delivery.fence, at, str(error))
            log.warning("delivery.postponed", extra=extra | {"until": at.isoformat()})
            return DeliveryReport(delivery=delivery.id, result=Result.RETRY, detail=str(error))
        case GiveUp(reason=reason):
            state = DeliveryState.BOUNCED if error.code in BOUNCE_CODES else DeliveryState.FAILED
            with services.store.begin() as tx:
                tx.outbox.fail(delivery.id, delivery.fence, reason, state)
            log.error("delivery.failed", extra=extra | {"state": state.value})
            return DeliveryReport(delivery=delivery.id, result=Result.FAILED, detail=reason)
        case HoldChannel(until=until, reason=reason):
            return _hold(services, delivery, until, reason, now)
        case _:
            assert_never(verdict)


def _failing_since(attempts: int, now: datetime) -> datetime:
    """When a message that has failed so often failed first, counted by the pauses between its own tries.

    Not by its age: days in which the channel or the service was down are not the message's fault (P5).
    """
    pauses = (min(RETRY.first * 2 ** min(n, 16), RETRY.longest) for n in range(attempts - 1))
    return now - sum(pauses, timedelta(0))


def _hold(services: Services, delivery: Delivery, until: datetime, reason: str, now: datetime) -> DeliveryReport:
    """Send nothing until then; the operator is told when it begins, not at every try."""
    with services.store.begin() as tx:
        tx.outbox.hand_back(delivery.id, delivery.fence, until, reason)
        began = not tx.meta.get(HELD_UNTIL)
        tx.meta.set(HELD_UNTIL, until.isoformat(), now)
    log.error("channel.down", extra={"until": until.isoformat(), "error": reason})
    if began:
        operator.tell(services, "The mail server takes no mail", reason, now, server_down=True)
    return DeliveryReport(delivery=delivery.id, result=Result.HELD, detail=reason)
