"""What metrics show of the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from monitor.config import Settings
from monitor.jobs.health import note_success
from monitor.jobs.measuring import standing
from monitor.model import FeedId, FeedState, FeedStatus, Gap, Observed, Poll, PollOutcome
from monitor.storage import Store
from tests.assembled import FakeClock, TestServices
from tests.storage.builders import NOW, change, delivery, feed, incident, item, subscriber, with_entry


def gauges(services: TestServices) -> dict[str, dict[tuple[str, ...], float]]:
    return {gauge.name: dict(gauge.values) for gauge in standing(services)}


def test_gauges_say_how_things_stand(store: Store, tmp_path: Path):
    services = TestServices(store=store, settings=Settings(mailbox_dir=tmp_path), clock=FakeClock(NOW))
    well = FeedStatus(
        feed=FeedId("a"),
        state=FeedState.HEALTHY,
        last_success_at=NOW - timedelta(minutes=5),
        last_new_entry_at=NOW,
        next_poll_at=NOW,
        observed=Observed(changed_at=NOW),
    )
    silent = replace(well, feed=FeedId("b"), last_new_entry_at=NOW - timedelta(days=9))
    failing = replace(well, feed=FeedId("c"), state=FeedState.FAILING, last_success_at=NOW - timedelta(hours=2))
    gap = Gap(feed=FeedId("a"), start=NOW, end=NOW, found_at=NOW - timedelta(hours=1))
    with store.begin() as tx:
        with_entry(tx)
        tx.feeds.sync([feed("a"), feed("b"), feed("c"), feed("d", enabled=False)], NOW)
        for status in (well, silent, failing):
            poll = Poll(feed=status.feed, at=NOW, outcome=PollOutcome.OK)
            tx.feeds.record(poll, status, (), gap if status is well else None)
        known = tx.incidents.save(change(None, incident()), NOW)
        tx.outbox.add(delivery("k", tx.subscribers.add(subscriber()).id, item(known.id), due_in=-timedelta(minutes=3)))
    note_success(services, "poll", NOW)

    found = gauges(services)

    states = {labels[0]: value for labels, value in found["feeds"].items()}
    assert states == {"new": 0, "healthy": 2, "degraded": 0, "failing": 1, "suspended": 0}
    assert found["feeds_flagged"]["silent",] == 1
    assert found["feeds_healthy"] == {(): 1}
    assert found["feed_last_success_timestamp_seconds"] == {(): (NOW - timedelta(hours=2)).timestamp()}
    assert found["feed_gaps_of_a_day"] == {(): 1}
    assert found["outbox_rows"]["pending",] == 1
    assert found["rules_loaded"] == {(): 0}
    assert found["outbox_oldest_pending_seconds"] == {(): 180}
    assert found["job_last_success_timestamp_seconds"] == {("poll",): NOW.timestamp()}


def test_empty_database_can_be_asked(store: Store, tmp_path: Path):
    services = TestServices(store=store, settings=Settings(mailbox_dir=tmp_path), clock=FakeClock(NOW))

    found = gauges(services)

    assert found["feeds_healthy"] == {(): 0}
    assert found["feed_last_success_timestamp_seconds"] == {}
