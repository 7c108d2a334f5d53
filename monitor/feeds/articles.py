"""The articles that entries link to: fetched as feeds are, where robots.txt allows it, and reduced to their text.

Needs the extra ``fulltext``. The text is found by trafilatura, in a process of its own (``extract_child``).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from monitor.errors import FetchError, ParseError
from monitor.feeds.answers import FetchesFeeds, ParsesFeeds, Response
from monitor.feeds.robots import Robots
from monitor.model import Feed, FeedId, FeedStatus

EXTRACT = [sys.executable, "-m", "monitor.feeds.extract_child"]
"""What reduces pages to their text."""

SPACING_S = 10.0
"""Least time between two articles of one host, whatever its robots.txt says; openrss asks readers to space requests."""


class ReadsArticles(Protocol):
    """Whoever can read an article: ``Articles``, or a fake in tests."""

    def ready_in_s(self, link: str) -> float:
        """Return how long the host of *link* is to be left alone yet; 0: it may be asked now."""

    def text(self, link: str) -> str:
        """Return the text of the article at *link*, one paragraph a line.

        Raises:
            FetchError: it cannot be fetched, or must not be.
            ParseError: it has no text, or must not be used.
        """

    def close(self) -> None:
        """End what was started."""


class Articles:
    """Reads articles; may be shared by threads.

    Args:
        fetcher: of pages.
        parser: reduces pages to their text; in processes that run `EXTRACT`.
        clock: the present.
        spacing_s: least time between two articles of one host.
    """

    def __init__(
        self,
        *,
        fetcher: FetchesFeeds,
        parser: ParsesFeeds,
        clock: Callable[[], datetime],
        spacing_s: float = SPACING_S,
    ) -> None:
        self._fetcher, self._parser, self._clock, self._spacing_s = fetcher, parser, clock, spacing_s
        self._robots = Robots(fetcher, clock)
        self._asked: dict[str, datetime] = {}

    def ready_in_s(self, link: str) -> float:
        """Return how long the host of *link* is to be left alone yet; 0: it may be asked now."""
        last = self._asked.get(_host(link))
        if last is None:
            return 0.0
        spacing = max(self._spacing_s, self._robots.delay_s(link))
        return max(spacing - (self._clock() - last).total_seconds(), 0.0)

    def text(self, link: str) -> str:
        """Return the text of the article at *link*, one paragraph a line; see `ReadsArticles`."""
        self._robots.check(link)
        self._asked[_host(link)] = self._clock()
        article = Feed(id=FeedId("article"), url=link, publisher="")
        answer = self._fetcher.fetch(article, FeedStatus(feed=article.id))
        if not isinstance(answer, Response):
            raise FetchError("the article has been taken down (410)", url=link, reason="not_found", status=410)
        if _host(answer.url) != _host(link):
            self._robots.check(answer.url)
        if is_withheld(answer.headers.get("x-robots-tag", "")):
            raise ParseError("the page asks not to be indexed", url=link, reason="noindex")
        return "\n".join(entry.content or "" for entry in self._parser.parse(answer).entries)

    def close(self) -> None:
        """End the processes that reduce pages to their text."""
        self._parser.close()


def is_withheld(robots: str) -> bool:
    """Whether the words of a robots header or meta element forbid to keep the text."""
    return any(word.strip().rpartition(":")[2].strip() in ("noindex", "none") for word in robots.lower().split(","))


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
