"""All that is stored about somebody, as JSON that they can take along. Pure."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum

from monitor.jobs.settings import Stored
from monitor.model import Delivery

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def as_json(stored: Stored) -> Json:
    """Return everything with the names that the service uses itself; times in UTC."""
    return {
        "subscriber": _plain(stored.subscriber),
        "subscriptions": [_plain(each) for each in stored.subscriptions],
        "incidents": [_plain(each) for each in stored.chosen],
        "objections": [_plain(each) for each in stored.objections],
        "consents": [_plain(each) for each in stored.consents],
        "mails": [_mail(each) for each in stored.deliveries],
    }


def _mail(delivery: Delivery) -> Json:
    """What was sent, without the machinery of sending."""
    return {
        "kind": delivery.kind.value,
        "state": delivery.state.value,
        "queued_at": _plain(delivery.created_at),
        "sent_at": _plain(delivery.sent_at),
        "message_id": delivery.message_id,
        "incidents": [int(item.incident) for item in delivery.items],
    }


def _plain(value: object) -> Json:
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return str(value.value)
        case datetime() | date() | time():
            return value.isoformat()
        case set() | frozenset():
            return sorted((_plain(each) for each in value), key=str)
        case list() | tuple():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return str(value)
