"""A message that was sent, as a page: what it told then, not what is known now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from monitor.delivery.tokens import Purpose
from monitor.errors import NotFoundError
from monitor.jobs.composing import Known, look_up, page_of, version_of
from monitor.jobs.links import tokens
from monitor.jobs.services import Services
from monitor.model import Delivery, DeliveryId, DeliveryKind, IncidentId, Subscriber, SubscriberId
from monitor.storage import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Whose message it is, and its page. ``html`` None: it is no longer kept."""

    subscriber: Subscriber
    html: str | None


class _Then(Known):
    """What was known when a message was made."""

    def __init__(self, tx: Transaction, delivery: Delivery) -> None:
        super().__init__(tx)
        self._tx, self._delivery = tx, delivery
        versions = {item.incident: item.version for item in delivery.items}
        self.incident = cache(lambda number: version_of(tx, number, versions[number]) or tx.incidents.get(number))
        told_of = self.cited
        self.cited = cache(
            lambda number: tuple(each for each in told_of(number) if each.report.published <= delivery.created_at)
        )

    def told(self, subscriber: SubscriberId, incidents: Collection[IncidentId]) -> dict[IncidentId, int]:
        """The version of each that an earlier message to them told."""
        earlier = [each for each in self._tx.outbox.of(subscriber) if each.id < self._delivery.id]
        found: dict[IncidentId, int] = {}
        for item in (item for each in earlier for item in each.items if item.incident in incidents):
            found[item.incident] = max(item.version, found.get(item.incident, 0))
        return found


def message(services: Services, token: str, now: datetime) -> Shown | None:
    """The message that a link to it names; None: there is no such link.

    Raises:
        TemplateError: the template cannot render it.
    """
    with services.store.read() as tx:
        read = tokens(tx).read(Purpose.MESSAGE, token, now)
        ref, _, number = (read[0] if read is not None else "").rpartition(".")
        subscriber = tx.subscribers.by_ref(ref) if ref and number.isdecimal() else None
        if subscriber is None:
            return None
        delivery = tx.outbox.get(DeliveryId(int(number)))
        if delivery is None or delivery.subscriber != subscriber.id or delivery.kind is DeliveryKind.SERVICE:
            return Shown(subscriber=subscriber, html=None)
        try:
            ruleset = services.rules.in_force.ruleset
            content = look_up(tx, ruleset, delivery, subscriber, now, _Then(tx, delivery), services.settings.public_url)
        except NotFoundError:
            return Shown(subscriber=subscriber, html=None)
    return Shown(subscriber=subscriber, html=page_of(services, content))
