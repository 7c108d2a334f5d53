"""What every way of handing over a message promises."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Protocol

StillOurs = Callable[[], bool]
"""Whether a message may be handed over still: asked at the last moment, after which it cannot be taken back."""


def always() -> bool:
    """Nobody else wants it."""
    return True


class Channel(Protocol):
    """Hands messages over. One message has one recipient, so that nobody delays or repeats somebody else (P6).

    May be shared by threads.
    """

    def send(self, message: EmailMessage, recipient: str, still_ours: StillOurs = always) -> None:
        """Hand *message* over; when this returns, the other side has taken responsibility for it.

        Raises:
            TakenOverError: *still_ours* said no.
            DeliveryError: it was not taken, or nobody can know; the error says which, and `retry` decides what then.
        """

    def close(self) -> None:
        """Let go of connections; the next `send` opens them again."""
