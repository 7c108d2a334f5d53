"""Feeds follow the operator's file; polls leave their status behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import NotFoundError
from monitor.model import (
    FeedChange,
    FeedFlag,
    FeedId,
    FeedState,
    FeedStatus,
    Flagged,
    Gap,
    Observed,
    Poll,
    PollOutcome,
)
from monitor.storage import Store
from tests.storage.builders import NOW, feed


def poll(name: str, minutes: int = 0, **changes: object) -> Poll:
    return Poll(feed=FeedId(name), at=NOW + timedelta(minutes=minutes), outcome=PollOutcome.OK, **changes)  # type: ignore[arg-type]


def test_sync_adds_updates_and_disables(store: Store) -> None:
    a, b = feed("a", tags=frozenset({"wire"}), interval_s=300), feed("b", home="UA-30")
    with store.begin() as tx:
        tx.feeds.sync([a, b], NOW)
        assert tx.feeds.all() == [(a, FeedStatus(feed=a.id)), (b, FeedStatus(feed=b.id))]
    moved = replace(a, url="https://new.example/rss")
    with store.begin() as tx:
        tx.feeds.sync([moved], NOW)
        assert [stored for stored, _ in tx.feeds.all()] == [moved, replace(b, enabled=False)]
        tx.feeds.sync([moved, b], NOW)
        assert [stored for stored, _ in tx.feeds.all()] == [moved, b]


def test_sync_keeps_the_status_of_a_changed_feed(store: Store) -> None:
    status = FeedStatus(
        feed=FeedId("a"),
        state=FeedState.DEGRADED,
        etag='W/"1"',
        failures=2,
        last_poll_at=NOW,
        next_poll_at=NOW,
        url="https://a.example/rss",
    )
    with store.begin() as tx:
        tx.feeds.sync([feed("a")], NOW)
        tx.feeds.record(poll("a"), status)
        tx.feeds.sync([feed("a", publisher="renamed")], NOW)
        assert tx.feeds.status(FeedId("a")) == status


def test_due_gives_unpolled_feeds_first_and_leaves_out_later_and_disabled_ones(store: Store) -> None:
    with store.begin() as tx:
        tx.feeds.sync([feed("late"), feed("early"), feed("future"), feed("fresh"), feed("off", enabled=False)], NOW)
        for name, minutes in (("late", -1), ("early", -5), ("future", 1)):
            status = FeedStatus(feed=FeedId(name), next_poll_at=NOW + timedelta(minutes=minutes))
            tx.feeds.record(poll(name), status)
    with store.read() as tx:
        assert [due.id for due, _ in tx.feeds.due(NOW, 10)] == ["fresh", "early", "late"]
        assert [due.id for due, _ in tx.feeds.due(NOW, 2)] == ["fresh", "early"]


def test_polls_are_kept_as_history(store: Store) -> None:
    first, second = poll("a", 0, entries=3, new=3, duration_s=0.25), poll("a", 5, http_status=200, gap=True)
    with store.begin() as tx:
        tx.feeds.sync([feed("a"), feed("b")], NOW)
        for one in (first, second, poll("b")):
            tx.feeds.record(one, FeedStatus(feed=one.feed))
        assert tx.feeds.polls(FeedId("a"), 10) == [second, first]
        assert tx.feeds.polls(FeedId("a"), 1) == [second]


def test_a_poll_of_an_unknown_feed_is_refused(store: Store) -> None:
    with pytest.raises(NotFoundError), store.begin() as tx:
        tx.feeds.record(poll("nowhere"), FeedStatus(feed=FeedId("nowhere")))


def test_changes_and_gaps_are_stored_with_the_poll_that_found_them(store: Store) -> None:
    change = FeedChange(feed=FeedId("a"), at=NOW, mark="silent", why="no new entry for long")
    over = replace(change, at=NOW + timedelta(minutes=5), begins=False, why="the cause is gone")
    gap = Gap(feed=FeedId("a"), start=NOW - timedelta(hours=3), end=NOW - timedelta(hours=1), found_at=NOW)
    status = FeedStatus(
        feed=FeedId("a"),
        flags=(Flagged(flag=FeedFlag.SILENT, why="no new entry for long", since=NOW),),
        observed=Observed(every_s=120.0, hurry=2, changed_at=NOW),
        because=("the usual interval", "the server's max-age of 2 min: every 2 min"),
    )
    with store.begin() as tx:
        tx.feeds.sync([feed("a"), feed("b")], NOW)
        tx.feeds.record(poll("a"), status, (change,), gap)
        tx.feeds.record(poll("a", 5), status, (over,))
        assert tx.feeds.status(FeedId("a")) == status
        assert tx.feeds.changes(FeedId("a"), 10) == [over, change]
        assert tx.feeds.changes(FeedId("b"), 10) == []


def test_gaps_are_found_by_when_they_came_to_light(store: Store) -> None:
    def gap(name: str, minutes: int) -> Gap:
        found_at = NOW + timedelta(minutes=minutes)
        return Gap(feed=FeedId(name), start=NOW - timedelta(hours=3), end=NOW, found_at=found_at)

    with store.begin() as tx:
        tx.feeds.sync([feed("a"), feed("b")], NOW)
        for name, minutes in (("a", 0), ("b", 10), ("a", 20)):
            tx.feeds.record(poll(name, minutes), FeedStatus(feed=FeedId(name)), (), gap(name, minutes))
        assert tx.feeds.gaps(NOW, NOW + timedelta(minutes=20)) == [gap("a", 0), gap("b", 10)]
        assert tx.feeds.gaps(NOW, NOW + timedelta(hours=1), FeedId("a")) == [gap("a", 0), gap("a", 20)]
