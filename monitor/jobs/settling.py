"""Writes down what became of a message that was handed over, or was not. One transaction, straight after the answer."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from monitor.delivery.replies import kind_of
from monitor.delivery.retry import GiveUp, HoldChannel, RetryAt, RetryPolicy, after_failure
from monitor.errors import DeliveryError, StorageError
from monitor.jobs import operator
from monitor.jobs.bouncing import note_bounce, tell_of_refusal
from monitor.jobs.claiming import DeliveryReport, Result
from monitor.jobs.composing import Content
from monitor.jobs.holding import HELD_UNTIL
from monitor.jobs.services import Services
from monitor.model import Bounce, BounceKind, Delivery, DeliveryState

log = logging.getLogger(__name__)

RETRY = RetryPolicy()
# Between two tries to note that a message was taken, when the database refuses.
ASK_AGAIN_S = 1.0


def settle_sent(services: Services, content: Content, message_id: str) -> DeliveryReport:
    """Note that the message was taken, and what its reader knows by it.

    While the database refuses (a full disk, a server that is started again) it is asked again and again: going on would
    only send more that cannot be noted, and giving up would send this one twice.

    Raises:
        StorageError: it refuses still, and the service shall stop.
    """
    while True:
        try:
            return _note_sent(services, content, message_id)
        except StorageError as error:
            log.error("delivery.not_noted", extra={"delivery": content.delivery.id, "error": str(error)})
            if services.stop.wait(ASK_AGAIN_S):
                raise


def _note_sent(services: Services, content: Content, message_id: str) -> DeliveryReport:
    now = services.clock()
    delivery = content.delivery
    with services.store.begin() as tx:
        ours = tx.outbox.mark_sent(delivery.id, delivery.fence, message_id, now)
        # Of what somebody else has in hand now nothing is noted: they send it under the same Message-ID and note that.
        for telling in content.tellings if ours else ():
            # The message told the incident as it was looked up, which may be later than what queued it.
            tx.ledger.record(content.subscriber.id, telling.incident.id, telling.incident.version, delivery.id, now)
        if content.endpoint is None and tx.meta.get(HELD_UNTIL):
            tx.meta.set(HELD_UNTIL, "", now)
            log.info("channel.works_again")
    extra = {
        "delivery": delivery.id,
        "kind": delivery.kind.value,
        "incidents": len(content.tellings),
        "waited_s": round(max((now - delivery.due_at).total_seconds(), 0.0), 3),
        "smtp": content.endpoint is None and services.settings.smtp_host is not None,
    }
    if ours:
        log.info("delivery.sent", extra=extra)
    else:
        log.error("delivery.lease_lost", extra=extra)
    return DeliveryReport(delivery=delivery.id, result=Result.SENT, detail=message_id)


def settle_failure(services: Services, delivery: Delivery, error: DeliveryError) -> DeliveryReport:
    """Note that the message was not taken, and what follows from the error."""
    now = services.clock()
    verdict = after_failure(error, delivery.attempts, _failing_since(delivery.attempts, now), now, RETRY)
    extra = {"delivery": delivery.id, "attempts": delivery.attempts, "error": str(error)} | _said(error)
    match verdict:
        case RetryAt(at=at):
            with services.store.begin() as tx:
                tx.outbox.retry(delivery.id, delivery.fence, at, str(error))
            log.warning("delivery.postponed", extra=extra | {"until": at.isoformat()})
            return DeliveryReport(delivery=delivery.id, result=Result.RETRY, detail=str(error))
        case GiveUp(reason=reason):
            return _give_up(services, delivery, error, reason, now)
        case HoldChannel(until=until, reason=reason):
            return _hold(services, delivery, error, until, reason, now)
        case _:
            assert_never(verdict)


def _give_up(
    services: Services, delivery: Delivery, error: DeliveryError, reason: str, now: datetime
) -> DeliveryReport:
    """Never try it again; what the server said of the address counts as if the message had come back."""
    kind = _kind(error)
    state = DeliveryState.BOUNCED if kind in {BounceKind.HARD, BounceKind.SOFT} else DeliveryState.FAILED
    suppressed, gone = False, error.recipient_refused and error.code is None
    with services.store.begin() as tx:
        if tx.outbox.fail(delivery.id, delivery.fence, reason, state) and kind is not None:
            bounce = Bounce(kind=kind, message_id="", status=error.status, detail=reason)
            suppressed = note_bounce(tx, delivery, bounce, now)
        if gone:
            subscriber = replace(tx.subscribers.get(delivery.subscriber), paused=True)
            tx.subscribers.update(subscriber)
    extra = {"delivery": delivery.id, "kind": delivery.kind.value, "attempts": delivery.attempts, "error": str(error)}
    log.error("delivery.failed", extra=extra | _said(error) | {"state": state.value, "suppressed": suppressed})
    if gone:
        operator.tell(services, f"Endpoint {subscriber.email} wants no more calls and was paused", reason, now)
    if kind is BounceKind.REFUSED:
        tell_of_refusal(services, delivery, reason, now)
    return DeliveryReport(delivery=delivery.id, result=Result.FAILED, detail=reason)


def _kind(error: DeliveryError) -> BounceKind | None:
    """Whose fault it was; None: nobody else's, the message did not come as far as to be refused."""
    if error.code is None:
        return None
    # What is refused after the recipient was taken is refused for what it is, unless the server says otherwise.
    return kind_of(error.status, error.code if error.recipient_refused else 554)


def _failing_since(attempts: int, now: datetime) -> datetime:
    """When a message that has failed so often failed first, counted by the pauses between its own tries.

    Not by its age: days in which the channel or the service was down are not the message's fault (P5).
    """
    pauses = (min(RETRY.first * 2 ** min(n, 16), RETRY.longest) for n in range(attempts - 1))
    return now - sum(pauses, timedelta(0))


def _said(error: DeliveryError) -> dict[str, object]:
    """What a mail server said, for logs: stage and code; and whether the message may have been taken all the same."""
    told: dict[str, object] = {} if error.stage is None else {"stage": str(error.stage), "code": error.code}
    return told | ({"uncertain": True} if error.uncertain else {})


def _hold(
    services: Services, delivery: Delivery, error: DeliveryError, until: datetime, reason: str, now: datetime
) -> DeliveryReport:
    """Send nothing until then; the operator is told when it begins, not at every try."""
    with services.store.begin() as tx:
        tx.outbox.hand_back(delivery.id, delivery.fence, until, reason)
        began = not tx.meta.get(HELD_UNTIL)
        tx.meta.set(HELD_UNTIL, until.isoformat(), now)
    log.error("channel.down", extra={"until": until.isoformat(), "error": reason} | _said(error))
    if began:
        operator.tell(services, "The mail server takes no mail", reason, now, server_down=True)
    return DeliveryReport(delivery=delivery.id, result=Result.HELD, detail=reason)
