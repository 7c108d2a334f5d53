"""One connection serves all feeds of a host that are fetched one after another, and goes where it was checked to go."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from monitor.errors import FetchError
from monitor.feeds import connections
from monitor.feeds.answers import NotModified, Response
from monitor.feeds.fetch import SILENT_PAUSE_S, Fetcher, FetchLimits
from monitor.feeds.hosts import HostLimiter
from monitor.model import Feed, FeedId, FeedStatus
from tests.feedserver import FeedServer, Reply, feed_server
from tests.unit.test_feeds_fetch import NOW

RSS = b"<rss><channel/></rss>"
SMALL = FetchLimits(wire_bytes=10_000, timeout_s=1.0)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as running:
        running.keeps = True
        for n in range(5):
            running.answer(f"/{n}", Reply(body=RSS))
        yield running


class Names:
    """A resolver that knows one name, and notes how often it is asked."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return [self.answers[min(self.asked, len(self.answers)) - 1]]


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    made = Fetcher(clock=lambda: NOW, allow_private=True, resolver=Names("127.0.0.1"))
    yield made
    made.close()


def fetch(fetcher: Fetcher, url: str, **status: str) -> object:
    return fetcher.fetch(
        Feed(id=FeedId("f"), url=url, publisher="P"),
        FeedStatus(feed=FeedId("f"), url=url, **status),  # type: ignore[arg-type]
    )


def test_feeds_of_one_host_share_a_connection(server: FeedServer, fetcher: Fetcher) -> None:
    server.answer("/same", Reply(status=304))
    for n in range(5):
        assert isinstance(fetch(fetcher, server.url(f"/{n}", "feeds.test")), Response)
        assert isinstance(fetch(fetcher, server.url("/same", "feeds.test"), etag='"a"'), NotModified)

    assert (server.connections, len(server.requests)) == (1, 10)


def test_hosts_do_not_share_connections(server: FeedServer, fetcher: Fetcher) -> None:
    for n in range(4):
        fetch(fetcher, server.url(f"/{n}", f"host{n % 2}.test"))

    assert server.connections == 2


def test_a_connection_that_the_server_has_closed_is_replaced(server: FeedServer, fetcher: Fetcher) -> None:
    server.keeps = False
    for n in range(3):
        assert isinstance(fetch(fetcher, server.url(f"/{n}", "feeds.test")), Response)

    assert server.connections == 3


@pytest.mark.parametrize(
    "reply",
    [Reply(status=500, body=b"x" * 100_000), Reply(body=b"x" * 20_000, chunked=True), Reply(body=b"x", announced=9)],
    ids=["error", "too large", "cut off"],
)
def test_a_connection_with_something_unread_is_not_used_again(server: FeedServer, reply: Reply) -> None:
    fetcher = Fetcher(clock=lambda: NOW, allow_private=True, limits=SMALL, resolver=Names("127.0.0.1"))
    server.answer("/bad", reply)
    with pytest.raises(FetchError):
        fetch(fetcher, server.url("/bad", "feeds.test"))
    assert isinstance(fetch(fetcher, server.url("/1", "feeds.test")), Response)

    assert server.connections == 2


def test_the_name_is_looked_at_again_after_a_few_seconds(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names("127.0.0.1")
    fetcher = Fetcher(clock=lambda: NOW, allow_private=True, resolver=names)
    fetch(fetcher, server.url("/1", "feeds.test"))
    fetch(fetcher, server.url("/2", "feeds.test"))
    assert names.asked == 1
    monkeypatch.setattr(connections, "KEEP_S", 0.0)
    fetch(fetcher, server.url("/3", "feeds.test"))
    fetch(fetcher, server.url("/4", "feeds.test"))

    assert (names.asked, server.connections) == (2, 2)


def test_each_fetch_has_its_own_time_on_a_shared_connection(server: FeedServer) -> None:
    now = [1000.0]
    limiter = HostLimiter(clock=lambda: now[0])
    fetcher = Fetcher(clock=lambda: NOW, allow_private=True, limits=SMALL, limiter=limiter, resolver=Names("127.0.0.1"))
    go = threading.Event()
    fetch(fetcher, server.url("/1", "feeds.test"))
    server.answer("/slow", lambda request: Reply(body=RSS) if go.wait(30) else Reply(status=500))
    with pytest.raises(FetchError) as failure:
        fetch(fetcher, server.url("/slow", "feeds.test"))
    go.set()

    assert failure.value.reason == "timeout"
    now[0] += SILENT_PAUSE_S
    assert isinstance(fetch(fetcher, server.url("/2", "feeds.test")), Response)


def test_no_more_than_a_number_of_connections_is_kept(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_KEPT", 2)
    fetcher = Fetcher(clock=lambda: NOW, allow_private=True, resolver=Names("127.0.0.1"))
    for host in ("a", "b", "c", "c", "b", "a"):
        fetch(fetcher, server.url("/1", f"{host}.test"))

    assert len(fetcher._connections._kept) == 2
    assert server.connections == 4  # the first host's was closed for the third's
    fetcher.close()
    assert not fetcher._connections._kept
