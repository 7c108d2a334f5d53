"""Digests: exactly one for each subscriber, mode and local day, whatever clocks and restarts do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config import Settings
from monitor.jobs.claiming import Result
from monitor.jobs.delivering import deliver_due
from monitor.jobs.digesting import queue_digests
from monitor.model import DeliveryKind, Incident, Mode, Subscriber, Subscription, SubscriptionId
from monitor.storage import Store, Transaction
from tests.assembled import FakeClock, TestServices
from tests.storage.builders import alert, change, delivery, feed, incident, item, report, subscriber, with_entry

BEGAN = datetime(2025, 3, 3, 12, 0, tzinfo=UTC)
"""A Monday noon: when the subscriptions begin."""


@pytest.fixture
def services(store: Store, tmp_path: Path) -> TestServices:
    settings = Settings(mailbox_dir=tmp_path / "mailbox", mail_from="Monitor <monitor@alerts.example.org>")
    return TestServices(store=store, settings=settings, clock=FakeClock(BEGAN))


def subscribe(services: TestServices, *modes: Mode, tz: str = "UTC") -> Subscriber:
    with services.store.begin() as tx:
        person = tx.subscribers.add(subscriber(tz=tz, confirmed_at=services.clock()))
        for mode in modes:
            tx.subscribers.subscribe(
                Subscription(id=SubscriptionId(0), subscriber=person.id, mode=mode), services.clock()
            )
    return person


def known_incident(tx: Transaction) -> Incident:
    with_entry(tx)
    stored = tx.incidents.save(change(None, incident()), BEGAN)
    tx.reports.add(report(), stored.id)
    return stored


def hold(services: TestServices, person: Subscriber, mode: Mode, at: datetime) -> None:
    with services.store.begin() as tx:
        tx.alerts.hold(replace(alert(person.id, known_incident(tx).id, mode), due_at=at))


def run_until(services: TestServices, end: datetime, step: timedelta = timedelta(minutes=30)) -> int:
    queued = 0
    while services.clock.now < end:
        services.clock.now += step
        queued += queue_digests(services, services.clock())
    return queued


def test_daily_digest_comes_at_eight_of_the_subscribers_own_day(services: TestServices):
    person = subscribe(services, Mode.DAILY, tz="Europe/Kyiv")
    hold(services, person, Mode.DAILY, BEGAN + timedelta(hours=1))

    assert run_until(services, datetime(2025, 3, 4, 5, 30, tzinfo=UTC)) == 0
    assert run_until(services, datetime(2025, 3, 4, 6, 0, tzinfo=UTC)) == 1
    with services.store.read() as tx:
        [queued] = tx.outbox.due(services.clock(), 10)
    assert queued.kind is DeliveryKind.DIGEST
    assert len(queued.items) == 1


def test_digest_says_what_it_covers_and_is_sent(services: TestServices):
    person = subscribe(services, Mode.DAILY)
    hold(services, person, Mode.DAILY, BEGAN + timedelta(hours=1))
    with services.store.begin() as tx:
        tx.feeds.sync([feed(), feed("other")], BEGAN)

    run_until(services, datetime(2025, 3, 4, 8, 0, tzinfo=UTC))

    assert [each.result for each in deliver_due(services, services.clock())] == [Result.SENT]
    [(_, message)] = services.channel.sent
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "0 of 2 feeds healthy." in text
    assert "Kyiv" in text


def test_quiet_day_is_told_and_quiet_hour_is_not(services: TestServices):
    subscribe(services, Mode.DAILY, Mode.HOURLY)

    assert run_until(services, datetime(2025, 3, 4, 12, 0, tzinfo=UTC)) == 1


def test_every_local_day_has_one_digest_across_clock_changes(services: TestServices):
    services.clock.now = datetime(2025, 3, 27, 12, 0, tzinfo=UTC)
    subscribe(services, Mode.DAILY, tz="Europe/Berlin")

    # Clocks go on in the night to 30 March; 6 mornings from 28 March to 2 April.
    assert run_until(services, datetime(2025, 4, 2, 12, 0, tzinfo=UTC)) == 6


def test_sweep_that_runs_twice_queues_nothing_twice(services: TestServices):
    subscribe(services, Mode.DAILY)
    services.clock.go_on(days=1)

    assert queue_digests(services, services.clock()) == 1
    assert queue_digests(services, services.clock()) == 0


def test_what_an_alert_told_meanwhile_is_not_told_again(services: TestServices):
    person = subscribe(services, Mode.DAILY)
    hold(services, person, Mode.DAILY, BEGAN + timedelta(hours=1))
    with services.store.begin() as tx:
        [held] = tx.alerts.held(person.id, Mode.DAILY, BEGAN + timedelta(days=1))
        mail = tx.outbox.add(delivery("told at once", person.id, item(held.incident)))
        assert mail is not None
        tx.ledger.record(person.id, held.incident, held.version, mail.id, BEGAN + timedelta(hours=2))
    services.clock.go_on(days=1)

    assert queue_digests(services, services.clock()) == 1

    with services.store.read() as tx:
        [digest] = [queued for queued in tx.outbox.list() if queued.kind is DeliveryKind.DIGEST]
    assert digest.items == ()


def test_two_daily_subscriptions_share_one_digest(services: TestServices):
    subscribe(services, Mode.DAILY, Mode.DAILY)
    services.clock.go_on(days=1)

    assert queue_digests(services, services.clock()) == 1


def test_after_a_week_of_stand_still_one_digest_tells_all_of_it(services: TestServices):
    person = subscribe(services, Mode.DAILY)
    for day in range(6):
        hold(services, person, Mode.DAILY, BEGAN + timedelta(days=day, hours=1))
    services.clock.go_on(days=7)

    assert queue_digests(services, services.clock()) == 1
    with services.store.read() as tx:
        [queued] = tx.outbox.due(services.clock(), 10)
    assert len(queued.items) == 6


def test_alerts_beyond_a_rules_limit_are_gathered_on_the_full_hour(services: TestServices):
    person = subscribe(services, Mode.ALERT)
    hold(services, person, Mode.HOURLY, BEGAN + timedelta(minutes=10))

    assert run_until(services, BEGAN + timedelta(minutes=30)) == 0
    assert run_until(services, BEGAN + timedelta(hours=3)) == 1


def test_trouble_with_one_subscriber_keeps_nobody_else_from_a_digest(services: TestServices):
    broken = subscribe(services, Mode.DAILY)
    with services.store.begin() as tx:
        tx.subscribers.update(replace(broken, tz="Nowhere/Land"))
        other = tx.subscribers.add(subscriber("bob@example.org"))
        tx.subscribers.subscribe(Subscription(id=SubscriptionId(0), subscriber=other.id, mode=Mode.DAILY), BEGAN)
    services.clock.go_on(days=1)

    assert queue_digests(services, services.clock()) == 1
