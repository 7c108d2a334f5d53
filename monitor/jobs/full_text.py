"""Reads the articles of feeds that give only teasers: fetch | extract | read, then one transaction for each.

An entry is read and told as its feed gives it, at once; the article comes after as a revision of the same entry, as if the
publisher had edited it. So a slow or refusing site delays nothing, and what fails leaves the feed's own text in place.
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from monitor.errors import FeedError, FetchError
from monitor.jobs.ingesting import Pipeline, days_touched, ingest
from monitor.jobs.services import Services
from monitor.model import Article, ArticleState, Entry
from monitor.reading.reader import Reading
from monitor.reading.text import plain
from monitor.storage import Transaction

if TYPE_CHECKING:
    from monitor.feeds.articles import ReadsArticles  # it imports what is not always installed

log = logging.getLogger(__name__)

BATCH = 50
"""Entries looked at in one sweep."""

BUDGET_S = 60.0
"""Time after which a sweep takes up no further article; the next sweep goes on."""

FRESH = timedelta(hours=24)
"""Entries that were first seen earlier are news no more."""

TRIES = 3
RETRY = timedelta(minutes=5)
"""Wait after the first failure that may pass; twice as long after each further one."""

PASSING = frozenset(
    {
        "timeout",
        "connect",
        "dns",
        "incomplete",
        "server_error",
        "throttled",
        "host_busy",
        "host_paused",
        "robots_unreachable",
    }
)
"""Reasons of failures that may pass."""


def read_articles(services: Services, now: datetime) -> int:
    """Read the articles that are wanted; return how many were read. Doing it twice reads none twice.

    Raises:
        ConfigError: a feed asks for it, and the extra that it needs is not installed.
    """
    with services.store.read() as tx:
        wanted = tx.articles.wanted(now - FRESH, now, BATCH)
    if not wanted:
        return 0
    # Asked for here: what is not installed is the sweep's failure, and no article's.
    articles = services.articles
    ends, read = time.monotonic() + BUDGET_S, 0
    for entry, tries in wanted:
        if services.stop.is_set() or time.monotonic() > ends:
            break
        try:
            read += _read_one(services, articles, entry, tries)
        except Exception:
            log.exception("article.failed", extra={"feed": entry.feed, "entry": entry.id})
            _leave(services, entry, tries, "internal", "our own code failed on it")
    return read


def _read_one(services: Services, articles: ReadsArticles, entry: Entry, tries: int) -> bool:
    """Whether the article of *entry* was read and stored; why not is noted."""
    pipeline = services.rules.in_force.pipeline
    if not pipeline.reader.concerns(entry):
        _leave(services, entry, tries, "no_concern", "no word of attack in the entry")
        return False
    assert entry.link is not None
    if articles.ready_in_s(entry.link) > 0:
        return False  # it stays wanted: its host was asked a moment ago
    try:
        text = articles.text(entry.link)
    except FeedError as error:
        _leave(services, entry, tries, error.reason, error.message, _wait_s(error))
        return False
    content = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    if len(plain(content).strip()) <= len(plain(entry.content or entry.summary).strip()):
        _leave(services, entry, tries, "no_more", "the article says no more than the feed")
        return False
    revised = replace(entry, content=content, revision=entry.revision + 1)
    _store(services, pipeline, pipeline.reader.read(revised), entry)
    return True


def _store(services: Services, pipeline: Pipeline, reading: Reading, before: Entry) -> None:
    """Store the article as a revision of its entry, with all that follows, unless the entry has changed meanwhile."""
    now = services.clock()
    with services.store.begin() as tx:
        tx.incidents.lock(days_touched([reading], pipeline.policy))
        if tx.entries.get(before.id).revision != before.revision:
            return
        tx.entries.revise(reading.entry, now)
        ingest(tx, reading, pipeline, tx.subscribers.confirmed(), now)
        _note(tx, reading.entry, ArticleState.READ, now)
    log.info("article.read", extra={"feed": before.feed, "entry": before.id, "chars": len(reading.entry.content or "")})


def _leave(
    services: Services, entry: Entry, tries: int, reason: str, message: str, wait_s: float | None = None
) -> None:
    """Note that the article was not read: to be tried again when *reason* may pass, else for good."""
    now = services.clock()
    again = reason in PASSING and tries + 1 < TRIES
    due_at = now + max(RETRY * 2**tries, timedelta(seconds=wait_s or 0.0)) if again else None
    state = ArticleState.WAITING if again else ArticleState.LEFT
    with services.store.begin() as tx:
        _note(tx, entry, state, now, reason=reason, message=message, tries=tries + 1, due_at=due_at)
    if reason != "no_concern":
        told = {"feed": entry.feed, "entry": entry.id, "reason": reason, "error": message, "again": again}
        log.info("article.left", extra=told)


def _note(
    tx: Transaction,
    entry: Entry,
    state: ArticleState,
    now: datetime,
    *,
    reason: str | None = None,
    message: str | None = None,
    tries: int = 0,
    due_at: datetime | None = None,
) -> None:
    tx.articles.save(
        Article(
            entry=entry.id,
            revision=entry.revision,
            state=state,
            at=now,
            reason=reason,
            message=message,
            tries=tries,
            due_at=due_at,
        )
    )


def _wait_s(error: FeedError) -> float | None:
    return error.retry_after_s if isinstance(error, FetchError) else None
