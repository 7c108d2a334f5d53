"""The operator hears of every feed that comes to need a person, once, and once when it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.config import Settings
from monitor.jobs.housekeeping import clean_up
from monitor.jobs.watching import TOLD, watch_feeds
from monitor.model import FeedId, FeedState, FeedStatus, Observed, Poll, PollOutcome
from monitor.storage import Store
from tests.assembled import FakeClock, TestServices
from tests.storage.builders import NOW, feed

CITY = FeedId("city-news")
WELL = FeedStatus(
    feed=CITY,
    state=FeedState.HEALTHY,
    last_poll_at=NOW,
    last_success_at=NOW,
    last_new_entry_at=NOW,
    next_poll_at=NOW + timedelta(minutes=10),
    observed=Observed(changed_at=NOW),
)


@pytest.fixture
def services(store: Store, tmp_path: Path) -> TestServices:
    settings = Settings(
        mailbox_dir=tmp_path / "mailbox",
        mail_from="Monitor <monitor@alerts.example.org>",
        operator_email="desk@example.org",
    )
    with store.begin() as tx:
        tx.feeds.sync([feed(), feed("other")], NOW)
        tx.feeds.record(Poll(feed=CITY, at=NOW, outcome=PollOutcome.OK), WELL)
    return TestServices(store=store, settings=settings, clock=FakeClock(NOW))


def becomes(services: TestServices, **fields: Any) -> None:
    with services.store.begin() as tx:
        tx.feeds.record(Poll(feed=CITY, at=NOW, outcome=PollOutcome.OK), replace(WELL, **fields))


def mails(services: TestServices) -> list[tuple[str, str]]:
    prefix = "Attack monitor: "
    return [
        (str(mail["Subject"]).removeprefix(prefix), mail.get_content()) for _, mail in services.operator_channel.sent
    ]


TROUBLES: dict[str, tuple[dict[str, Any], str]] = {
    "suspended": (
        {"state": FeedState.SUSPENDED, "reason": "gone", "message": "the publisher has taken it down"},
        "the publisher has taken it down",
    ),
    "wants a log-in": (
        {"state": FeedState.FAILING, "reason": "needs_operator", "message": "it asks for a log-in"},
        "it asks for a log-in",
    ),
    "silent": (
        {"last_new_entry_at": NOW - timedelta(days=8)},
        "no new entry since 24 February 2025",
    ),
    "serves something else": (
        {"observed": Observed(changed_at=NOW, suspect_at=NOW, suspect_why="it brought 300 new entries at once")},
        "it brought 300 new entries at once",
    ),
}


@pytest.mark.parametrize(("fields", "why"), TROUBLES.values(), ids=TROUBLES.keys())
def test_trouble_is_told_once_and_once_when_it_is_over(services: TestServices, fields: dict[str, Any], why: str):
    watch_feeds(services, NOW)
    assert mails(services) == []

    becomes(services, **fields)
    watch_feeds(services, NOW)
    watch_feeds(services, NOW)
    [(subject, text)] = mails(services)
    assert subject == "Feeds that need you: city-news"
    assert f"city-news: {why}" in text

    becomes(services)
    watch_feeds(services, NOW)
    watch_feeds(services, NOW)
    [_, (subject, text)] = mails(services)
    assert subject == "Feeds that need you no longer: city-news"
    assert "city-news: latest entry 0 s ago" in text

    becomes(services, **fields)
    watch_feeds(services, NOW)
    assert len(mails(services)) == 3


def test_time_alone_makes_a_feed_silent(services: TestServices):
    watch_feeds(services, NOW + timedelta(days=6))
    assert mails(services) == []

    watch_feeds(services, NOW + timedelta(days=8))
    assert [subject for subject, _ in mails(services)] == ["Feeds that need you: city-news"]


def test_a_second_trouble_of_the_same_feed_is_told_alone(services: TestServices):
    moved = {"moved_to": "https://elsewhere.example/rss", "moved_count": 3}
    becomes(services, **moved)
    watch_feeds(services, NOW)
    becomes(services, **moved, last_new_entry_at=NOW - timedelta(days=8))
    watch_feeds(services, NOW)

    [_, (_, text)] = mails(services)
    assert "no new entry since" in text
    assert "has moved" not in text


def test_feed_that_was_switched_off_needs_nobody(services: TestServices):
    becomes(services, state=FeedState.SUSPENDED, message="it is gone")
    watch_feeds(services, NOW)
    with services.store.begin() as tx:
        tx.feeds.sync([feed("other")], NOW)
    watch_feeds(services, NOW)

    assert [subject for subject, _ in mails(services)] == [
        "Feeds that need you: city-news",
        "Feeds that need you no longer: city-news",
    ]


def test_what_an_earlier_version_told_is_not_told_again(services: TestServices):
    with services.store.begin() as tx:
        tx.meta.set(TOLD, "city-news", NOW)
    becomes(services, state=FeedState.SUSPENDED, message="it is gone")

    watch_feeds(services, NOW)

    assert mails(services) == []


def test_housekeeping_watches_over_the_feeds(services: TestServices):
    becomes(services, state=FeedState.SUSPENDED, message="it is gone")

    clean_up(services, NOW)

    assert len(mails(services)) == 1
