"""What robots.txt allows (RFC 9309), asked once a day for each site through the same fetcher as everything else.

Feeds are not asked for: an operator's subscription is the permission. Articles are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from monitor.errors import FetchError
from monitor.feeds.answers import FetchesFeeds, Response
from monitor.model import Feed, FeedId, FeedStatus

AGENT = "AttackMonitor"
"""The name by which sites address us in robots.txt; the first word of our User-Agent."""

KEPT = timedelta(hours=24)
"""How long an answer holds; RFC 9309 allows no more."""

UNREACHABLE_KEPT = timedelta(minutes=30)
"""How long a site that could not be asked is left alone; until then everything counts as forbidden (RFC 9309, 2.3.1.4)."""

MAX_BYTES = 512 * 1024
"""What is read of a robots.txt; RFC 9309 asks for at least 500 KiB."""

MAX_SITES = 2_000
"""Sites that are remembered; the oldest is forgotten first."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one site says. ``rules`` None: it says nothing, so everything is allowed."""

    rules: Protego | None
    until: datetime
    reachable: bool = True


class Robots:
    """Remembers what sites allow; may be shared by threads.

    Args:
        fetcher: asks for robots.txt.
        clock: the present.
    """

    def __init__(self, fetcher: FetchesFeeds, clock: Callable[[], datetime]) -> None:
        self._fetcher, self._clock = fetcher, clock
        self._sites: dict[str, _Rules] = {}
        self._changing = threading.Lock()

    def check(self, url: str) -> None:
        """Do nothing when *url* may be fetched.

        Raises:
            FetchError: ``robots``: it may not; ``robots_unreachable``: the site cannot say now, ask again later;
                ``blocked_address``: the site is on an address that is never connected to.
        """
        site = self._site(url)
        if not site.reachable:
            raise FetchError(
                "the site's robots.txt cannot be read now, so nothing is fetched", url=url, reason="robots_unreachable"
            )
        if site.rules is not None and not site.rules.can_fetch(url, AGENT):
            raise FetchError("the site's robots.txt forbids it", url=url, reason="robots")

    def delay_s(self, url: str) -> float:
        """Return the time that the site asks for between two requests, as far as is known; 0 when it asks for none."""
        with self._changing:
            site = self._sites.get(_origin(url))
        delay = site.rules.crawl_delay(AGENT) if site is not None and site.rules is not None else None
        return max(delay or 0.0, 0.0)

    def _site(self, url: str) -> _Rules:
        origin, now = _origin(url), self._clock()
        with self._changing:
            known = self._sites.get(origin)
        if known is not None and now < known.until:
            return known
        asked = self._ask(origin, now)
        with self._changing:
            self._sites.pop(origin, None)
            self._sites[origin] = asked
            while len(self._sites) > MAX_SITES:
                del self._sites[next(iter(self._sites))]
        return asked

    def _ask(self, origin: str, now: datetime) -> _Rules:
        feed = Feed(id=FeedId("robots"), url=f"{origin}/robots.txt", publisher="")
        try:
            answer = self._fetcher.fetch(feed, FeedStatus(feed=feed.id))
        except FetchError as error:
            if error.reason == "blocked_address":
                raise
            missing = error.reason == "empty" or (400 <= (error.status or 0) < 500 and error.reason != "throttled")
            return _Rules(None, now + (KEPT if missing else UNREACHABLE_KEPT), reachable=missing)
        if not isinstance(answer, Response):
            return _Rules(None, now + KEPT)
        return _Rules(Protego.parse(answer.body[:MAX_BYTES].decode("utf-8", "replace")), now + KEPT)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
