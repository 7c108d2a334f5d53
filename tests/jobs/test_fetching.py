"""Many feeds at once: one host after another its own feeds, and no host keeping the others waiting."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from monitor.config import Settings
from monitor.errors import FetchError
from monitor.feeds.answers import Answer, Response
from monitor.jobs.fetching import MOST_SMALL_WAITING, MOST_WAITING, TROUBLED_SHARE, Fetching
from monitor.jobs.polling import Poller
from monitor.model import Feed, FeedId, FeedStatus
from monitor.storage import Store
from tests.assembled import FakeClock, TestServices
from tests.fakes import FakeFetcher

NOW = datetime(2024, 5, 14, 6, 0, tzinfo=UTC)


class WatchedFetcher(FakeFetcher):
    """Notes how many requests are made at once on each host; those to hosts in ``slow`` end when ``go`` is set.

    ``answers_with``: the document of all feeds; None: all fail.
    """

    def __init__(self, *slow: str, answers_with: bytes | None = None) -> None:
        super().__init__({})
        self.slow, self.go = slow, threading.Event()
        self.answers_with = answers_with
        self.running: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.order: list[str] = []
        self.lock = threading.Lock()

    def fetch(self, feed: Feed, status: FeedStatus) -> Answer:
        host = feed.url.split("/")[2]
        with self.lock:
            self.order.append(feed.id)
            self.running[host] = self.running.get(host, 0) + 1
            self.most[host] = max(self.most.get(host, 0), self.running[host])
        if host in self.slow:
            assert self.go.wait(60)
        with self.lock:
            self.running[host] -= 1
        if self.answers_with is not None:
            return Response(url=feed.url, body=self.answers_with, body_hash="")
        raise FetchError("busy", url=feed.url, reason="server_error")


class HangingFetcher(FakeFetcher):
    """Feeds that have failed hang until ``go`` is set; ``hanging`` counts those."""

    def __init__(self) -> None:
        super().__init__({})
        self.go, self.hanging, self.lock = threading.Event(), 0, threading.Lock()

    def fetch(self, feed: Feed, status: FeedStatus) -> Answer:
        if status.failures and not self.go.is_set():
            with self.lock:
                self.hanging += 1
            assert self.go.wait(60)
        raise FetchError("busy", url=feed.url, reason="server_error")


def feeds(count: int, hosts: int) -> list[Feed]:
    return [
        Feed(id=FeedId(f"f{n}"), url=f"https://h{n % hosts}.example/{n // hosts}", publisher="P") for n in range(count)
    ]


@pytest.fixture
def services(tmp_path: object) -> Iterator[TestServices]:
    settings = Settings(fetch_connections=8, fetch_spacing_s=0, sweep_interval_s=0.5)
    with Store.open("sqlite://") as store:
        made = TestServices(store=store, settings=settings, clock=FakeClock(NOW))
        yield made
        made.stop.set()
        if isinstance(made.fetcher, WatchedFetcher):
            made.fetcher.go.set()


def take_all(fetching: Fetching, count: int) -> list[str]:
    taken: list[str] = []
    while len(taken) < count:
        got = fetching.take(30)
        assert got
        taken += [each.feed.id for each in got]
    return taken


@pytest.mark.parametrize("per_host", [1, 2])
def test_each_host_has_its_turns(services: TestServices, per_host: int) -> None:
    services.settings = services.settings.model_copy(update={"fetch_per_host": per_host})
    services.fetcher = fetcher = WatchedFetcher()
    fetching = Fetching(services)
    fetching.add((feed, FeedStatus(feed=feed.id)) for feed in feeds(40, 4))

    assert sorted(take_all(fetching, 40)) == sorted(feed.id for feed in feeds(40, 4))
    assert not fetching.in_hand
    assert max(fetcher.most.values()) <= per_host
    of_one_host = [feed for feed in fetcher.order if int(feed[1:]) % 4 == 0]
    assert per_host > 1 or of_one_host == [f"f{n}" for n in range(0, 40, 4)]


def test_a_slow_host_keeps_nobody_waiting_but_itself(services: TestServices) -> None:
    services.fetcher = fetcher = WatchedFetcher("h0.example")
    fetching = Fetching(services)
    fetching.add((feed, FeedStatus(feed=feed.id)) for feed in feeds(40, 4))

    taken = take_all(fetching, 30)

    assert all(int(feed[1:]) % 4 for feed in taken)
    assert len(fetching.in_hand) == 10
    assert fetcher.most["h0.example"] == 1
    fetcher.go.set()
    assert len(take_all(fetching, 10)) == 10


def test_as_many_hosts_as_there_may_be_are_waited_for_at_once(services: TestServices) -> None:
    services.fetcher = fetcher = WatchedFetcher(*(f"h{n}.example" for n in range(8)))
    fetching = Fetching(services)
    fetching.add((feed, FeedStatus(feed=feed.id)) for feed in feeds(9, 9))

    while sum(fetcher.running.values()) < 8:
        fetching.take(0.1)

    fetcher.go.set()
    assert len(take_all(fetching, len(fetching.in_hand))) >= 8


def test_a_feed_in_hand_is_not_fetched_twice(services: TestServices) -> None:
    services.fetcher = fetcher = WatchedFetcher("h0.example")
    fetching = Fetching(services)
    for _ in range(2):
        fetching.add((feed, FeedStatus(feed=feed.id)) for feed in feeds(2, 1))
    fetcher.go.set()

    assert take_all(fetching, 2) == ["f0", "f1"]
    assert fetcher.order == ["f0", "f1"]


@pytest.mark.parametrize(("documents", "most"), [(True, MOST_WAITING), (False, MOST_SMALL_WAITING)])
def test_no_more_is_fetched_than_can_be_recorded(services: TestServices, documents: bool, most: int) -> None:
    services.fetcher = fetcher = WatchedFetcher(answers_with=b"<rss><channel/></rss>" if documents else None)
    fetching = Fetching(services)
    fetching.add((feed, FeedStatus(feed=feed.id)) for feed in feeds(4 * most, 50))
    with fetching._lock:
        assert fetching._has_come.wait_for(lambda: len(fetching._done) >= most, 30)

    assert len(fetcher.order) <= most + services.settings.fetch_connections
    assert len(take_all(fetching, 4 * most)) == 4 * most


def test_a_sweep_ends_although_a_server_does_not_answer(services: TestServices) -> None:
    services.fetcher = fetcher = WatchedFetcher("h0.example")
    with services.store.begin() as tx:
        tx.feeds.sync(feeds(8, 4), NOW)
    poller = Poller(services)

    assert poller.sweep() == 6
    fetcher.go.set()
    assert poller.sweep() == 2
    assert poller.sweep() == 0
    with services.store.read() as tx:
        assert all(status.next_poll_at and status.next_poll_at > NOW for _, status in tx.feeds.all())


class DyingFetcher(FakeFetcher):
    def fetch(self, feed: Feed, status: FeedStatus) -> Answer:
        raise SystemExit


def test_whoever_waits_learns_that_nothing_will_come(services: TestServices) -> None:
    services.fetcher = DyingFetcher({})
    fetching = Fetching(services)
    fetching.add((feed, FeedStatus(feed=feed.id)) for feed in feeds(1, 1))
    with pytest.raises(SystemExit):
        fetching.take(30)


def test_requests_to_one_host_are_spaced(services: TestServices) -> None:
    services.settings = services.settings.model_copy(update={"fetch_spacing_s": 3600.0})
    services.fetcher = fetcher = WatchedFetcher()
    fetching = Fetching(services)
    fetching.add((feed, FeedStatus(feed=feed.id)) for feed in feeds(4, 2))

    assert sorted(take_all(fetching, 2)) == ["f0", "f1"]
    assert fetching.take(0.2) == []
    assert sorted(fetcher.order) == ["f0", "f1"]
    assert fetching._rests["h0.example"] > timedelta(minutes=50).total_seconds()


def test_feeds_that_failed_keep_a_quarter_of_the_threads_at_most(services: TestServices) -> None:
    """However many of them hang: all others are fetched meanwhile, those of the same hosts too, and then they are."""
    services.fetcher = fetcher = HangingFetcher()
    fetching = Fetching(services)
    bad = [(feed, FeedStatus(feed=feed.id, failures=1)) for feed in feeds(40, 40)]
    good = [
        (
            Feed(id=FeedId(f"good{n}"), url=f"https://h{n % 40}.example/good{n}", publisher="P"),
            FeedStatus(feed=FeedId("")),
        )
        for n in range(200)
    ]
    fetching.add([*bad, *good])
    taken = take_all(fetching, 200)

    assert all(feed.startswith("good") for feed in taken)
    assert fetcher.hanging <= services.settings.fetch_connections // TROUBLED_SHARE
    fetcher.go.set()
    assert len(take_all(fetching, 40)) == 40
    assert not fetching.in_hand


def test_feeds_that_failed_come_last_but_are_not_forgotten(
    services: TestServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.settings = Settings(fetch_connections=1, fetch_spacing_s=0)
    services.fetcher = fetcher = WatchedFetcher()
    mixed = [(feed, FeedStatus(feed=feed.id, failures=n % 2)) for n, feed in enumerate(feeds(8, 8))]
    fetching = Fetching(services)
    fetching.add(mixed)
    take_all(fetching, 8)
    assert fetcher.order == ["f0", "f2", "f4", "f6", "f1", "f3", "f5", "f7"]

    fetcher.order.clear()
    monkeypatch.setattr("monitor.jobs.fetching.TROUBLED_PATIENCE_S", -1.0)
    fetching.add(mixed)
    take_all(fetching, 8)
    assert fetcher.order == ["f1", "f3", "f5", "f7", "f0", "f2", "f4", "f6"]
