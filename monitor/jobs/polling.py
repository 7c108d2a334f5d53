"""Poll what is due: fetch | parse | changes | read, then one transaction with everything that follows.

    fetch | parse | changes | read | resolve | merge | match | route | outbox

No network call is made inside a transaction, and no mail is sent here. ``fetching`` has the threads that ask servers,
``recording`` stores what they bring as it comes; here stands who is polled, and for how long is waited.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime

from monitor.jobs.fetching import Fetching
from monitor.jobs.judging import STRANGE
from monitor.jobs.recording import PollReport, record
from monitor.jobs.services import Services
from monitor.model import Feed, FeedId, FeedStatus, PollOutcome

log = logging.getLogger(__name__)

MOST_IN_HAND = 10_000
"""Feeds that are taken up at once. They wait host by host, so that slow hosts do not fill the places of others."""

STOP_INTERVAL_S = 0.2
"""How often a sweep that waits for a server looks whether the service stops, and what has become due."""


class Poller:
    """Polls what is due, sweep after sweep. A server that takes its time is waited for over several of them."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._fetching = Fetching(services)

    def sweep(self) -> int:
        """Poll the feeds whose moment has come; return how many polls were recorded.

        Ends when nothing is in hand, or after ``sweep_interval_s``: what servers still owe is recorded by the next sweep.
        """
        services, fetching = self._services, self._fetching
        ends = time.monotonic() + services.settings.sweep_interval_s
        with services.store.read() as tx:
            due = tx.feeds.due(services.clock(), MOST_IN_HAND)
        fetching.add(due)
        recorded = 0
        while fetching.in_hand and time.monotonic() < ends and not services.stop.is_set():
            recorded += len(_record_some(services, fetching))
        return recorded


def poll_due(
    services: Services, now: datetime, *, only: FeedId | None = None, everything: bool = False
) -> list[PollReport]:
    """Poll the feeds whose moment has come, and wait for all of them.

    Args:
        services: store, fetcher, rules.
        now: the moment of the sweep.
        only: poll this feed alone, whether or not it is due.
        everything: poll all enabled feeds, whether or not they are due.

    Raises:
        NotFoundError: there is no feed *only*.
    """
    feeds = _feeds(services, now, only=only, everything=everything)
    fetching = Fetching(services)
    fetching.add(feeds)
    reports: list[PollReport] = []
    while fetching.in_hand and not services.stop.is_set():
        reports += _record_some(services, fetching)
    return reports


def _record_some(services: Services, fetching: Fetching) -> list[PollReport]:
    """Record what has come of the feeds in hand, if anything has within a moment."""
    fetched = fetching.take(STOP_INTERVAL_S)
    reports = record(services, fetched, services.clock()) if fetched else []
    for report in reports:
        _log(report)
    return reports


def _log(report: PollReport) -> None:
    poll = report.poll
    level = logging.WARNING if poll.outcome in (PollOutcome.FAILED, PollOutcome.GONE) else logging.INFO
    told = {"feed": poll.feed, "outcome": poll.outcome.value, "entries": poll.entries, "new": poll.new, "gap": poll.gap}
    told |= {"revised": poll.revised, "bytes": poll.bytes, "decoded": report.decoded_bytes} | _followed(report)
    trouble = {"reason": poll.reason, "error": poll.message} if level == logging.WARNING else {}
    log.log(level, "feed.polled", extra=told | trouble | {"duration_s": poll.duration_s})
    if poll.message == STRANGE:
        log.warning("feed.strange", extra={"feed": poll.feed, "new": poll.new, "entries": poll.entries})
    for change in report.settled.changes:
        log.info(
            "feed.changed", extra={"feed": change.feed, "mark": change.mark, "begins": change.begins, "why": change.why}
        )
    if gap := report.settled.gap:
        log.warning("feed.gap", extra={"feed": gap.feed, "start": gap.start.isoformat(), "end": gap.end.isoformat()})


def _followed(report: PollReport) -> dict[str, int]:
    """What followed from the entries of a poll: incidents opened, reports that joined one, rules that matched."""
    changes = [d.change for entry in report.entries for d in entry.decisions if d.change is not None]
    opened = sum(change.before is None for change in changes)
    matches = sum(len(d.matches) for entry in report.entries for d in entry.decisions)
    return {"opened": opened, "joined": len(changes) - opened, "matches": matches}


def _feeds(
    services: Services, now: datetime, *, only: FeedId | None, everything: bool
) -> list[tuple[Feed, FeedStatus]]:
    with services.store.read() as tx:
        if only is not None:
            wanted = tx.feeds.status(only)
            return [(feed, wanted) for feed, _ in tx.feeds.all() if feed.id == only]
        if everything:
            return [(feed, status) for feed, status in tx.feeds.all() if feed.enabled]
        return tx.feeds.due(now, MOST_IN_HAND)
