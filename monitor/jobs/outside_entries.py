"""Entries that no feed of ours brought: a text, a line of a stream, a page or a feed that somebody asks about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.entries.changes import changes
from monitor.errors import ParseError
from monitor.feeds.answers import FetchesFeeds, ParsesFeeds, Response
from monitor.jobs.backtesting import entry_of
from monitor.model import Entry, EntryId, Feed, FeedId, FeedStatus

ASKED = FeedId("asked-about")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a text itself does not say. ``lang`` None: to be detected; ``home`` None: the feed is about the world."""

    published: datetime
    lang: str | None = None
    home: str | None = None


def entries_of_text(text: str, name: str, about: Circumstances) -> Iterator[Entry]:
    """The entries that *text* holds: those of JSON Lines, else the one that it is, with its first line as the title.

    Raises:
        ConfigError: a line of JSON Lines is no entry.
    """
    if text.lstrip().startswith("{"):
        yield from (entry_of(line, number) for number, line in enumerate(text.splitlines(), 1) if line.strip())
        return
    title, _, content = text.strip().partition("\n")
    yield _entry(title, content, name, about)


def entries_at(url: str, fetcher: FetchesFeeds, parser: ParsesFeeds, about: Circumstances) -> Iterator[Entry]:
    """The entries of the feed at *url*; when there is no feed, the page as one entry.

    Raises:
        FetchError: it could not be fetched.
    """
    feed = Feed(id=ASKED, url=url, publisher=url, lang=about.lang, home=about.home)
    answer = fetcher.fetch(feed, FeedStatus(feed=feed.id))
    if not isinstance(answer, Response):
        return
    try:
        parsed = parser.parse(answer)
    except ParseError:
        page = answer.body.decode("utf-8", "replace")
        title = re.search(r"<title[^>]*>([^<]*)</title>", page, flags=re.IGNORECASE)
        yield _entry(title[1] if title else "", page, url, about)
    else:
        yield from changes(parsed.entries, (), feed, about.published).new


def _entry(title: str, content: str, name: str, about: Circumstances) -> Entry:
    return Entry(
        id=EntryId(name),
        feed=ASKED,
        guid=name,
        title=title,
        summary="",
        content=content or None,
        link=None,
        lang=about.lang,
        published=about.published,
        first_seen=about.published,
        publisher=ASKED,
        home=about.home,
    )
