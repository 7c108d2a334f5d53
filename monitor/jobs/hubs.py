"""Subscriptions at hubs (WebSub): noted when a feed names its hub, asked for, answered for, renewed before they end.

A sweep over rows that are due: asking twice does no harm, and a hub that never asks back is asked again. Polls go on whatever
becomes of it (``jobs.recording`` says when they may be fewer).
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from monitor.config import Settings
from monitor.entries.changes import Changes
from monitor.errors import FetchError
from monitor.feeds.answers import Response
from monitor.feeds.websub import ANSWER_WITHIN, after_poll, asked, discovered, refused, request, verified
from monitor.jobs.fetching import Fetched
from monitor.jobs.services import Services
from monitor.model import Feed, FeedId, Push, PushState
from monitor.storage import Transaction

log = logging.getLogger(__name__)

CALLBACK_BYTES = 32
"""Randomness in the address that a hub posts to, and in the secret that it signs with."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def has_callbacks(settings: Settings) -> bool:
    """Whether hubs can reach us at all."""
    return settings.web_enabled and settings.public_url is not None


def note_hubs(tx: Transaction, polled: Sequence[tuple[Fetched, Changes]], now: datetime) -> dict[FeedId, Push]:
    """Note what polls say about hubs; return the subscriptions of the feeds that want pushes.

    Args:
        polled: polls with what each found.
    """
    wanting = [(got, found) for got, found in polled if got.feed.websub]
    pushes = tx.pushes.of([got.feed.id for got, _ in wanting]) if wanting else {}
    for got, found in wanting:
        before = after = pushes.get(got.feed.id)
        if isinstance(got.answer, Response) and got.parsed is not None:
            after = _found(before, got.feed.id, discovered(got.answer, got.parsed), now)
        if after is not None and got.status.last_success_at is not None:
            after = after_poll(after, [entry.published if entry.dated else None for entry in found.new], now)
        if after is not None and after != before:
            tx.pushes.save(after)
            pushes[got.feed.id] = after
    return pushes


def _found(push: Push | None, feed: FeedId, names: tuple[str, str] | None, now: datetime) -> Push | None:
    """The subscription after a document has named its hub and topic, or none."""
    if names is None or (push is not None and (push.hub, push.topic) == names):
        return push
    token, secret = secrets.token_urlsafe(CALLBACK_BYTES), secrets.token_urlsafe(CALLBACK_BYTES)
    return Push(feed=feed, hub=names[0], topic=names[1], callback=token, secret=secret, due_at=now)


def ask_hubs(services: Services, now: datetime) -> int:
    """Ask the hubs whose time has come; return how many took it."""
    if not has_callbacks(services.settings):
        return 0
    with services.store.read() as tx:
        due = tx.pushes.due(now)
    return sum(_ask(services, push, feed, now) for push, feed in due if not services.stop.is_set())


def _ask(services: Services, push: Push, feed: Feed, now: datetime) -> bool:
    """Ask one hub. What is stored is stored before, because a hub may ask back before it answers."""
    if wanted := is_wanted(feed):
        waiting = asked(push, now)
    elif push.state is not PushState.LEAVING:
        waiting = replace(push, state=PushState.LEAVING, due_at=now + ANSWER_WITHIN)
    else:
        if push.due_at is not None and push.due_at <= now:
            with services.store.begin() as tx:
                tx.pushes.forget(push.feed)
        return False
    with services.store.begin() as tx:
        tx.pushes.save(waiting)
    told = {"feed": push.feed, "hub": push.hub}
    callback = f"{services.settings.public_url}/websub/{push.callback}"
    try:
        answer = services.poster.post(push.hub, request(push, callback, subscribe=wanted), FORM)
        problem = None if answer.well else f"it answered {answer.status}: {answer.words[:100]}"
    except FetchError as error:
        problem = error.message
    if problem is None:
        log.info("push.asked", extra=told | {"subscribe": wanted})
        return True
    log.warning("push.refused", extra=told | {"error": problem})
    with services.store.begin() as tx:
        if wanted and tx.pushes.of([push.feed]).get(push.feed) == waiting:
            tx.pushes.save(refused(replace(waiting, failures=push.failures), problem, now))
    return False


def is_wanted(feed: Feed) -> bool:
    """Whether the operator wants *feed* to be pushed."""
    return feed.enabled and feed.websub


def answer_hub(services: Services, callback: str, mode: str, topic: str, lease_s: float, reason: str) -> bool:
    """Whether a hub that asks back is to be told yes, with what follows from that (section 5.3).

    Args:
        mode: ``subscribe``, ``unsubscribe`` or ``denied``.
        lease_s: how long the hub says that it will push.
        reason: why it denies.
    """
    now = services.clock()
    with services.store.begin() as tx:
        found = tx.pushes.at(callback)
        if found is None or found[0].topic != topic:
            return False
        push, feed = found
        told = {"feed": push.feed, "hub": push.hub}
        match mode:
            case "subscribe" if is_wanted(feed) and push.state in (PushState.ASKED, PushState.ACTIVE):
                tx.pushes.save(verified(push, lease_s, now))
                log.info("push.verified", extra=told | {"lease_s": lease_s})
            case "unsubscribe" if not is_wanted(feed):
                tx.pushes.forget(push.feed)
                log.info("push.ended", extra=told)
            case "denied":
                tx.pushes.save(refused(replace(push, lease_until=None), reason or "the hub denies it", now))
                log.warning("push.refused", extra=told | {"error": reason})
            case _:
                return False
    return True
