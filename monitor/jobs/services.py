"""What jobs work with: everything that touches the outside, put together by ``monitor.bootstrap``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from monitor.config import Settings

if TYPE_CHECKING:
    # What stands behind the doors is heavy; a command that opens one door must not pay for the others.
    from monitor.delivery.channels import Channel
    from monitor.delivery.endpoints import TellsEndpoints
    from monitor.delivery.render import Renderer
    from monitor.feeds.answers import FetchesFeeds, ParsesFeeds
    from monitor.feeds.articles import ReadsArticles
    from monitor.jobs.live_rules import HoldsRules
    from monitor.network.posting import Posts
    from monitor.storage import Store

Clock = Callable[[], datetime]
"""The present as an aware datetime."""


class Services(Protocol):
    """The services. Each is made when it is first asked for, so that a command pays only for what it uses."""

    @property
    def settings(self) -> Settings:
        """What the operator set."""

    @property
    def clock(self) -> Clock:
        """The present."""

    @property
    def stop(self) -> threading.Event:
        """Set when the service shall stop: jobs then finish the item in hand and return."""

    @property
    def store(self) -> Store:
        """The database, with the schema of this version."""

    @property
    def fetcher(self) -> FetchesFeeds:
        """The door to feeds."""

    @property
    def parser(self) -> ParsesFeeds:
        """Who reads what was fetched, in processes of its own."""

    @property
    def articles(self) -> ReadsArticles:
        """The door to the articles that entries link to."""

    @property
    def poster(self) -> Posts:
        """The door to strangers' hosts that are told something: hubs of feeds, and who watches over the service."""

    @property
    def rules(self) -> HoldsRules:
        """The operator files in force, and what is made of them."""

    @property
    def channel(self) -> Channel:
        """The door that mails leave through."""

    @property
    def endpoints(self) -> TellsEndpoints:
        """The door to programs and chat rooms."""

    @property
    def operator_channel(self) -> Channel:
        """A door of its own for mails to the operator, because it is other threads that have something to tell."""

    @property
    def renderer(self) -> Renderer:
        """The mail templates in force."""
