"""Tells subscribers that are no persons."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, assert_never

from monitor.delivery.chats import ChatWriter
from monitor.delivery.events import Event
from monitor.delivery.webhooks import WebhookCaller
from monitor.model import Endpoint, EndpointKind


class TellsEndpoints(Protocol):
    """Hands events over. May be shared by threads."""

    def send(self, endpoint: Endpoint, event: Event, now: datetime) -> None:
        """Hand *event* over; when this returns, the other side has taken it.

        Raises:
            DeliveryError: it was not taken.
        """


class EndpointChannel:
    """Tells each kind in its own way."""

    def __init__(self, webhooks: WebhookCaller, chats: ChatWriter) -> None:
        self._webhooks, self._chats = webhooks, chats

    def send(self, endpoint: Endpoint, event: Event, now: datetime) -> None:
        """Hand *event* over; see `TellsEndpoints.send`."""
        match endpoint.kind:
            case EndpointKind.WEBHOOK:
                self._webhooks.send(endpoint, event, now)
            case EndpointKind.CHAT:
                self._chats.send(endpoint, event)
            case _:
                assert_never(endpoint.kind)
