"""What keeps a due message from going out: quiet hours, pauses, choices about one incident; and what comes on waking."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.config import Settings
from monitor.jobs import subscribing
from monitor.jobs.delivering import Result, deliver_due
from monitor.jobs.digesting import queue_digests
from monitor.model import (
    AlertKind,
    DeliveryItem,
    IncidentId,
    Level,
    Match,
    Mode,
    QuietHours,
    RuleAlerting,
    RuleId,
    Subscriber,
    Subscription,
    SubscriptionId,
)
from monitor.storage import Store
from tests.assembled import FakeClock, FakeInForce, FakePipeline, FakeRules, TestServices
from tests.storage.builders import alert, change, delivery, incident, report, subscriber, with_entry

EVENING = datetime(2025, 3, 4, 21, 0, tzinfo=UTC)
"""23:00 in Kyiv."""
WAKING = datetime(2025, 3, 5, 5, 0, tzinfo=UTC)
"""07:00 in Kyiv."""
NIGHT = QuietHours(start=time(22), end=time(7))


@pytest.fixture
def services(store: Store, tmp_path: Path) -> TestServices:
    settings = Settings(mailbox_dir=tmp_path / "mailbox", mail_from="Monitor <monitor@alerts.example.org>")
    return TestServices(store=store, settings=settings, clock=FakeClock(EVENING))


def anna(services: TestServices, mode: Mode = Mode.ALERT, **given: Any) -> Subscriber:
    with services.store.begin() as tx:
        facts = {"tz": "Europe/Kyiv", "quiet_hours": NIGHT, "confirmed_at": EVENING - timedelta(days=9), **given}
        person = tx.subscribers.add(subscriber(**facts))
        tx.subscribers.subscribe(
            Subscription(id=SubscriptionId(0), subscriber=person.id, mode=mode), EVENING - timedelta(days=1)
        )
    return person


def know(services: TestServices, count: int = 1) -> list[IncidentId]:
    with services.store.begin() as tx:
        with_entry(tx)
        found = []
        for _ in range(count):
            stored = tx.incidents.save(change(None, incident()), EVENING)
            tx.reports.add(report(), stored.id)
            found.append(stored.id)
    return found


def queue(
    services: TestServices,
    person: Subscriber,
    number: IncidentId,
    kind: AlertKind = AlertKind.NEW,
    level: Level = Level.HIGH,
    version: int = 1,
) -> None:
    told = DeliveryItem(
        incident=number, version=version, kind=kind, matches=(Match(rule=RuleId("capital"), level=level),)
    )
    with services.store.begin() as tx:
        now = services.clock()
        queued = replace(delivery(f"{kind}:{number}:{version}", person.id, told), created_at=now, due_at=now)
        assert tx.outbox.add(queued) is not None


def withdraw(services: TestServices, number: IncidentId) -> None:
    with services.store.begin() as tx:
        known = tx.incidents.get(number)
        tx.incidents.save(change(known, replace(known, version=known.version + 1, withdrawn=True)), services.clock())


def deliver(services: TestServices) -> list[Result]:
    return [each.result for each in deliver_due(services, services.clock())]


def test_night_is_told_in_one_digest_on_waking(services: TestServices):
    person = anna(services)
    for number in know(services, 3):
        queue(services, person, number)

    assert deliver(services) == [Result.FOLDED] * 3
    services.clock.now = WAKING - timedelta(minutes=1)
    assert queue_digests(services, services.clock()) == 0
    services.clock.now = WAKING + timedelta(minutes=1)
    assert queue_digests(services, services.clock()) == 1
    assert queue_digests(services, services.clock()) == 0
    assert deliver(services) == [Result.SENT]
    assert services.channel.subjects == ["In your quiet hours, Wed 5 Mar 2025, 07:00: 3 new attacks"]


def test_alert_that_is_hours_late_joins_the_last_digest(services: TestServices):
    person = anna(services, quiet_hours=None)
    first, second = know(services, 2)
    queue(services, person, first)
    services.channel.refuse(code=451)
    assert deliver(services) == [Result.RETRY]
    queue(services, person, second, kind=AlertKind.WITHDRAWAL)
    services.clock.go_on(hours=6, minutes=1)

    assert Result.FOLDED in deliver(services)
    assert queue_digests(services, services.clock()) == 1  # at once, and not with the next full hour
    assert deliver(services) == [Result.SENT]
    [(_, digest)] = services.channel.sent
    assert digest["Subject"] == "Hourly digest, Wed 5 Mar 2025, 05:00: 1 new attack"
    assert digest["X-Digest-Start"] == EVENING.isoformat()  # it says that it goes back so far


def test_rule_that_waits_long_makes_no_alert_late(services: TestServices):
    person = anna(services, quiet_hours=None)
    [number] = know(services)
    slow = RuleAlerting(rule=RuleId("capital"), level=Level.HIGH, wait_s=7 * 3600)
    services.rules = FakeRules(in_force=FakeInForce(pipeline=FakePipeline(alerting={slow.rule: slow})))
    queue(services, person, number)
    services.clock.go_on(hours=7, minutes=1)

    assert deliver(services) == [Result.SENT]


def test_hourly_digests_of_the_night_come_as_one(services: TestServices):
    person = anna(services, Mode.HOURLY)
    for number in know(services, 2):
        with services.store.begin() as tx:
            tx.alerts.hold(replace(alert(person.id, number, Mode.HOURLY), due_at=EVENING + timedelta(hours=number)))

    while services.clock() < WAKING + timedelta(hours=1, minutes=30):
        services.clock.go_on(minutes=15)
        queue_digests(services, services.clock())
        deliver(services)

    assert services.channel.subjects == ["In your quiet hours, Wed 5 Mar 2025, 07:00: 2 new attacks"]


def test_critical_wakes_who_wants_to_be_woken(services: TestServices):
    person = anna(services, quiet_hours=replace(NIGHT, wake_for_critical=True))
    high, critical = know(services, 2)
    queue(services, person, high)
    queue(services, person, critical, level=Level.CRITICAL)

    assert sorted(deliver(services)) == [Result.FOLDED, Result.SENT]


def test_withdrawal_waits_for_waking_and_comes_in_its_own_thread(services: TestServices):
    person = anna(services, quiet_hours=None)
    [number] = know(services)
    queue(services, person, number)
    assert deliver(services) == [Result.SENT]
    with services.store.begin() as tx:
        tx.subscribers.update(replace(person, quiet_hours=NIGHT))
    withdraw(services, number)
    queue(services, person, number, AlertKind.WITHDRAWAL, version=2)

    assert deliver(services) == [Result.WAITS]
    assert deliver(services) == []
    services.clock.now = WAKING
    assert deliver(services) == [Result.SENT]
    assert services.channel.subjects[-1].endswith("– withdrawn")
    assert services.channel.sent[-1][1]["In-Reply-To"] == f"<incident-{number}@alerts.example.org>"


def test_digest_that_falls_due_at_night_waits(services: TestServices):
    person = anna(services, Mode.DAILY, quiet_hours=QuietHours(start=time(1), end=time(9)))
    [number] = know(services)
    with services.store.begin() as tx:
        tx.alerts.hold(replace(alert(person.id, number, Mode.DAILY), due_at=EVENING))
    services.clock.now = datetime(2025, 3, 5, 6, 5, tzinfo=UTC)

    assert queue_digests(services, services.clock()) == 1
    assert deliver(services) == [Result.WAITS]
    services.clock.now = datetime(2025, 3, 5, 7, 0, tzinfo=UTC)
    assert deliver(services) == [Result.SENT]


def test_limit_holds_no_correction(services: TestServices):
    person = anna(services, quiet_hours=None)
    [number] = know(services)
    queue(services, person, number)
    deliver(services)
    queue(services, person, number, AlertKind.CORRECTION, version=2)

    assert deliver(services) == [Result.SENT]


def test_pause_drops_what_is_news_and_keeps_what_sets_right(services: TestServices):
    person = anna(services, quiet_hours=None)
    told, fresh = know(services, 2)
    queue(services, person, told)
    deliver(services)
    with services.store.begin() as tx:
        subscribing.pause(tx, person, EVENING + timedelta(days=3))
    queue(services, person, fresh)
    withdraw(services, told)
    queue(services, person, told, AlertKind.WITHDRAWAL, version=2)

    assert sorted(deliver(services)) == [Result.DROPPED, Result.WAITS]
    services.clock.go_on(days=3)
    assert deliver(services) == [Result.SENT]


def test_snoozed_incident_is_left_out_of_a_queued_message(services: TestServices):
    person = anna(services, quiet_hours=None)
    [number] = know(services)
    queue(services, person, number)
    with services.store.begin() as tx:
        subscribing.snooze(tx, person.id, number, EVENING + timedelta(hours=1))

    assert deliver(services) == [Result.DROPPED]
    assert services.channel.sent == []


def test_digest_after_a_pause_tells_of_no_more_than_it_can(services: TestServices):
    person = anna(services, Mode.DAILY, quiet_hours=None)
    with services.store.begin() as tx:
        subscribing.pause(tx, person, datetime(2025, 3, 10, 0, 0, tzinfo=UTC))
    while services.clock() < datetime(2025, 3, 10, 12, 0, tzinfo=UTC):
        services.clock.go_on(hours=1)
        queue_digests(services, services.clock())
    with services.store.read() as tx:
        [only] = tx.outbox.list()
    assert only.headers["X-Digest-Start"] == "2025-03-10T00:00:00+00:00"
