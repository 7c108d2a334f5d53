"""What hubs push: kept at once, then read and recorded as a poll would, by the same path.

The hub gets its answer as soon as the document is stored; a crash loses nothing, and a hub that posts twice tells nobody twice.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto

from monitor.errors import FeedError
from monitor.feeds.answers import Response
from monitor.feeds.websub import is_signed
from monitor.jobs.fetching import Fetched
from monitor.jobs.hubs import is_wanted
from monitor.jobs.recording import record_pushed
from monitor.jobs.services import Services
from monitor.model import FeedStatus, Push, Pushed, PushState
from monitor.storage import Transaction

log = logging.getLogger(__name__)

MOST_WAITING = 20
"""Documents of one feed that may wait to be read: a hub that posts more is told to come back."""

BATCH = 50
"""Documents read in one sweep."""


class Taken(Enum):
    """What became of a post. ``IGNORED``: its signature is wrong, which the hub must not be told (section 7.1)."""

    KEPT = auto()
    IGNORED = auto()
    UNKNOWN = auto()
    TOO_MANY = auto()


def take(services: Services, callback: str, body: bytes, content_type: str, signature: str) -> Taken:
    """Keep what was posted to *callback*, if a hub that we asked has signed it."""
    now = services.clock()
    with services.store.read() as tx:
        found = tx.pushes.at(callback)
    if found is None or not is_wanted(found[1]):
        return Taken.UNKNOWN
    push, feed = found
    told = {"feed": feed.id, "hub": push.hub, "bytes": len(body)}
    if push.state is not PushState.ACTIVE or not is_signed(body, push.secret, signature):
        log.warning("push.ignored", extra=told)
        return Taken.IGNORED
    with services.store.begin() as tx:
        if tx.pushes.waiting(feed.id) >= MOST_WAITING:
            return Taken.TOO_MANY
        tx.pushes.add(Pushed(feed=feed.id, received_at=now, content_type=content_type[:200], body=body))
    log.info("push.received", extra=told)
    return Taken.KEPT


def read_pushed(services: Services, now: datetime) -> int:
    """Read what hubs have posted; return how many new entries that brought."""
    with services.store.read() as tx:
        waiting = tx.pushes.documents(BATCH)
        feeds = {feed.id: (feed, status) for feed, status in tx.feeds.all()} if waiting else {}
    new = 0
    for pushed in waiting:
        if services.stop.is_set():
            break
        feed, status = feeds[pushed.feed]
        push_is_over = not is_wanted(feed)
        if status.last_success_at is None and not push_is_over:
            continue  # the first poll says what is old
        try:
            new += 0 if push_is_over else _read(services, pushed, Fetched(feed=feed, status=status), now)
        except FeedError as error:
            log.warning("push.unread", extra={"feed": feed.id, "reason": error.reason, "error": error.message})
        except Exception:
            log.exception("push.failed", extra={"feed": feed.id})
        else:
            continue
        with services.store.begin() as tx:
            tx.pushes.done(pushed)
    return new


def _read(services: Services, pushed: Pushed, got: Fetched, now: datetime) -> int:
    """Read one document and store what is new in it, and that it was read, together."""
    url = _address(got.status, got.feed.url)
    answer = Response(url=url, body=pushed.body, body_hash="", content_type=pushed.content_type)
    parsed = services.parser.parse(answer)

    def done(tx: Transaction) -> None:
        tx.pushes.done(pushed)
        push: Push | None = tx.pushes.of([pushed.feed]).get(pushed.feed)
        if push is not None:
            tx.pushes.save(replace(push, last_push_at=pushed.received_at))

    new = record_pushed(services, replace(got, answer=answer, parsed=parsed), now, done)
    log.info("push.read", extra={"feed": pushed.feed, "entries": len(parsed.entries), "new": new})
    return new


def _address(status: FeedStatus, url: str) -> str:
    """What links in the document are relative to: as in a poll, so that the same entry has the same link."""
    return status.url or url
