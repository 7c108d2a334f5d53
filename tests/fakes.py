"""Doubles of what touches the outside, kept to what the real ones promise."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from monitor.errors import FeedError, FetchError
from monitor.feeds.answers import Answer, NotModified, Response
from monitor.model import Feed, FeedStatus


class FakeFetcher:
    """Answers from a table by address: a body, a ready answer, or an error to raise.

    A body that is the same as last time is not modified, as with the real fetcher. ``asked`` holds the addresses in order.
    """

    def __init__(self, answers: Mapping[str, bytes | Answer | FetchError]) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []

    def fetch(self, feed: Feed, status: FeedStatus) -> Answer:
        self.asked.append(feed.url)
        match self.answers.get(feed.url):
            case None:
                raise FetchError("there is no feed at this address (404)", url=feed.url, reason="not_found", status=404)
            case FetchError() as error:
                raise error
            case bytes() as body:
                body_hash = hashlib.sha256(body).hexdigest()
                if body_hash == status.body_hash:
                    return NotModified(url=feed.url, status=200)
                return Response(url=feed.url, body=body, body_hash=body_hash)
            case answer:
                return answer


class FakeArticles:
    """Articles from a table by address: a text, or an error to raise. ``busy`` holds hosts that must not be asked yet."""

    def __init__(self, answers: Mapping[str, str | FeedError]) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []
        self.busy = False

    def ready_in_s(self, link: str) -> float:
        return 10.0 if self.busy else 0.0

    def text(self, link: str) -> str:
        self.asked.append(link)
        match self.answers.get(link):
            case None:
                raise FetchError("there is no article (404)", url=link, reason="not_found", status=404)
            case FeedError() as error:
                raise error
            case text:
                return text

    def close(self) -> None:
        """Nothing was started."""
