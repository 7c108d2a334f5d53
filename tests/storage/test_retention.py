"""What is old and supports nothing is forgotten, in small parts."""

from __future__ import annotations

from datetime import timedelta

from monitor.model import EntryId, FeedChange, FeedId, FeedStatus, Gap, Poll, PollOutcome, SetAside
from monitor.storage import Store
from tests.storage.builders import NOW, change, entry, feed, incident, report, with_entry

CITY = FeedId("city-news")
LATER = NOW + timedelta(days=1)


def test_old_polls_are_forgotten_in_parts(store: Store) -> None:
    with store.begin() as tx:
        tx.feeds.sync([feed()], NOW)
        polls = [Poll(feed=CITY, at=NOW + timedelta(hours=n), outcome=PollOutcome.OK) for n in range(5)]
        for poll in polls:
            tx.feeds.record(poll, FeedStatus(feed=CITY))
        before = NOW + timedelta(hours=3)
        assert [tx.retention.forget_polls(before, 2) for _ in range(3)] == [2, 1, 0]
        assert tx.feeds.polls(CITY, 9) == [polls[4], polls[3]]


def test_old_entries_go_with_what_hangs_on_them(store: Store) -> None:
    with store.begin() as tx:
        with_entry(tx, "old")
        tx.entries.revise(entry("old", title="New title", content_hash="2", revision=2), NOW)
        tx.set_aside.add(SetAside(entry=EntryId("old"), filter="drill", sentence="A drill.", at=NOW))
        assert tx.retention.forget_entries(LATER, 10) == 1
        assert tx.entries.latest(9) == []
        assert tx.set_aside.list() == []


def test_entries_that_still_stand_in_their_feed_or_support_an_incident_stay(store: Store) -> None:
    with store.begin() as tx:
        with_entry(tx, "e1", "seen", "gone")
        stored = tx.incidents.save(change(None, incident()), NOW)
        tx.reports.add(report("e1"), stored.id)
        tx.entries.touch([EntryId("seen")], LATER)
        assert tx.retention.forget_entries(LATER, 10) == 1
        assert {kept.id for kept in tx.entries.latest(9)} == {"e1", "seen"}


def test_old_failures_are_forgotten(store: Store) -> None:
    with store.begin() as tx:
        tx.feeds.sync([feed()], NOW)
        tx.quarantine.add(CITY, "old", "ValueError", NOW)
        tx.quarantine.add(CITY, "new", "ValueError", LATER)
        assert tx.retention.forget_failures(LATER) == 1
        assert tx.quarantine.tries([CITY]) == {CITY: {"new": 1}}


def test_old_changes_and_gaps_of_feeds_are_forgotten_in_parts(store: Store) -> None:
    with store.begin() as tx:
        tx.feeds.sync([feed()], NOW)
        for n in range(5):
            at = NOW + timedelta(hours=n)
            change_ = FeedChange(feed=CITY, at=at, mark="silent")
            gap = Gap(feed=CITY, start=NOW, end=NOW, found_at=at)
            tx.feeds.record(Poll(feed=CITY, at=at, outcome=PollOutcome.OK), FeedStatus(feed=CITY), (change_,), gap)
        before = NOW + timedelta(hours=3)
        assert [tx.retention.forget_feed_history(before, 2) for _ in range(3)] == [2, 1, 0]
        assert [left.at for left in tx.feeds.changes(CITY, 9)] == [NOW + timedelta(hours=4), before]
        assert [left.found_at for left in tx.feeds.gaps(NOW, LATER)] == [before, NOW + timedelta(hours=4)]
