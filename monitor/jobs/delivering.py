"""Sends what is due. Messages are claimed and looked up in one transaction, sent outside any, each settled in another.

A crash between the sending and the settling repeats a message under the same Message-ID, at most one for each connection
to the mail server; nothing else can repeat or lose one (promises P1 to P3).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

from monitor.delivery.shortening import shortened
from monitor.errors import DeliveryError, TakenOverError, TemplateError
from monitor.jobs.claiming import Claimed, DeliveryReport, Result, Unreadable, claim, dropped_since
from monitor.jobs.composing import Content, compose_event, compose_message
from monitor.jobs.holding import HELD_UNTIL
from monitor.jobs.leases import Leases
from monitor.jobs.services import Services
from monitor.jobs.settling import settle_failure, settle_sent
from monitor.model import Delivery, SubscriberId

log = logging.getLogger(__name__)

# Deliveries taken in hand at once: enough to keep the connections busy, few enough that other writers hardly wait.
BATCH = 32


def deliver_due(services: Services, now: datetime) -> list[DeliveryReport]:
    """Send the messages that are due, longest due first, until none is left, the channel is down or the service stops.

    Raises:
        StorageError: the database failed; what was being sent is taken up again when its lease is over.
    """
    reports: list[DeliveryReport] = []
    with services.store.begin() as tx:
        released = tx.outbox.release_expired(now)
        held_until = tx.meta.get(HELD_UNTIL)
        is_down = held_until and now < datetime.fromisoformat(held_until)
        # Programs and chat rooms are told although the mail server takes nothing.
        only = [each.subscriber for each in tx.endpoints.list()] if is_down else None
    if released:
        log.warning("delivery.released", extra={"count": released})
    if not (due := _due(services, now, only)):
        return reports
    with Leases(services) as leases, ThreadPoolExecutor(services.settings.senders, "sender") as pool:
        sweep = _Sweep(services=services, leases=leases, pool=pool)
        try:
            while due and not sweep.ended:
                done = sweep.deliver(due, now)
                reports += done
                if all(report.result is Result.TAKEN for report in done):
                    break
                due = _due(services, now, only)
        finally:
            services.channel.close()
    return reports


def _due(services: Services, now: datetime, only: Sequence[SubscriberId] | None) -> list[Delivery]:
    with services.store.read() as tx:
        return tx.outbox.due(now, BATCH, only)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sweep:
    """One going through the outbox. ``down``: set when the channel takes nothing."""

    services: Services
    leases: Leases
    pool: ThreadPoolExecutor
    down: threading.Event = field(default_factory=threading.Event)

    @property
    def ended(self) -> bool:
        return self.down.is_set() or self.services.stop.is_set()

    def deliver(self, due: Sequence[Delivery], now: datetime) -> list[DeliveryReport]:
        """Claim and send these; what is claimed and not begun when the sweep ends is given back."""
        claimed = claim(self.services, due, now)
        in_hand = {_delivery(each).id: _delivery(each) for each in claimed if not isinstance(each, DeliveryReport)}
        self.leases.take(in_hand.values())
        if self.services.settings.senders == 1:
            done = [self._deliver(each) for each in claimed]
        else:
            done = list(self.pool.map(self._deliver, claimed))
        reports = [report for report in done if report is not None]
        self._give_back([in_hand[each] for each in in_hand.keys() - {report.delivery for report in reports}])
        return reports

    def _deliver(self, claimed: Claimed) -> DeliveryReport | None:
        """Deliver one message; whatever goes wrong with it is recorded on it and stops no other. None: it was not begun."""
        if isinstance(claimed, DeliveryReport):
            return claimed
        delivery = _delivery(claimed)
        if self.ended or not self.leases.holds(delivery.id):
            return None
        try:
            return self._hand_over(claimed)
        finally:
            self.leases.settled(delivery.id)

    def _hand_over(self, claimed: Content | Unreadable) -> DeliveryReport:
        services = self.services
        if isinstance(claimed, Unreadable):
            error = claimed.error
            return settle_failure(services, claimed.delivery, DeliveryError(f"{type(error).__name__}: {error}"))
        delivery = claimed.delivery
        try:
            if (dropped := dropped_since(services, claimed, services.clock())) is not None:
                return dropped
            told_as = self._tell(claimed)
        except TakenOverError:
            return DeliveryReport(delivery=delivery.id, result=Result.TAKEN)
        except DeliveryError as error:
            if error.channel_down:
                self.down.set()
            return settle_failure(services, delivery, error)
        except TemplateError as error:
            log.error("delivery.template_failed", extra={"delivery": delivery.id, "error": str(error)})
            return settle_failure(services, delivery, DeliveryError(str(error)))
        except Exception as error:
            log.exception("delivery.crashed", extra={"delivery": delivery.id})
            return settle_failure(services, delivery, DeliveryError(f"{type(error).__name__}: {error}"))
        return settle_sent(services, claimed, told_as)

    def _tell(self, content: Content) -> str:
        """Hand it over in the way of its subscriber; return the id under which the other side knows it."""
        services = self.services
        if content.endpoint is not None:
            if not self.leases.holds(content.delivery.id):
                raise TakenOverError("another worker has the call in hand now")
            event = compose_event(services, content)
            services.endpoints.send(content.endpoint, event, services.clock())
            return event.id
        message = compose_message(services, content)
        self._send(message, content)
        return str(message["Message-ID"])

    def _send(self, message: EmailMessage, content: Content) -> None:
        """Hand it over; what the server finds too large goes out as plain text, cut where it must be (S16)."""
        channel, recipient = self.services.channel, content.subscriber.email

        def still_ours() -> bool:
            return self.leases.holds(content.delivery.id)

        try:
            channel.send(message, recipient, still_ours)
        except DeliveryError as error:
            if error.most_bytes is None or (shorter := shortened(message, error.most_bytes)) is None:
                raise
            extra = {"delivery": content.delivery.id, "error": str(error)}
            log.warning("delivery.shortened", extra=extra)
            channel.send(shorter, recipient, still_ours)

    def _give_back(self, not_begun: Sequence[Delivery]) -> None:
        if not not_begun:
            return
        with self.services.store.begin() as tx:
            for delivery in not_begun:
                self.leases.settled(delivery.id)
                tx.outbox.hand_back(delivery.id, delivery.fence, delivery.due_at, delivery.error)


def _delivery(claimed: Content | Unreadable) -> Delivery:
    return claimed.delivery
