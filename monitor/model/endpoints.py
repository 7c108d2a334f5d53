"""Subscribers that are no persons: a program that is called, a chat room that is written into."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.model.subscribers import SubscriberId

REPLAY = "X-Replay"
"""Header of a delivery that is sent once more on purpose: nothing of it counts as told already."""


class EndpointKind(StrEnum):
    """How it is told: a signed HTTP call, or a short text through a chat service."""

    WEBHOOK = "webhook"
    CHAT = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a subscriber without a mail address is told; what it is told, and when, is decided as for everybody.

    ``url``: of the program, or the chat service's address in the notation of Apprise; the latter holds passwords.
    ``secrets``: what calls are signed with, newest first; while there are two, both signatures are sent.
    """

    subscriber: SubscriberId
    kind: EndpointKind
    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    created_at: datetime
