"""Services that touch nothing outside: a database in memory, a clock that is set, a channel that keeps what it is given."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import NoReturn

from monitor.config import Settings
from monitor.delivery.channels import StillOurs, always
from monitor.delivery.render import Renderer
from monitor.jobs.live_rules import FixedRules
from monitor.storage import Store


class KeepingChannel:
    """Keeps the messages by their Message-ID."""

    def __init__(self) -> None:
        self.messages: dict[str, EmailMessage] = {}

    def send(self, message: EmailMessage, recipient: str, still_ours: StillOurs = always) -> None:
        """Keep it."""
        self.messages[str(message["Message-ID"])] = message

    def close(self) -> None:
        """Nothing is held."""


@dataclass(kw_only=True)
class Scratch:
    """The services of a simulation (`monitor.jobs.services.Services`): a database in memory, a clock that is set."""

    settings: Settings
    store: Store
    rules: FixedRules
    renderer: Renderer
    now: datetime
    channel: KeepingChannel = field(default_factory=KeepingChannel)
    stop: threading.Event = field(default_factory=threading.Event)

    def clock(self) -> datetime:
        """The moment that the simulation has come to."""
        return self.now

    @property
    def operator_channel(self) -> KeepingChannel:
        """Nobody is told."""
        return self.channel

    def _closed(self) -> NoReturn:
        raise AssertionError("a simulation opens no door to the outside")

    fetcher = parser = articles = endpoints = poster = property(_closed)
