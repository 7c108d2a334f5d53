"""Poll what is due: fetch | parse | changes | read, then one transaction with everything that follows.

    fetch | parse | changes | read | resolve | merge | match | route | outbox

No network call is made inside a transaction, and no mail is sent here. One polled feed is one transaction: entries,
reports, incidents and outbox rows commit together with the validators that make the server answer "not modified", so a
crash can neither lose nor invent an alert.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.config import Settings
from monitor.entries.changes import Changes, changes, known_entry
from monitor.entries.identity import MIGRATION_CHURN, distinct, lookups, strange_share
from monitor.errors import FeedError
from monitor.feeds.answers import Answer, Gone, NotModified, ParsedFeed, Response
from monitor.feeds.schedule import (
    NO_HINTS,
    PollPolicy,
    after_failure,
    after_gone,
    after_success,
    hints_of,
    outcome_of,
)
from monitor.feeds.settling import Found, Settled, settle
from monitor.jobs.ingesting import Decision, Pipeline, days_touched, ingest
from monitor.jobs.services import Services
from monitor.model import Entry, EntryData, Feed, FeedId, FeedStatus, KnownEntry, Poll, PollOutcome
from monitor.reading.reader import Reading
from monitor.storage.store import Transaction

log = logging.getLogger(__name__)

BATCH = 200
"""Feeds taken up in one sweep; the next sweep takes the next ones."""

TRIES = 3
"""How often an entry that cannot be processed is tried before it is set aside for the operator (P11)."""

STOP_INTERVAL_S = 0.2
"""How often a sweep that waits for a server looks whether the service stops."""

STRANGE = "nearly all entries had identifiers never seen before: look whether this is still the feed that you mean"
"""Told of a poll that went well, and still needs a look: the site was moved, or serves something else now."""

MIGRATION_DEPTH = 3000
"""Latest entries of a feed that are compared with when most of its guids are strange: the site may have moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolledEntry:
    """A new or revised entry with what was read in it and what became of it."""

    entry: Entry
    reading: Reading
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """How one poll went, for logs and the terminal."""

    feed: Feed
    settled: Settled
    entries: tuple[PolledEntry, ...] = ()

    @property
    def poll(self) -> Poll:
        """The attempt, as stored in the history."""
        return self.settled.poll

    @property
    def status(self) -> FeedStatus:
        """What it left behind, as stored."""
        return self.settled.status


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fetched:
    """What came back before anything is stored: an answer with the time it took, or the error."""

    answer: Answer | None
    parsed: ParsedFeed | None
    error: FeedError | None
    duration_s: float


def poll_due(
    services: Services, now: datetime, *, only: FeedId | None = None, everything: bool = False
) -> list[PollReport]:
    """Poll the feeds whose moment has come.

    Args:
        services: store, fetcher, rules.
        now: the moment of the sweep.
        only: poll this feed alone, whether or not it is due.
        everything: poll all enabled feeds, whether or not they are due.

    Raises:
        NotFoundError: there is no feed *only*.
    """
    feeds = _feeds(services, now, only=only, everything=everything)
    reports: list[PollReport] = []
    for (feed, status), fetched in zip(feeds, _fetch_all(services, feeds), strict=True):
        got = _result(services, fetched)
        if got is None:
            break
        try:
            report = _record(services, feed, status, got, services.clock())
            reports.append(report)
            _log(report)
        except Exception:
            # One feed's trouble must not keep the others from being recorded; it stays due and is tried again.
            log.exception("poll.failed", extra={"feed": feed.id})
    return reports


def policy_of(settings: Settings) -> PollPolicy:
    """Return the bounds of polling by the settings."""
    return PollPolicy(
        floor_s=settings.poll_floor_s, interval_s=settings.poll_interval_s, slowest_s=settings.poll_slowest_s
    )


def _fetch_all(services: Services, feeds: Sequence[tuple[Feed, FeedStatus]]) -> list[Future[_Fetched]]:
    """Begin to fetch *feeds*, several at a time; what each brings, in the same order.

    The threads are daemons: a stopping process does not wait for a slow server, of whose answer nothing is stored yet.
    """
    futures: list[Future[_Fetched]] = [Future() for _ in feeds]
    waiting = deque(zip(feeds, futures, strict=True))

    def work() -> None:
        while waiting and not services.stop.is_set():
            try:
                (feed, status), future = waiting.popleft()
            except IndexError:  # another thread took the last one
                return
            future.set_result(_fetch(services, feed, status))

    for number in range(min(services.settings.fetch_connections, len(feeds))):
        threading.Thread(target=work, name=f"fetch-{number}", daemon=True).start()
    return futures


