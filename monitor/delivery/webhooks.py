"""Calls programs: signed as Standard Webhooks asks (version 1), each call made once, retried by the outbox."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from monitor.delivery.cleaning import cut, line
from monitor.delivery.events import Event
from monitor.errors import DeliveryError, FetchError
from monitor.model import Endpoint
from monitor.network.posting import Poster

PREFIX = "whsec_"
"""What a secret begins with, so that leaked ones can be searched for; after it comes the key in base64."""

KEY_BYTES = 32
"""Length of a new key; the standard asks for 24 to 64."""

GONE = 410
"""The answer of an endpoint that wants no more calls, ever."""


def new_secret() -> str:
    """Return a secret that nobody knows yet."""
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def signed_headers(event: Event, keys: Sequence[str], now: datetime) -> Mapping[str, str]:
    """Return the headers that prove who calls and when; one signature for each key that is in use."""
    seconds = str(int(now.timestamp()))
    content = f"{event.id}.{seconds}.".encode() + event.body
    signatures = []
    for key in keys:
        digest = hmac.new(base64.b64decode(key.removeprefix(PREFIX)), content, hashlib.sha256).digest()
        signatures.append("v1," + base64.b64encode(digest).decode())
    return {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": event.id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(signatures),
    }


class WebhookCaller:
    """Calls endpoints. May be shared by threads."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster

    def send(self, endpoint: Endpoint, event: Event, now: datetime) -> None:
        """Call *endpoint*; when this returns, it has answered with success (2xx).

        Raises:
            DeliveryError: it has not; permanent when it wants no more calls (410), or must not be called.
        """
        try:
            answer = self._poster.post(endpoint.url, event.body, signed_headers(event, endpoint.secrets, now))
        except FetchError as error:
            raise DeliveryError(
                f"the webhook cannot be called: {error.message}", permanent=error.reason == "blocked_address"
            ) from error
        if not answer.well:
            said = cut(line(answer.words), 200)
            gone = answer.status == GONE
            raise DeliveryError(
                f"the webhook answered {answer.status} {said}".rstrip(), permanent=gone, recipient_refused=gone
            )
