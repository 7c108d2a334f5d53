"""Stores what polls brought: changes | read, then one transaction with everything that follows.

What several feeds brought is stored in one transaction: one commit for many feeds. Where it fails, each feed is stored
alone. Of one feed, entries, reports, incidents and outbox rows commit together with the validators that make the server
answer "not modified", so that a crash can neither lose nor invent an alert.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.alerts.routing import Audience
from monitor.entries.changes import Changes, NewEntry, RevisedEntry, changes, known_entry
from monitor.entries.identity import MIGRATION_CHURN, distinct, lookups, strange_share
from monitor.errors import StorageError
from monitor.feeds.answers import Answer, NotModified, ParsedFeed, Response
from monitor.feeds.settling import Settled
from monitor.feeds.websub import is_relied_on
from monitor.jobs.fetching import Fetched
from monitor.jobs.hubs import note_hubs
from monitor.jobs.ingesting import Decision, Pipeline, days_touched, ingest
from monitor.jobs.judging import judge, policy_of
from monitor.jobs.services import Services
from monitor.model import Entry, EntryData, EntryId, Feed, FeedId, FeedStatus, Fragment, KnownEntry, Poll
from monitor.reading.reader import Reading
from monitor.storage.store import Transaction

log = logging.getLogger(__name__)

TRIES = 3
"""How often an entry that cannot be processed is tried before it is set aside for the operator (P11)."""

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
    """How one poll went, for logs and the terminal. ``decoded_bytes``: size of the document, decompressed."""

    feed: Feed
    settled: Settled
    entries: tuple[PolledEntry, ...] = ()
    decoded_bytes: int = 0

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
    reports: list[PollReport] = []
    with services.store.begin() as tx:
        documents: list[tuple[FeedId, list[Fragment], bool]] = []
        pushes = note_hubs(tx, [(one.got, one.found) for one in read], now)
        for one, polled, failures in _ingest_all(services, tx, read, now):
            again = _set_aside(tx, failures, now)
            if (parsed := one.got.parsed) is not None:
                fragments = _fragments(one.got, parsed, one.found, failed={entry.id for entry, _ in failures})
                documents.append((one.got.feed.id, fragments, not parsed.dropped))
            push = pushes.get(one.got.feed.id)
            settled = judge(
                one.got,
                now,
                policy_of(services.settings),
                one.found if parsed else None,
                again=again,
                pushed=push is not None and is_relied_on(push, now),
            )
            size = _decoded_bytes(one.got.answer)
            reports.append(PollReport(feed=one.got.feed, settled=settled, entries=tuple(polled), decoded_bytes=size))
        tx.fragments.save(documents, now)
        tx.feeds.record_all([(each.poll, each.status, each.settled.changes, each.settled.gap) for each in reports])
    return reports


def _decoded_bytes(answer: Answer | None) -> int:
    if isinstance(answer, Response):
        return len(answer.body)
    return answer.decoded_bytes if isinstance(answer, NotModified) else 0


def record_pushed(services: Services, got: Fetched, now: datetime, then: Callable[[Transaction], None]) -> int:
    """Store what a hub has pushed of a feed, as if a poll had brought it; return how many entries are new.

    The feed's status, validators and fragments stay: they are those of the whole document, of which pushes bring a part.

    Args:
        got: the feed with the pushed document.
        then: what else belongs into the transaction.

    Raises:
        MonitorError: it could not be stored.
    """
    read = _read_all(services, [got], now)
    with services.store.begin() as tx:
        for one, _, failures in _ingest_all(services, tx, read, now):
            _set_aside(tx, failures, now)
            if one.found.new:
                tx.feeds.note_new_entry(one.got.feed.id, now)
        then(tx)
    return sum(len(one.found.new) for one in read)


def _ingest_all(
    services: Services, tx: Transaction, read: Sequence[_Read], now: datetime
) -> list[tuple[_Read, list[PolledEntry], Sequence[tuple[Entry, str]]]]:
    """Store the entries of many feeds with all that follows from them; each feed's, and those that failed."""
    tx.entries.touch([each.id for one in read for each in one.found.decisions if isinstance(each, KnownEntry)], now)
    readings = [reading for one in read for reading in one.readings]
    if not readings:
        return [(one, [], one.failures) for one in read]
    pipeline = services.rules.in_force.pipeline
    tx.incidents.lock(days_touched(readings, pipeline.policy))
    audience, stored = tx.subscribers.confirmed(), _store_plain(tx, readings)
    return [(one, *_ingest(tx, one, stored, pipeline, audience, now)) for one in read]


def _ingest(
    tx: Transaction, read: _Read, stored: Set[EntryId], pipeline: Pipeline, audience: Audience, now: datetime
) -> tuple[list[PolledEntry], list[tuple[Entry, str]]]:
    """Store the entries of a feed, those that are *stored* apart, with all that follows; also those that failed, with the error."""
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
