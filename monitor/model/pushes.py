"""Feeds that are pushed to us by a hub (WebSub) beside being polled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.feeds import FeedId


class PushState(StrEnum):
    """How far a subscription at a hub has come.

    ``found``: the feed names a hub, which has not been asked yet. ``asked``: the hub has been asked, and has not asked back.
    ``active``: it has, and its lease runs. ``refused``: the hub would not. ``leaving``: the operator wants no pushes any more.
    """

    FOUND = "found"
    ASKED = "asked"
    ACTIVE = "active"
    REFUSED = "refused"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """The subscription of one feed at its hub.

    ``topic``: what the hub calls the feed. ``callback``: unguessable last part of the address that the hub posts to.
    ``secret``: signs what it posts. ``lease_until``: None: no lease runs. ``due_at``: when the hub is asked (again); None: not
    before something else happens. ``failures``: refusals in a row. ``last_push_at``: the last content with a right signature.
    ``trusted_from``: until then polls go on as if nothing were pushed, because one found what no push had brought.
    ``message``: what is wrong, in a sentence; None: nothing.
    """

    feed: FeedId
    hub: str
    topic: str
    callback: str
    secret: str
    state: PushState = PushState.FOUND
    lease_until: datetime | None = None
    due_at: datetime | None = None
    failures: int = 0
    last_push_at: datetime | None = None
    trusted_from: datetime | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """A document that a hub has posted and that is still to be read. ``id`` 0: not stored yet."""

    feed: FeedId
    received_at: datetime
    content_type: str
    body: bytes
    id: int = 0
