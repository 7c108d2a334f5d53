"""Feeds that a hub pushes: asked for, verified, read by the path of polls, and checked by polls that go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from monitor.config import Settings
from monitor.feeds.answers import Response
from monitor.jobs.hubs import ask_hubs
from monitor.jobs.ingesting import Pipeline
from monitor.jobs.pushing import MOST_WAITING, read_pushed
from monitor.model import Push, PushState
from monitor.network.posting import Poster
from monitor.storage import Store
from monitor.web.app import make_app
from tests.hub import Hub, hub_for
from tests.pipeline.test_polling import BRYANSK, NOW, OLD, TUAPSE, WEATHER, WIRE, Desk, Item, rss

BASE = "https://alerts.example.org"
TOPIC = "https://wire.example/feed"
PUSHED = replace(WIRE, websub=True)


class Pushing(Desk):
    """The desk with its pages, and a hub that the first feed names."""

    hub: Hub

    def __init__(self, store: Store, pipeline: Pipeline) -> None:
        super().__init__(store, pipeline)
        self.services.settings = Settings(
            poll_floor_s=60, poll_interval_s=600, fetch_connections=2, fetch_spacing_s=0, public_url=BASE
        )
        self.services.poster = Poster(allow_private=True)
        self.client = TestClient(make_app(self.services), BASE)
        self.want(True)

    def want(self, websub: bool) -> None:
        with self.services.store.begin() as tx:
            tx.feeds.sync([replace(PUSHED, websub=websub)], NOW)

    def serve_naming_hub(self, *items: Item) -> None:
        link = f'<{self.hub.url}>; rel="hub", <{TOPIC}>; rel=self'
        body = rss(*items)
        self.fetcher.answers[WIRE.url] = Response(
            url=WIRE.url, body=body, body_hash=str(hash(body)), headers={"link": link}
        )

    def subscribe(self, *items: Item) -> None:
        """Poll the feed once, and have its hub push."""
        self.serve_naming_hub(*(items or (WEATHER,)))
        self.poll()
        assert self.ask() == 1
        assert self.push.state is PushState.ACTIVE

    def ask(self, **later: float) -> int:
        self.clock.go_on(**later)
        return ask_hubs(self.services, self.clock())

    def read(self) -> int:
        return read_pushed(self.services, self.clock())

    @property
    def push(self) -> Push:
        with self.services.store.read() as tx:
            return tx.pushes.all()[WIRE.id]

    def interval_s(self, *items: Item, **later: float) -> float:
        """Seconds from a poll to the next."""
        self.clock.go_on(**later)
        self.serve_naming_hub(*items)
        status = self.poll().status
        assert status.next_poll_at is not None
        return (status.next_poll_at - self.clock()).total_seconds()


@pytest.fixture
def pushing(store: Store, pipeline: Pipeline) -> Iterator[Pushing]:
    desk = Pushing(store, pipeline)
    with hub_for(desk.client) as desk.hub:
        yield desk


def test_what_is_pushed_is_told_like_what_is_polled_and_once(pushing: Pushing):
    pushing.subscribe()
    [asked] = pushing.hub.requests
    assert (asked["hub.mode"], asked["hub.topic"]) == ("subscribe", TOPIC)
    assert asked["hub.callback"].startswith(f"{BASE}/websub/")
    assert len(asked["hub.callback"].rpartition("/")[2]) >= 43, "256 random bits"

    assert pushing.hub.publish(TOPIC, rss(BRYANSK)) == 202
    assert pushing.hub.publish(TOPIC, rss(BRYANSK)) == 202

    assert (pushing.read(), pushing.read()) == (1, 0)
    assert len(pushing.incidents) == len(pushing.outbox) == 1
    pushing.serve_naming_hub(BRYANSK, WEATHER)
    assert (pushing.poll(minutes=10).poll.new, len(pushing.outbox)) == (0, 1)


def test_without_an_own_address_no_hub_is_asked(pushing: Pushing):
    pushing.services.settings = pushing.services.settings.model_copy(update={"public_url": None})
    pushing.serve_naming_hub(WEATHER)
    pushing.poll()
    assert (pushing.ask(), pushing.hub.requests) == (0, [])


def test_feed_that_does_not_want_it_is_not_pushed(pushing: Pushing):
    pushing.want(False)
    pushing.serve_naming_hub(WEATHER)
    pushing.poll()
    assert (pushing.ask(), pushing.hub.requests) == (0, [])


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_signatures_that_a_subscriber_must_know(pushing: Pushing, method: str):
    pushing.subscribe()
    assert (pushing.hub.publish(TOPIC, rss(BRYANSK), method), pushing.read()) == (202, 1)


def test_wrong_signature_is_answered_like_a_right_one_and_ignored(pushing: Pushing, caplog: pytest.LogCaptureFixture):
    pushing.subscribe()
    assert pushing.hub.publish(TOPIC, rss(BRYANSK), secret="guessed") == 202
    assert pushing.hub.publish(TOPIC, rss(BRYANSK), method="md5") == 202
    callback = pushing.hub.requests[0]["hub.callback"]
    assert pushing.client.post(callback, content=rss(BRYANSK)).status_code == 202
    assert pushing.read() == 0
    assert [record.message for record in caplog.records].count("push.ignored") == 3


def test_strangers_learn_nothing_and_change_nothing(pushing: Pushing):
    pushing.subscribe()
    [form] = pushing.hub.requests
    before = pushing.push

    assert pushing.client.post(f"{BASE}/websub/guessed", content=rss(BRYANSK)).status_code == 410
    for other in ({"hub.callback": f"{BASE}/websub/guessed"}, {"hub.topic": "https://other.example/"}):
        assert pushing.hub.ask_back(form | other).status_code == 404
    assert pushing.hub.ask_back(form | {"hub.mode": "unsubscribe"}).status_code == 404, "we did not ask for that"
    assert pushing.hub.ask_back(form | {"hub.mode": "publish"}).status_code == 404
    assert pushing.push == before


def test_challenge_comes_back_as_plain_text(pushing: Pushing):
    pushing.subscribe()
    answer = pushing.hub.ask_back(pushing.hub.requests[0], challenge="<script>alert(1)</script>")
    assert answer.text == "<script>alert(1)</script>"
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_large_posts_and_floods_are_refused(pushing: Pushing):
    pushing.subscribe()
    assert pushing.hub.publish(TOPIC, bytes(1024 * 1024 + 1)) == 413
    found = [pushing.hub.publish(TOPIC, rss(BRYANSK)) for _ in range(MOST_WAITING + 1)]
    assert found == [202] * MOST_WAITING + [503]
    assert pushing.read() == 1
    assert pushing.hub.publish(TOPIC, rss(TUAPSE)) == 202


def test_what_is_no_feed_is_thrown_away(pushing: Pushing, caplog: pytest.LogCaptureFixture):
    pushing.subscribe()
    assert pushing.hub.publish(TOPIC, b"<html>hello</html>") == 202
    assert (pushing.read(), pushing.read()) == (0, 0)
    assert [record.message for record in caplog.records].count("push.unread") == 1


def test_lease_is_renewed_before_it_ends_and_not_twice(pushing: Pushing):
    pushing.subscribe()
    first = pushing.push.lease_until
    assert first == pushing.clock() + timedelta(days=10)
    assert pushing.ask(days=9) == 0
    assert pushing.ask(hours=19) == 1
    assert pushing.ask() == 0
    assert pushing.push.lease_until == pushing.clock() + timedelta(days=10)


def test_hub_that_does_not_ask_back_is_asked_again(pushing: Pushing):
    pushing.hub.asks_back = False
    pushing.serve_naming_hub(WEATHER)
    pushing.poll()
    assert pushing.ask() == 1
    assert pushing.push.state is PushState.ASKED
    assert (pushing.ask(minutes=59), pushing.ask(minutes=1)) == (0, 1)


def test_hub_that_refuses_is_asked_ever_more_seldom(pushing: Pushing):
    pushing.hub.status = 500
    pushing.serve_naming_hub(WEATHER)
    pushing.poll()
    assert pushing.ask() == 0
    assert (pushing.push.state, pushing.push.failures) == (PushState.REFUSED, 1)
    assert "500" in (pushing.push.message or "")
    pushing.ask(minutes=9)
    assert len(pushing.hub.requests) == 1
    pushing.ask(minutes=1)
    pushing.ask(minutes=19)
    assert (len(pushing.hub.requests), pushing.push.failures) == (2, 2)


def test_hub_that_denies_later_is_believed(pushing: Pushing):
    pushing.subscribe()
    answer = pushing.hub.ask_back(pushing.hub.requests[0] | {"hub.mode": "denied"}, reason="no such feed")
    assert answer.status_code == 200
    assert (pushing.push.state, pushing.push.message) == (PushState.REFUSED, "no such feed")


def test_hub_on_a_private_address_is_never_asked(pushing: Pushing):
    pushing.services.poster = Poster()
    pushing.serve_naming_hub(WEATHER)
    pushing.poll()
    assert pushing.ask() == 0
    assert pushing.hub.requests == []
    assert "not a public address" in (pushing.push.message or "") or "port" in (pushing.push.message or "")


def test_switched_off_it_is_unsubscribed_and_forgotten(pushing: Pushing):
    pushing.subscribe()
    callback = pushing.hub.requests[0]["hub.callback"]
    pushing.want(False)
    pushing.ask()
    assert [form["hub.mode"] for form in pushing.hub.requests] == ["subscribe", "unsubscribe"]
    with pushing.services.store.read() as tx:
        assert tx.pushes.all() == {}
    assert pushing.client.post(callback, content=rss(BRYANSK)).status_code == 410


def test_polls_are_a_check_only_while_pushes_prove_good(pushing: Pushing):
    pushing.subscribe()
    assert pushing.interval_s(WEATHER, minutes=10) < 700, "nothing was pushed yet"

    pushing.hub.publish(TOPIC, rss(BRYANSK))
    pushing.read()
    assert pushing.interval_s(BRYANSK, WEATHER, minutes=10) >= 3600

    late = replace(TUAPSE, published=pushing.clock() - timedelta(hours=1))
    assert pushing.interval_s(late, BRYANSK, WEATHER, minutes=20) < 700, "a poll found what had not been pushed"
    assert "not pushed" in (pushing.push.message or "")
    assert pushing.interval_s(late, BRYANSK, WEATHER, hours=25) >= 3600


def test_what_may_still_be_pushed_is_no_fault(pushing: Pushing):
    pushing.subscribe()
    pushing.hub.publish(TOPIC, rss(BRYANSK))
    pushing.read()
    pushing.clock.go_on(hours=1)
    fresh = replace(TUAPSE, published=pushing.clock() - timedelta(minutes=5))
    assert pushing.interval_s(fresh, BRYANSK, WEATHER) >= 3600


def test_what_is_pushed_before_the_first_poll_waits_for_it(pushing: Pushing):
    with pushing.services.store.begin() as tx:
        tx.pushes.save(
            Push(
                feed=WIRE.id,
                hub=pushing.hub.url,
                topic=TOPIC,
                callback="known",
                secret="s",
                state=PushState.ACTIVE,
                lease_until=NOW + timedelta(days=1),
            )
        )
    pushing.hub.subscribed = {TOPIC: {"hub.callback": f"{BASE}/websub/known", "hub.secret": "s"}}
    pushing.hub.publish(TOPIC, rss(BRYANSK))
    assert pushing.read() == 0
    pushing.serve_naming_hub(OLD)
    pushing.poll()
    assert pushing.read() == 1
