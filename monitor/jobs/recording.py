"""Stores what polls brought: changes | read, then one transaction with everything that follows.

What several feeds brought is stored in one transaction: one commit for many feeds. Where it fails, each feed is stored
alone. Of one feed, entries, reports, incidents and outbox rows commit together with the validators that make the server
answer "not modified", so that a crash can neither lose nor invent an alert.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.alerts.routing import Audience
from monitor.config import Settings
from monitor.entries.changes import Changes, NewEntry, RevisedEntry, changes, known_entry
from monitor.entries.identity import MIGRATION_CHURN, distinct, lookups, strange_share
from monitor.errors import StorageError
from monitor.feeds.answers import NotModified, ParsedFeed, Response
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
from monitor.jobs.fetching import Fetched
from monitor.jobs.ingesting import Decision, Pipeline, days_touched, ingest
from monitor.jobs.services import Services
from monitor.model import Entry, EntryData, EntryId, Feed, FeedId, FeedStatus, Fragment, KnownEntry, Poll, PollOutcome
from monitor.reading.reader import Reading
from monitor.storage.store import Transaction

log = logging.getLogger(__name__)

TRIES = 3
"""How often an entry that cannot be processed is tried before it is set aside for the operator (P11)."""

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
class _Read:
    """One poll, ready to be stored. ``failures``: entries that could not be read, with the error."""

    got: Fetched
    found: Changes = field(default_factory=Changes)
    readings: tuple[Reading, ...] = ()
    failures: tuple[tuple[Entry, str], ...] = ()


def policy_of(settings: Settings) -> PollPolicy:
    """Return the bounds of polling by the settings."""
    return PollPolicy(
        floor_s=settings.poll_floor_s, interval_s=settings.poll_interval_s, slowest_s=settings.poll_slowest_s
    )


def record(services: Services, fetched: Sequence[Fetched], now: datetime) -> list[PollReport]:
    """Store what came of *fetched*. A feed that cannot be stored is logged, stays due, and keeps no other from being stored."""
    try:
        return _store(services, _read_all(services, fetched, now), now)
    except Exception:
        if len(fetched) == 1:
            log.exception("poll.failed", extra={"feed": fetched[0].feed.id})
            return []
    return [report for got in fetched for report in record(services, [got], now)]


def _read_all(services: Services, fetched: Sequence[Fetched], now: datetime) -> list[_Read]:
    """Find out what is new in the documents that came, and read it."""
    documents = [got for got in fetched if got.parsed is not None]
    read = [_Read(got=got) for got in fetched if got.parsed is None]
    if documents:
        pipeline = services.rules.in_force.pipeline
        with services.store.read() as tx:
            tries = tx.quarantine.tries([got.feed.id for got in documents])
            found = [_changes(services, tx, got, now) for got in documents]
        for got, new in found:
            readings, failures = _read_entries((*new.new, *new.revised), pipeline, tries.get(got.feed.id, {}))
            read.append(_Read(got=got, found=new, readings=tuple(readings), failures=tuple(failures)))
    return read


def _changes(services: Services, tx: Transaction, got: Fetched, now: datetime) -> tuple[Fetched, Changes]:
    """What is new in a feed; also the fetch as it was judged: read as a whole where that was needed."""
    assert got.parsed is not None
    entries = got.parsed.entries
    entry_of = {fragment.print: fragment.entry for fragment in got.known}
    present = frozenset(entry_of[mark] for mark in got.parsed.dropped)
    first_fetch = got.status.last_success_at is None
    if not entries and not first_fetch:
        return got, Changes(present=len(present))
    known = _known(tx, got.feed.id, entries, len(present))
    if present and _borrows_a_guid(entries, known, present):
        assert isinstance(got.answer, Response)
        whole = replace(got, parsed=services.parser.parse(got.answer), known=())
        return _changes(services, tx, whole, now)
    return got, changes(entries, known, got.feed, now, first_fetch=first_fetch, present=present)


def _borrows_a_guid(entries: Sequence[EntryData], known: Iterable[KnownEntry], present: frozenset[EntryId]) -> bool:
    """Whether an entry has the guid of one that stands in the feed too, so that the two must be told apart together."""
    guids = {entry.guid for entry in known if entry.id in present}
    return any(entry.guid in guids for entry in entries)


def _known(tx: Transaction, feed: FeedId, entries: Sequence[EntryData], present: int) -> list[KnownEntry]:
    """What is remembered of the fetched entries; of many more when the feed seems to have changed all its guids."""
    known = list(tx.entries.known(feed, *lookups(entries)).values())
    if strange_share(distinct(entries), known, present) > MIGRATION_CHURN:
        ids = {entry.id for entry in known}
        known += [known_entry(e) for e in tx.entries.latest(MIGRATION_DEPTH, feed) if e.id not in ids]
    return known


def _read_entries(
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


def _store(services: Services, read: Sequence[_Read], now: datetime) -> list[PollReport]:
    """Store polls in one transaction."""
    policy = policy_of(services.settings)
    reports: list[PollReport] = []
    with services.store.begin() as tx:
        readings = [reading for one in read for reading in one.readings]
        if readings:
            pipeline = services.rules.in_force.pipeline
            tx.incidents.lock(days_touched(readings, pipeline.policy))
            audience = tx.subscribers.confirmed()
            stored = _store_plain(tx, readings)
        documents: list[tuple[FeedId, list[Fragment], bool]] = []
        for one in read:
            polled, failures = _ingest(tx, one, stored, pipeline, audience, now) if one.readings else ([], one.failures)
            again = _set_aside(tx, failures, now)
            if (parsed := one.got.parsed) is not None:
                fragments = _fragments(one.got, parsed, one.found, failed={entry.id for entry, _ in failures})
                documents.append((one.got.feed.id, fragments, not parsed.dropped))
            settled = _settle(one.got, now, policy, one.found if parsed else None, again=again)
            reports.append(PollReport(feed=one.got.feed, settled=settled, entries=tuple(polled)))
        tx.entries.touch(
            [known.id for one in read for known in one.found.decisions if isinstance(known, KnownEntry)], now
        )
        tx.fragments.save(documents, now)
        tx.feeds.record_all([(each.poll, each.status, each.settled.changes, each.settled.gap) for each in reports])
    return reports


def _ingest(
    tx: Transaction, read: _Read, stored: Set[EntryId], pipeline: Pipeline, audience: Audience, now: datetime
) -> tuple[list[PolledEntry], list[tuple[Entry, str]]]:
    """Store the entries of a feed, those apart that are *stored*, with all that follows from them; also those that failed, with the error."""
    polled, failures = list[PolledEntry](), list(read.failures)
    for reading in read.readings:
        if reading.entry.id in stored:
            polled.append(PolledEntry(entry=reading.entry, reading=reading))
            continue
        try:
            with tx.savepoint():
                if not _save(tx, reading.entry, now):
                    continue
                decisions = ingest(tx, reading, pipeline, audience, now, silent=reading.entry.backfill)
        except Exception as error:
            log.exception("entry.failed", extra={"feed": reading.entry.feed, "entry": reading.entry.id})
            failures.append((reading.entry, f"{type(error).__name__}: {error}"))
            continue
        polled.append(PolledEntry(entry=reading.entry, reading=reading, decisions=decisions))
    return polled, failures


def _store_plain(tx: Transaction, readings: Sequence[Reading]) -> set[EntryId]:
    """Store the new entries of all feeds of which nothing follows, at once; return which. None when one of them cannot be stored."""
    plain = [one.entry for one in readings if not one.reports and one.veto is None and one.entry.revision == 1]
    try:
        with tx.savepoint():
            tx.entries.add_all(plain)
    except StorageError:
        return set()
    return {entry.id for entry in plain}


def _save(tx: Transaction, entry: Entry, now: datetime) -> bool:
    """Whether this text was stored; False: another process has stored it since we looked, and what follows from it too."""
    if entry.revision == 1:
        return tx.entries.add(entry)
    if tx.entries.get(entry.id).revision >= entry.revision:
        return False
    tx.entries.revise(entry, now)
    return True


def _set_aside(tx: Transaction, failures: Sequence[tuple[Entry, str]], now: datetime) -> bool:
    """Count the failures; whether any entry is to be tried again."""
    again = False
    for entry, error in failures:
        again |= tx.quarantine.add(entry.feed, entry.guid, error, now) <= TRIES
    return again


def _fragments(got: Fetched, parsed: ParsedFeed, found: Changes, failed: set[EntryId]) -> list[Fragment]:
    """What is to be remembered of the document: nothing when entries in it must be told apart, which takes all of them."""
    guids = [entry.guid for entry in parsed.entries]
    if len(parsed.prints) != len(guids) or [entry.guid for entry in distinct(parsed.entries)] != guids:
        return []
    by_print = {fragment.print: fragment for fragment in got.known}
    fragments = [by_print[mark] for mark in parsed.dropped]
    for mark, item, decision in zip(parsed.prints, parsed.entries, found.decisions, strict=True):
        entry = decision.entry if isinstance(decision, NewEntry | RevisedEntry) else decision
        if entry.id not in failed:
            fragments.append(Fragment(print=mark, entry=entry.id, published=item.published or item.updated))
    return fragments


def _settle(
    got: Fetched, now: datetime, policy: PollPolicy, found: Changes | None = None, *, again: bool = False
) -> Settled:
    """Judge how a feed does and decide the next poll.

    Args:
        found: None: there was no document.
        again: whether the same document must be read again.
    """
    after = _after(got, now, new=len(found.new) if found else 0)
    if again:  # so the server must not be told that we have it
        after = replace(after, etag=None, last_modified=None, body_hash=None)
    answer = got.answer
    strange = found is not None and found.suspicious
    poll = Poll(
        feed=got.feed.id,
        at=now,
        outcome=_outcome(got),
        http_status=answer.status if isinstance(answer, Response | NotModified) else getattr(got.error, "status", None),
        reason=got.error.reason if got.error else after.reason,
        message=got.error.message if got.error else STRANGE if strange else after.message,
        duration_s=round(got.duration_s, 3),
        bytes=answer.wire_bytes if isinstance(answer, Response | NotModified) else 0,
        entries=len(got.parsed.entries) + len(got.parsed.dropped) if got.parsed else 0,
        new=len(found.new) if found else 0,
        revised=len(found.revised) if found else 0,
    )
    return settle(
        got.feed,
        got.status,
        after,
        poll,
        policy=policy,
        hints=hints_of(answer, got.parsed) if isinstance(answer, Response | NotModified) else NO_HINTS,
        found=_document(got, got.parsed, found) if got.parsed and found else None,
        error=got.error,
    )


def _after(got: Fetched, now: datetime, *, new: int) -> FeedStatus:
    """The feed's status by the outcome alone."""
    if got.error is not None:
        return after_failure(got.status, got.feed, got.error, now=now)
    if isinstance(got.answer, Response | NotModified):
        return after_success(got.status, got.feed, got.answer, now=now, new_entries=new)
    return after_gone(got.status, got.feed, now=now)


def _document(got: Fetched, parsed: ParsedFeed, found: Changes) -> Found:
    """What a document held, for judging the feed."""
    dates = {fragment.print: fragment.published for fragment in got.known}
    return Found(
        dates=[dates[mark] for mark in parsed.dropped] + [entry.published or entry.updated for entry in parsed.entries],
        new=len(found.new),
        known=len(found.decisions) - len(found.new) + found.present,
        strange=found.suspicious,
        disjoint=found.gap,
    )


def _outcome(got: Fetched) -> PollOutcome:
    if got.error is not None:
        return PollOutcome.FAILED
    if isinstance(got.answer, Response | NotModified):
        return outcome_of(got.answer)
    return PollOutcome.GONE
