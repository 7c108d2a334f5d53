"""Housekeeping: what is old goes, what is evidence stays, what is stuck is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import Settings
from monitor.jobs import housekeeping
from monitor.jobs.housekeeping import clean_up
from monitor.model import FeedId, FeedStatus, Poll, PollOutcome, SetAside
from monitor.storage import Store
from tests.assembled import FakeClock, TestServices
from tests.storage.builders import NOW, change, delivery, entry, feed, incident, item, report, subscriber, with_entry

OLD = NOW - timedelta(days=800)


@pytest.fixture
def services(store: Store, tmp_path: Path) -> TestServices:
    return TestServices(store=store, settings=Settings(mailbox_dir=tmp_path / "mailbox"), clock=FakeClock(NOW))


def test_old_polls_and_entries_that_reported_nothing_are_forgotten(services: TestServices):
    with services.store.begin() as tx:
        tx.feeds.sync([feed()], OLD)
        for at in (OLD, NOW):
            tx.feeds.record(
                Poll(feed=FeedId("city-news"), at=at, outcome=PollOutcome.OK), FeedStatus(feed=FeedId("city-news"))
            )
        tx.entries.add(entry("old", published=OLD, first_seen=OLD))
        tx.entries.revise(replace(entry("old", published=OLD, first_seen=OLD), revision=2, title="revised"), OLD)
        tx.set_aside.add(SetAside(entry=entry("old").id, filter="drill", sentence="a drill", at=OLD))
        tx.entries.add(entry("fresh"))

    clean_up(services, NOW)

    with services.store.read() as tx:
        assert [poll.at for poll in tx.feeds.polls(FeedId("city-news"), 10)] == [NOW]
        assert [found.id for found in tx.entries.latest(10)] == ["fresh"]
        assert tx.set_aside.list() == []


def test_entry_that_is_the_evidence_of_an_incident_stays(services: TestServices):
    with services.store.begin() as tx:
        tx.feeds.sync([feed()], OLD)
        tx.entries.add(entry("e1", published=OLD, first_seen=OLD))
        known = tx.incidents.save(change(None, incident()), OLD)
        tx.reports.add(report("e1"), known.id)

    clean_up(services, NOW)

    with services.store.read() as tx:
        assert [found.id for found in tx.entries.latest(10)] == ["e1"]


def test_entry_that_still_stands_in_its_feed_stays(services: TestServices):
    with services.store.begin() as tx:
        tx.feeds.sync([feed()], OLD)
        tx.entries.add(entry("e1", published=OLD, first_seen=OLD))
        tx.entries.touch([entry("e1").id], NOW)

    clean_up(services, NOW)

    with services.store.read() as tx:
        assert len(tx.entries.latest(10)) == 1


def test_much_is_forgotten_in_small_parts(services: TestServices, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(housekeeping, "PART", 2)
    with services.store.begin() as tx:
        tx.feeds.sync([feed()], OLD)
        for number in range(5):
            tx.entries.add(entry(f"e{number}", published=OLD, first_seen=OLD))

    clean_up(services, NOW)

    with services.store.read() as tx:
        assert tx.entries.latest(10) == []


def test_message_that_is_long_overdue_is_told(services: TestServices, caplog: pytest.LogCaptureFixture):
    with services.store.begin() as tx:
        with_entry(tx)
        known = tx.incidents.save(change(None, incident()), NOW)
        tx.outbox.add(delivery("k", tx.subscribers.add(subscriber()).id, item(known.id)))

    clean_up(services, NOW + timedelta(minutes=9))
    assert "outbox.stuck" not in caplog.messages

    clean_up(services, NOW + timedelta(minutes=11))
    assert "outbox.stuck" in caplog.messages
