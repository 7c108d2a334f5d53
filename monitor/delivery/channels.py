"""What every way of handing over a message promises."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Protocol


class Channel(Protocol):
    """Hands messages over. One message has one recipient, so that nobody delays or repeats somebody else (P6).

    May be shared by threads.
    """

    def send(self, message: EmailMessage, recipient: str) -> None:
        """Hand *message* over; when this returns, the other side has taken responsibility for it.

        Raises:
            DeliveryError: it was not taken, or nobody can know; the error says which, and `retry` decides what then.
        """

    def close(self) -> None:
        """Let go of connections; the next `send` opens them again."""