def _result(services: Services, fetched: Future[_Fetched]) -> _Fetched | None:
    """What was fetched, when it has come; None when the service stops first."""
    while not services.stop.is_set():
        if wait([fetched], STOP_INTERVAL_S).done:
            return fetched.result()
    return None


def _log(report: PollReport) -> None:
    poll = report.poll
    level = logging.WARNING if poll.outcome in (PollOutcome.FAILED, PollOutcome.GONE) else logging.INFO
    told = {"feed": poll.feed, "outcome": poll.outcome.value, "entries": poll.entries, "new": poll.new, "gap": poll.gap}
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


def _feeds(
    services: Services, now: datetime, *, only: FeedId | None, everything: bool
) -> list[tuple[Feed, FeedStatus]]:
    with services.store.read() as tx:
        if only is not None:
            wanted = tx.feeds.status(only)
            return [(feed, wanted) for feed, _ in tx.feeds.all() if feed.id == only]
        if everything:
            return [(feed, status) for feed, status in tx.feeds.all() if feed.enabled]
        return tx.feeds.due(now, BATCH)


def _fetch(services: Services, feed: Feed, status: FeedStatus) -> _Fetched:
    """Fetch and parse, outside any transaction. Never raises: a failure is a value."""
    begun = time.monotonic()
    answer: Answer | None = None
    parsed: ParsedFeed | None = None
    error: FeedError | None = None
    try:
        answer = services.fetcher.fetch(feed, status)
        if isinstance(answer, Response):
            parsed = services.parser.parse(answer)
    except FeedError as failure:
        error = failure
    except Exception as failure:
        log.exception("fetch.failed", extra={"feed": feed.id})
        error = FeedError(f"unexpected {type(failure).__name__}: {failure}", url=feed.url, reason="internal")
    return _Fetched(answer=answer, parsed=parsed, error=error, duration_s=time.monotonic() - begun)


def _record(services: Services, feed: Feed, status: FeedStatus, got: _Fetched, now: datetime) -> PollReport:
    """Store what a poll brought, and decide when the next one is."""
    policy = policy_of(services.settings)
    if got.error is not None:
        return _settle(services, feed, status, after_failure(status, feed, got.error, now=now), got, now, policy)
    if isinstance(got.answer, Gone):
        return _settle(services, feed, status, after_gone(status, feed, now=now), got, now, policy)
    assert isinstance(got.answer, Response | NotModified)
    if got.parsed is None:
        return _settle(services, feed, status, after_success(status, feed, got.answer, now=now), got, now, policy)
    return _store_entries(services, feed, status, got, got.parsed, now, policy)


def _settle(
    services: Services,
    feed: Feed,
    before: FeedStatus,
    status: FeedStatus,
    got: _Fetched,
    now: datetime,
    policy: PollPolicy,
) -> PollReport:
    """Record a poll that brought no document."""
    with services.store.begin() as tx:
        return _finish(tx, feed, before, status, got, now, policy, Changes(), ())


def _store_entries(
    services: Services,
    feed: Feed,
    status: FeedStatus,
    got: _Fetched,
    parsed: ParsedFeed,
    now: datetime,
    policy: PollPolicy,
) -> PollReport:
    """Read the new entries, then commit them with all that follows from them."""
    pipeline = services.rules.in_force.pipeline
    with services.store.read() as tx:
        found = changes(
            parsed.entries, _known(tx, feed.id, parsed.entries), feed, now, first_fetch=status.last_success_at is None
        )
        tries = tx.quarantine.tries(feed.id)
    readings, failures = _read((*found.new, *found.revised), pipeline, tries)
    assert isinstance(got.answer, Response)
    with services.store.begin() as tx:
        tx.incidents.lock(days_touched(readings, pipeline.policy))
        audience = tx.subscribers.confirmed()
        polled: list[PolledEntry] = []
        for reading in readings:
            try:
                with tx.savepoint():
                    _save(tx, reading.entry, now)
                    decisions = ingest(tx, reading, pipeline, audience, now, silent=reading.entry.backfill)
            except Exception as error:
                log.exception("entry.failed", extra={"feed": feed.id, "entry": reading.entry.id})
                failures.append((reading.entry, f"{type(error).__name__}: {error}"))
                continue
            polled.append(PolledEntry(entry=reading.entry, reading=reading, decisions=decisions))
        again = _set_aside(tx, failures, now)
        tx.entries.touch([one.id for one in found.decisions if isinstance(one, KnownEntry)], now)
        after = after_success(status, feed, got.answer, now=now, new_entries=len(found.new))
        if again:  # the same document must be read again, so the server must not be told that we have it
            after = replace(after, etag=None, last_modified=None, body_hash=None)
        return _finish(tx, feed, status, after, got, now, policy, found, tuple(polled))


