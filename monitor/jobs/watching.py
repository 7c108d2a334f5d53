"""Watches over the feeds for the operator: tells once when one comes to need a person, and once when that is over.

What was told stands in the database. It is noted after the mail has gone: a crash between the two tells twice, never not
at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from monitor.feeds.health import assess, line
from monitor.jobs import operator
from monitor.jobs.services import Services
from monitor.model import Feed, FeedState, FeedStatus

TOLD = "operator.feeds"
"""Under this name the database remembers which troubles of which feeds the operator has been told of."""

NAMED = 5
"""Feeds named in a subject."""

SUSPENDED = "suspended"


def watch_feeds(services: Services, now: datetime) -> None:
    """Tell the operator which feeds have come to need a person since the last look, and which no longer do."""
    with services.store.read() as tx:
        feeds = tx.feeds.all()
        told = _remembered(tx.meta.get(TOLD))
    troubles = {
        str(feed.id): found for feed, status in feeds if feed.enabled and (found := _troubles(feed, status, now))
    }
    lines = {str(feed.id): line(feed, status, now) for feed, status in feeds}
    fresh = {
        feed: [why for mark, why in found.items() if mark not in told.get(feed, ())] for feed, found in troubles.items()
    }
    fresh = {feed: why for feed, why in fresh.items() if why}
    over = sorted(feed for feed in told if feed not in troubles)
    if fresh:
        text = "\n".join(f"{feed}: {'; '.join(why)}" for feed, why in sorted(fresh.items()))
        operator.tell(services, f"Feeds that need you: {_names(list(fresh))}", text, now)
    if over:
        text = "\n".join(f"{feed}: {lines.get(feed, 'no longer in feeds.yml')}" for feed in over)
        operator.tell(services, f"Feeds that need you no longer: {_names(over)}", text, now)
    now_told = {feed: sorted(found) for feed, found in sorted(troubles.items())}
    if now_told != told:
        with services.store.begin() as tx:
            tx.meta.set(TOLD, json.dumps(now_told), now)


def _troubles(feed: Feed, status: FeedStatus, now: datetime) -> Mapping[str, str]:
    """What of a feed needs a person, with the reason; empty when nothing does."""
    found: dict[str, str] = {flag.value: why for flag, why in assess(feed, status, now).items()}
    if status.state is FeedState.SUSPENDED:
        found[SUSPENDED] = status.message or "it has failed for so long that it is only looked at once a week"
    return found


def _remembered(text: str | None) -> dict[str, list[str]]:
    """What was told; earlier versions noted only names, of feeds that were refused or suspended."""
    if text is None:
        return {}
    if not text.startswith("{"):
        return {name: ["needs_operator", SUSPENDED] for name in text.split()}
    told: dict[str, list[str]] = json.loads(text)
    return told


def _names(feeds: list[str]) -> str:
    named = ", ".join(sorted(feeds)[:NAMED])
    return named if len(feeds) <= NAMED else f"{named} and {len(feeds) - NAMED} more"
