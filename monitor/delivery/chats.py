"""Writes into chat rooms: the only door to Apprise, which is optional and knows a hundred services."""

from __future__ import annotations

from typing import Any

from monitor.delivery.cleaning import cut
from monitor.delivery.events import Event
from monitor.errors import ConfigError, DeliveryError
from monitor.model import Endpoint

LONGEST = 1800
"""Characters of a text: fits the services with the shortest messages that are still read (Discord: 2,000)."""


class ChatWriter:
    """Writes to chat services. May be shared by threads."""

    def send(self, endpoint: Endpoint, event: Event) -> None:
        """Write the event's words into the room; when this returns, the service has taken them.

        Raises:
            DeliveryError: it has not; it does not say why, so it is always worth another try.
        """
        try:
            room = chat(endpoint.url)
        except ConfigError as error:
            raise DeliveryError(str(error)) from error
        if not room.notify(title=event.title, body=cut(event.text, LONGEST)):
            raise DeliveryError("the chat service did not take the message; its log line says why")


def chat(url: str) -> Any:
    """Return Apprise with one address.

    Raises:
        ConfigError: it is not installed, or does not know the address.
    """
    try:
        import apprise
    except ImportError as error:
        raise ConfigError("chat rooms need Apprise: pip install 'attack-monitor[chat]'") from error
    asset = apprise.AppriseAsset(app_id="Attack monitor", async_mode=False, secure_logging=True)
    found = apprise.Apprise(asset=asset)
    if not found.add(url):
        raise ConfigError(
            f"{url.partition(':')[0]}://… is no address that Apprise knows; its wiki shows how each service is written"
        )
    return found
