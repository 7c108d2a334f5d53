"""What readers answer to what they were told of one incident: follow it, snooze it, or say that it is wrong.

The link in a mail names the mail, and is good for the incidents that the mail tells of.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.delivery.tokens import Purpose
from monitor.jobs import subscribing
from monitor.jobs.limits import CHOICES, OBJECTIONS, Limit, admit_reader
from monitor.jobs.links import signing_keys, tokens
from monitor.jobs.services import Services
from monitor.model import (
    Chosen,
    DeliveryId,
    Fault,
    Incident,
    IncidentId,
    Objection,
    ObjectionId,
    Subscriber,
)
from monitor.storage import Transaction

log = logging.getLogger(__name__)

MOST_WORDS = 1000
"""Characters of an objection that are kept."""


class Answered(StrEnum):
    """What became of an answer. ``no_such_link``: the link is not ours, too old, or of something that is gone."""

    NOTED = "noted"
    TOO_MANY = "too many"
    NO_SUCH_LINK = "no such link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a link in a mail is about.

    ``incident``: as it is now; where it was found to be the same as another one, that one. ``version``: the one told.
    ``chosen`` None: the subscriptions alone decide.
    """

    subscriber: Subscriber
    incident: Incident
    version: int
    chosen: Chosen | None


def told(services: Services, token: str, number: int, now: datetime) -> Told | None:
    """What the link *token* tells of incident *number*; None: there is no such link, or its mail did not tell of that."""
    with services.store.read() as tx:
        return _told(tx, token, number, now)


def follow(services: Services, token: str, number: int, now: datetime) -> Answered:
    """Tell the holder of a link every change of an incident at once."""

    def act(tx: Transaction, about: Told) -> None:
        subscribing.follow(tx, about.subscriber.id, about.incident.id)

    return _answer(services, token, number, now, "choice", CHOICES, act)


def snooze(services: Services, token: str, number: int, now: datetime, span: timedelta | None) -> Answered:
    """Tell the holder of a link no updates of an incident for some time, or (None) never."""

    def act(tx: Transaction, about: Told) -> None:
        subscribing.snooze(tx, about.subscriber.id, about.incident.id, None if span is None else now + span)

    return _answer(services, token, number, now, "choice", CHOICES, act)


def undo(services: Services, token: str, number: int, now: datetime) -> Answered:
    """Let the subscriptions of the holder of a link alone decide about an incident again."""

    def act(tx: Transaction, about: Told) -> None:
        tx.choices.forget(about.subscriber.id, about.incident.id)

    return _answer(services, token, number, now, "choice", CHOICES, act)


def object_to(services: Services, token: str, number: int, now: datetime, fault: Fault, words: str) -> Answered:
    """Note for the operator what the holder of a link says is wrong; the incident stays as it is."""

    def act(tx: Transaction, about: Told) -> None:
        objection = Objection(
            id=ObjectionId(0),
            subscriber=about.subscriber.id,
            incident=about.incident.id,
            version=about.version,
            fault=fault,
            words=words[:MOST_WORDS],
            at=now,
        )
        stored = tx.objections.add(objection)
        log.info("objection.noted", extra={"objection": stored.id, "incident": stored.incident, "fault": fault.value})

    return _answer(services, token, number, now, "objection", OBJECTIONS, act)


def _answer(
    services: Services,
    token: str,
    number: int,
    now: datetime,
    kind: str,
    limit: Limit,
    act: Callable[[Transaction, Told], None],
) -> Answered:
    with services.store.begin() as tx:
        about = _told(tx, token, number, now)
        if about is None:
            return Answered.NO_SUCH_LINK
        key = signing_keys(tx, now)[0]
        if not admit_reader(tx, key, kind, tx.subscribers.ref(about.subscriber.id), limit, now):
            log.warning("web.limited")
            return Answered.TOO_MANY
        act(tx, about)
    return Answered.NOTED


def _told(tx: Transaction, token: str, number: int, now: datetime) -> Told | None:
    read = tokens(tx).read(Purpose.ANSWER, token, now)
    ref, _, delivery_number = (read[0] if read is not None else "").rpartition(".")
    subscriber = tx.subscribers.by_ref(ref) if ref and delivery_number.isdecimal() else None
    delivery = None if subscriber is None else tx.outbox.get(DeliveryId(int(delivery_number)))
    if subscriber is None or delivery is None or delivery.subscriber != subscriber.id:
        return None
    version = next((item.version for item in delivery.items if item.incident == number), None)
    if version is None:
        return None
    incident = tx.incidents.get(IncidentId(number))
    while incident.merged_into is not None:
        incident = tx.incidents.get(incident.merged_into)
    chosen = (each for each in tx.choices.of_subscriber(subscriber.id, now) if each.incident == incident.id)
    return Told(subscriber=subscriber, incident=incident, version=version, chosen=next(chosen, None))
