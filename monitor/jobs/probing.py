"""Looks at one feed once, for an operator who thinks of adding it: what the server says, what is in it, what would match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from monitor.entries.changes import changes
from monitor.errors import ConfigError
from monitor.feeds import rhythm
from monitor.feeds.answers import Gone, NotModified, ParsedFeed, Response
from monitor.feeds.schedule import NextPoll, hints_of, next_poll_at
from monitor.jobs.explaining import Explained, explain
from monitor.jobs.feed_listing import new_id
from monitor.jobs.judging import policy_of
from monitor.jobs.services import Services
from monitor.model import Entry, Feed, FeedId, FeedState, FeedStatus, Observed

TOLD_HEADERS = ("content-type", "etag", "last-modified", "cache-control", "expires", "age", "retry-after", "server")
"""What the server says that decides how a feed is polled."""

_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]{1,40}:)?([A-Za-z]{1,40})([^>]{0,2000})")
_VERSION = re.compile(rb"""\bversion\s{0,5}=\s{0,5}["']([\w.]{1,10})""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """An entry that tells of attacks, with what is read in it and the rules that hold."""

    entry: Entry
    reports: tuple[Explained, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What one look at a feed showed.

    ``feed``: as it would be written into ``feeds.yml``; its id and publisher are guesses where the operator gave none.
    ``format``: for example ``RSS 2.0``. ``concerning``: how many entries hold any word of attack. ``matching``: those
    that tell of one. ``next_poll``: when it would be polled next, and why. ``headers``: those of `TOLD_HEADERS`.
    """

    feed: Feed
    answer: Response
    parsed: ParsedFeed
    format: str
    observed: Observed
    next_poll: NextPoll
    concerning: int
    matching: tuple[Matching, ...]
    headers: dict[str, str] = field(default_factory=dict)


def probe(services: Services, feed: Feed, now: datetime, known: Sequence[Feed] = ()) -> Probe:
    """Fetch *feed* once and read it, storing nothing.

    Args:
        services: fetcher and rules.
        feed: with an empty id or publisher where these are to be guessed.
        now: the moment.
        known: the feeds that there are; the guessed id is none of theirs.

    Raises:
        FeedError: it cannot be fetched, or is no feed.
        ConfigError: the server says that it is gone.
    """
    status = FeedStatus(feed=feed.id)
    answer = services.fetcher.fetch(feed, status)
    if isinstance(answer, Gone | NotModified):
        raise ConfigError(f"{feed.url}: the publisher has taken the feed down for good (410); look for another address")
    parsed = services.parser.parse(answer)
    feed = _completed(feed, parsed, known)
    observed = rhythm.learn(Observed(), [entry.published or entry.updated for entry in parsed.entries], now)
    read = replace(status, state=FeedState.HEALTHY, observed=observed)
    pipeline = services.rules.in_force.pipeline
    entries = changes(parsed.entries, (), feed, now).new
    concerning = [entry for entry in entries if pipeline.reader.concerns(entry)]
    explained = ((entry, explain(entry, pipeline, None)) for entry in concerning)
    return Probe(
        feed=feed,
        answer=answer,
        parsed=parsed,
        format=format_of(answer.body),
        observed=observed,
        next_poll=next_poll_at(
            feed, read, now=now, policy=policy_of(services.settings), hints=hints_of(answer, parsed)
        ),
        concerning=len(concerning),
        matching=tuple(Matching(entry=entry, reports=found.reports) for entry, found in explained if found.reports),
        headers={name: answer.headers[name] for name in TOLD_HEADERS if name in answer.headers},
    )


def format_of(body: bytes) -> str:
    """Return what kind of feed a document is, by its first element: ``RSS 2.0``, ``Atom``, ``JSON Feed``."""
    head = body[:20_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"{", b"[")):
        return "JSON Feed"
    root = _ROOT.search(head.replace(b"\0", b""))
    if root is None:
        return "unknown"
    name, version = root[1].decode().lower(), _VERSION.search(root[2])
    if name == "rss":
        return f"RSS {version[1].decode()}" if version else "RSS"
    return {"feed": "Atom", "rdf": "RSS 1.0 (RDF)", "channel": "CDF", "alert": "CAP"}.get(name, name)


def _completed(feed: Feed, parsed: ParsedFeed, known: Sequence[Feed]) -> Feed:
    """The feed with what its document says of itself where the operator said nothing."""
    host = (urlsplit(feed.url).hostname or "").removeprefix("www.").removeprefix("feeds.")
    publisher = feed.publisher or (parsed.title or host)[:200]
    lang = feed.lang or (parsed.language or "").replace("_", "-").partition("-")[0].lower()
    taken = {each.id for each in known}
    return replace(
        feed,
        id=feed.id or new_id(publisher, taken),
        publisher=publisher,
        lang=lang if len(lang) == 2 and lang.isascii() else None,
    )


UNNAMED = FeedId("")
"""The id of a feed whose id is to be guessed."""