def _known(tx: Transaction, feed: FeedId, entries: Sequence[EntryData]) -> list[KnownEntry]:
    """What is remembered of the fetched entries; of many more when the feed seems to have changed all its guids."""
    known = list(tx.entries.known(feed, *lookups(entries)).values())
    if strange_share(distinct(entries), known) > MIGRATION_CHURN:
        ids = {entry.id for entry in known}
        known += [known_entry(e) for e in tx.entries.latest(MIGRATION_DEPTH, feed) if e.id not in ids]
    return known


def _read(
    entries: Sequence[Entry], pipeline: Pipeline, tries: dict[str, int]
) -> tuple[list[Reading], list[tuple[Entry, str]]]:
    """Read entries, oldest first. One that cannot be read fails alone; one that failed too often is stored unread."""
    readings: list[Reading] = []
    failures: list[tuple[Entry, str]] = []
    for entry in sorted(entries, key=lambda e: (e.published, e.id)):
        if tries.get(entry.guid, 0) >= TRIES:
            readings.append(Reading(entry=entry, passed=False))
            continue
        try:
            readings.append(pipeline.reader.read(entry))
        except Exception as error:
            log.exception("entry.unreadable", extra={"feed": entry.feed, "entry": entry.id})
            failures.append((entry, f"{type(error).__name__}: {error}"))
    return readings, failures


def _save(tx: Transaction, entry: Entry, now: datetime) -> None:
    if entry.revision == 1:
        tx.entries.add(entry)
    else:
        tx.entries.revise(entry, now)


def _set_aside(tx: Transaction, failures: Sequence[tuple[Entry, str]], now: datetime) -> bool:
    """Count the failures; whether any entry is to be tried again."""
    again = False
    for entry, error in failures:
        again |= tx.quarantine.add(entry.feed, entry.guid, error, now) <= TRIES
    return again


def _finish(
    tx: Transaction,
    feed: Feed,
    before: FeedStatus,
    status: FeedStatus,
    got: _Fetched,
    now: datetime,
    policy: PollPolicy,
    found: Changes,
    polled: tuple[PolledEntry, ...],
) -> PollReport:
    """Judge how the feed does, decide the next poll, and store history and status."""
    answer = got.answer
    poll = Poll(
        feed=feed.id,
        at=now,
        outcome=_outcome(status, got),
        http_status=answer.status if isinstance(answer, Response | NotModified) else getattr(got.error, "status", None),
        reason=got.error.reason if got.error else status.reason,
        message=got.error.message if got.error else STRANGE if found.suspicious else status.message,
        duration_s=round(got.duration_s, 3),
        bytes=answer.wire_bytes if isinstance(answer, Response | NotModified) else 0,
        entries=len(got.parsed.entries) if got.parsed else 0,
        new=len(found.new),
        revised=len(found.revised),
    )
    hints = hints_of(got.answer, got.parsed) if isinstance(got.answer, Response | NotModified) else NO_HINTS
    document = _document(got.parsed, found) if got.parsed is not None and got.error is None else None
    settled = settle(feed, before, status, poll, policy=policy, hints=hints, found=document, error=got.error)
    tx.feeds.record(settled.poll, settled.status, settled.changes, settled.gap)
    return PollReport(feed=feed, settled=settled, entries=polled)


def _document(parsed: ParsedFeed, found: Changes) -> Found:
    """What a document held, for judging the feed."""
    return Found(
        dates=[entry.published or entry.updated for entry in parsed.entries],
        new=len(found.new),
        known=len(found.decisions) - len(found.new),
        strange=found.suspicious,
        disjoint=found.gap,
    )


def _outcome(status: FeedStatus, got: _Fetched) -> PollOutcome:
    if got.error is not None:
        return PollOutcome.FAILED
    if isinstance(got.answer, Response | NotModified):
        return outcome_of(got.answer)
    return PollOutcome.GONE
